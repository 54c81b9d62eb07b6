package io.athenabng.core.session;

/** Why a session ended: RFC 2866 section 5.10, Acct-Terminate-Cause. */
public enum TerminateCause {
    /** It has not ended. */
    NONE(0, ""),
    /** The subscriber released the lease. */
    USER_REQUEST(1, "User-Request"),
    /** The line was lost. */
    LOST_CARRIER(2, "Lost-Carrier"),
    /** The lease expired without renewal. */
    LOST_SERVICE(3, "Lost-Service"),
    /** No upload traffic for the idle timeout. */
    IDLE_TIMEOUT(4, "Idle-Timeout"),
    /** The session timeout passed. */
    SESSION_TIMEOUT(5, "Session-Timeout"),
    /** An operator cleared it. */
    ADMIN_RESET(6, "Admin-Reset"),
    /** The kernel refused, or something failed here. */
    NAS_ERROR(9, "NAS-Error"),
    /** It was ended for another session of the same subscriber. */
    PORT_PREEMPTED(13, "Port-Preempted"),
    /** The subscriber found the address in use. */
    USER_ERROR(17, "User-Error");

    private final int code;
    private final String label;

    TerminateCause(final int code, final String label) {
        this.code = code;
        this.label = label;
    }

    /** @return the value of Acct-Terminate-Cause */
    public int code() {
        return code;
    }

    /** @return its name in FreeRADIUS's dictionary */
    public String label() {
        return label;
    }

    /**
     * The cause with a code.
     *
     * @param code the value of Acct-Terminate-Cause
     * @return the cause, {@link #NONE} if there is none of that code
     */
    public static TerminateCause get(final int code) {
        for (final TerminateCause cause : values()) {
            if (cause.code == code) {
                return cause;
            }
        }
        return NONE;
    }
}
