package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.radius.client.EndpointCounters;
import io.athenabng.core.radius.client.RadiusClient;
import io.athenabng.daemon.DaemonCounters;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The client over real sockets, stepped by the test's thread. */
final class RadiusPeer implements RadiusClient.Handler, RadiusServerListener, AutoCloseable {
    final DaemonCounters counters = new DaemonCounters();
    final List<String> events = new ArrayList<>();
    final Map<Long, String> outcomes = new HashMap<>();
    final Map<Long, String> classes = new HashMap<>();
    final RadiusSockets sockets;
    final RadiusClient client;
    private final UnsafeBuffer attributes = new UnsafeBuffer(new byte[4_096]);
    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor();
    private long nowNs = System.nanoTime();

    RadiusPeer(final RadiusSettings settings) {
        sockets = new RadiusSockets(settings, () -> nowNs, counters);
        client = new RadiusClient(settings, sockets, () -> nowNs, new RandomStream(), this, counters);
        sockets.listener(client);
        client.handlers(this, this);
    }

    /** A commit: other servers. */
    void reconfigure(final RadiusSettings to) {
        sockets.reconfigure(to.servers(), RadiusTlsContexts.load(to.servers()));
        client.reconfigure(to);
    }

    boolean access(final long id, final String user, final String password) {
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(attributes, 0, 4_096);
        appender.put(RadiusAttributes.USER_NAME, user);
        if (password != null) {
            appender.put(RadiusAttributes.USER_PASSWORD, password);
        }
        appender.put(RadiusAttributes.NAS_IDENTIFIER, "athena-test");
        return client.request(RadiusCode.ACCESS_REQUEST, 0, id, attributes, 0, appender.length());
    }

    boolean account(final long id, final String session) {
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(attributes, 0, 4_096);
        appender.put(RadiusAttributes.ACCT_STATUS_TYPE, 1);
        appender.put(RadiusAttributes.ACCT_SESSION_ID, session);
        appender.put(RadiusAttributes.NAS_IDENTIFIER, "athena-test");
        return client.request(RadiusCode.ACCOUNTING_REQUEST, 0, id, attributes, 0, appender.length());
    }

    int step() {
        nowNs = System.nanoTime();
        final int work = sockets.onDutyCycle() + client.onDutyCycle();
        if (work == 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(100_000);
        }
        return work;
    }

    void until(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            step();
            if (System.nanoTime() > deadlineNs) {
                throw new AssertionError("not seen: " + what + "; " + outcomes + " " + events);
            }
        }
    }

    String ask(final long id, final String user, final String password) {
        if (!access(id, user, password)) {
            throw new AssertionError("not taken");
        }
        until("an outcome of " + id, () -> outcomes.containsKey(id));
        return outcomes.get(id);
    }

    EndpointCounters authentication(final int server) {
        return client.endpoints().get(2 * server).counters();
    }

    @Override
    public void onAnswer(final long correlationId, final int code, final DirectBuffer buffer, final int offset, final int length) {
        if (outcomes.put(correlationId, RadiusCode.name(code)) != null) {
            throw new AssertionError("settled twice: " + correlationId);
        }
        if (cursor.wrap(buffer, offset, length).find(RadiusAttributes.CLASS)) {
            classes.put(correlationId, cursor.text());
        }
    }

    @Override
    public void onUnanswered(final long correlationId, final int code) {
        if (outcomes.put(correlationId, "unanswered") != null) {
            throw new AssertionError("settled twice: " + correlationId);
        }
    }

    @Override
    public void onServerDead(final String serverName, final boolean accounting, final String reason) {
        events.add("dead " + serverName + ": " + reason);
    }

    @Override
    public void onServerAlive(final String serverName, final boolean accounting) {
        events.add("alive " + serverName);
    }

    @Override
    public void close() {
        sockets.close();
    }
}
