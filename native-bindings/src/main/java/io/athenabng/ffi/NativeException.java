package io.athenabng.ffi;

/**
 * A system or library call failed for a reason that the caller of the method is not expected to handle in its normal course.
 *
 * <p>The message names the call and the error: {@code bind(AF_PACKET, eth1): ENODEV (No such device)}.
 */
public final class NativeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int errno;

    /**
     * A failed system call.
     *
     * @param call  what was called and on what, for the operator
     * @param errno the positive error number
     */
    public NativeException(String call, int errno) {
        super(call + ": " + Errno.describe(errno));
        this.errno = errno;
    }

    /**
     * A failed library call that explains itself without an error number.
     *
     * @param call what was called and on what, for the operator
     * @param text the library's explanation
     */
    public NativeException(String call, String text) {
        super(call + ": " + text);
        this.errno = 0;
    }

    /** The positive error number, or 0 when the library gave a text only. */
    public int errno() {
        return errno;
    }

    /**
     * Passes a result through, or throws when it is a negated error number.
     *
     * @param call   what was called and on what
     * @param result what a method of {@link Syscalls} returned
     */
    public static int check(String call, int result) {
        if (result < 0) {
            throw new NativeException(call, -result);
        }
        return result;
    }
}
