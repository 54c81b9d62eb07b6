package io.athenabng.daemon.commit;

/** A commit, or an edit of a candidate, that did not happen. Nothing has changed. */
public final class CommitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** The candidate has problems. */
        INVALID,
        /** Somebody else holds the lock, or the candidate or the file is not what it was. */
        STATE,
        /** Sessions would end, and that was not wanted. */
        ENDS_SESSIONS,
        /** A step failed; all were rolled back. */
        FAILED,
        /** What was named is not there. */
        NOT_FOUND
    }

    private final Kind kind;
    private final String remedy;

    CommitException(final Kind kind, final String message, final String remedy) {
        super(message, null, false, false);
        this.kind = kind;
        this.remedy = remedy;
    }

    /** @return why */
    public Kind kind() {
        return kind;
    }

    /** @return what to do */
    public String remedy() {
        return remedy;
    }
}
