package io.athenabng.ffi;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ownership of one {@code mmap(2)} mapping: unmapped exactly once.
 *
 * <p>Nothing guards an access through the address after {@link #close()}: the owner closes it only when no view is in use.
 */
public final class MappedRegion implements AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();
    private final long address;
    private final long size;

    private MappedRegion(long address, long size) {
        this.address = address;
        this.size = size;
    }

    /**
     * Maps a descriptor's memory.
     *
     * @param fd         the descriptor; -1 with MAP_ANONYMOUS
     * @param size       bytes
     * @param protection PROT_ bits
     * @param flags      MAP_ bits
     * @throws NativeException when the kernel refuses
     */
    public static MappedRegion map(int fd, long size, int protection, int flags) {
        long address = Syscalls.mmap(0, size, protection, flags, fd, 0);
        if (address < 0) {
            throw new NativeException("mmap(" + size + " bytes)", (int) -address);
        }
        return new MappedRegion(address, size);
    }

    public long address() {
        if (closed.get()) {
            throw new IllegalStateException("the mapping is closed");
        }
        return address;
    }

    public long size() {
        return size;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            NativeException.check("munmap", Syscalls.munmap(address, size));
        }
    }
}
