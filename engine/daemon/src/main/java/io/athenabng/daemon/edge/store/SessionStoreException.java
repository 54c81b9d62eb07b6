package io.athenabng.daemon.edge.store;

import java.io.IOException;

/** The session store cannot be opened. The message names the file and says what to do; nothing that was stored has been changed. */
public final class SessionStoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * Why.
     *
     * @param message what is wrong, and what to do
     */
    public SessionStoreException(final String message) {
        super(message);
    }

    /**
     * Why.
     *
     * @param message what is wrong, and what to do
     * @param cause   what happened
     */
    public SessionStoreException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
