package io.athenabng.core.testkit;

import io.athenabng.core.port.CounterRegistry;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/** Counters by name. A name that is made twice, or asked for and never made, fails the test. */
public final class TestCounters implements CounterRegistry {
    private final Map<String, AtomicCounter> counters = new TreeMap<>();

    @Override
    public AtomicCounter counter(final String name, final String description) {
        if (!name.matches("[a-z0-9_]+(\\.[a-z0-9_]+)+") || description.isBlank()) {
            throw new IllegalArgumentException("not a counter: " + name + " (" + description + ")");
        }
        final AtomicCounter counter = new AtomicCounter(new UnsafeBuffer(new byte[CountersReader.COUNTER_LENGTH]), 0);
        if (counters.put(name, counter) != null) {
            throw new IllegalStateException("counter made twice: " + name);
        }
        return counter;
    }

    @Override
    public void release(final String prefix) {
        if (!counters.keySet().removeIf(name -> name.startsWith(prefix))) {
            throw new IllegalStateException("no counter begins with " + prefix);
        }
    }

    /**
     * A counter's value.
     *
     * @param name its name
     * @return its value
     */
    public long value(final String name) {
        final AtomicCounter counter = counters.get(name);
        if (counter == null) {
            throw new IllegalArgumentException("no counter " + name + ", there are " + counters.keySet());
        }
        return counter.get();
    }

    /**
     * The sum of counters.
     *
     * @param prefix what their names begin with
     * @return the sum
     */
    public long sum(final String prefix) {
        return counters.entrySet().stream().filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(entry -> entry.getValue().get()).sum();
    }
}
