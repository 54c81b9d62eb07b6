package io.athenabng.daemon.ring;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ControlledMessageHandler;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Reads frames for the trunks. Owned by the sender. */
public final class TransmitAdapter implements ControlledMessageHandler {
    /** Takes frames. */
    @FunctionalInterface
    public interface Handler {
        /**
         * A frame.
         *
         * @param trunkIndex the trunk that it leaves by
         * @param buffer     where it is
         * @param offset     where it begins
         * @param length     its length, bytes
         * @return false if it cannot be taken now: it stays in the ring
         */
        boolean onFrame(int trunkIndex, MutableDirectBuffer buffer, int offset, int length);
    }

    private final RingBuffer ring;
    private final Handler handler;

    /**
     * An adapter.
     *
     * @param ring    the ring from the session agent
     * @param handler takes the frames
     */
    public TransmitAdapter(final RingBuffer ring, final Handler handler) {
        this.ring = ring;
        this.handler = handler;
    }

    /**
     * Reads some frames.
     *
     * @param limit at most so many
     * @return how many there were
     */
    public int poll(final int limit) {
        return ring.controlledRead(this, limit);
    }

    @Override
    public Action onMessage(final int msgTypeId, final MutableDirectBuffer buffer, final int index, final int length) {
        return handler.onFrame(buffer.getInt(index + TransmitProxy.TRUNK_INDEX), buffer, index + TransmitProxy.FRAME,
                length - TransmitProxy.FRAME) ? Action.CONTINUE : Action.ABORT;
    }
}
