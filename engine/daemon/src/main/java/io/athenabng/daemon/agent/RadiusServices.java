package io.athenabng.daemon.agent;

import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.RadiusListener;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.port.RadiusUpstream;
import io.athenabng.core.radius.client.RadiusClient;
import io.athenabng.daemon.edge.upstream.RadiusSockets;
import io.athenabng.daemon.edge.upstream.RandomStream;
import io.athenabng.daemon.ring.RadiusListenerProxy;
import io.athenabng.daemon.ring.RadiusUpstreamAdapter;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * RADIUS on the upstream agent: requests from the session agent's ring go to the client, outcomes go back. While the ring to the session
 * agent is full, neither requests nor packets are taken. Owned by the upstream agent.
 */
public final class RadiusServices implements RadiusUpstream, RadiusClient.Handler, AutoCloseable {
    private static final int MESSAGE_LIMIT = 512;

    private final RadiusSockets sockets;
    private final RadiusClient client;
    private final RadiusListenerProxy session;
    private final RadiusUpstreamAdapter requests;

    /**
     * The services.
     *
     * @param settings    servers and groups
     * @param clock       must not jump when the machine's time is set
     * @param fromSession the ring from the session agent
     * @param toSession   the ring to the session agent
     * @param servers     takes changes of servers
     * @param registry    makes the counters
     */
    public RadiusServices(
            final RadiusSettings settings, final EngineClock clock, final RingBuffer fromSession, final RingBuffer toSession,
            final RadiusServerListener servers, final CounterRegistry registry) {
        sockets = new RadiusSockets(settings, clock, registry);
        client = new RadiusClient(settings, sockets, clock, new RandomStream(), servers, registry);
        sockets.listener(client);
        client.handlers(this, this);
        session = new RadiusListenerProxy(toSession);
        requests = new RadiusUpstreamAdapter(fromSession, this);
    }

    /** @return the client */
    public RadiusClient client() {
        return client;
    }

    /** @return who is told about answers and dynamic requests */
    public RadiusListener session() {
        return session;
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
        }
        return work + client.onDutyCycle();
    }

    @Override
    public boolean request(
            final int code, final int serverGroupIndex, final long correlationId, final DirectBuffer attributes, final int offset,
            final int length) {
        return client.request(code, serverGroupIndex, correlationId, attributes, offset, length);
    }

    @Override
    public boolean answerDynamic(final long token, final int code, final DirectBuffer attributes, final int offset, final int length) {
        throw new IllegalStateException("an answer to a dynamic authorisation request that nobody made");
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
        sockets.close();
    }
}
