package io.athenabng.daemon.agent;

import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.daemon.ring.ControlFrameAdapter;
import io.athenabng.daemon.ring.ControlFrameTap;
import io.athenabng.daemon.ring.DataPlaneEventAdapter;
import io.athenabng.daemon.ring.DatagramAdapter;
import io.athenabng.daemon.ring.RadiusListenerAdapter;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Steps the gateway: the one owner of access lines, sessions, leases and the store. Makes no system call of its own but the clock's. */
public final class SessionAgent implements Agent {
    private static final int FRAME_LIMIT = 128;
    private static final int ANSWER_LIMIT = 512;

    private final SubscriberGateway gateway;
    private final EngineTime time;
    private final ControlFrameTap tap;
    private volatile ControlFrameAdapter[] receivers;
    private final DataPlaneEventAdapter dataPlane;
    private final DatagramAdapter upstream;
    private final RadiusListenerAdapter radius;
    private final Mailbox<SubscriberGateway> mailbox;

    /**
     * An agent.
     *
     * @param gateway       what it steps
     * @param time          the engine's clock, moved on once a cycle
     * @param receiverRings a ring from each receiver
     * @param dataPlaneRing the data plane's answers
     * @param upstreamRing  DHCP servers' messages
     * @param radiusRing    what RADIUS servers and dynamic authorisation clients say
     * @param mailbox       questions and orders of management
     * @param tap           sees control frames
     */
    public SessionAgent(
            final SubscriberGateway gateway, final EngineTime time, final List<? extends RingBuffer> receiverRings,
            final RingBuffer dataPlaneRing, final RingBuffer upstreamRing, final RingBuffer radiusRing,
            final Mailbox<SubscriberGateway> mailbox, final ControlFrameTap tap) {
        tap.pppSessions(gateway.pppoe()::session);
        this.gateway = gateway;
        this.time = time;
        this.tap = tap;
        this.receivers = adapters(receiverRings);
        this.dataPlane = new DataPlaneEventAdapter(dataPlaneRing, gateway, gateway, tap);
        this.upstream = new DatagramAdapter(upstreamRing, (giaddr, serverAddress, buffer, offset, length) -> {
            gateway.onDhcpServerMessage(giaddr, serverAddress, buffer, offset, length);
            return true;
        });
        this.radius = new RadiusListenerAdapter(radiusRing, gateway);
        this.mailbox = mailbox;
    }

    private ControlFrameAdapter[] adapters(final List<? extends RingBuffer> rings) {
        return rings.stream().map(ring -> new ControlFrameAdapter(ring, gateway, tap)).toArray(ControlFrameAdapter[]::new);
    }

    /**
     * There are more receivers. By any thread, one at a time.
     *
     * @param rings a ring from each that is new
     */
    public void addReceivers(final List<? extends RingBuffer> rings) {
        final ControlFrameAdapter[] before = receivers;
        final ControlFrameAdapter[] more = adapters(rings);
        final ControlFrameAdapter[] all = Arrays.copyOf(before, before.length + more.length);
        System.arraycopy(more, 0, all, before.length, more.length);
        receivers = all;
    }

    @Override
    public int doWork() {
        time.update();
        int work = dataPlane.poll(ANSWER_LIMIT);
        work += upstream.poll(FRAME_LIMIT);
        work += radius.poll(FRAME_LIMIT);
        for (final ControlFrameAdapter receiver : receivers) {
            work += receiver.poll(FRAME_LIMIT);
        }
        work += mailbox.poll(gateway);
        return work + gateway.onDutyCycle();
    }

    @Override
    public void onClose() {
        gateway.onServiceEnds();
    }

    @Override
    public String roleName() {
        return "abng-ses";
    }
}
