package io.athenabng.core.ppp;

import io.athenabng.core.timer.TimerWheel;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * One timer a session, at the earliest of its deadlines. A deadline that moves later does not touch it: the session is looked at, and the
 * timer is set again.
 */
final class PppTimers {
    /** A power of two, about 67 ms: finer than any restart timer. */
    private static final int TICK_SHIFT = 26;
    private static final int TICKS = 1_024;
    private static final int EXPIRIES_PER_CYCLE = 256;
    private static final long LOOK_AGAIN_NS = 3_600_000_000_000L;

    private final TimerWheel wheel;
    private final Long2ObjectHashMap<PppSession> waiting = new Long2ObjectHashMap<>();

    PppTimers(final long nowNs) {
        wheel = new TimerWheel(nowNs, TICK_SHIFT, TICKS, this::onTimer);
    }

    /** The session's earliest deadline may have changed. */
    void look(final PppSession session, final long nowNs) {
        final long deadlineNs = Math.min(session.deadlineNs(), nowNs + LOOK_AGAIN_NS);
        if (session.timer != TimerWheel.NONE) {
            if (session.timerDeadlineNs <= deadlineNs) {
                return;
            }
            cancel(session);
        }
        session.timerDeadlineNs = deadlineNs;
        session.timer = wheel.schedule(session.channelId(), deadlineNs);
        waiting.put(session.channelId(), session);
    }

    void cancel(final PppSession session) {
        if (session.timer != TimerWheel.NONE) {
            wheel.cancel(session.timer);
            waiting.remove(session.channelId());
            session.timer = TimerWheel.NONE;
        }
    }

    int poll(final long nowNs) {
        return wheel.poll(nowNs, EXPIRIES_PER_CYCLE);
    }

    private void onTimer(final long channelId, final long nowNs) {
        final PppSession session = waiting.remove(channelId);
        session.timer = TimerWheel.NONE;
        session.onTime(nowNs);
    }
}
