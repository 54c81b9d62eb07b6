package io.athenabng.core.ppp;

import java.util.concurrent.TimeUnit;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * One timer a session, at the earliest of its deadlines. A deadline that moves later does not touch it: the session is looked at, and the
 * timer is set again.
 */
final class PppTimers {
    /** A power of two, about 67 ms: finer than any restart timer. */
    private static final long TICK_NS = 1L << 26;
    private static final int TICKS = 1_024;
    private static final int EXPIRIES_PER_CYCLE = 256;
    private static final long LOOK_AGAIN_NS = 3_600_000_000_000L;

    private final DeadlineTimerWheel wheel;
    private final Long2ObjectHashMap<PppSession> sessionByTimer = new Long2ObjectHashMap<>();
    private final DeadlineTimerWheel.TimerHandler handler = this::onTimer;

    PppTimers(final long nowNs) {
        wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, nowNs, TICK_NS, TICKS);
    }

    /** The session's earliest deadline may have changed. */
    void look(final PppSession session, final long nowNs) {
        final long deadlineNs = Math.min(session.deadlineNs(), nowNs + LOOK_AGAIN_NS);
        if (session.timerId != DeadlineTimerWheel.NULL_DEADLINE) {
            if (session.timerDeadlineNs <= deadlineNs) {
                return;
            }
            cancel(session);
        }
        session.timerDeadlineNs = deadlineNs;
        session.timerId = wheel.scheduleTimer(deadlineNs);
        sessionByTimer.put(session.timerId, session);
    }

    void cancel(final PppSession session) {
        if (session.timerId != DeadlineTimerWheel.NULL_DEADLINE) {
            wheel.cancelTimer(session.timerId);
            sessionByTimer.remove(session.timerId);
            session.timerId = DeadlineTimerWheel.NULL_DEADLINE;
        }
    }

    int poll(final long nowNs) {
        int expired = 0;
        for (int tick = 0; tick < TICKS && expired < EXPIRIES_PER_CYCLE; tick++) {
            expired += wheel.poll(nowNs, handler, EXPIRIES_PER_CYCLE - expired);
            if (wheel.currentTickTime() > nowNs) {
                break;
            }
        }
        return expired;
    }

    private boolean onTimer(final TimeUnit unit, final long nowNs, final long timerId) {
        final PppSession session = sessionByTimer.remove(timerId);
        if (session != null) {
            session.timerId = DeadlineTimerWheel.NULL_DEADLINE;
            session.onTime(nowNs);
        }
        return true;
    }
}
