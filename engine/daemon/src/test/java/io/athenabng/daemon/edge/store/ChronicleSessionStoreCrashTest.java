package io.athenabng.daemon.edge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionRecordFlyweight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills daemons that write without pause and looks at what they leave. */
final class ChronicleSessionStoreCrashTest {
    private static final int ROUNDS = Integer.getInteger("abng.crash.rounds", 4);

    @TempDir
    private Path state;

    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();

    @Test
    void everyAcknowledgedChangeIsThereWholeAfterKill() throws Exception {
        final Path directory = state.resolve("sessions");
        final Path notesFile = state.resolve("notes");
        final UnsafeBuffer notes = StoreChild.map(notesFile);
        final Random random = new Random(ROUNDS);
        int changes = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final Path log = state.resolve("child-" + round + ".log");
            final Process child = StoreFixture.child(
                StoreChild.class, log, "write", directory.toString(), notesFile.toString(), Integer.toString(round));
            waitUntilReady(child, log);
            Thread.sleep(20 + random.nextInt(400));
            assertTrue(child.isAlive(), () -> "the child ended by itself; see " + log);
            child.destroyForcibly();
            assertTrue(child.waitFor(120, TimeUnit.SECONDS));
            assertEquals(137, child.exitValue(), "killed by signal 9");
            assertTrue(Files.readString(log).contains("recovered=" + (round % 2 == 1)), Files.readString(log));
            if (round % 2 == 1) {
                changes += check(directory, notes);
            }
        }
        assertTrue(changes > 1000, "only " + changes + " sessions were ever written");
    }

    private static void waitUntilReady(final Process child, final Path log) throws IOException, InterruptedException {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
        while (!Files.readString(log).contains("ready")) {
            assertTrue(child.isAlive() && System.nanoTime() < end, Files.readString(log));
            Thread.sleep(5);
        }
    }

    /** A list belongs to the record, or to the record that was about to follow it. */
    private static void checkList(
            final ChronicleSessionStore store, final int id, final boolean there, final long acknowledged, final long intended) {
        final UnsafeBuffer list = new UnsafeBuffer(new byte[4_096]);
        final int length = store.getAttributes(id, list, 0);
        if (length < 0) {
            assertTrue(!there, "the list of session " + id + " is lost");
            return;
        }
        assertTrue(there, "session " + id + " is gone and its list is not");
        final long generation = list.getLong(0);
        assertTrue(generation <= Math.max(acknowledged, intended) && length == StoreFixture.listLength(generation),
            "the list of session " + id + " is torn");
        for (int i = Long.BYTES; i < length; i++) {
            assertEquals((byte) generation, list.getByte(i), "the list of session " + id + " is torn");
        }
    }

    /** Opens the store here, compares it with the notes, writes to every session, and closes it. */
    private int check(final Path directory, final UnsafeBuffer notes) throws IOException {
        int found = 0;
        try (ChronicleSessionStore store = ChronicleSessionStore.open(directory, StoreChild.SESSIONS)) {
            assertTrue(store.recovered());
            for (int id = 1; id <= StoreChild.SESSIONS; id++) {
                final long acknowledged = notes.getLong(id * 16);
                final long intended = notes.getLong(id * 16 + 8);
                final boolean there = store.get(id, record);
                final long generation = there ? StoreFixture.generation(record) : 0;
                assertTrue(generation == acknowledged || generation == intended,
                    "session " + id + " has generation " + generation + ", acknowledged " + acknowledged + ", intended " + intended);
                assertTrue(!there || StoreFixture.isWhole(record), "session " + id + " is torn");
                checkList(store, id, there, acknowledged, intended);
                found += there ? 1 : 0;
            }
            assertEquals(found, store.size());
            for (int id = 1; id <= StoreChild.SESSIONS; id++) {
                final long generation = Math.max(notes.getLong(id * 16), notes.getLong(id * 16 + 8)) + 1;
                assertTrue(store.putAttributes(id, StoreFixture.list(generation), 0, StoreFixture.listLength(generation)));
                assertTrue(store.put(StoreFixture.fill(record, id, generation)));
                notes.putLong(id * 16, generation);
                notes.putLong(id * 16 + 8, generation);
            }
        }
        return found;
    }
}
