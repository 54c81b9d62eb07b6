package io.athenabng.daemon.ring;

import io.athenabng.core.testkit.TestCounters;
import java.util.function.IntUnaryOperator;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Rings for tests. */
final class TestRings {
    static final int CAPACITY = 4_096;

    private TestRings() {
    }

    static OneToOneRingBuffer ring() {
        return ring(CAPACITY);
    }

    static OneToOneRingBuffer ring(final int capacity) {
        return new OneToOneRingBuffer(new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(capacity + RingBufferDescriptor.TRAILER_LENGTH, BitUtil.CACHE_LINE_LENGTH)));
    }

    /** A tap that nobody listens at. */
    static ControlFrameTap noTap() {
        return new ControlFrameTap(ring(), () -> 0, new long[8], new TestCounters());
    }

    /** Reads all there is; one read ends where the ring's memory does. */
    static int drain(final IntUnaryOperator poll) {
        int count = 0;
        int empty = 0;
        while (empty < 3) {
            final int read = poll.applyAsInt(1_000);
            count += read;
            empty = read == 0 ? empty + 1 : 0;
        }
        return count;
    }

    /** Reads messages away without looking at them. */
    static int discard(final OneToOneRingBuffer ring, final int limit) {
        return ring.read((type, buffer, index, length) -> { }, limit);
    }
}
