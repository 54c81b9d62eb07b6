package io.athenabng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.SessionClear;
import io.athenabng.rpc.api.ShowQos;
import io.athenabng.rpc.api.ShowSession;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.api.TestRadius;
import io.athenabng.rpc.docs.RpcExamples;
import io.athenabng.rpc.jsonrpc.JsonTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(300)
final class AbngCliTest {
    private FakeDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = new FakeDaemon();
    }

    @AfterEach
    void stop() throws IOException {
        daemon.close();
        assertEquals(List.of(), daemon.defects);
    }

    static Stream<String> commands() {
        return CliCommands.all().stream().filter(c -> c.method() != null && !c.name().startsWith("monitor ")).map(CliCommand::name);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandShowsItsResultWithinTheTerminal(final String name) {
        final String[] words = (name + neededFor(name)).split(" ");
        final CliRun run = CliRun.onTerminal(daemon.socket, 80, words);
        assertEquals(AbngCli.OK, run.status(), run.err());
        assertEquals("", run.err());
        assertFalse(run.out().isBlank());
        if (!name.endsWith("session") && !name.endsWith("configuration") && !"show status".equals(name)) {
            run.out().lines().forEach(line -> assertTrue(line.length() <= 80 || line.startsWith("(columns left out"), line));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandPrintsItsResultAsJson(final String name) throws IOException {
        final String[] words = (name + neededFor(name) + " --json").split(" ");
        final CliRun run = CliRun.of(daemon.socket, words);
        assertEquals(AbngCli.OK, run.status(), run.err());
        assertTrue(JsonTree.read(run.out()) instanceof Map<?, ?>);
    }

    @Test
    void listsAllPagesOfSubscribers() throws IOException {
        final CliRun run = CliRun.of(daemon.socket, "show", "subscribers");
        final List<String> lines = run.out().lines().toList();
        assertEquals(FakeDaemon.SESSIONS + 2, lines.size());
        assertEquals("2500 sessions", lines.getLast());
        assertEquals(" ID MAC ADDRESS LINE STATE USER DOWN UP AGE LEASE GROUP", squeezed(lines.getFirst()));
        // The escape sequence in the user name does not reach the terminal.
        assertEquals(" 1 02:00:00:00:00:01 10.0.0.1 eth1.111.500.1 ACTIVE user-1?[31m 2.5gbit 640kbit 1h02m - residential",
            squeezed(lines.get(1)));
        final Map<?, ?> json = (Map<?, ?>) JsonTree.read(CliRun.of(daemon.socket, "show", "subscribers", "--json").out());
        assertEquals(FakeDaemon.SESSIONS, ((List<?>) json.get("subscribers")).size());
        assertEquals("user-1\033[31m", ((Map<?, ?>) ((List<?>) json.get("subscribers")).getFirst()).get("user"));
    }

    @Test
    void showsThePageThatIsAskedFor() {
        final CliRun run = CliRun.of(daemon.socket, "show", "subscribers", "--limit", "3", "--offset=10", "--group", "residential");
        assertEquals(new ShowSubscribers.Params("residential", null, null, null, null, 3, 10), daemon.calls.getFirst());
        assertTrue(run.out().endsWith("3 of 2500 sessions\n"), run.out());
    }

    @Test
    void testRadiusTakesTheUserAsAWordOrAsAnOption() {
        for (final String[] words : new String[][] {
            {"test", "radius", "alice", "--password", "correct horse", "--chap"},
            {"test", "radius", "--user", "alice", "--password", "correct horse", "--chap"}}) {
            daemon.calls.clear();
            final CliRun run = CliRun.of(daemon.socket, words);
            assertEquals(AbngCli.OK, run.status(), run.err());
            assertEquals(new TestRadius.Params("alice", "correct horse", null, true), daemon.calls.getFirst());
            assertTrue(run.out().contains("Access-Accept"), run.out());
            assertTrue(run.out().contains("Athena-Rate-Down"), run.out());
        }
        final CliRun none = CliRun.of(daemon.socket, "test", "radius");
        assertNotEquals(AbngCli.OK, none.status());
        assertTrue(none.err().contains("test radius USER"), none.err());
    }

    @Test
    void cutsTextAndLeavesColumnsOutToFit() {
        final List<String> narrow = CliRun.onTerminal(daemon.socket, 40, "show", "subscribers", "--limit", "2").out().lines().toList();
        assertTrue(narrow.get(1).contains("…"), narrow.toString());
        assertTrue(narrow.get(3).startsWith("(columns left out: "), narrow.toString());
        narrow.subList(0, 3).forEach(line -> assertTrue(line.length() <= 40, line));
    }

    @ParameterizedTest
    @CsvSource({
        "show subscriber,unknown command 'show subscriber': did you mean 'show subscribers'?",
        "shwo subscribers,unknown command 'shwo': did you mean 'show'?",
        "show sesion,unknown command 'show sesion': did you mean 'show session'?",
        "subscribers,unknown command 'subscribers': did you mean 'show subscribers'?",
        "clear subscribers,unknown command 'clear subscribers': did you mean 'show subscribers'?",
        "show subscribers --grp x,unknown option '--grp' of 'show subscribers': did you mean '--group'?",
        "show subscribers --limt=5,unknown option '--limt=5' of 'show subscribers': did you mean '--limit'?",
        "show status now,'show status' does not take 'now': see 'show status --help'",
        "show,'show' needs one more word: ",
        "configure validate,'configure validate': Missing required parameter",
        "show subscribers --limit many,'show subscribers': Invalid value for option '--limit'",
        "show session,'show session' needs to know which",
        "clear session,'clear session' needs to know which",
        "clear session somebody,'somebody' is no session id",
        "show session 1 --id 2,'1' and --id say the same",
        "rpc show.subscriber,unknown method 'show.subscriber': did you mean 'show.subscribers'?",
        "rpc show.status {,the parameters are no JSON",
        "configure validate /nowhere.yaml,the file /nowhere.yaml does not exist"})
    void saysWhatWasMeant(final String typed, final String message) {
        final CliRun run = CliRun.of(daemon.socket, typed.split(" "));
        assertEquals(AbngCli.USAGE, run.status());
        assertTrue(run.err().startsWith("abng-cli: " + message), run.err());
        assertEquals("", run.out());
        assertEquals(List.of(), daemon.calls);
    }

    @Test
    void needsACommandWhereNobodyTypes() {
        final CliRun run = CliRun.of(daemon.socket);
        assertEquals(AbngCli.USAGE, run.status());
        assertTrue(run.err().contains("a command is needed: show, clear, set, test, system, monitor"), run.err());
    }

    @Test
    void reportsTheDaemonsErrorsWithTheirRemedy() {
        final CliRun run = CliRun.of(daemon.socket, "show", "session", "17");
        assertEquals(AbngCli.FAILED, run.status());
        assertEquals("abng-cli: no session 17: list what exists with the show methods\n", run.err());
    }

    @Test
    void saysThatTheDaemonDoesNotRun() {
        final Path nowhere = daemon.directory.resolve("nowhere.sock");
        final CliRun run = CliRun.of(daemon.socket, "--socket", nowhere.toString(), "show", "status");
        assertEquals(AbngCli.UNREACHABLE, run.status());
        assertTrue(run.err().startsWith("abng-cli: abngd is not running (socket " + nowhere + " not found): start it with systemctl"));
        assertEquals(AbngCli.UNREACHABLE, CliRun.of(nowhere, "show", "status").status());
    }

    @Test
    void guessesTheKeyOfASession() {
        for (final String key : List.of("1", "02:00:5E:10:00:01", "10.10.0.2", "alice@example.net", "eth1.111.500.100")) {
            assertEquals(AbngCli.OK, CliRun.of(daemon.socket, "show", "session", key).status());
        }
        CliRun.of(daemon.socket, "show", "qos", "eth1.5");
        CliRun.of(daemon.socket, "clear", "session", "eth1.5");
        CliRun.of(daemon.socket, "clear", "session", "--all", "--confirm");
        assertEquals(List.of(
            new ShowSession.Params(1L, null, null, null, null),
            new ShowSession.Params(null, "02:00:5E:10:00:01", null, null, null),
            new ShowSession.Params(null, null, "10.10.0.2", null, null),
            new ShowSession.Params(null, null, null, "alice@example.net", null),
            new ShowSession.Params(null, null, null, null, "eth1.111.500.100"),
            new ShowQos.Params(null, null, null, null, "eth1.5", null, null),
            new SessionClear.Params(null, null, null, "eth1.5", null, null, null),
            new SessionClear.Params(null, null, null, null, null, true, true)), daemon.calls);
    }

    @Test
    void showsOneSessionInFull() {
        final String out = squeezed(CliRun.of(daemon.socket, "show", "session", "1").out());
        for (final String line : List.of("acct session id abng-1767268700-1", "vlans 0x88a8:111 0x8100:500 0x8100:100", "rate down 100mbit",
            "output octets 94.2 MiB", "lease 1h00m")) {
            assertTrue(out.contains("\n" + line + "\n"), out);
        }
        assertTrue(out.contains("\nstarted 2026-01-01T12:00:00Z ("), out);
    }

    @Test
    void showsShapingInBothDirectionsWithTins() {
        final String out = CliRun.of(daemon.socket, "show", "qos", "1").out();
        assertTrue(out.contains("\ndownload\n") && out.contains("\nupload\n"), out);
        assertTrue(out.contains("Best Effort\n"), out);
        assertTrue(out.lines().anyMatch(line -> line.matches(" {2}target +5ms")), out);
    }

    @Test
    void showsTheConfigurationAsYaml() {
        final String out = CliRun.of(daemon.socket, "show", "configuration").out();
        assertTrue(out.startsWith("# /opt/athena-bng/conf/abngd.yaml, in force since 2026-01-01T12:00:00Z"), out);
        assertTrue(out.endsWith("groups:\n  - name: residential\n    mode: server\n"), out);
    }

    @Test
    void validatesFiles() throws IOException {
        final Path file = Files.writeString(daemon.directory.resolve("c.yaml"), "ok: 1\n");
        final CliRun valid = CliRun.of(daemon.socket, "configure", "validate", file.toString());
        assertEquals(new CliRun(AbngCli.OK, file + ": valid\n", ""), valid);
        Files.writeString(file, "bad: 1\n");
        final CliRun invalid = CliRun.of(daemon.socket, "configure", "validate", file.toString());
        assertEquals(new CliRun(AbngCli.FAILED, file + ":2: groups[0].nme: unknown key 'nme': did you mean 'name'?\n", ""), invalid);
        assertEquals(AbngCli.FAILED, CliRun.of(daemon.socket, "configure", "validate", "-").status());
        Files.delete(file);
    }

    @Test
    void callsAnyMethod() throws IOException {
        final CliRun run = CliRun.of(daemon.socket, "rpc", "session.clear", "{\"id\":5}");
        assertEquals(Map.of("cleared", 1L), JsonTree.read(run.out()));
        assertEquals(new SessionClear.Params(5L, null, null, null, null, null, null), daemon.calls.getFirst());
        final CliRun wrong = CliRun.of(daemon.socket, "rpc", "session.clear", "{\"idd\":5}");
        assertEquals(AbngCli.FAILED, wrong.status());
        assertTrue(wrong.err().contains("unknown parameter 'idd' of session.clear: did you mean 'id'?"), wrong.err());
    }

    @Test
    void showsHelpAndCompletion() {
        final CliRun help = CliRun.of(daemon.socket, "show", "subscribers", "--help");
        assertEquals(AbngCli.OK, help.status());
        assertTrue(help.out().contains("--group=GROUP") && help.out().contains("Only sessions of this access group"), help.out());
        assertTrue(CliRun.of(daemon.socket, "--help").out().contains("--version"));
        assertTrue(CliRun.of(daemon.socket, "--version").out().startsWith("abng-cli "));
        final String script = CliRun.of(daemon.socket, "completion", "bash").out();
        assertTrue(script.contains("subscribers") && script.contains("--group") && script.contains("complete -F"));
    }

    @Test
    void printsEventsUntilItIsInterrupted() throws Exception {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final CliEnvironment environment = new CliEnvironment(new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(out, true, StandardCharsets.UTF_8), false, 80,
            Map.of("ABNG_SOCKET", daemon.socket.toString()));
        final int[] status = {-1};
        final Thread monitor = Thread.ofPlatform().start(() -> status[0] = new AbngCli(environment).run("monitor", "events"));
        final Event event = RpcExamples.event();
        while (!out.toString(StandardCharsets.UTF_8).contains("\n")) {
            daemon.server.publish(event);
            Thread.sleep(20);
        }
        final String line = out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
        assertTrue(line.startsWith("2026-01-01T12:00:00Z session.dhcp_up id=1 acct_session_id=abng-1767268700-1 state=ACTIVE"), line);
        monitor.interrupt();
        monitor.join();
        assertEquals(AbngCli.OK, status[0]);
    }

    @Test
    void watchesASessionAndKeepsItsFrames() throws Exception {
        final Path capture = daemon.directory.resolve("session.pcap");
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        final CliEnvironment environment = new CliEnvironment(new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8), false, 80,
            Map.of("ABNG_SOCKET", daemon.socket.toString()));
        final int[] status = {-1};
        final Thread watching = Thread.ofPlatform().start(
            () -> status[0] = new AbngCli(environment).run("monitor", "session", "1", capture.toString()));
        final byte[] octets = Arrays.copyOf(HexFormat.of().parseHex(
            "020000000001" + "020000000002" + "8864" + "11000007000a" + "c021" + "01010008" + "010405d4"), 60);
        while (!out.toString(StandardCharsets.UTF_8).contains("MRU 1492")) {
            for (final long number : new long[] {2, 1}) {
                daemon.server.publish(Event.ofFrame(0, new Event.Frame(number, 1_767_268_800_000_001L, "in", "lcp", "02:00:00:00:00:01",
                    "eth1.500.101", "Configure-Request id " + number, List.of("MRU 1492"), Base64.getEncoder().encodeToString(octets))));
            }
            Thread.sleep(20);
        }
        watching.interrupt();
        watching.join();
        assertEquals(AbngCli.OK, status[0]);
        final String line = out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
        assertEquals("2026-01-01T12:00:00.000001Z in  lcp    Configure-Request id 1  02:00:00:00:00:01 eth1.500.101", line);
        assertFalse(out.toString(StandardCharsets.UTF_8).contains("id 2"), "another one's monitor");
        assertTrue(err.toString(StandardCharsets.UTF_8).startsWith("watching "), err.toString(StandardCharsets.UTF_8));
        final ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(capture)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals("a1b2c3d4 2 4 1", Integer.toHexString(file.getInt(0)) + ' ' + file.getShort(4) + ' ' + file.getShort(6) + ' '
            + file.getInt(20));
        assertEquals("1767268800 1 60 60 2", file.getInt(24) + " " + file.getInt(28) + ' ' + file.getInt(32) + ' ' + file.getInt(36) + ' '
            + file.get(40));
        assertEquals(0, (file.capacity() - 24) % 76, "whole frames");
        assertTrue(tcpdump(capture).contains("PPPoE  [ses 0x7] LCP"), tcpdump(capture));
        assertEquals(AbngCli.FAILED, new AbngCli(environment).run("monitor", "session", "1", capture.toString()), "it is not overwritten");
        Files.delete(capture);
        assertEquals(AbngCli.USAGE, new AbngCli(environment).run("monitor", "session"));
    }

    @Test
    void saysHowManyFramesWereMissedWhenAMonitorsTimeIsOver() {
        daemon.monitorMs = 1;
        final CliRun over = CliRun.of(daemon.socket, "monitor", "session", "1");
        assertEquals(AbngCli.OK, over.status());
        assertTrue(over.err().contains("0 frames, 3 frames were dropped"), over.err());
    }

    /** What others make of a capture. */
    private static String tcpdump(final Path capture) throws Exception {
        final Process process = new ProcessBuilder("tcpdump", "-n", "-e", "-r", capture.toString()).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private static String neededFor(final String command) {
        if ("test radius".equals(command)) {
            return " alice";
        }
        if ("set rate".equals(command)) {
            return " --id 1 --down 50mbit --up 10mbit";
        }
        return command.endsWith("session") ? " 1" : "";
    }

    private static String squeezed(final String text) {
        return text.replaceAll(" +", " ");
    }
}
