package io.athenabng.ffi;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ownership of one open file descriptor: closed exactly once, by whoever holds this object.
 *
 * <p>Closing twice is harmless; using the number after closing is an {@link IllegalStateException}, because the kernel may have
 * given the same number to somebody else. A value captured with {@link #value()} must not outlive the owner.
 */
public final class FileDescriptor implements AutoCloseable {
    private final AtomicBoolean closed = new AtomicBoolean();
    private final int number;
    private final String description;

    /**
     * Takes ownership.
     *
     * @param number      an open descriptor
     * @param description what it is, for error messages
     */
    public FileDescriptor(int number, String description) {
        if (number < 0) {
            throw new IllegalArgumentException("not a descriptor: " + number);
        }
        this.number = number;
        this.description = description;
    }

    /** Takes ownership of what a call returned, or throws its error. */
    public static FileDescriptor own(String call, int result) {
        return new FileDescriptor(NativeException.check(call, result), call);
    }

    /** The descriptor's number. */
    public int value() {
        if (closed.get()) {
            throw new IllegalStateException(description + " is closed");
        }
        return number;
    }

    public boolean isClosed() {
        return closed.get();
    }

    /** Sets an {@code int} socket option, or throws; {@code name} is for the message. */
    public void setOption(int level, int option, int value, String name) {
        NativeException.check("setsockopt(" + name + "=" + value + ") on " + description,
            Syscalls.setsockopt(value(), level, option, value));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            int result = Syscalls.close(number);
            // After EINTR the kernel has closed it; the number may already be another file's.
            if (result < 0 && -result != Errno.EINTR) {
                throw new NativeException("close(" + description + ")", -result);
            }
        }
    }

    @Override
    public String toString() {
        return description + " [" + (closed.get() ? "closed" : Integer.toString(number)) + "]";
    }
}
