package io.athenabng.wire.testkit;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The same bytes in three places: alone in a buffer that ends where they end, so that a read beyond throws; and in the middle of two larger
 * buffers, as in a ring, with different bytes around them, so that a read beyond changes the result.
 */
public final class PoisonedBuffers {

    /** Bytes in front of the ones under test in {@link #ones()} and {@link #zeros()}. */
    public static final int OFFSET = 64;

    private static final int MAX_LENGTH = 4096;

    private final UnsafeBuffer exact = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer ones = new UnsafeBuffer(new byte[2 * OFFSET + MAX_LENGTH]);
    private final UnsafeBuffer zeros = new UnsafeBuffer(new byte[2 * OFFSET + MAX_LENGTH]);

    /** Requires that Agrona checks bounds: without them, a read outside would go unnoticed. */
    public PoisonedBuffers() {
        if (!UnsafeBuffer.SHOULD_BOUNDS_CHECK) {
            throw new IllegalStateException("bounds checks are off: -Dagrona.disable.bounds.checks");
        }
    }

    /** Puts the bytes in their three places. */
    public PoisonedBuffers set(final byte[] bytes) {
        exact.wrap(Arrays.copyOf(bytes, bytes.length));
        place(ones, bytes, (byte) 0xff);
        place(zeros, bytes, (byte) 0);
        return this;
    }

    private static void place(final UnsafeBuffer buffer, final byte[] bytes, final byte poison) {
        buffer.setMemory(0, OFFSET, poison);
        buffer.putBytes(OFFSET, bytes);
        buffer.setMemory(OFFSET + bytes.length, OFFSET, poison);
    }

    /** Just the bytes, from 0. */
    public DirectBuffer exact() {
        return exact;
    }

    /** The bytes at {@link #OFFSET}, ones around them. */
    public DirectBuffer ones() {
        return ones;
    }

    /** The bytes at {@link #OFFSET}, zeros around them. */
    public DirectBuffer zeros() {
        return zeros;
    }
}
