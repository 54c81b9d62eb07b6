package io.athenabng.ffi;

import io.athenabng.ffi.generated.linux.Linux;
import io.athenabng.ffi.generated.linux.pollfd;

/**
 * A bounded {@code poll(2)} on a few descriptors. One owner thread; nothing is allocated after construction.
 *
 * <p>The wait cannot be interrupted. Give a short time-out, or add an {@link EventFd} that others signal.
 */
public final class Poller implements AutoCloseable {
    public static final int IN = Linux.POLLIN();
    public static final int OUT = Linux.POLLOUT();
    public static final int ERROR = Linux.POLLERR();
    public static final int HANG_UP = Linux.POLLHUP();
    public static final int INVALID = Linux.POLLNVAL();

    private static final long ENTRY_SIZE = pollfd.sizeof();
    private static final long FD_OFFSET = pollfd.fd$offset();
    private static final long EVENTS_OFFSET = pollfd.events$offset();
    private static final long REVENTS_OFFSET = pollfd.revents$offset();

    private final NativeBuffer entries;
    private final int capacity;
    private int size;

    /**
     * Makes an empty set.
     *
     * @param capacity descriptors it can hold
     */
    public Poller(int capacity) {
        this.capacity = capacity;
        this.entries = NativeBuffer.allocate(capacity * ENTRY_SIZE);
    }

    /**
     * Adds a descriptor.
     *
     * @param fd     the descriptor
     * @param events {@link #IN}, {@link #OUT}; errors and hang-ups are always reported
     * @return the slot to ask {@link #ready(int)} with
     */
    public int add(int fd, int events) {
        if (size == capacity) {
            throw new IllegalStateException("room for " + capacity + " descriptors only");
        }
        int slot = size++;
        NativeMemory.putInt(entry(slot) + FD_OFFSET, fd);
        setEvents(slot, events);
        return slot;
    }

    public void setEvents(int slot, int events) {
        NativeMemory.putShort(entry(slot) + EVENTS_OFFSET, (short) events);
    }

    /** Takes a slot out of the set for good: a hung-up descriptor left in would make every wait return at once. */
    public void disable(int slot) {
        NativeMemory.putInt(entry(slot) + FD_OFFSET, -1);
        NativeMemory.putShort(entry(slot) + REVENTS_OFFSET, (short) 0);
    }

    /**
     * Waits until a descriptor is ready or the time is over. A signal ends the wait early, with nothing ready.
     *
     * @param timeoutMs milliseconds; 0 does not wait; a negative one is refused, since nothing could end it
     * @return how many descriptors are ready
     */
    public int poll(int timeoutMs) {
        if (timeoutMs < 0) {
            throw new IllegalArgumentException("unbounded wait");
        }
        int ready = Syscalls.poll(entries.address(), size, timeoutMs);
        if (ready >= 0) {
            return ready;
        }
        if (-ready != Errno.EINTR) {
            throw new NativeException("poll", -ready);
        }
        for (int slot = 0; slot < size; slot++) {
            NativeMemory.putShort(entry(slot) + REVENTS_OFFSET, (short) 0);
        }
        return 0;
    }

    /** The events that the last {@link #poll} found on a slot. */
    public int ready(int slot) {
        return NativeMemory.getShort(entry(slot) + REVENTS_OFFSET) & 0xffff;
    }

    private long entry(int slot) {
        if (slot < 0 || slot >= size) {
            throw new IndexOutOfBoundsException(slot);
        }
        return entries.address() + slot * ENTRY_SIZE;
    }

    @Override
    public void close() {
        entries.close();
    }
}
