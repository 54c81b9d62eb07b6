package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.port.CounterRegistry;

/** Makes every counter of the kernel's data plane, without a kernel. */
public final class KernelCounters {
    private static final long BYTES = 1L << 34;

    private KernelCounters() {
    }

    /**
     * Makes the counters.
     *
     * @param registry makes them
     */
    public static void make(final CounterRegistry registry) {
        new KernelErrors(registry, throwable -> {
            throw new IllegalStateException(throwable);
        });
        new PppCounters(registry);
        new CapacityPlanner(() -> BYTES, BYTES, () -> 0, registry);
    }
}
