package io.athenabng.benchmarks.radius;

import com.sun.management.ThreadMXBean;
import io.athenabng.core.config.IpAddress;
import io.athenabng.core.config.RadiusAccountingSettings;
import io.athenabng.core.config.RadiusServerGroupSettings;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.Secret;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.radius.client.EndpointCounters;
import io.athenabng.core.radius.client.RadiusClient;
import io.athenabng.core.radius.client.RadiusEndpoint;
import io.athenabng.daemon.DaemonCounters;
import io.athenabng.daemon.edge.upstream.RadiusSockets;
import io.athenabng.daemon.edge.upstream.RandomStream;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import java.lang.management.ManagementFactory;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The gateway's RADIUS client with its sockets towards one server on loopback, stepped by one thread. */
final class BenchClient implements RadiusClient.Handler, RadiusServerListener, AutoCloseable {
    private static final int LOOPBACK = 0x7f00_0001;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long IDLE_NS = 20_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * What a run did.
     *
     * @param answered       requests that were answered with Access-Accept
     * @param lost           requests that were not
     * @param confused       answers that were another request's
     * @param elapsedNs      from the first request to the last answer
     * @param allocatedBytes what the client's thread allocated
     * @param mostInFlight   most requests that were under way at once
     */
    record Run(int answered, int lost, int confused, long elapsedNs, long allocatedBytes, int mostInFlight) {
        double perSecond() {
            return answered / (elapsedNs / (double) SECOND_NS);
        }
    }

    private final RadiusSockets sockets;
    private final RadiusClient client;
    private final UnsafeBuffer attributes = new UnsafeBuffer(new byte[512]);
    private final RadiusAttributeAppender appender = new RadiusAttributeAppender();
    private final StringBuilder user = new StringBuilder();
    private final String password;
    private BitSet settled = new BitSet();
    private long nowNs = System.nanoTime();
    private int answered;
    private int lost;
    private int confused;
    private boolean echoed;

    /**
     * A client.
     *
     * @param port     the server's port
     * @param secret   the shared secret
     * @param password the password that every request bears; null is none
     */
    BenchClient(int port, String secret, String password) {
        RadiusServerSettings server = new RadiusServerSettings("bench", IpAddress.ofIpv4(LOOPBACK), port, port + 1, new Secret(secret),
            null, "", 2 * SECOND_NS, 8 * SECOND_NS, 5, 60_000, 1_000, 5 * SECOND_NS, false, true, null);
        RadiusSettings settings = new RadiusSettings("bench", 0, RadiusSettings.ATHENA_VENDOR, List.of(server),
            List.of(new RadiusServerGroupSettings("bench", List.of(new RadiusServerGroupSettings.Member(0, 0, 1)))),
            RadiusAccountingSettings.DEFAULT, null, List.of());
        DaemonCounters counters = new DaemonCounters();
        this.password = password;
        sockets = new RadiusSockets(settings, () -> nowNs, counters);
        client = new RadiusClient(settings, sockets, () -> nowNs, new RandomStream(), this, counters);
        sockets.listener(client);
        client.handlers(this, this);
    }

    /**
     * Sends requests.
     *
     * @param requests    how many
     * @param inFlight    how many may be under way
     * @param perSecond   how many are begun in a second; 0 is no limit
     * @param name        the User-Name, the request's number behind it if {@code echo}
     * @param echo        whether the server gives the User-Name back as Class, which is compared
     */
    Run run(int requests, int inFlight, int perSecond, String name, boolean echo) {
        settled = new BitSet(requests);
        answered = 0;
        lost = 0;
        confused = 0;
        echoed = echo;
        int begun = 0;
        int most = 0;
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long startNs = System.nanoTime();
        while (answered + lost < requests) {
            nowNs = System.nanoTime();
            long due = perSecond == 0 ? requests : Math.min(requests, 1 + (nowNs - startNs) * perSecond / SECOND_NS);
            int work = 0;
            while (begun < due && client.underWay() < inFlight && request(begun, name, echo)) {
                begun++;
                work++;
            }
            most = Math.max(most, client.underWay());
            work += sockets.onDutyCycle() + client.onDutyCycle();
            if (work == 0) {
                LockSupport.parkNanos(IDLE_NS);
            }
        }
        return new Run(answered, lost, confused, System.nanoTime() - startNs, THREADS.getCurrentThreadAllocatedBytes() - allocated, most);
    }

    private boolean request(int number, String name, boolean echo) {
        user.setLength(0);
        user.append(name);
        if (echo) {
            user.append(number);
        }
        appender.wrap(attributes, 0, attributes.capacity());
        appender.put(RadiusAttributes.USER_NAME, user);
        if (password != null) {
            appender.put(RadiusAttributes.USER_PASSWORD, password);
        }
        return client.request(RadiusCode.ACCESS_REQUEST, 0, number, attributes, 0, appender.length());
    }

    EndpointCounters counters() {
        return endpoint().counters();
    }

    RadiusEndpoint endpoint() {
        return client.endpoints().getFirst();
    }

    @Override
    public void onAnswer(long correlationId, int code, DirectBuffer buffer, int offset, int length) {
        int number = (int) correlationId;
        if (settled.get(number)) {
            throw new IllegalStateException("request " + number + " is settled twice");
        }
        settled.set(number);
        if (code != RadiusCode.ACCESS_ACCEPT) {
            lost++;
            return;
        }
        answered++;
        if (echoed && !isOf(number, buffer, offset, length)) {
            confused++;
        }
    }

    /** Whether the answer's last attribute is a Class that ends with the request's number. */
    private static boolean isOf(int number, DirectBuffer buffer, int offset, int length) {
        int at = offset + length - 1;
        int rest = number;
        do {
            if (buffer.getByte(at--) != '0' + rest % 10) {
                return false;
            }
            rest /= 10;
        } while (rest > 0);
        return buffer.getByte(at) == ':';
    }

    @Override
    public void onUnanswered(long correlationId, int code) {
        lost++;
    }

    @Override
    public void onServerDead(String serverName, boolean accounting, String reason) {
        System.err.println("the server is dead: " + reason);
    }

    @Override
    public void onServerAlive(String serverName, boolean accounting) {
        System.err.println("the server is alive again");
    }

    @Override
    public void close() {
        sockets.close();
    }
}
