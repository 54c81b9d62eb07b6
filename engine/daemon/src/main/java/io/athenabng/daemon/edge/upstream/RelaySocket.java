package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.ffi.packet.DatagramHandler;
import io.athenabng.ffi.packet.UdpSocket;
import io.athenabng.wire.ip.Ipv4Address;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/** The relay agent's UDP socket at one giaddr, port 67. Owned by the upstream agent. */
public final class RelaySocket implements DatagramHandler, AutoCloseable {
    private static final int DHCP_SERVER_PORT = 67;
    private static final int MSG_TYPE_ID = 1;
    private static final int HEADER = 8;

    private final int giaddr;
    private final UdpSocket socket;
    private final RingBuffer toSession;
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private final AtomicCounter sent;
    private final AtomicCounter received;
    private final AtomicCounter refused;
    private final AtomicCounter ringFull;

    /**
     * A socket.
     *
     * @param giaddr    the relay agent's address, host order
     * @param socket    bound to it; closed with this
     * @param toSession the ring to the session agent
     * @param registry  makes the counters
     */
    public RelaySocket(final int giaddr, final UdpSocket socket, final RingBuffer toSession, final CounterRegistry registry) {
        this.giaddr = giaddr;
        this.socket = socket;
        this.toSession = toSession;
        final String prefix = "upstream.dhcp." + Ipv4Address.toString(giaddr) + ".";
        sent = registry.counter(prefix + "sent", "DHCP messages that the kernel took for servers");
        received = registry.counter(prefix + "received", "Datagrams to the relay agent");
        refused = registry.counter(prefix + "refused", "DHCP messages that the kernel refused, as without a route to the server");
        ringFull = registry.counter(prefix + "session_ring_full", "Datagrams dropped because the session agent is behind");
    }

    /** @return the relay agent's address, host order */
    public int giaddr() {
        return giaddr;
    }

    /**
     * Queues a message.
     *
     * @param serverAddress the server, host order
     * @param buffer        where the message is
     * @param offset        where it begins
     * @param length        its length, bytes
     * @return false if the queue is full
     */
    public boolean offer(final int serverAddress, final DirectBuffer buffer, final int offset, final int length) {
        final long address = socket.claim(serverAddress, DHCP_SERVER_PORT, length);
        if (address == 0) {
            return false;
        }
        message.wrap(address, length);
        message.putBytes(0, buffer, offset, length);
        socket.commit();
        return true;
    }

    /**
     * Sends what is queued and hands over what came.
     *
     * @return how much was done
     */
    public int onDutyCycle() {
        int work = 0;
        if (socket.queued() > 0) {
            work = socket.flush();
            sent.setRelease(socket.sent());
            refused.setRelease(socket.refused());
        }
        return work + socket.receive(this);
    }

    @Override
    public void onDatagram(
            final long address, final int length, final long peerHigh, final long peerLow, final int peerPort, final int scopeId) {
        received.incrementPlain();
        final int index = toSession.tryClaim(MSG_TYPE_ID, HEADER + length);
        if (index < 0) {
            ringFull.incrementPlain();
            return;
        }
        message.wrap(address, length);
        toSession.buffer().putInt(index, giaddr);
        toSession.buffer().putInt(index + Integer.BYTES, (int) peerLow);
        toSession.buffer().putBytes(index + HEADER, message, 0, length);
        toSession.commit(index);
    }

    @Override
    public void close() {
        socket.close();
    }
}
