package io.athenabng.daemon.agent;

import io.athenabng.core.port.EngineClock;
import org.agrona.concurrent.EpochNanoClock;

/** The engine's clock: the system's, looked at once a duty cycle, never going back. Owned by the session agent. */
public final class EngineTime implements EngineClock {
    private final EpochNanoClock source;
    private long nowNs;

    /**
     * A clock.
     *
     * @param source the system's clock
     */
    public EngineTime(final EpochNanoClock source) {
        this.source = source;
        this.nowNs = source.nanoTime();
    }

    /** Looks at the system's clock. */
    public void update() {
        nowNs = Math.max(nowNs, source.nanoTime());
    }

    @Override
    public long nowNs() {
        return nowNs;
    }
}
