package io.athenabng.daemon.agent;

import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.AccountingSpool;
import io.athenabng.core.port.ConfigurationConsumer.RefusedException;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.port.RadiusUpstream;
import io.athenabng.core.radius.accounting.AccountingDelivery;
import io.athenabng.core.radius.client.RadiusClient;
import io.athenabng.core.radius.dynamic.DynamicAuthorizationServer;
import io.athenabng.daemon.edge.upstream.DynamicAuthorizationSocket;
import io.athenabng.daemon.edge.upstream.RadiusSockets;
import io.athenabng.daemon.edge.upstream.RadiusTlsContexts;
import io.athenabng.daemon.edge.upstream.RandomStream;
import io.athenabng.daemon.ring.RadiusListenerProxy;
import io.athenabng.daemon.ring.RadiusUpstreamAdapter;
import io.athenabng.wire.radius.RadiusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * RADIUS on the upstream agent: requests from the session agent's ring go to the client, outcomes go back. While the ring to the session
 * agent is full, neither requests nor packets are taken. Accounting goes by way of a delivery that keeps on disk what no server took;
 * dynamic authorisation clients are listened to if there are any. Owned by the upstream agent.
 */
public final class RadiusServices implements RadiusUpstream, RadiusClient.Handler, AutoCloseable {
    private static final int MESSAGE_LIMIT = 512;

    private final RadiusSockets sockets;
    private final RadiusClient client;
    private final RadiusListenerProxy session;
    private final RadiusUpstreamAdapter requests;
    private final AccountingDelivery accounting;
    private final DynamicAuthorizationSocket dynamic;
    private final RingBuffer fromSession;
    private RadiusSettings settings;
    private boolean closed;

    /**
     * The services.
     *
     * @param with        servers and groups
     * @param clock       must not jump when the machine's time is set
     * @param time        the machine's time
     * @param spools      a spool for each group of servers
     * @param fromSession the ring from the session agent
     * @param toSession   the ring to the session agent
     * @param servers     takes changes of servers
     * @param registry    makes the counters
     */
    public RadiusServices(
            final RadiusSettings with, final EngineClock clock, final EngineClock time, final List<AccountingSpool> spools,
            final RingBuffer fromSession, final RingBuffer toSession, final RadiusServerListener servers, final CounterRegistry registry) {
        settings = with;
        this.fromSession = fromSession;
        sockets = new RadiusSockets(settings, clock, registry);
        client = new RadiusClient(settings, sockets, clock, new RandomStream(), servers, registry);
        sockets.listener(client);
        session = new RadiusListenerProxy(toSession);
        accounting = new AccountingDelivery(settings, spools, clock, time, client::request, session, registry);
        client.handlers(this, new AccountingAnswers());
        requests = new RadiusUpstreamAdapter(fromSession, this);
        dynamic = new DynamicAuthorizationSocket(settings.dynamicAuthorization(), clock, time, this::onDynamicRequest, registry);
    }

    /** @return the settings that it works with */
    public RadiusSettings settings() {
        return settings;
    }

    /** @return what connections to servers with TLS are made with */
    public RadiusTlsContexts tls() {
        return sockets.tls();
    }

    /**
     * The groups of other settings that have no place here yet.
     *
     * @param to other settings
     * @return their names
     * @throws RefusedException if the place of one is another group's, of a commit that was taken back, which has not come to rest yet
     */
    public List<String> newGroups(final RadiusSettings to) {
        final List<String> names = new ArrayList<>();
        for (int i = 0; i < to.serverGroups().size(); i++) {
            final String name = to.serverGroups().get(i).name();
            final String here = i < client.groupCount() ? client.group(i, false).name() : null;
            if (here != null && !here.equals(name) && !(fromSession.size() == 0 && client.isIdle(i) && accounting.isIdle(i))) {
                throw new RefusedException("the group of RADIUS servers " + here + ", which came with a commit that was taken back, still"
                        + " has requests or reports: commit again in a moment, or with a group of that name");
            }
            if (!name.equals(here)) {
                names.add(name);
            }
        }
        return names;
    }

    /**
     * Works with other servers, secrets and limits from now on. Requests that are under way to a server that is no longer there go on to
     * those of their group; reports on disk do, too. If it fails, all is as it was.
     *
     * @param to     servers and groups; a group keeps its place
     * @param tls    what connections to servers with TLS are made with
     * @param spools a spool for each of {@link #newGroups}
     * @throws io.athenabng.daemon.StartException if the port of dynamic authorisation cannot be used
     */
    public void reconfigure(final RadiusSettings to, final RadiusTlsContexts tls, final Map<String, AccountingSpool> spools) {
        // The only step that can be refused. If one behind it fails, what is here is what is to be taken back.
        dynamic.reconfigure(to.dynamicAuthorization());
        settings = to;
        sockets.reconfigure(to.servers(), tls);
        client.reconfigure(to);
        accounting.reconfigure(to, spools);
    }

    /** @return the client */
    public RadiusClient client() {
        return client;
    }

    /** @return what verifies requests of dynamic authorisation clients; null if nobody may ask */
    public DynamicAuthorizationServer dynamicAuthorization() {
        return settings.dynamicAuthorization() == null ? null : dynamic.server();
    }

    /** @return what keeps reports that no server took */
    public AccountingDelivery accounting() {
        return accounting;
    }

    /**
     * Does what is to be done now.
     *
     * @return how much
     */
    public int onDutyCycle() {
        int work = session.flush();
        if (session.isClear()) {
            work += requests.poll(MESSAGE_LIMIT);
            work += sockets.onDutyCycle();
            work += dynamic.receive();
        }
        return work + dynamic.onDutyCycle() + accounting.onDutyCycle() + client.onDutyCycle();
    }

    private boolean onDynamicRequest(
            final long token, final int code, final DirectBuffer attributes, final int offset, final int length) {
        if (!session.isClear()) {
            return false;
        }
        session.onDynamicRequest(token, code, attributes, offset, length);
        return true;
    }

    /** What becomes of Accounting-Requests, for the delivery. */
    private final class AccountingAnswers implements RadiusClient.Handler {
        @Override
        public void onAnswer(final long requestId, final int code, final DirectBuffer buffer, final int offset, final int length) {
            accounting.onAnswer(requestId, buffer, offset, length);
        }

        @Override
        public void onUnanswered(final long requestId, final int code) {
            accounting.onUnanswered(requestId);
        }
    }

    @Override
    public boolean request(
            final int code, final int serverGroupIndex, final long correlationId, final DirectBuffer attributes, final int offset,
            final int length) {
        if (code == RadiusCode.ACCOUNTING_REQUEST) {
            accounting.request(serverGroupIndex, correlationId, attributes, offset, length);
            return true;
        }
        return client.request(code, serverGroupIndex, correlationId, attributes, offset, length);
    }

    @Override
    public boolean answerDynamic(final long token, final int code, final DirectBuffer attributes, final int offset, final int length) {
        dynamic.server().answer(token, code, attributes, offset, length);
        return true;
    }

    @Override
    public void onAnswer(final long correlationId, final int code, final DirectBuffer buffer, final int offset, final int length) {
        session.onRadiusAnswer(correlationId, code, buffer, offset, length);
    }

    @Override
    public void onUnanswered(final long correlationId, final int code) {
        session.onRadiusUnanswered(correlationId, code);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        // The session agent's last words: Accounting-Off. Nobody is left to wait for the answer.
        requests.poll(MESSAGE_LIMIT);
        client.onDutyCycle();
        sockets.onDutyCycle();
        dynamic.onDutyCycle();
        dynamic.close();
        sockets.close();
    }
}
