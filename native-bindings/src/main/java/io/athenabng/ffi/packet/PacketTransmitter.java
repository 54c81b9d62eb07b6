package io.athenabng.ffi.packet;

/**
 * Sends whole Ethernet frames, tags in band, on one interface, many with one system call.
 *
 * <pre>{@code
 * long address = transmitter.claim(length);   // 0: the queue is full
 * ... write length bytes at address ...
 * transmitter.commit();
 * transmitter.flush();                        // once per duty cycle
 * }</pre>
 *
 * Frames leave in the order of their commits. A frame stays queued while the kernel has no room; one that the kernel refuses (longer
 * than the interface's MTU, interface down) is dropped and counted in {@link #refused()}. Nothing is allocated after {@link #open}.
 * One owner thread; the counters may be read by any.
 */
public final class PacketTransmitter implements AutoCloseable {
    private final PacketSocket socket;
    private final SendQueue queue;
    private final MessageBatch batch;

    private PacketTransmitter(PacketSocket socket, MessageBatch batch) {
        this.socket = socket;
        this.batch = batch;
        this.queue = new SendQueue(socket.fd(), batch);
    }

    /**
     * Opens a socket that sends on one interface and receives nothing.
     *
     * @param interfaceIndex the interface, in the calling thread's namespace
     * @param slots          frames that can be queued
     * @param slotSize       the longest frame, in bytes
     * @param bypassQdisc    whether frames go around the interface's queueing discipline
     */
    public static PacketTransmitter open(int interfaceIndex, int slots, int slotSize, boolean bypassQdisc) {
        PacketSocket socket = PacketSocket.open();
        try {
            if (bypassQdisc) {
                socket.bypassQdisc();
            }
            socket.bindForSending(interfaceIndex);
            return new PacketTransmitter(socket, new MessageBatch(slots, slotSize, 0));
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Gives out the next slot; a slot claimed again before {@link #commit} is the same one.
     *
     * @param length the frame's bytes, at most the slot size
     * @return where to write it, or 0 when the queue is full (counted)
     */
    public long claim(int length) {
        int slot = queue.claim(length);
        return slot < 0 ? 0 : batch.payload(slot);
    }

    /** Queues the frame that was claimed last. */
    public void commit() {
        queue.commit();
    }

    /**
     * Sends what is queued, as far as the kernel takes it.
     *
     * @return frames sent
     */
    public int flush() {
        return queue.flush();
    }

    /** Frames committed and not yet sent. */
    public int queued() {
        return queue.queued();
    }

    public PacketSocket socket() {
        return socket;
    }

    /** Frames that the kernel took. */
    public long sent() {
        return queue.sent();
    }

    /** Frames that the kernel refused, dropped; {@link #lastErrno()} says why. */
    public long refused() {
        return queue.refused();
    }

    /** How often the kernel had no room and frames waited for the next flush. */
    public long postponements() {
        return queue.postponements();
    }

    /** Claims that found the queue full. */
    public long overflows() {
        return queue.overflows();
    }

    /** The error of the last refused frame; 0 when none was. */
    public int lastErrno() {
        return queue.lastErrno();
    }

    @Override
    public void close() {
        socket.close();
        queue.close();
    }
}
