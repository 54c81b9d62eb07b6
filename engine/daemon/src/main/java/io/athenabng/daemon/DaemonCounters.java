package io.athenabng.daemon;

import io.athenabng.core.port.CounterRegistry;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;

/**
 * Every counter of the daemon: off the heap, one writer each, read by any thread. Counters are made while the daemon starts; after
 * {@link #seal()} only by parts that a commit changes, through {@link #later()}.
 */
public final class DaemonCounters implements CounterRegistry {
    private static final int MAX_COUNTERS = 8_192;

    private final CountersManager manager = new CountersManager(
            buffer(MAX_COUNTERS * CountersReader.METADATA_LENGTH),
            buffer(MAX_COUNTERS * CountersReader.COUNTER_LENGTH));
    private final Map<String, AtomicCounter> countersByName = new ConcurrentHashMap<>();
    private final Map<String, String> descriptions = new ConcurrentSkipListMap<>();
    private volatile boolean sealed;

    private static UnsafeBuffer buffer(final int length) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(length, BitUtil.CACHE_LINE_LENGTH));
    }

    @Override
    public AtomicCounter counter(final String name, final String description) {
        final AtomicCounter known = countersByName.get(name);
        if (known == null && sealed) {
            throw new IllegalStateException("counter " + name + " is made after the start");
        }
        return known == null ? make(name, description) : known;
    }

    private synchronized AtomicCounter make(final String name, final String description) {
        final AtomicCounter known = countersByName.get(name);
        if (known != null) {
            return known;
        }
        final AtomicCounter counter = manager.newCounter(name);
        countersByName.put(name, counter);
        descriptions.put(name, description);
        return counter;
    }

    @Override
    public synchronized void release(final String prefix) {
        descriptions.keySet().removeIf(name -> name.startsWith(prefix));
        for (final Iterator<Map.Entry<String, AtomicCounter>> each = countersByName.entrySet().iterator(); each.hasNext();) {
            final Map.Entry<String, AtomicCounter> entry = each.next();
            if (entry.getKey().startsWith(prefix)) {
                each.remove();
                entry.getValue().close();
            }
        }
    }

    /**
     * For what comes and goes with a commit.
     *
     * @return the same counters, of which more may be made also after the start
     */
    public CounterRegistry later() {
        return new CounterRegistry() {
            @Override
            public AtomicCounter counter(final String name, final String description) {
                return make(name, description);
            }

            @Override
            public void release(final String prefix) {
                DaemonCounters.this.release(prefix);
            }
        };
    }

    /** All counters of parts that no commit changes are made; from now on any thread may read them. */
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
        descriptions.keySet().forEach(name -> {
            final AtomicCounter counter = countersByName.get(name);
            // Given back in this moment.
            if (counter != null) {
                consumer.accept(name, counter.get());
            }
        });
    }
}
