package io.athenabng.daemon;

/** The daemon cannot start; the message says why and what to do. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A reason not to start.
     *
     * @param message the cause and the remedy
     */
    public StartException(final String message) {
        super(message);
    }

    /**
     * A reason not to start.
     *
     * @param message the cause and the remedy
     * @param cause   what was thrown
     */
    public StartException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
