package io.athenabng.wire.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The same bytes in three places: alone in a buffer that ends where they end, so that a read beyond throws; and in the middle of two larger
 * buffers, as in a ring, with different bytes around them, so that a read beyond changes the result.
 *
 * <p>Behind the first place memory itself ends: it is the last page of a mapped file that was cut off there. So a read beyond throws
 * {@link InternalError} even where nothing checks bounds (the kernel sends SIGBUS, which the JVM turns into that error).
 */
public final class PoisonedBuffers {

    /** Bytes in front of the ones under test in {@link #ones()} and {@link #zeros()}. */
    public static final int OFFSET = 64;

    private static final int MAX_LENGTH = 4096;

    private static final int PAGE = 4096;

    private final UnsafeBuffer lastPage = lastPage();
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
        exact.wrap(lastPage, MAX_LENGTH - bytes.length, bytes.length);
        exact.putBytes(0, bytes);
        place(ones, bytes, (byte) 0xff);
        place(zeros, bytes, (byte) 0);
        return this;
    }

    private static UnsafeBuffer lastPage() {
        try {
            final Path file = Files.createTempFile("last-page", null);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                final MappedByteBuffer pages = channel.map(FileChannel.MapMode.READ_WRITE, 0, MAX_LENGTH + PAGE);
                channel.truncate(MAX_LENGTH);
                return new UnsafeBuffer(pages, 0, MAX_LENGTH);
            } finally {
                Files.delete(file);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
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
