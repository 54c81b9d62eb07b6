package io.athenabng.core.lifecycle;

import io.athenabng.core.session.SessionRecordFlyweight;
import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2LongHashMap;

/**
 * One timer a session. A renewal does not touch it: when it fires, the session's real deadline is looked at and the timer is set again if
 * that has moved.
 */
final class SessionTimers {
    private static final long NS_PER_SECOND = 1_000_000_000L;
    /** A power of two, about 134 ms: finer than any lease. */
    private static final long TICK_NS = 1L << 27;
    private static final int TICKS = 1_024;
    private static final int EXPIRIES_PER_CYCLE = 64;
    private static final long NONE = 0;

    /** Takes sessions whose timer fired. */
    @FunctionalInterface
    interface Handler {
        void onTimer(long sessionId, long nowNs);
    }

    private final DeadlineTimerWheel wheel;
    private final Long2LongHashMap sessionByTimer = new Long2LongHashMap(NONE);
    private final Long2LongHashMap timerBySession = new Long2LongHashMap(DeadlineTimerWheel.NULL_DEADLINE);

    private final Handler handler;
    private final DeadlineTimerWheel.TimerHandler wheelHandler = this::onTimerExpiry;

    SessionTimers(final long nowNs, final Handler handler) {
        this.handler = handler;
        wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, nowNs, TICK_NS, TICKS);
    }

    void schedule(final long sessionId, final long deadlineNs) {
        cancel(sessionId);
        final long timerId = wheel.scheduleTimer(deadlineNs);
        sessionByTimer.put(timerId, sessionId);
        timerBySession.put(sessionId, timerId);
    }

    void cancel(final long sessionId) {
        final long timerId = timerBySession.remove(sessionId);
        if (timerId != DeadlineTimerWheel.NULL_DEADLINE) {
            wheel.cancelTimer(timerId);
            sessionByTimer.remove(timerId);
        }
    }

    int poll(final long nowNs) {
        int expired = 0;
        for (int tick = 0; tick < TICKS && expired < EXPIRIES_PER_CYCLE; tick++) {
            expired += wheel.poll(nowNs, wheelHandler, EXPIRIES_PER_CYCLE - expired);
            if (wheel.currentTickTime() > nowNs) {
                break;
            }
        }
        return expired;
    }

    private boolean onTimerExpiry(final TimeUnit unit, final long nowNs, final long timerId) {
        final long sessionId = sessionByTimer.remove(timerId);
        timerBySession.remove(sessionId);
        handler.onTimer(sessionId, nowNs);
        return true;
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
