package io.athenabng.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.BootstrapSettings;
import io.athenabng.rpc.api.ShowStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.status.AtomicCounter;
import org.junit.jupiter.api.Test;

/** Counters, the error log and the agents' threads. */
class DaemonStateTest {
    @Test
    void countersAreAlignedKeptApartAndSealed() {
        final DaemonCounters counters = new DaemonCounters();
        final List<AtomicCounter> made = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            made.add(counters.counter("test.counter_" + i, "Number " + i));
        }
        for (int i = 0; i < made.size(); i++) {
            for (int times = 0; times < i % 7; times++) {
                made.get(i).increment();
            }
        }
        assertSame(made.get(3), counters.counter("test.counter_3", "again"));
        assertEquals("Number 3", counters.description("test.counter_3"));
        assertNull(counters.description("test.none"));
        assertEquals(0, counters.value("test.none"));
        counters.seal();
        assertThrows(IllegalStateException.class, () -> counters.counter("test.late", "late"));
        assertSame(made.get(999), counters.counter("test.counter_999", "known"));
        final Map<String, Long> seen = new TreeMap<>();
        final List<String> order = new ArrayList<>();
        counters.forEach((name, value) -> {
            seen.put(name, value);
            order.add(name);
        });
        assertEquals(1_000, seen.size());
        assertEquals(List.copyOf(seen.keySet()), order, "by name");
        for (int i = 0; i < made.size(); i++) {
            assertEquals(i % 7, seen.get("test.counter_" + i));
            assertEquals(i % 7, counters.value("test.counter_" + i));
        }
    }

    private static RuntimeException failure(final String message) {
        return new IllegalStateException(message);
    }

    @Test
    void errorsAreKeptOnceWithTheirCount() {
        final ErrorLog log = new ErrorLog();
        assertEquals(List.of(), log.entries());
        for (int i = 0; i < 3; i++) {
            log.onError(failure("first"));
        }
        log.onError(new IllegalArgumentException("second"));
        assertEquals(2, log.entries().size());
        final ErrorLog.Entry first = log.entries().getFirst();
        assertEquals(3, first.count());
        assertTrue(first.text().startsWith("java.lang.IllegalStateException: first"), first.text());
        assertTrue(first.text().contains("at io.athenabng.daemon.DaemonStateTest"), first.text());
        assertTrue(first.firstEpochMs() <= first.lastEpochMs() && first.firstEpochMs() > 1_700_000_000_000L);
        assertEquals(1, log.entries().get(1).count());
    }

    @Test
    void anErrorThatComesAgainAndAgainIsLoggedOnce() {
        final Logger logger = Logger.getLogger(ErrorLog.class.getName());
        final List<LogRecord> records = new ArrayList<>();
        final Handler handler = new Handler() {
            @Override
            public void publish(final LogRecord record) {
                records.add(record);
            }

            @Override
            public void flush() {
                records.size();
            }

            @Override
            public void close() {
                records.clear();
            }
        };
        logger.addHandler(handler);
        try {
            final ErrorLog log = new ErrorLog();
            for (int i = 0; i < 1_000; i++) {
                log.onError(failure("with every frame"));
            }
            assertEquals(1, records.size());
            assertEquals(1_000, log.entries().getFirst().count());
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void aFullErrorLogStaysReadable() {
        final ErrorLog log = new ErrorLog();
        final String padding = "x".repeat(30_000);
        for (int i = 0; i < 100; i++) {
            Throwable error = failure(padding + i);
            // The chain of causes makes the error distinct.
            for (int depth = 0; depth < i; depth++) {
                error = new IllegalStateException("outer", error);
            }
            log.onError(error);
        }
        assertTrue(log.entries().size() > 5 && log.entries().size() < 100, String.valueOf(log.entries().size()));
    }

    /** An agent that counts its cycles and fails every other one. */
    private static final class TestAgent implements Agent {
        private final String name;
        private final boolean failing;
        private final CountDownLatch cycles = new CountDownLatch(20);
        private volatile String thread;
        private volatile boolean closed;

        TestAgent(final String name, final boolean failing) {
            this.name = name;
            this.failing = failing;
        }

        @Override
        public int doWork() {
            thread = Thread.currentThread().getName();
            cycles.countDown();
            if (failing && cycles.getCount() % 2 == 0) {
                throw failure("a bug in " + name);
            }
            return 1;
        }

        @Override
        public void onClose() {
            closed = true;
        }

        @Override
        public String roleName() {
            return name;
        }
    }

    private static void agents(final BootstrapSettings.Threading threading, final List<String> expectedThreads) throws Exception {
        final ErrorLog log = new ErrorLog();
        final List<TestAgent> agents =
                List.of(new TestAgent("abng-a", false), new TestAgent("abng-b", true), new TestAgent("abng-c", false),
                        new TestAgent("abng-d", false));
        final AgentThreads threads = new AgentThreads(log);
        threads.start(threading, agents.subList(0, 3).stream().map(agent -> new AgentThreads.Placed(agent, -1)).toList(),
                List.of(new AgentThreads.Placed(agents.get(3), -1)));
        for (final TestAgent agent : agents) {
            assertTrue(agent.cycles.await(30, TimeUnit.SECONDS), agent.name + " does not run");
        }
        assertEquals(expectedThreads, agents.stream().map(agent -> agent.thread).toList());
        final List<ShowStatus.Agent> states = threads.states();
        assertEquals(List.of("abng-a", "abng-b", "abng-c", "abng-d"), states.stream().map(ShowStatus.Agent::name).toList());
        assertEquals(expectedThreads, states.stream().map(ShowStatus.Agent::thread).toList());
        assertTrue(states.stream().allMatch(ShowStatus.Agent::running), "a bug does not stop an agent");
        assertTrue(states.get(1).errors() >= 5, states.toString());
        assertEquals(0, states.get(3).errors());
        assertEquals(1, log.entries().size());
        threads.close();
        assertTrue(agents.stream().allMatch(agent -> agent.closed));
        assertTrue(threads.states().stream().noneMatch(ShowStatus.Agent::running));
    }

    @Test
    void agentsShareOneThread() throws Exception {
        agents(BootstrapSettings.Threading.SHARED, List.of("abng-pkt", "abng-pkt", "abng-pkt", "abng-d"));
    }

    @Test
    void agentsHaveThreadsOfTheirOwn() throws Exception {
        agents(BootstrapSettings.Threading.DEDICATED, List.of("abng-a", "abng-b", "abng-c", "abng-d"));
    }
}
