package io.athenabng.core.lifecycle;

import io.athenabng.core.session.SessionRecordFlyweight;

/** When a session ends by itself; ns since the epoch, {@link Long#MAX_VALUE} is never. */
final class SessionDeadlines {
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private SessionDeadlines() {
    }

    /** When a lease that begins now expires; -1 seconds is never. */
    static long expiryNs(final long nowNs, final int leaseSeconds) {
        return leaseSeconds == -1 ? Long.MAX_VALUE : nowNs + (leaseSeconds & 0xffff_ffffL) * NS_PER_SECOND;
    }

    /** When a session's Session-Timeout passes. */
    static long timeoutNs(final SessionRecordFlyweight record) {
        return record.sessionTimeoutSeconds() == 0
                ? Long.MAX_VALUE : record.startNs() + record.sessionTimeoutSeconds() * NS_PER_SECOND;
    }

    /** When a session ends unless something happens before. */
    static long deadlineNs(final SessionRecordFlyweight record) {
        return Math.min(timeoutNs(record), record.leaseExpiryNs());
    }
}
