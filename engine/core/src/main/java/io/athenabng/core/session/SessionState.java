package io.athenabng.core.session;

/** A session's phases, in order. Ordinals are stored. */
public enum SessionState {
    /** The lease is granted; the data plane is asked for the session. */
    STARTING,
    /** The data plane delivers. */
    UP,
    /** It is being taken down. */
    ENDING;

    private static final SessionState[] VALUES = values();

    /**
     * The state with an ordinal.
     *
     * @param ordinal the ordinal
     * @return the state; {@link #ENDING} for an ordinal that no state has
     */
    public static SessionState get(final int ordinal) {
        return ordinal >= 0 && ordinal < VALUES.length ? VALUES[ordinal] : ENDING;
    }
}
