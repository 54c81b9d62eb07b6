package io.athenabng.core.radius.accounting;

import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2LongHashMap;

/** One timer a session: its next interim report, or the end of patience with the report that is under way. */
final class AccountTimers {
    /** A power of two, about 134 ms: fine enough to spread reports, coarse enough for hours. */
    private static final long TICK_NS = 1L << 27;
    private static final int TICKS = 1_024;
    private static final int EXPIRIES_PER_CYCLE = 256;
    private static final long NONE = 0;
    private static final long FURTHEST_NS = 86_400_000_000_000L;

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
    private long nowNs;

    AccountTimers(final long nowNs, final Handler handler) {
        this.handler = handler;
        this.nowNs = nowNs;
        wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, nowNs, TICK_NS, TICKS);
    }

    /** Sets a session's timer, in place of one that it has. The wheel takes no deadline beyond its arithmetic: a day is far enough. */
    void schedule(final long sessionId, final long deadlineNs) {
        cancel(sessionId);
        final long timerId = wheel.scheduleTimer(Math.min(deadlineNs, nowNs + FURTHEST_NS));
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

    int poll(final long now) {
        nowNs = now;
        int expired = 0;
        for (int tick = 0; tick < TICKS && expired < EXPIRIES_PER_CYCLE; tick++) {
            expired += wheel.poll(now, wheelHandler, EXPIRIES_PER_CYCLE - expired);
            if (wheel.currentTickTime() > now) {
                break;
            }
        }
        return expired;
    }

    private boolean onTimerExpiry(final TimeUnit unit, final long now, final long timerId) {
        final long sessionId = sessionByTimer.remove(timerId);
        timerBySession.remove(sessionId);
        handler.onTimer(sessionId, now);
        return true;
    }
}
