package io.athenabng.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;

/** Counters that come and go while others are counted. */
final class DaemonCountersTest {
    private final DaemonCounters counters = new DaemonCounters();

    @Test
    void afterTheStartOnlyWhatACommitChangesMakesCounters() {
        final AtomicCounter first = counters.counter("a.b", "First");
        counters.seal();
        assertEquals(first, counters.counter("a.b", "First"));
        assertThrows(IllegalStateException.class, () -> counters.counter("a.c", "Second"));
        counters.later().counter("a.c", "Second").increment();
        assertEquals(1, counters.value("a.c"));
        assertEquals(counters.counter("a.c", "Second"), counters.later().counter("a.c", "Second"));
    }

    @Test
    void whatIsGivenBackIsGoneAndItsRoomIsUsedAgainFromZero() {
        for (int round = 0; round < 1_000; round++) {
            for (int i = 0; i < 50; i++) {
                final AtomicCounter counter = counters.later().counter("server.s" + round + ".c" + i, "Something");
                assertEquals(0, counter.get(), "round " + round);
                counter.getAndAdd(7);
            }
            counters.counter("server.other", "Stays").increment();
            counters.release("server.s" + round + ".");
            assertNull(counters.description("server.s" + round + ".c0"));
            assertEquals(0, counters.value("server.s" + round + ".c0"));
        }
        final List<String> left = new ArrayList<>();
        counters.forEach((name, value) -> left.add(name + " " + value));
        assertEquals(List.of("server.other 1000"), left);
    }
}
