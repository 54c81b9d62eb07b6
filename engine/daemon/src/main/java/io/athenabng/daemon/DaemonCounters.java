package io.athenabng.daemon;

import io.athenabng.core.port.CounterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * Every counter of the daemon: off the heap, one writer each, read by any thread. Counters are made while the daemon starts, by one
 * thread; after {@link #seal()} no more are made.
 */
public final class DaemonCounters implements CounterRegistry {
    private static final int MAX_COUNTERS = 4_096;

    private final CountersManager manager = new CountersManager(
            buffer(MAX_COUNTERS * CountersReader.METADATA_LENGTH),
            buffer(MAX_COUNTERS * CountersReader.COUNTER_LENGTH));
    private final Map<String, AtomicCounter> countersByName = new LinkedHashMap<>();
    private final Map<String, String> descriptions = new TreeMap<>();
    private boolean sealed;

    private static UnsafeBuffer buffer(final int length) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, BitUtil.CACHE_LINE_LENGTH));
    }

    @Override
    public AtomicCounter counter(final String name, final String description) {
        final AtomicCounter known = countersByName.get(name);
        if (known != null) {
            return known;
        }
        if (sealed) {
            throw new IllegalStateException("counter " + name + " is made after the start");
        }
        final AtomicCounter counter = manager.newCounter(name);
        countersByName.put(name, counter);
        descriptions.put(name, description);
        return counter;
    }

    /** All counters are made; from now on any thread may read them. */
    public void seal() {
        sealed = true;
    }

    /**
     * A counter's value.
     *
     * @param name its name
     * @return the value; 0 if there is no such counter
     */
    public long value(final String name) {
        final AtomicCounter counter = countersByName.get(name);
        return counter == null ? 0 : counter.get();
    }

    /**
     * What a counter counts.
     *
     * @param name its name
     * @return the description, or null if there is no such counter
     */
    public String description(final String name) {
        return descriptions.get(name);
    }

    /**
     * Visits every counter, by name.
     *
     * @param consumer takes name and value
     */
    public void forEach(final BiConsumer<String, Long> consumer) {
        descriptions.keySet().forEach(name -> consumer.accept(name, countersByName.get(name).get()));
    }
}
