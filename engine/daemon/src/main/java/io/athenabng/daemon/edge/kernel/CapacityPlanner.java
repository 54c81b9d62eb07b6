package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.CounterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Knows what a session costs the kernel and refuses what would take its last memory. A CAKE instance takes 1,057 kB whatever its options,
 * a network device 50 kB. Owned by the kernel agent.
 */
final class CapacityPlanner {
    static final long NETDEV_BYTES = 50L << 10;
    static final long CAKE_BYTES = 1057L << 10;
    /** FQ-CoDel with 1,024 flows, and the HTB class above it. */
    static final long FQ_CODEL_BYTES = 72L << 10;
    private static final long MIN_RESERVE_BYTES = 192L << 20;
    private static final int RESERVE_DIVISOR = 20;
    private static final long INTERVAL_NS = 500_000_000L;
    private static final System.Logger LOG = System.getLogger(CapacityPlanner.class.getName());

    private final LongSupplier availableBytes;
    private final LongSupplier nanoClock;
    private final long reserveBytes;
    private final AtomicCounter refused;
    private long available;
    private long promised;
    private long readAtNs;
    private boolean warned;

    CapacityPlanner(
            final LongSupplier availableBytes, final long totalBytes, final LongSupplier nanoClock, final CounterRegistry counters) {
        this.availableBytes = availableBytes;
        this.nanoClock = nanoClock;
        reserveBytes = Math.max(MIN_RESERVE_BYTES, totalBytes / RESERVE_DIVISOR);
        refused = counters.counter("kernel.refused.memory", "Lines and sessions refused because the kernel's memory would run out");
        read();
    }

    static CapacityPlanner ofThisMachine(final CounterRegistry counters) {
        return new CapacityPlanner(() -> meminfoBytes("MemAvailable:"), meminfoBytes("MemTotal:"), System::nanoTime, counters);
    }

    private static long meminfoBytes(final String field) {
        try {
            for (final String line : Files.readAllLines(Path.of("/proc/meminfo"))) {
                if (line.startsWith(field)) {
                    final String value = line.substring(field.length()).trim();
                    return Long.parseLong(value.substring(0, value.indexOf(' '))) << 10;
                }
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("cannot read /proc/meminfo", e);
        }
        throw new IllegalStateException("/proc/meminfo has no " + field);
    }

    private void read() {
        available = availableBytes.getAsLong();
        promised = 0;
        readAtNs = nanoClock.getAsLong();
    }

    /** Takes memory for something new; false if it would reach into the reserve. */
    boolean admit(final long bytes, final String what) {
        if (nanoClock.getAsLong() - readAtNs > INTERVAL_NS) {
            read();
        }
        if (available - promised - bytes < reserveBytes) {
            refused.increment();
            if (!warned) {
                warned = true;
                LOG.log(System.Logger.Level.ERROR, what + " refused: it takes " + (bytes >> 10) + " kB of kernel memory, and only "
                    + ((available - promised) >> 20) + " MB are left, of which " + (reserveBytes >> 20)
                    + " MB are kept in reserve; more memory, fewer lines, or shaping.queue: fq_codel helps");
            }
            return false;
        }
        warned = false;
        promised += bytes;
        return true;
    }

    /** What a line takes before it has a session. */
    static long lineBytes(final ShapingSettings settings, final boolean shared) {
        return NETDEV_BYTES + switch (settings.queue()) {
            case CAKE -> shared ? 0 : CAKE_BYTES;
            case FQ_CODEL -> shared ? 0 : FQ_CODEL_BYTES;
            case NONE -> 0;
        };
    }

    /** What a PPP unit takes; the IFB of its upload is counted when that is made. */
    static long unitBytes(final ShapingSettings settings) {
        return NETDEV_BYTES + switch (settings.queue()) {
            case CAKE -> CAKE_BYTES;
            case FQ_CODEL -> FQ_CODEL_BYTES;
            case NONE -> 0;
        };
    }

    /** What a session takes beside its line, when its IFB is not there yet. */
    static long sessionBytes(final ShapingSettings settings, final boolean shared, final boolean limitedUpload) {
        return switch (settings.queue()) {
            case CAKE -> (shared ? CAKE_BYTES : 0) + (limitedUpload ? CAKE_BYTES + NETDEV_BYTES : 0);
            case FQ_CODEL -> shared ? FQ_CODEL_BYTES : 0;
            case NONE -> 0;
        };
    }

    KernelCapacity capacity(final ShapingSettings settings, final boolean shared) {
        read();
        final long each = lineBytes(settings, shared) + sessionBytes(settings, shared, settings.upBitsPerSecond() > 0);
        return new KernelCapacity(available, reserveBytes, each, Math.max(0, (available - reserveBytes) / each));
    }
}
