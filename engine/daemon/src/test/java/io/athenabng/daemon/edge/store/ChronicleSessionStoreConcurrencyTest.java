package io.athenabng.daemon.edge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionRecordFlyweight;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChronicleSessionStoreConcurrencyTest {
    private static final int SESSIONS = 2000;
    /** These are never removed, so that every reader must find them. */
    private static final int PERMANENT = 100;

    @TempDir
    private Path state;

    @Test
    void readersSeeWholeRecordsWhileTheWriterChangesThem() throws Exception {
        final AtomicBoolean stop = new AtomicBoolean();
        final ExecutorService threads = Executors.newFixedThreadPool(3);
        try (ChronicleSessionStore store = ChronicleSessionStore.open(state.resolve("sessions"), SESSIONS)) {
            final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
            for (int id = 1; id <= SESSIONS; id++) {
                store.put(StoreFixture.fill(record, id, 1));
            }
            final List<Future<Integer>> readers = new ArrayList<>();
            readers.add(threads.submit(lookups(store, stop, 1)));
            readers.add(threads.submit(lookups(store, stop, 2)));
            readers.add(threads.submit(visits(store, stop)));
            final Random random = new Random(9);
            final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(1500);
            long generation = 1;
            while (System.nanoTime() < end) {
                final int id = 1 + random.nextInt(SESSIONS);
                if (id > PERMANENT && random.nextInt(4) == 0) {
                    store.remove(id);
                } else {
                    assertTrue(store.put(StoreFixture.fill(record, id, ++generation)));
                }
            }
            stop.set(true);
            for (final Future<Integer> reader : readers) {
                assertTrue(reader.get(30, TimeUnit.SECONDS) > 10, "a reader was starved");
            }
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    private static Callable<Integer> lookups(final ChronicleSessionStore store, final AtomicBoolean stop, final long seed) {
        return () -> {
            final Random random = new Random(seed);
            final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
            final long[] seen = new long[SESSIONS + 1];
            int reads = 0;
            while (!stop.get()) {
                final int id = 1 + random.nextInt(SESSIONS);
                if (store.get(id, record)) {
                    assertEquals(id, record.sessionId());
                    assertTrue(StoreFixture.isWhole(record), "torn");
                    assertTrue(StoreFixture.generation(record) >= seen[id], "older than what was read before");
                    seen[id] = StoreFixture.generation(record);
                } else {
                    assertTrue(id > PERMANENT, "session " + id + " was never removed");
                }
                reads++;
            }
            return reads;
        };
    }

    private static Callable<Integer> visits(final ChronicleSessionStore store, final AtomicBoolean stop) {
        return () -> {
            int rounds = 0;
            while (!stop.get()) {
                final int[] permanent = new int[1];
                store.forEach(record -> {
                    assertTrue(StoreFixture.isWhole(record), "torn");
                    permanent[0] += record.sessionId() <= PERMANENT ? 1 : 0;
                    return true;
                });
                assertEquals(PERMANENT, permanent[0]);
                rounds++;
            }
            return rounds;
        };
    }

    @Test
    void putGetAndRemoveAllocateNothing() throws Exception {
        try (ChronicleSessionStore store = ChronicleSessionStore.open(state.resolve("sessions"), SESSIONS)) {
            final com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            exercise(store, 30_000);
            final long before = threads.getCurrentThreadAllocatedBytes();
            exercise(store, 30_000);
            final long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(allocated < 30_000, "allocated " + allocated + " bytes in 30,000 rounds");
        }
    }

    private static void exercise(final ChronicleSessionStore store, final int rounds) {
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        for (int i = 0; i < rounds; i++) {
            final int id = 1 + i % 1000;
            record.sessionId(id).upOctets(i);
            assertTrue(store.put(record));
            assertTrue(store.put(record.upOctets(i + 1)));
            assertTrue(store.get(id, record));
            assertTrue(i % 2 == 0 || store.remove(id));
        }
    }
}
