package io.athenabng.core.radius.accounting;

import io.athenabng.wire.radius.RadiusValues;

/** What an Accounting-Request reports: RFC 2866 section 5.1, Acct-Status-Type. */
public final class AcctStatusType {
    /** A session began. */
    public static final int START = RadiusValues.ACCT_STATUS_TYPE_START;
    /** A session ended. */
    public static final int STOP = RadiusValues.ACCT_STATUS_TYPE_STOP;
    /** A session goes on. */
    public static final int INTERIM = RadiusValues.ACCT_STATUS_TYPE_INTERIM_UPDATE;
    /** The NAS begins its service: none of its sessions exists. */
    public static final int ON = RadiusValues.ACCT_STATUS_TYPE_ACCOUNTING_ON;
    /** The NAS ends its service, and with it every session. */
    public static final int OFF = RadiusValues.ACCT_STATUS_TYPE_ACCOUNTING_OFF;

    private AcctStatusType() {
    }

    /** Whether it speaks of the NAS as a whole. */
    static boolean isOfNas(final int statusType) {
        return statusType == ON || statusType == OFF;
    }
}
