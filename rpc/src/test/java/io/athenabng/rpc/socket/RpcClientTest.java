package io.athenabng.rpc.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.SessionClear;
import io.athenabng.rpc.api.SessionDhcpUp;
import io.athenabng.rpc.api.ShowCounters;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class RpcClientTest {
    @TempDir
    private Path directory;

    @Test
    void callsWithRecordsAndWithTrees() throws Exception {
        try (TestServer server = new TestServer(); RpcClient client = RpcClient.connect(server.socket)) {
            assertEquals(new ShowCounters.Result(List.of(new ShowCounters.Counter("a.x", 3, "counts x"))),
                client.call(RpcCatalogue.SHOW_COUNTERS, new ShowCounters.Params("a", null)));
            assertEquals(Map.of("cleared", 8L), client.callTree("session.clear", Map.of("id", 8)));
            client.notification("show.counters", Map.of("prefix", "told"));
            assertEquals(new SessionClear.Result(9), client.call("session.clear",
                new SessionClear.Params(9L, null, null, null, null, null, null), SessionClear.Result.class));
            assertTrue(server.prefixes.contains("told"));
        }
    }

    @Test
    void carriesTheDaemonsErrors() throws Exception {
        try (TestServer server = new TestServer(); RpcClient client = RpcClient.connect(server.socket)) {
            final RpcException e = assertThrows(RpcException.class, () -> client.callTree("session.clear", null));
            assertEquals(RpcException.Kind.REMOTE, e.kind());
            assertEquals(RpcErrorCode.CONFIRMATION_NEEDED, e.errorCode());
            assertEquals("every session would be ended", e.getMessage());
            assertEquals(RpcErrorCode.CONFIRMATION_NEEDED.remedy(), e.remedy());
            assertEquals(Map.of("cleared", 1L), client.callTree("session.clear", List.of(1)));
        }
    }

    @Test
    void givesUpAfterItsTimeAndIgnoresTheLateAnswer() throws Exception {
        try (TestServer server = new TestServer(); RpcClient client = RpcClient.connect(server.socket, Duration.ofSeconds(5))) {
            final RpcException e = assertThrows(RpcException.class, () -> client.call(RpcCatalogue.SESSION_DHCP_UP,
                new SessionDhcpUp.Params("02:00:00:00:00:01", "10.0.0.2", null, null, 60L)));
            assertEquals(RpcException.Kind.TIMED_OUT, e.kind());
            server.unanswered.getFirst().error(RpcErrorCode.BUSY, "late");
            assertEquals(Map.of("cleared", 2L), client.callTree("session.clear", List.of(2)));
        }
    }

    @Test
    void saysThatTheDaemonDoesNotRun() throws IOException {
        final Path socket = directory.resolve("none.sock");
        final RpcException missing = assertThrows(RpcException.class, () -> RpcClient.connect(socket));
        assertEquals(RpcException.Kind.UNREACHABLE, missing.kind());
        assertEquals("abngd is not running (socket " + socket + " not found)", missing.getMessage());
        assertTrue(missing.remedy().startsWith("start it with systemctl start abngd"));
        try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(socket));
        }
        final RpcException refused = assertThrows(RpcException.class, () -> RpcClient.connect(socket));
        assertEquals("abngd is not running (nobody answers at socket " + socket + ")", refused.getMessage());
    }

    @Test
    void saysThatTheDaemonWentAway() throws Exception {
        final TestServer server = new TestServer();
        try (RpcClient client = RpcClient.connect(server.socket)) {
            client.callTree("show.version", null);
            server.close();
            final RpcException e = assertThrows(RpcException.class, () -> client.callTree("show.version", null));
            assertEquals(RpcException.Kind.UNREACHABLE, e.kind());
        }
    }

    @Test
    void saysThatTheOtherSideIsNoDaemon() throws Exception {
        final Path socket = directory.resolve("odd.sock");
        try (ServerSocketChannel odd = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            odd.bind(UnixDomainSocketAddress.of(socket));
            for (final String answer : List.of("220 mail.example\n", "[]\n", "{\n")) {
                try (RpcClient client = RpcClient.connect(socket); SocketChannel peer = odd.accept()) {
                    peer.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                    final RpcException e = assertThrows(RpcException.class, () -> client.callTree("show.version", null));
                    assertEquals(RpcException.Kind.PROTOCOL, e.kind());
                }
            }
        }
    }
}
