package io.athenabng.daemon.edge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.ffi.testkit.Allocations;
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
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChronicleSessionStoreConcurrencyTest {
    private static final int SESSIONS = 2000;
    /** These are never removed, so that every reader must find them. */
    private static final int PERMANENT = 100;
    private static final long WRITING_NS = TimeUnit.MILLISECONDS.toNanos(1500);
    private static final long STARVED_NS = TimeUnit.SECONDS.toNanos(120);

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
            final AtomicIntegerArray rounds = new AtomicIntegerArray(3);
            final List<Future<Void>> readers = new ArrayList<>();
            readers.add(threads.submit(lookups(store, stop, () -> rounds.getAndIncrement(0), 1)));
            readers.add(threads.submit(lookups(store, stop, () -> rounds.getAndIncrement(1), 2)));
            readers.add(threads.submit(visits(store, stop, () -> rounds.getAndIncrement(2))));
            final Random random = new Random(9);
            final long start = System.nanoTime();
            long generation = 1;
            // The writer never pauses: what a reader gets done, it gets done beside it.
            while (System.nanoTime() - start < WRITING_NS || !allBeyond(rounds, 10)) {
                assertTrue(System.nanoTime() - start < STARVED_NS, () -> "a reader was starved: rounds " + rounds);
                if (readers.stream().anyMatch(Future::isDone)) {
                    break;
                }
                final int id = 1 + random.nextInt(SESSIONS);
                if (id > PERMANENT && random.nextInt(4) == 0) {
                    store.remove(id);
                } else {
                    assertTrue(store.put(StoreFixture.fill(record, id, ++generation)));
                }
            }
            stop.set(true);
            for (final Future<Void> reader : readers) {
                reader.get(120, TimeUnit.SECONDS);
            }
            assertTrue(allBeyond(rounds, 10), () -> "rounds " + rounds);
        } finally {
            stop.set(true);
            threads.shutdownNow();
        }
    }

    private static boolean allBeyond(final AtomicIntegerArray rounds, final int least) {
        return rounds.get(0) > least && rounds.get(1) > least && rounds.get(2) > least;
    }

    private static Callable<Void> lookups(
            final ChronicleSessionStore store, final AtomicBoolean stop, final Runnable onRound, final long seed) {
        return () -> {
            final Random random = new Random(seed);
            final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
            final long[] seen = new long[SESSIONS + 1];
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
                onRound.run();
            }
            return null;
        };
    }

    private static Callable<Void> visits(final ChronicleSessionStore store, final AtomicBoolean stop, final Runnable onRound) {
        return () -> {
            while (!stop.get()) {
                final int[] permanent = new int[1];
                store.forEach(record -> {
                    assertTrue(StoreFixture.isWhole(record), "torn");
                    permanent[0] += record.sessionId() <= PERMANENT ? 1 : 0;
                    return true;
                });
                assertEquals(PERMANENT, permanent[0]);
                onRound.run();
            }
            return null;
        };
    }

    @Test
    void putGetAndRemoveAllocateNothing() throws Exception {
        try (ChronicleSessionStore store = ChronicleSessionStore.open(state.resolve("sessions"), SESSIONS)) {
            final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
            Allocations.assertNone("put, get and remove", 30_000, rounds -> exercise(store, record, rounds));
        }
    }

    private static void exercise(final ChronicleSessionStore store, final SessionRecordFlyweight record, final int rounds) {
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
