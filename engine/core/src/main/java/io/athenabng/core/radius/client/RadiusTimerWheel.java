package io.athenabng.core.radius.client;

/**
 * The timers of all transactions: a wheel of 4,096 ticks of about 4 ms, whose links are in the transactions themselves. Scheduling and
 * cancelling cost the same however many there are, nothing is allocated, and a storm of requests in one tick makes no array grow, which
 * is why
 * this is not Agrona's wheel. Owned by the upstream agent.
 */
final class RadiusTimerWheel {
    static final int NOT_SCHEDULED = -1;
    /** A power of two. */
    private static final int TICK_SHIFT = 22;
    private static final int TICKS = 4_096;
    /** The list of those whose time has come. */
    private static final int DUE = TICKS;

    private final RadiusTransaction[] heads = new RadiusTransaction[TICKS + 1];
    /** The next tick to be looked at. */
    private long tick;

    RadiusTimerWheel(final long nowNs) {
        tick = nowNs >>> TICK_SHIFT;
    }

    /** Sets the timer of a transaction, in place of the one it may have. It fires at the deadline or up to a tick later. */
    void schedule(final RadiusTransaction transaction, final long deadlineNs) {
        cancel(transaction);
        transaction.deadlineTick = Math.max(tick, (deadlineNs >>> TICK_SHIFT) + 1);
        link(transaction, (int) (transaction.deadlineTick & TICKS - 1));
    }

    /** Stops the timer of a transaction. */
    void cancel(final RadiusTransaction transaction) {
        if (transaction.timerSlot == NOT_SCHEDULED) {
            return;
        }
        if (transaction.timerPrevious == null) {
            heads[transaction.timerSlot] = transaction.timerNext;
        } else {
            transaction.timerPrevious.timerNext = transaction.timerNext;
        }
        if (transaction.timerNext != null) {
            transaction.timerNext.timerPrevious = transaction.timerPrevious;
        }
        transaction.timerPrevious = null;
        transaction.timerNext = null;
        transaction.timerSlot = NOT_SCHEDULED;
    }

    /**
     * The next transaction whose time has come; its timer is stopped.
     *
     * @return the transaction, or null if there is none now
     */
    RadiusTransaction poll(final long nowNs) {
        final long nowTick = nowNs >>> TICK_SHIFT;
        // After a long pause each list needs to be looked at once only.
        tick = Math.max(tick, nowTick - TICKS + 1);
        while (heads[DUE] == null && tick <= nowTick) {
            collect((int) (tick & TICKS - 1), nowTick);
            tick++;
        }
        final RadiusTransaction due = heads[DUE];
        if (due != null) {
            cancel(due);
        }
        return due;
    }

    private void collect(final int slot, final long nowTick) {
        RadiusTransaction next;
        for (RadiusTransaction each = heads[slot]; each != null; each = next) {
            next = each.timerNext;
            if (each.deadlineTick <= nowTick) {
                cancel(each);
                link(each, DUE);
            }
        }
    }

    private void link(final RadiusTransaction transaction, final int slot) {
        transaction.timerSlot = slot;
        transaction.timerNext = heads[slot];
        if (transaction.timerNext != null) {
            transaction.timerNext.timerPrevious = transaction;
        }
        heads[slot] = transaction;
    }
}
