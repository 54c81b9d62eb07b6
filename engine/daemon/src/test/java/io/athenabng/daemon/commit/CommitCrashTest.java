package io.athenabng.daemon.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.UserSettings;
import io.athenabng.daemon.edge.archive.ConfigurationArchive;
import io.athenabng.daemon.edge.archive.PendingConfirmation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that commits at random moments: what it leaves is one configuration, whole, and never an older one than it told of. */
final class CommitCrashTest {
    private static final int ROUNDS = Integer.getInteger("abng.crash.rounds", 6);
    private static final long SEED = Long.getLong("abng.fuzz.seed", System.nanoTime());

    @TempDir
    private Path directory;

    @Test
    void aKilledCommitLeavesTheOldOrTheNewConfigurationWhole() throws Exception {
        final Path file = directory.resolve("abng.yaml");
        final Random random = new Random(SEED);
        int commits = 0;
        int from = 0;
        for (int round = 0; round < ROUNDS; round++) {
            final Path log = directory.resolve("child-" + round + ".log");
            final Process child = child(log, file.toString(), Integer.toString(from));
            final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(300);
            while (!Files.readString(log).contains("committed")) {
                assertTrue(child.isAlive() && System.nanoTime() < end, Files.readString(log));
                Thread.sleep(5);
            }
            Thread.sleep(random.nextInt(300));
            assertTrue(child.isAlive(), () -> "the child ended by itself; see " + log);
            child.destroyForcibly();
            assertTrue(child.waitFor(120, TimeUnit.SECONDS));
            final List<String> told = Files.readString(log).lines().filter(line -> line.matches("committed \\d+")).toList();
            final int last = Integer.parseInt(told.getLast().split(" ")[1]);
            final int found = check(file, "-Dabng.fuzz.seed=" + SEED + ", round " + round);
            assertTrue(found == last || found == last + 1, "told of " + last + ", found " + found);
            commits += told.size();
            from = found + 1;
        }
        assertTrue(commits >= ROUNDS, "only " + commits + " commits");
    }

    /** The file is one that was committed, whole; the archive's entries are; a daemon starts with it. Returns which it is. */
    private static int check(final Path file, final String where) throws IOException {
        final Path archive = file.resolveSibling("archive");
        assertFalse(PendingConfirmation.returnIfOverdue(file, archive, System.currentTimeMillis()), where);
        final LoadResult loaded = ConfigurationLoader.load(file);
        assertTrue(loaded.isLoaded(), where);
        final List<UserSettings> users = loaded.configuration().users();
        assertEquals(2, users.size(), where);
        assertEquals(users.get(0).name().substring(1), users.get(1).name().substring(1), where);
        final ConfigurationArchive entries = new ConfigurationArchive(archive);
        for (final ConfigurationArchive.Entry entry : entries.entries()) {
            assertTrue(ConfigurationLoader.load("archived", entries.read(entry.number())).isLoaded(), where + ", entry " + entry);
        }
        assertTrue(new CommitDesk(file).engine.revision() == 1, where);
        return Integer.parseInt(users.getFirst().name().substring(1));
    }

    private static Process child(final Path log, final String... arguments) throws IOException {
        final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + Path.of(System.getProperty("abng.root"), "scripts", "jvm.flags"), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-Xmx256m", "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                CommitChild.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }
}
