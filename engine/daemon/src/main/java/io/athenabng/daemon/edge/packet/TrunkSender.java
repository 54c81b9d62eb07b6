package io.athenabng.daemon.edge.packet;

import io.athenabng.core.port.CounterRegistry;
import io.athenabng.ffi.packet.PacketTransmitter;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/** Frames to one trunk, many with one system call. Owned by the sender agent. */
public final class TrunkSender implements AutoCloseable {
    /** Longest frame: an Ethernet frame with four tags. */
    public static final int FRAME_MAX = 1_600;

    private final PacketTransmitter transmitter;
    private final UnsafeBuffer slot = new UnsafeBuffer(0, 0);
    private final AtomicCounter sent;
    private final AtomicCounter refused;
    private final AtomicCounter postponed;

    /**
     * A sender.
     *
     * @param transmitter the socket; closed with this
     * @param registry    makes the counters
     * @param trunk       the trunk's name
     */
    public TrunkSender(final PacketTransmitter transmitter, final CounterRegistry registry, final String trunk) {
        this.transmitter = transmitter;
        sent = registry.counter("transmit." + trunk + ".frames", "Frames that the kernel took");
        refused = registry.counter("transmit." + trunk + ".refused", "Frames that the kernel refused: trunk down, or longer than its MTU");
        postponed = registry.counter("transmit." + trunk + ".postponed", "How often the kernel had no room and frames waited");
    }

    /**
     * Queues a frame.
     *
     * @param buffer where it is
     * @param offset where it begins
     * @param length its length, bytes
     * @return false if the queue is full
     */
    public boolean offer(final DirectBuffer buffer, final int offset, final int length) {
        final long address = transmitter.claim(length);
        if (address == 0) {
            return false;
        }
        slot.wrap(address, length);
        slot.putBytes(0, buffer, offset, length);
        transmitter.commit();
        return true;
    }

    /**
     * Sends what is queued.
     *
     * @return how many frames went
     */
    public int flush() {
        if (transmitter.queued() == 0) {
            return 0;
        }
        final int frames = transmitter.flush();
        sent.setRelease(transmitter.sent());
        refused.setRelease(transmitter.refused());
        postponed.setRelease(transmitter.postponements());
        return frames;
    }

    @Override
    public void close() {
        transmitter.close();
    }
}
