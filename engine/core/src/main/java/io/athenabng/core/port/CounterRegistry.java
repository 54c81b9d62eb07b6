package io.athenabng.core.port;

import org.agrona.concurrent.status.AtomicCounter;

/**
 * Makes the gateway's named counters. Called at start, and when a commit adds what is counted by its name; a counter is then incremented
 * without a lock.
 */
public interface CounterRegistry {
    /**
     * A counter.
     *
     * @param name        its dotted name, like {@code dhcp.malformed.truncated}
     * @param description what it counts, for people
     * @return the counter
     */
    AtomicCounter counter(String name, String description);

    /**
     * Gives counters back that nobody writes from now on.
     *
     * @param prefix what their names begin with
     */
    void release(String prefix);
}
