package io.athenabng.core.timer;

import org.agrona.collections.Long2LongHashMap;

/** One timer for each of many numbered things: sessions, accounts. Owner: the session agent. */
public final class KeyedTimers {
    /** About 134 ms: finer than any lease or report, coarse enough for hours. */
    private static final int TICK_SHIFT = 27;
    private static final int TICKS = 1_024;

    private final TimerWheel wheel;
    private final Long2LongHashMap timerByKey = new Long2LongHashMap(TimerWheel.NONE);
    private final TimerWheel.Handler handler;
    private final int firesPerPoll;

    /**
     * No timers yet.
     *
     * @param nowNs        now, ns since the epoch
     * @param firesPerPoll how many fire in one turn at most
     * @param handler      takes those that fire
     */
    public KeyedTimers(final long nowNs, final int firesPerPoll, final TimerWheel.Handler handler) {
        this.handler = handler;
        this.firesPerPoll = firesPerPoll;
        wheel = new TimerWheel(nowNs, TICK_SHIFT, TICKS, this::onTimer);
    }

    /**
     * Sets a timer, in place of the one that the thing has.
     *
     * @param key        whose it is
     * @param deadlineNs when it fires, ns since the epoch
     */
    public void schedule(final long key, final long deadlineNs) {
        cancel(key);
        timerByKey.put(key, wheel.schedule(key, deadlineNs));
    }

    /**
     * Cancels a thing's timer, if it has one.
     *
     * @param key whose it is
     */
    public void cancel(final long key) {
        final int timer = (int) timerByKey.remove(key);
        if (timer != TimerWheel.NONE) {
            wheel.cancel(timer);
        }
    }

    /**
     * Fires timers whose time has come.
     *
     * @param nowNs now
     * @return how many fired
     */
    public int poll(final long nowNs) {
        return wheel.poll(nowNs, firesPerPoll);
    }

    private void onTimer(final long key, final long nowNs) {
        timerByKey.remove(key);
        handler.onTimer(key, nowNs);
    }
}
