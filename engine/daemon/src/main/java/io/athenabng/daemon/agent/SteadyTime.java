package io.athenabng.daemon.agent;

import io.athenabng.core.port.EngineClock;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;

/**
 * A clock that shows the machine's time of the start and from then on goes at the pace of the monotonic clock: setting the machine's time
 * does
 * not let requests time out. Looked at once a duty cycle. Owned by the upstream agent.
 */
public final class SteadyTime implements EngineClock {
    private final NanoClock source;
    private final long offsetNs;
    private long nowNs;

    /**
     * A clock.
     *
     * @param epoch  the machine's time, looked at once
     * @param source the monotonic clock
     */
    public SteadyTime(final EpochNanoClock epoch, final NanoClock source) {
        this.source = source;
        offsetNs = epoch.nanoTime() - source.nanoTime();
        update();
    }

    /** Looks at the monotonic clock. */
    public void update() {
        nowNs = offsetNs + source.nanoTime();
    }

    @Override
    public long nowNs() {
        return nowNs;
    }
}
