package io.athenabng.daemon.ring;

import io.athenabng.core.port.FrameSink;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/**
 * Frames from the session agent to the sender, written in the ring itself.
 *
 * <pre>
 *   0 trunkIndex (4) | 4 reserved (4) | 8 frame
 * </pre>
 */
public final class TransmitProxy implements FrameSink {
    static final int MSG_TYPE_ID = 1;
    static final int TRUNK_INDEX = 0;
    static final int FRAME = 8;

    private final RingBuffer ring;
    private long[] sourceMacByTrunk;
    private final ControlFrameTap tap;
    private int claimed;
    private int claimedLength;

    /**
     * A proxy.
     *
     * @param ring             the ring to the sender
     * @param sourceMacByTrunk the trunks' own MACs
     * @param tap              sees every frame
     */
    public TransmitProxy(final RingBuffer ring, final long[] sourceMacByTrunk, final ControlFrameTap tap) {
        this.ring = ring;
        this.tap = tap;
        this.sourceMacByTrunk = sourceMacByTrunk.clone();
    }

    /**
     * There is one more trunk. Before anything can be sent to it; by any thread, one at a time.
     *
     * @param macs the trunks' own MACs, those of before in their places
     */
    public void trunks(final long[] macs) {
        sourceMacByTrunk = macs.clone();
    }

    @Override
    public int claim(final int trunkIndex, final int length) {
        claimed = ring.tryClaim(MSG_TYPE_ID, FRAME + length);
        if (claimed < 0) {
            return -1;
        }
        claimedLength = length;
        ring.buffer().putInt(claimed + TRUNK_INDEX, trunkIndex);
        return claimed + FRAME;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return ring.buffer();
    }

    @Override
    public long sourceMac(final int trunkIndex) {
        return sourceMacByTrunk[trunkIndex];
    }

    @Override
    public void commit() {
        if (tap.isActive()) {
            tap.frameOut(ring.buffer().getInt(claimed + TRUNK_INDEX), ring.buffer(), claimed + FRAME, claimedLength);
        }
        ring.commit(claimed);
    }

    @Override
    public void abort() {
        ring.abort(claimed);
    }
}
