package io.athenabng.ffi;

import java.lang.foreign.Arena;

/**
 * Owned native memory, zeroed at allocation and aligned to a cache line; given back by {@link #close()}.
 *
 * <p>The address stays valid until {@code close()}; nothing guards an access after it. One owner thread closes it.
 */
public final class NativeBuffer implements AutoCloseable {
    private static final long ALIGNMENT = 64;

    private final Arena arena = Arena.ofShared();
    private final long address;
    private final long size;
    private boolean closed;

    private NativeBuffer(long size) {
        this.address = arena.allocate(size, ALIGNMENT).address();
        this.size = size;
    }

    /**
     * Allocates native memory.
     *
     * @param size bytes, at least one
     */
    public static NativeBuffer allocate(long size) {
        if (size <= 0) {
            throw new IllegalArgumentException("size: " + size);
        }
        return new NativeBuffer(size);
    }

    public long address() {
        return address;
    }

    public long size() {
        return size;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            arena.close();
        }
    }
}
