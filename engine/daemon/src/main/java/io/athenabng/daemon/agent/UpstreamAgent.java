package io.athenabng.daemon.agent;

import io.athenabng.daemon.edge.upstream.RelaySocket;
import io.athenabng.daemon.ring.DatagramAdapter;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Talks to DHCP servers for the relay, and to RADIUS servers. */
public final class UpstreamAgent implements Agent, DatagramAdapter.Handler {
    private static final int MESSAGE_LIMIT = 128;

    private final DatagramAdapter adapter;
    private RelaySocket[] sockets;
    private final SteadyTime time;
    private final RadiusServices radius;
    private final Mailbox<RadiusServices> mailbox;

    /**
     * An agent.
     *
     * @param ring    the ring of the relay's messages from the session agent
     * @param sockets one for each giaddr
     * @param time    the clock of the RADIUS services, moved on once a cycle
     * @param radius  the RADIUS services; closed with this
     * @param mailbox questions and orders of management
     */
    public UpstreamAgent(
            final RingBuffer ring, final List<RelaySocket> sockets, final SteadyTime time, final RadiusServices radius,
            final Mailbox<RadiusServices> mailbox) {
        this.adapter = new DatagramAdapter(ring, this);
        this.sockets = sockets.toArray(new RelaySocket[0]);
        this.time = time;
        this.radius = radius;
        this.mailbox = mailbox;
    }

    /**
     * Has other sockets from now on; on this agent's thread. Those that are not among them are closed.
     *
     * @param with one for each giaddr
     */
    public void sockets(final List<RelaySocket> with) {
        final RelaySocket[] before = sockets;
        sockets = with.toArray(new RelaySocket[0]);
        for (final RelaySocket socket : before) {
            if (!with.contains(socket)) {
                socket.close();
            }
        }
    }

    /** @return the sockets that there are; on this agent's thread */
    public List<RelaySocket> sockets() {
        return List.of(sockets);
    }

    @Override
    public int doWork() {
        time.update();
        int work = adapter.poll(MESSAGE_LIMIT) + mailbox.poll(radius) + radius.onDutyCycle();
        for (final RelaySocket socket : sockets) {
            work += socket.onDutyCycle();
        }
        return work;
    }

    @Override
    public boolean onMessage(
            final int giaddr, final int serverAddress, final MutableDirectBuffer buffer, final int offset, final int length) {
        for (final RelaySocket socket : sockets) {
            if (socket.giaddr() == giaddr) {
                return socket.offer(serverAddress, buffer, offset, length);
            }
        }
        // A commit that made it was taken back: the client asks again.
        return true;
    }

    @Override
    public void onClose() {
        for (final RelaySocket socket : sockets) {
            socket.close();
        }
        radius.close();
    }

    @Override
    public String roleName() {
        return "abng-ups";
    }
}
