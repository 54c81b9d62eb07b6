package io.athenabng.core.port;

/** The engine's only clock: nanoseconds since the epoch, cached once a duty cycle, never going back. */
@FunctionalInterface
public interface EngineClock {
    /** @return now, ns since the epoch */
    long nowNs();
}
