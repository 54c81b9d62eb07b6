package io.athenabng.daemon.edge.kernel;

/** The kernel refused what the gateway needs; the message says what and, where it is known, what to do. */
public final class KernelRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    KernelRefusedException(final String message, final int errno) {
        super(message);
        this.errno = errno;
    }

    /** @return the kernel's error number; 0 if there is none */
    public int errno() {
        return errno;
    }
}
