package io.athenabng.daemon.agent;

import io.athenabng.daemon.edge.upstream.RelaySocket;
import io.athenabng.daemon.ring.DatagramAdapter;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Talks to DHCP servers for the relay. */
public final class UpstreamAgent implements Agent, DatagramAdapter.Handler {
    private static final int MESSAGE_LIMIT = 128;

    private final DatagramAdapter adapter;
    private final RelaySocket[] sockets;

    /**
     * An agent.
     *
     * @param ring    the ring from the session agent
     * @param sockets one for each giaddr
     */
    public UpstreamAgent(final RingBuffer ring, final List<RelaySocket> sockets) {
        this.adapter = new DatagramAdapter(ring, this);
        this.sockets = sockets.toArray(new RelaySocket[0]);
    }

    @Override
    public int doWork() {
        int work = adapter.poll(MESSAGE_LIMIT);
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
        throw new IllegalStateException("no relay socket has the giaddr of the message");
    }

    @Override
    public void onClose() {
        for (final RelaySocket socket : sockets) {
            socket.close();
        }
    }

    @Override
    public String roleName() {
        return "abng-ups";
    }
}
