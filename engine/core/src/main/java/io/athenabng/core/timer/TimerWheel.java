package io.athenabng.core.timer;

import java.util.Arrays;

/**
 * A hashed timing wheel (Varghese and Lauck, 1987, scheme 6): timers in lists, one list a tick, and around again. Setting and cancelling
 * take the same time however many timers there are and however many of them share a moment, as after a start, when all sessions are set
 * at once. 28 bytes a timer. Nothing is allocated but when there are more timers than ever before.
 *
 * <p>Owner: the session agent.
 */
public final class TimerWheel {
    /** No timer. */
    public static final int NONE = -1;

    private static final int INITIAL_CAPACITY = 1_024;
    /** Timers that one poll looks at: others share the thread. */
    private static final int LOOKS_PER_POLL = 4_096;

    /** Takes timers that fire. */
    @FunctionalInterface
    public interface Handler {
        /**
         * A timer fired; it is gone. Timers may be set and cancelled meanwhile.
         *
         * @param id    whose it is
         * @param nowNs now
         */
        void onTimer(long id, long nowNs);
    }

    private final Handler handler;
    private final long startNs;
    private final int tickShift;
    private final int mask;
    private final int[] heads;
    private final int[] tails;
    private long[] ids = new long[0];
    private long[] deadlinesNs = new long[0];
    private int[] next = new int[0];
    private int[] previous = new int[0];
    private int[] spokes = new int[0];
    private int free = NONE;
    private int size;
    private long currentTick;
    /** The earliest deadline in the current tick's list, as far as it was looked at; a poll before that has nothing to do. */
    private long dueNs = Long.MIN_VALUE;
    private boolean looking;
    private int cursor = NONE;

    /**
     * A wheel without timers.
     *
     * @param nowNs     now, ns since the epoch
     * @param tickShift a tick is two to this power, ns
     * @param ticks     how many ticks the wheel has, a power of two
     * @param handler   takes timers that fire
     */
    public TimerWheel(final long nowNs, final int tickShift, final int ticks, final Handler handler) {
        if (Integer.bitCount(ticks) != 1) {
            throw new IllegalArgumentException(ticks + " ticks: it must be a power of two");
        }
        startNs = nowNs;
        this.tickShift = tickShift;
        this.handler = handler;
        mask = ticks - 1;
        heads = new int[ticks];
        tails = new int[ticks];
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
    }

    /** @return how many timers are set */
    public int size() {
        return size;
    }

    /**
     * Sets a timer.
     *
     * @param id         whose it is; may have several
     * @param deadlineNs when it fires, ns since the epoch; if that has passed, at the next poll
     * @return the timer, for {@link #cancel}, until it fires
     */
    public int schedule(final long id, final long deadlineNs) {
        if (free == NONE) {
            grow();
        }
        final int timer = free;
        free = next[timer];
        final int spoke = (int) Math.max(deadlineNs - startNs >> tickShift, currentTick) & mask;
        ids[timer] = id;
        deadlinesNs[timer] = deadlineNs;
        spokes[timer] = spoke;
        next[timer] = NONE;
        previous[timer] = tails[spoke];
        if (tails[spoke] == NONE) {
            heads[spoke] = timer;
        } else {
            next[tails[spoke]] = timer;
        }
        tails[spoke] = timer;
        if (spoke == ((int) currentTick & mask)) {
            dueNs = Math.min(dueNs, deadlineNs);
        }
        size++;
        return timer;
    }

    private void grow() {
        final int before = ids.length;
        final int capacity = Math.max(INITIAL_CAPACITY, before * 2);
        ids = Arrays.copyOf(ids, capacity);
        deadlinesNs = Arrays.copyOf(deadlinesNs, capacity);
        next = Arrays.copyOf(next, capacity);
        previous = Arrays.copyOf(previous, capacity);
        spokes = Arrays.copyOf(spokes, capacity);
        for (int timer = capacity - 1; timer >= before; timer--) {
            next[timer] = free;
            free = timer;
        }
    }

    /**
     * Cancels a timer that has not fired.
     *
     * @param timer the timer
     */
    public void cancel(final int timer) {
        if (cursor == timer) {
            cursor = next[timer];
        }
        final int spoke = spokes[timer];
        if (previous[timer] == NONE) {
            heads[spoke] = next[timer];
        } else {
            next[previous[timer]] = next[timer];
        }
        if (next[timer] == NONE) {
            tails[spoke] = previous[timer];
        } else {
            previous[next[timer]] = previous[timer];
        }
        next[timer] = free;
        free = timer;
        size--;
    }

    /**
     * Fires timers whose time has come, those of a tick in the order in which they were set.
     *
     * @param nowNs now
     * @param limit how many at most
     * @return how many fired
     */
    public int poll(final long nowNs, final int limit) {
        final long nowTick = nowNs - startNs >> tickShift;
        int fired = 0;
        int looks = 0;
        for (int i = 0; i <= mask; i++) {
            if (!looking && nowNs >= dueNs) {
                looking = true;
                cursor = heads[(int) currentTick & mask];
                dueNs = Long.MAX_VALUE;
            }
            while (looking && cursor != NONE) {
                if (fired == limit || looks++ == LOOKS_PER_POLL) {
                    return fired;
                }
                fired += look(nowNs);
            }
            looking = false;
            // A timer that was set by a handler for a moment that has passed is in this list still.
            if (nowNs < dueNs) {
                if (currentTick >= nowTick) {
                    break;
                }
                currentTick++;
                dueNs = Long.MIN_VALUE;
            }
        }
        return fired;
    }

    private int look(final long nowNs) {
        final int timer = cursor;
        if (nowNs < deadlinesNs[timer]) {
            cursor = next[timer];
            dueNs = Math.min(dueNs, deadlinesNs[timer]);
            return 0;
        }
        final long id = ids[timer];
        cancel(timer);
        handler.onTimer(id, nowNs);
        return 1;
    }
}
