package io.athenabng.daemon.edge.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.daemon.testkit.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills daemons that keep and deliver reports without pause and looks at what they leave. */
final class FileSpoolCrashTest {
    private static final int ROUNDS = Integer.getInteger("abng.crash.rounds", 4);
    private static final int ENOUGH_REPORTS = 1_000;

    @TempDir
    private Path state;

    @Test
    void everyAcknowledgedReportIsThereWholeAfterKillAndNoDeliveredOneComesBack() throws Exception {
        final Path directory = state.resolve("spool");
        final Path notesFile = state.resolve("notes");
        final UnsafeBuffer notes = SpoolChild.map(notesFile);
        final Random random = new Random(ROUNDS);
        int checked = 0;
        // On a busy machine a child gets little done before it is killed: more of them are.
        for (int round = 0; round < ROUNDS || checked <= ENOUGH_REPORTS && round < ROUNDS * 20; round++) {
            final Path log = state.resolve("child-" + round + ".log");
            final Process child = ChildProcess.start(
                    SpoolChild.class, log, directory.toString(), notesFile.toString(), Integer.toString(round));
            waitUntilReady(child, log);
            Thread.sleep(20 + random.nextInt(300));
            assertTrue(child.isAlive(), () -> "the child ended by itself; see " + log);
            child.destroyForcibly();
            assertTrue(child.waitFor(120, TimeUnit.SECONDS));
            assertEquals(137, child.exitValue(), "killed by signal 9");
            checked = check(directory, notes);
        }
        assertTrue(checked > ENOUGH_REPORTS, "only " + checked + " reports were ever kept");
    }

    private static void waitUntilReady(final Process child, final Path log) throws IOException, InterruptedException {
        final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
        while (!Files.readString(log).contains("ready")) {
            assertTrue(child.isAlive() && System.nanoTime() < end, Files.readString(log));
            Thread.sleep(5);
        }
    }

    private static int check(final Path directory, final UnsafeBuffer notes) throws IOException {
        final Set<Integer> found = new HashSet<>();
        final Map<Long, Integer> positions = new HashMap<>();
        final UnsafeBuffer into = new UnsafeBuffer(new byte[SpoolEntry.MAX_ATTRIBUTES]);
        try (FileSpool spool = new FileSpool(directory, SpoolChild.LIMIT, Runnable::run)) {
            final long[] before = {0};
            spool.forEachWaiting((position, statusType, key) -> {
                assertTrue(position > before[0], "in the order of appending");
                before[0] = position;
                positions.put(position, (int) key);
                assertTrue(found.add((int) key), "report " + key + " is there twice");
            });
            positions.forEach((position, number) -> {
                final int length = spool.read(position, into, 0);
                assertEquals(SpoolChild.length(number), length);
                assertEquals(0, SpoolChild.attributes(number).compareTo(new UnsafeBuffer(into, 0, length)), "report " + number);
            });
        }
        int kept = 0;
        for (int number = 1; number < SpoolChild.REPORTS && notes.getByte(8 + number) != 0; number++) {
            final byte note = notes.getByte(8 + number);
            if (note == SpoolChild.APPENDED) {
                assertTrue(found.contains(number), "report " + number + " was acknowledged and is lost");
            } else if (note == SpoolChild.DELIVERED) {
                assertTrue(!found.contains(number), "report " + number + " was delivered and is back");
            }
            kept++;
        }
        return kept;
    }
}
