package io.athenabng.ffi;

import io.athenabng.ffi.generated.linux.Linux;

/**
 * A wake-up for a thread that waits in {@code poll(2)}, which {@code Thread.interrupt()} cannot end.
 *
 * <p>Any thread may {@link #signal()}; the thread that waits polls {@link #fd()} for POLLIN and then calls {@link #drain()}.
 */
public final class EventFd implements AutoCloseable {
    private final FileDescriptor descriptor;
    private final NativeBuffer one = NativeBuffer.allocate(Long.BYTES);
    private final NativeBuffer counter = NativeBuffer.allocate(Long.BYTES);

    private EventFd(FileDescriptor descriptor) {
        this.descriptor = descriptor;
        NativeMemory.putLong(one.address(), 1);
    }

    /** Opens a non-blocking event counter at zero. */
    public static EventFd open() {
        return new EventFd(FileDescriptor.own("eventfd", Syscalls.eventfd(0, Linux.EFD_CLOEXEC() | Linux.EFD_NONBLOCK())));
    }

    public int fd() {
        return descriptor.value();
    }

    /** Wakes the waiting thread; a signal that is already pending is enough. */
    public void signal() {
        long result = Syscalls.write(descriptor.value(), one.address(), Long.BYTES);
        if (result < 0 && -result != Errno.EAGAIN) {
            throw new NativeException("write(eventfd)", (int) -result);
        }
    }

    /**
     * Takes all pending signals.
     *
     * @return how many there were
     */
    public long drain() {
        long result = Syscalls.read(descriptor.value(), counter.address(), Long.BYTES);
        if (result < 0) {
            if (-result == Errno.EAGAIN) {
                return 0;
            }
            throw new NativeException("read(eventfd)", (int) -result);
        }
        return NativeMemory.getLong(counter.address());
    }

    @Override
    public void close() {
        descriptor.close();
        one.close();
        counter.close();
    }
}
