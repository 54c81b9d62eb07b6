package io.athenabng.rpc.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Peers that send anything, in pieces, and hang up when they like: the server serves the next one, and reports no defect. */
@Timeout(600)
final class RpcServerFuzzTest {
    private static final long SEED = Long.getLong("abng.fuzz.seed", System.nanoTime());
    private static final int PEERS = Integer.getInteger("abng.fuzz.peers", 300);
    private static final String VERSION = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"show.version\"}";
    private static final String[] PIECES = {VERSION, "[" + VERSION + "," + VERSION + "]", "[" + VERSION, "{\"jsonrpc\":\"2.0\",\"id\":",
        "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"events.subscribe\"}", "[[[[[[[[[[", "\"", "\n", "]", "}", "\\", "\u0000",
        "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"session.clear\",\"params\":[5]}", "null", "x".repeat(5000)};

    @Test
    void outlivesEveryPeer() throws IOException {
        final Random random = new Random(SEED);
        try (TestServer server = new TestServer(); RawPeer witness = new RawPeer(server.socket)) {
            for (int i = 0; i < PEERS; i++) {
                try (RawPeer peer = new RawPeer(server.socket)) {
                    peer.channel.configureBlocking(false);
                    for (int n = random.nextInt(30); n >= 0; n--) {
                        peer.channel.write(ByteBuffer.wrap(piece(random)));
                    }
                    if (random.nextBoolean()) {
                        peer.channel.shutdownOutput();
                    }
                } catch (final IOException e) {
                    assertTrue(e.getMessage().contains("pipe") || e.getMessage().contains("reset"), "seed " + SEED + ": " + e);
                }
                if (i % 10 == 0) {
                    assertTrue(witness.ask(VERSION).toString().contains("version=1"), "seed " + SEED);
                }
            }
            RpcServerTest.await(() -> server.server.connections() == 1);
            assertEquals(List.of(), server.defects, "seed " + SEED);
            assertTrue(server.server.statistics().get(RpcStatistics.Counter.PROTOCOL_ERRORS) > 0);
            assertTrue(server.server.statistics().get(RpcStatistics.Counter.HALF_SENT) > 0);
        }
    }

    private static byte[] piece(final Random random) {
        if (random.nextInt(4) == 0) {
            final byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            return bytes;
        }
        return PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
    }
}
