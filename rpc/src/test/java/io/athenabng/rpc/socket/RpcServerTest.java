package io.athenabng.rpc.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.SessionDhcpUp;
import io.athenabng.rpc.jsonrpc.RpcLimits;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class RpcServerTest {
    private static final String VERSION = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"show.version\"}";
    static final String NEVER = "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"session.dhcp_up\","
        + "\"params\":{\"mac\":\"02:00:00:00:00:01\",\"address\":\"10.0.0.2\",\"lease_seconds\":60}}";

    @TempDir
    private Path directory;

    @Test
    void answersConcatenatedDocumentsAndTheLastWithoutNewline() throws IOException {
        try (TestServer server = new TestServer(); RawPeer peer = new RawPeer(server.socket)) {
            peer.send(VERSION + VERSION + " " + VERSION);
            for (int i = 0; i < 3; i++) {
                assertTrue(peer.line().contains("\"version\":\"1\""));
            }
        }
    }

    @Test
    void answersWhatWasAskedBeforeThePeerClosedItsSide() throws IOException {
        try (TestServer server = new TestServer(); RawPeer peer = new RawPeer(server.socket)) {
            peer.send(VERSION + "\n{\"half\":");
            peer.channel.shutdownOutput();
            assertTrue(peer.line().contains("\"version\":\"1\""));
            assertNull(peer.line());
            await(() -> count(server, RpcStatistics.Counter.HALF_SENT) == 1);
        }
    }

    @Test
    void refusesTooLargeDocumentsAndGoesOn() throws IOException {
        try (TestServer server = new TestServer(o -> o.withLimits(new RpcLimits(1000, 4, 8))); RawPeer peer = new RawPeer(server.socket)) {
            peer.send("{\"x\":\"" + "y".repeat(100_000) + "\"}\n");
            assertEquals(-32600L, code(peer.answerObject()));
            assertTrue(peer.ask(VERSION).toString().contains("version=1"));
            peer.send("[" + String.join(",", List.of(VERSION, VERSION, VERSION, VERSION, VERSION)) + "]\n");
            assertEquals(-32600L, code(peer.answerObject()));
            peer.send("[".repeat(9) + "]".repeat(9) + "\n");
            assertEquals(-32600L, code(peer.answerObject()));
            assertEquals(3, count(server, RpcStatistics.Counter.PROTOCOL_ERRORS));
        }
    }

    @Test
    void dropsPeersThatNeverFinishADocument() throws IOException {
        try (TestServer server = new TestServer(o -> o.withTimeouts(300, 30_000, 30_000)); RawPeer peer = new RawPeer(server.socket);
             RawPeer idle = new RawPeer(server.socket)) {
            peer.send("{\"jsonrpc\":");
            assertNull(peer.line());
            await(() -> count(server, RpcStatistics.Counter.HALF_SENT) == 1);
            // A peer that has nothing to say may stay.
            assertTrue(idle.ask(VERSION).toString().contains("version=1"));
        }
    }

    @Test
    void answersForHandlersThatDoNot() throws IOException {
        try (TestServer server = new TestServer(o -> o.withTimeouts(10_000, 300, 30_000)); RawPeer peer = new RawPeer(server.socket)) {
            peer.send(NEVER.formatted(5) + "\n");
            final Map<String, Object> answer = peer.answerObject();
            assertEquals(-32001L, code(answer));
            assertEquals(5L, answer.get("id"));
            @SuppressWarnings("unchecked")
            final RpcCall<SessionDhcpUp.Params, SessionDhcpUp.Result> late =
                (RpcCall<SessionDhcpUp.Params, SessionDhcpUp.Result>) server.unanswered.getFirst();
            assertEquals(RpcCatalogue.SESSION_DHCP_UP, late.method());
            late.result(new SessionDhcpUp.Result(1, true));
            assertEquals(1, count(server, RpcStatistics.Counter.LATE_ANSWERS));
            // Counted once the answer is off.
            await(() -> count(server, RpcStatistics.Counter.TIMED_OUT) == 1);
            assertTrue(peer.ask(VERSION).toString().contains("version=1"));
        }
    }

    @Test
    void hidesDefectsAndReportsThem() throws IOException {
        try (TestServer server = new TestServer(); RawPeer peer = new RawPeer(server.socket)) {
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"config.validate\",\"params\":[\"throw\"]}\n");
            final String line = peer.line();
            assertTrue(line.contains("-32603"));
            assertFalse(line.contains("defect in a handler"));
            assertEquals("defect in a handler", server.defects.getFirst().getMessage());
        }
    }

    @Test
    void stopsReadingFromAPeerThatDoesNotRead() throws Exception {
        try (TestServer server = new TestServer(o -> o.withCapacity(8, 2, 16)); RawPeer peer = new RawPeer(server.socket)) {
            peer.send(NEVER.formatted(1) + NEVER.formatted(2) + NEVER.formatted(3) + VERSION + "\n");
            await(() -> server.unanswered.size() == 2);
            Thread.sleep(200);
            assertEquals(2, server.unanswered.size());
            server.unanswered.getFirst().error(io.athenabng.rpc.api.RpcErrorCode.BUSY, "busy");
            assertTrue(peer.line().contains("\"busy\""));
            await(() -> server.unanswered.size() == 3);
        }
    }

    @Test
    void closesPeersThatStopReadingLargeAnswers() throws IOException {
        try (TestServer server = new TestServer(o -> o.withTimeouts(10_000, 30_000, 300)); RawPeer peer = new RawPeer(server.socket)) {
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"config.validate\",\"params\":[\"20000000\"]}\n");
            await(() -> count(server, RpcStatistics.Counter.STALLED) == 1 && server.server.connections() == 0);
        }
    }

    @Test
    void deliversLargeAnswersToPeersThatRead() throws IOException {
        try (TestServer server = new TestServer(); RawPeer peer = new RawPeer(server.socket)) {
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"config.validate\",\"params\":[\"5000000\"]}\n");
            assertTrue(peer.line().length() > 5_000_000);
        }
    }

    @Test
    void refusesMoreConnectionsThanAllowed() throws IOException {
        try (TestServer server = new TestServer(o -> o.withCapacity(2, 4, 16)); RawPeer first = new RawPeer(server.socket);
             RawPeer second = new RawPeer(server.socket)) {
            first.ask(VERSION);
            second.ask(VERSION);
            try (RawPeer third = new RawPeer(server.socket)) {
                assertEquals(-32000L, code(third.answerObject()));
                assertNull(third.line());
            }
            first.channel.close();
            await(() -> server.server.connections() == 1);
            try (RawPeer fourth = new RawPeer(server.socket)) {
                assertTrue(fourth.ask(VERSION).toString().contains("version=1"));
            }
            assertEquals(1, count(server, RpcStatistics.Counter.CONNECTIONS_REFUSED));
        }
    }

    @Test
    void setsModesAndLeavesNoSocketBehind() throws IOException {
        final Path socket;
        try (TestServer server = new TestServer()) {
            socket = server.socket;
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
            assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())));
        }
        assertFalse(Files.exists(socket, LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void saysThatAnotherDaemonUsesTheSocket() throws IOException {
        try (TestServer server = new TestServer(); RawPeer peer = new RawPeer(server.socket)) {
            final IOException e = assertThrows(IOException.class, () -> open(server.socket));
            assertTrue(e.getMessage().contains("is in use: another abngd is running"), e.getMessage());
            assertTrue(peer.ask(VERSION).toString().contains("version=1"));
        }
    }

    @Test
    void saysThatAForeignServerUsesTheSocket() throws IOException {
        final Path socket = directory.resolve("foreign.sock");
        try (ServerSocketChannel foreign = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            foreign.bind(UnixDomainSocketAddress.of(socket));
            final IOException e = assertThrows(IOException.class, () -> open(socket));
            assertTrue(e.getMessage().contains("in use"), e.getMessage());
            assertTrue(Files.exists(socket));
        }
    }

    @Test
    void replacesASocketThatACrashLeft() throws IOException {
        final Path socket = directory.resolve("left.sock");
        try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(socket));
        }
        assertTrue(Files.exists(socket));
        try (RpcServer server = open(socket); RawPeer peer = new RawPeer(server.socket())) {
            peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rpc.methods\",\"params\":{\"prefix\":\"show.v\"}}\n");
            assertTrue(peer.line().contains("show.version"));
        }
    }

    @Test
    void leavesForeignFilesAlone() throws IOException {
        final Path file = Files.writeString(directory.resolve("file"), "precious");
        final IOException e = assertThrows(IOException.class, () -> open(file));
        assertTrue(e.getMessage().contains("is no socket"), e.getMessage());
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void saysThatAPathIsTooLong() {
        final IOException e = assertThrows(IOException.class, () -> open(directory.resolve("x".repeat(120))));
        assertTrue(e.getMessage().contains("longer than 100 bytes"), e.getMessage());
    }

    @Test
    void warnsOfAGroupThatDoesNotExist() throws IOException {
        final Path socket = directory.resolve("g.sock");
        try (RpcServer server = RpcServer.start(RpcServerOptions.at(socket, AssertionError::new).withAccess("rw-rw----", "no-such-group-x"),
            new RpcDispatcher())) {
            assertEquals(1, server.warnings().size());
            assertTrue(server.warnings().getFirst().contains("groupadd no-such-group-x"));
        }
    }

    @Test
    void saysWhichMethodsNobodyServes() {
        final List<String> missing = new RpcDispatcher().on(RpcCatalogue.SHOW_VERSION, call -> { }).missing();
        assertTrue(missing.contains("show.status"));
        assertFalse(missing.contains("show.version"));
        assertFalse(missing.contains("events.subscribe"));
    }

    @Test
    void endsConnectionsWhenItCloses() throws IOException {
        final TestServer server = new TestServer();
        try (RawPeer peer = new RawPeer(server.socket)) {
            peer.ask(VERSION);
            server.close();
            assertNull(peer.line());
        }
        assertEquals(List.of(), server.defects);
    }

    private static RpcServer open(final Path socket) throws IOException {
        return RpcServer.start(RpcServerOptions.at(socket, AssertionError::new).withAccess("rw-------", null), new RpcDispatcher());
    }

    private static Object code(final Map<String, Object> answer) {
        return ((Map<?, ?>) answer.get("error")).get("code");
    }

    private static long count(final TestServer server, final RpcStatistics.Counter counter) {
        return server.server.statistics().get(counter);
    }

    static void await(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + 120_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, "waited in vain");

            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }
}
