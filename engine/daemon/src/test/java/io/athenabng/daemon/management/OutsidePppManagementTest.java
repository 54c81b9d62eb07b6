package io.athenabng.daemon.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.testkit.Capabilities;
import io.athenabng.ffi.testkit.Command;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.SessionClear;
import io.athenabng.rpc.api.SessionPppoeDown;
import io.athenabng.rpc.api.SessionPppoeUp;
import io.athenabng.rpc.api.ShowSession;
import io.athenabng.rpc.api.ShowSubscribers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of an outside PPP server through the management socket, by a client and by {@code abng-notify} itself, built from its source. */
class OutsidePppManagementTest {
    private static final Path SOURCE = Path.of(System.getProperty("abng.root"), "engine/dist/src/c/abng-notify.c");
    private static final String MAC = "02:00:00:00:00:77";
    private static final String LINE = "eth1.500.120";
    private static final int PPP0 = 41;
    private static final int CALLS = 20;
    private static final long CALL_NS = 30_000_000L;

    @TempDir
    Path directory;
    private ManagementHarness harness;
    private Path socket;

    @BeforeEach
    void start() throws Exception {
        Capabilities.require(Capabilities.CC);
        Command.run("cc", "-O2", "-Wall", "-Wextra", "-Werror", "-std=c17", "-static", "-o", directory.resolve("abng-notify").toString(),
                SOURCE.toString());
        Files.createSymbolicLink(directory.resolve("ip-up"), directory.resolve("abng-notify"));
        Files.createSymbolicLink(directory.resolve("ip-down"), directory.resolve("abng-notify"));
        socket = directory.resolve("s.sock");
        harness = new ManagementHarness(socket);
        synchronized (harness.engine) {
            harness.kernel.other("ppp0", PPP0);
        }
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    private record Ran(int status, String out, String err) {
    }

    private Ran run(final Map<String, String> environment, final String program, final String... arguments) throws Exception {
        final ProcessBuilder builder = new ProcessBuilder(directory.resolve(program).toString());
        builder.command().addAll(Arrays.asList(arguments));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.redirectError(directory.resolve("err").toFile()).redirectOutput(directory.resolve("out").toFile());
        final Process process = builder.start();
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it ends");
        return new Ran(process.exitValue(), Files.readString(directory.resolve("out")), Files.readString(directory.resolve("err")));
    }

    private static SessionPppoeUp.Params up(final String ifname, final String mac, final String line) {
        return new SessionPppoeUp.Params(ifname, mac, "10.64.0.99", line, "alice", null, null);
    }

    private ShowSession.Session session(final long id) throws Exception {
        return harness.call(RpcCatalogue.SHOW_SESSION, new ShowSession.Params(id, null, null, null, null)).sessions().getFirst();
    }

    @Test
    void aSessionIsReportedShownAndEnded() throws Exception {
        final SessionPppoeUp.Result first = harness.call(RpcCatalogue.SESSION_PPPOE_UP, up("ppp0", MAC, LINE));
        assertTrue(first.created());
        final SessionPppoeUp.Result again = harness.call(RpcCatalogue.SESSION_PPPOE_UP, up("ppp0", MAC, LINE));
        assertEquals(first.sessionId() + " false", again.sessionId() + " " + again.created());
        final ShowSession.Session shown = session(first.sessionId());
        assertEquals("outside-ppp alice eth1.500.120 10.64.0.99 external null", shown.encapsulation() + ' ' + shown.user() + ' '
                + shown.line() + ' ' + shown.address() + ' ' + shown.addressSource() + ' ' + shown.leaseSeconds());
        assertEquals("outside-ppp", harness.call(RpcCatalogue.SHOW_SUBSCRIBERS,
                new ShowSubscribers.Params(null, null, null, null, null, null, null)).subscribers().getFirst().encapsulation());
        harness.refused(RpcErrorCode.REFUSED, RpcCatalogue.SESSION_CLEAR,
                new SessionClear.Params(first.sessionId(), null, null, null, null, null, null));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_PPPOE_DOWN, down("ppp0", "02:00:00:00:00:78", null));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_PPPOE_DOWN, down("ppp1", MAC, null));
        assertEquals(first.sessionId(), harness.call(RpcCatalogue.SESSION_PPPOE_DOWN, down("ppp0", MAC, "Lost-Carrier")).sessionId());
        harness.eventually("its end", () -> harness.store.size() == 0);
        assertEquals(1, harness.pipeline.counters.value("session.ended.lost_carrier"));
    }

    private static SessionPppoeDown.Params down(final String ifname, final String mac, final String cause) {
        return new SessionPppoeDown.Params(ifname, mac, null, null, null, cause);
    }

    @Test
    void badReportsAreRefusedWithTheirReason() throws Exception {
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_PPPOE_UP, up("ppp9", MAC, LINE));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_PPPOE_UP, up("ppp0", MAC, "eth9.1"));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_PPPOE_UP, up("ppp0", MAC, "eth1.7.7"));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_PPPOE_UP, up("an interface", MAC, LINE));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_PPPOE_UP, up("ppp0123456789012", MAC, LINE));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_PPPOE_UP, up("ppp0", "nobody", LINE));
        harness.refused(RpcErrorCode.REFUSED, RpcCatalogue.SESSION_PPPOE_UP, up("ppp0", "01:00:00:00:00:77", LINE));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_PPPOE_UP,
                new SessionPppoeUp.Params("ppp0", MAC, "10.64.0.99", LINE, null, "fast", null));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_PPPOE_DOWN, down("ppp0", MAC, "Boredom"));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_PPPOE_DOWN,
                new SessionPppoeDown.Params("ppp0", null, null, -1L, null, null));
        assertEquals(0, harness.store.size());
    }

    @Test
    void theHooksOfPppdReportASession() throws Exception {
        final Map<String, String> environment = Map.of("PEERNAME", "alice", "MACREMOTE", MAC, "ABNG_SOCKET", socket.toString(),
                "BYTES_RCVD", "4711", "BYTES_SENT", "0815");
        final String[] arguments = {"ppp0", "eth1.500.120", "0", "10.64.0.1", "10.64.0.99", LINE};
        final Ran first = run(environment, "ip-up", arguments);
        assertEquals(0, first.status, first.err);
        assertTrue(first.out.contains("\"created\":true"), first.out);
        assertEquals("alice", harness.call(RpcCatalogue.SHOW_SUBSCRIBERS,
                new ShowSubscribers.Params(null, null, null, null, null, null, null)).subscribers().getFirst().user());
        final Ran last = run(environment, "ip-down", arguments);
        assertEquals(0, last.status, last.err);
        harness.eventually("its end", () -> harness.store.size() == 0);
        final Ran again = run(environment, "ip-down", arguments);
        assertEquals(1, again.status);
        assertTrue(again.err.contains("no session of an outside PPP server is on ppp0"), again.err);
    }

    /** Debian's pppoe-server says of a session only to pppd's terminal program where it is and whose. */
    @Test
    void whatPppoeServerKnowsIsReadFromItsPppd() throws Exception {
        final Process pppd = new ProcessBuilder("sh", "-c", "sleep 30; :", "pty",
                "/usr/sbin/pppoe -n -I " + LINE + " -e 7:" + MAC + " -S ''", "file", "options").start();
        try {
            final Map<String, String> environment = Map.of("PPPD_PID", Long.toString(pppd.pid()), "ABNG_SOCKET", socket.toString());
            final Ran ran = run(environment, "ip-up", "ppp0", "/dev/pts/0", "0", "10.64.0.1", "10.64.0.99");
            assertEquals(0, ran.status, ran.err);
            final ShowSubscribers.Subscriber shown = harness.call(RpcCatalogue.SHOW_SUBSCRIBERS,
                    new ShowSubscribers.Params(null, null, null, null, null, null, null)).subscribers().getFirst();
            assertEquals(MAC + ' ' + LINE, shown.mac() + ' ' + shown.line());
        } finally {
            pppd.descendants().forEach(ProcessHandle::destroyForcibly);
            pppd.destroyForcibly().waitFor();
        }
    }

    @Test
    void aCallTakesLittleTime() throws Exception {
        final Map<String, String> environment = Map.of("ABNG_SOCKET", socket.toString(), "MACREMOTE", MAC);
        final long[] took = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            final long beganNs = System.nanoTime();
            assertEquals(0, run(environment, "abng-notify", "up", "ppp0", "", "0", "10.64.0.1", "10.64.0.99", LINE).status);
            took[i] = System.nanoTime() - beganNs;
        }
        Arrays.sort(took);
        assertTrue(took[0] < CALL_NS, () -> "the shortest of " + CALLS + " calls took " + took[0] / 1_000 + " µs");
    }

    @Test
    void whatIsMissingIsNamed() throws Exception {
        assertEquals(2, run(Map.of(), "abng-notify").status);
        final Ran noMac = run(Map.of(), "ip-up", "ppp0", "x", "0", "10.64.0.1", "10.64.0.99", LINE);
        assertEquals(2, noMac.status);
        assertTrue(noMac.err.contains("--mac"), noMac.err);
        final Ran noOption = run(Map.of(), "abng-notify", "--speed", "9", "up", "ppp0");
        assertEquals(2, noOption.status);
        final Ran nobody = run(Map.of(), "abng-notify", "--socket", directory.resolve("none").toString(), "--wait", "0.3", "call",
                "show.version");
        assertEquals(3, nobody.status);
        assertTrue(nobody.err.contains("is abngd running?"), nobody.err);
        final Ran tooLong = run(Map.of(), "abng-notify", "--user", "u".repeat(20_000), "--mac", MAC, "--line", LINE, "up", "ppp0", "", "",
                "", "10.64.0.99");
        assertEquals(2, tooLong.status);
    }

    @Test
    void anyOctetsOfANameArriveAsAName() throws Exception {
        final Ran ran = run(Map.of("ABNG_SOCKET", socket.toString()), "abng-notify", "--mac", MAC, "--user", "a\"b\\c\u0001dé€", "up",
                "ppp0", "", "", "", "10.64.0.99", LINE);
        assertEquals(0, ran.status, ran.err);
        assertEquals("a\"b\\c\u0001dé€", harness.call(RpcCatalogue.SHOW_SUBSCRIBERS,
                new ShowSubscribers.Params(null, null, null, null, null, null, null)).subscribers().getFirst().user());
    }

    /** A gateway that is busy at first, and answers then; and one that hangs up. */
    @Test
    void itTriesAgainWhileTheGatewayIsBusy() throws Exception {
        final Path other = directory.resolve("other.sock");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(other));
            final List<String> answers = List.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\"busy\"}}\n", "",
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"session_id\":1,\"created\":true}}\n");
            final Thread gateway = Thread.ofVirtual().start(() -> answers.forEach(answer -> serve(server, answer)));
            final Ran ran = run(Map.of(), "abng-notify", "--socket", other.toString(), "--mac", MAC, "up", "ppp0", "", "", "", "10.64.0.99",
                    LINE);
            assertEquals(0, ran.status, ran.err);
            gateway.join();
            final Thread rubbish = Thread.ofVirtual().start(() -> serve(server, "SSH-2.0 good day\n"));
            assertEquals(3, run(Map.of(), "abng-notify", "--socket", other.toString(), "call", "show.version").status);
            rubbish.join();
            final Thread silent = Thread.ofVirtual().start(() -> serve(server, ""));
            final Ran once = run(Map.of(), "abng-notify", "--socket", other.toString(), "call", "session.clear", "{\"id\":1}");
            assertEquals(3, once.status);
            assertFalse(once.err.isEmpty());
            silent.join();
        }
    }

    private static void serve(final ServerSocketChannel server, final String answer) {
        try (SocketChannel client = server.accept();
                BufferedReader reader = new BufferedReader(
                        new InputStreamReader(Channels.newInputStream(client), StandardCharsets.UTF_8))) {
            assertTrue(reader.readLine().startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":"));
            client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (final IOException exception) {
            throw new IllegalStateException(exception);
        }
    }
}
