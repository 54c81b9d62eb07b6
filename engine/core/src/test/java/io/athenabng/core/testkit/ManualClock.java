package io.athenabng.core.testkit;

import io.athenabng.core.port.EngineClock;

/** A clock that a test moves. */
public final class ManualClock implements EngineClock {
    /** Nanoseconds of a second. */
    public static final long SECOND_NS = 1_000_000_000L;

    private long nowNs;

    /** @param nowNs where it stands at first, ns since the epoch */
    public ManualClock(final long nowNs) {
        this.nowNs = nowNs;
    }

    @Override
    public long nowNs() {
        return nowNs;
    }

    /** @param byNs how far it goes on */
    public void advanceNs(final long byNs) {
        nowNs += byNs;
    }

    /** @param seconds how far it goes on */
    public void advanceSeconds(final long seconds) {
        advanceNs(seconds * SECOND_NS);
    }
}
