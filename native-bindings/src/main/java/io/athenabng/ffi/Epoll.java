package io.athenabng.ffi;

import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.epoll_event;

/**
 * {@code epoll(7)}, level-triggered, for thousands of descriptors of which few are ready. One owner thread; nothing is allocated after
 * construction. Each descriptor has a number of its owner's choice that its events come back with.
 *
 * <p>A descriptor that has hung up stays ready: take it out, or every wait returns at once.
 */
public final class Epoll implements AutoCloseable {
    public static final int IN = Linux.EPOLLIN();
    public static final int ERROR = Linux.EPOLLERR();
    public static final int HANG_UP = Linux.EPOLLHUP();

    private static final long EVENT_SIZE = epoll_event.sizeof();
    private static final long EVENTS_OFFSET = epoll_event.events$offset();
    private static final long DATA_OFFSET = epoll_event.data$offset();

    private final FileDescriptor descriptor;
    private final NativeBuffer change = NativeBuffer.allocate(EVENT_SIZE);
    private final NativeBuffer ready;
    private final int capacity;
    private int count;

    private Epoll(FileDescriptor descriptor, int capacity) {
        this.descriptor = descriptor;
        this.capacity = capacity;
        this.ready = NativeBuffer.allocate(capacity * EVENT_SIZE);
    }

    /**
     * Opens an empty set.
     *
     * @param capacity most events of one wait
     */
    public static Epoll open(int capacity) {
        return new Epoll(FileDescriptor.own("epoll_create1", Syscalls.epollCreate(Linux.EPOLL_CLOEXEC())), capacity);
    }

    /** Adds a descriptor that is to be read; 0 or a negated error number (EEXIST, ENOMEM, ENOSPC). */
    public int add(int fd, long number) {
        NativeMemory.putInt(change.address() + EVENTS_OFFSET, IN);
        NativeMemory.putLong(change.address() + DATA_OFFSET, number);
        return Syscalls.epollCtl(descriptor.value(), Linux.EPOLL_CTL_ADD(), fd, change.address());
    }

    /** Takes a descriptor out; closing the last copy of a descriptor does so too, and another process may have one. */
    public int remove(int fd) {
        return Syscalls.epollCtl(descriptor.value(), Linux.EPOLL_CTL_DEL(), fd, change.address());
    }

    /**
     * Looks for descriptors that are ready.
     *
     * @param timeoutMs milliseconds to wait for the first; 0 does not wait
     * @return how many there are for {@link #number} and {@link #events}
     */
    public int poll(int timeoutMs) {
        if (timeoutMs < 0) {
            throw new IllegalArgumentException("unbounded wait");
        }
        int result = Syscalls.epollWait(descriptor.value(), ready.address(), capacity, timeoutMs);
        if (result < 0 && -result != Errno.EINTR) {
            throw new NativeException("epoll_wait", -result);
        }
        count = Math.max(0, result);
        return count;
    }

    /** The number of a descriptor that the last {@link #poll} found ready. */
    public long number(int index) {
        return NativeMemory.getLong(event(index) + DATA_OFFSET);
    }

    /** What the last {@link #poll} found on it: {@link #IN}, {@link #ERROR}, {@link #HANG_UP}. */
    public int events(int index) {
        return NativeMemory.getInt(event(index) + EVENTS_OFFSET);
    }

    private long event(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException(index);
        }
        return ready.address() + index * EVENT_SIZE;
    }

    @Override
    public void close() {
        descriptor.close();
        change.close();
        ready.close();
    }
}
