package io.athenabng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.api.ConfigCommit;
import io.athenabng.rpc.api.ConfigDelete;
import io.athenabng.rpc.api.ConfigDiff;
import io.athenabng.rpc.api.ConfigGet;
import io.athenabng.rpc.api.ConfigLoad;
import io.athenabng.rpc.api.ConfigRollback;
import io.athenabng.rpc.api.ConfigSet;
import io.athenabng.rpc.api.ConfigUnlock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements of the configure mode and what they call, against a daemon that answers with the catalogue's examples. */
final class ConfigureStatementsTest {
    @TempDir
    private Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private FakeDaemon daemon;
    private ConfigureMode mode;

    @BeforeEach
    void open() throws IOException {
        daemon = new FakeDaemon();
        mode = new ConfigureMode(environment(), new ConfigureStatements(environment(), daemon.socket, Duration.ofSeconds(20), false,
            true, "t"), false);
    }

    @AfterEach
    void close() throws IOException {
        daemon.close();
        assertEquals(List.of(), daemon.defects);
    }

    private CliEnvironment environment() {
        return new CliEnvironment(new ByteArrayInputStream("logging: {level: debug}\n".getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, 80,
            Map.of("ABNG_SOCKET", daemon.socket.toString()));
    }

    private int run(final String statement, final boolean yes) {
        return mode.run(Arrays.asList(statement.split(" ")), question -> yes);
    }

    private Record last() {
        return daemon.calls.getLast();
    }

    @Test
    void editsGoFromWhereOneIs() {
        assertEquals(0, run("edit access-groups residential", true));
        assertTrue(mode.prompt().startsWith("[edit access-groups residential]"), mode.prompt());
        run("set shaping down 50mbit", true);
        assertEquals(new ConfigSet.Params(List.of("access-groups", "residential", "shaping", "down", "50mbit"), true, "t"), last());
        run("up", true);
        run("delete residential", true);
        assertEquals(new ConfigDelete.Params(List.of("access-groups", "residential"), true, "t"), last());
        run("top", true);
        run("show", true);
        assertEquals(new ConfigGet.Params(List.of(), true, "t"), last());
        assertEquals("abng# ", mode.prompt());
    }

    @Test
    void commitsAreSaidInWords() {
        run("commit confirmed 10 faster residential lines", true);
        assertEquals(new ConfigCommit.Params("faster residential lines", 10, null, null, true, "t"), last());
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("re-shape: rates of residential (37 sessions)"), out.toString());
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("committed, revision 2"), out.toString());
        run("commit force overwrite comment check of lines", true);
        assertEquals(new ConfigCommit.Params("check of lines", null, true, true, true, "t"), last());
        assertEquals(0, run("commit check", true));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("the candidate is valid"), out.toString());
    }

    @Test
    void filesAreLoadedAndSaved() throws IOException {
        run("load merge -", true);
        assertEquals(new ConfigLoad.Params("logging: {level: debug}\n", null, true, true, "t"), last());
        run("load disk", true);
        assertEquals(new ConfigLoad.Params(null, true, null, true, "t"), last());
        final Path file = directory.resolve("saved.yaml");
        assertEquals(0, run("save " + file, true));
        assertEquals("down: 50mbit\n", Files.readString(file));
        assertEquals(AbngCli.USAGE, run("load merge " + directory.resolve("none"), true));
        assertEquals(AbngCli.USAGE, run("load", true));
    }

    @Test
    void othersAreCalledAsTheyAreNamed() {
        run("compare 2 file", true);
        assertEquals(new ConfigDiff.Params("2", "file", true, "t"), last());
        run("rollback 1", true);
        assertEquals(new ConfigRollback.Params(1, true, "t"), last());
        run("unlock force", true);
        assertEquals(new ConfigUnlock.Params("t", true), last());
        for (final String statement : List.of("history", "status", "update", "lock", "confirm", "diff", "validate")) {
            assertEquals(0, run(statement, true), statement);
        }
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("alice"), out.toString());
        assertEquals(AbngCli.USAGE, run("comit", true));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("did you mean 'commit'?"), err.toString());
        assertEquals(AbngCli.USAGE, run("rollback many", true));
        assertEquals(AbngCli.USAGE, run("set", true));
    }

    @Test
    void leavingWithEditsAsks() {
        run("edit access-groups residential", true);
        run("exit", false);
        assertFalse(mode.isOver(), "it goes to the top first");
        run("exit", false);
        assertFalse(mode.isOver(), "there are edits, and the answer was no");
        run("exit", true);
        assertTrue(mode.isOver());
    }

    @Test
    void wordsAreCompletedByTheDaemon() {
        assertTrue(mode.next(List.of()).containsKey("commit"));
        assertEquals(List.of("cake", "fq_codel"), List.copyOf(mode.next(List.of("set", "access-groups")).keySet()));
        assertTrue(mode.next(List.of("commit")).containsKey("confirmed"));
        assertTrue(mode.wantsFile(List.of("load", "replace")));
        assertFalse(mode.wantsFile(List.of("load")));
    }

    @Test
    void aStatementIsACommandToo() {
        final List<String> args = new ArrayList<>(List.of("config", "set", "bootstrap", "cores", "session", "-1"));
        assertEquals(0, new AbngCli(environment()).run(args.toArray(new String[0])));
        assertEquals(new ConfigSet.Params(List.of("bootstrap", "cores", "session", "-1"), null, null), last());
        assertEquals(0, new AbngCli(environment()).run("config", "--json", "status"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("\"revision\":2"), out.toString());
    }
}
