package io.athenabng.rpc.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever bytes arrive: no exception, no endless work, always a message; and what is understood can be bound or is refused. */
final class JsonRpcFuzzTest {
    private static final long SEED = Long.getLong("abng.fuzz.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("abng.fuzz.rounds", 5_000);
    private static final RpcLimits LIMITS = new RpcLimits(4096, 16, 16);
    private static final String[] PIECES = {"{", "}", "[", "]", ":", ",", "\"", "\\", "\\u00", "\\ud800", "null", "true", "1",
        "-", "1e9999999",
        "0.1", "\"jsonrpc\":\"2.0\"",
        "\"id\":", "\"method\":\"show.session\"", "\"params\":", "{\"id\":1}", "[1]", "\n", " ", "\u0000", "é",
        "\"mac\":\"x\"", "9999999999999999999999999999"};

    private final Random random = new Random(SEED);
    private final JsonRpcDecoder decoder = new JsonRpcDecoder(LIMITS);
    private final ParamsBinder binder = new ParamsBinder(LIMITS);
    private final JsonRpcEncoder encoder = new JsonRpcEncoder();
    private int documents;

    @Test
    void survivesRandomBytes() {
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            check(bytes);
        }
    }

    @Test
    void survivesPiecesOfJson() {
        for (int i = 0; i < ROUNDS; i++) {
            final StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(20); n >= 0; n--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            check(text.toString().getBytes(StandardCharsets.UTF_8));
        }
        assertTrue(documents > 0);
    }

    @Test
    void survivesMutatedRequests() {
        final byte[] good = ("[{\"jsonrpc\":\"2.0\",\"id\":\"é\",\"method\":\"show.subscribers\",\"params\":{\"group\":\"a\",\"limit\":5}},"
            + "{\"jsonrpc\":\"2.0\",\"method\":\"events.subscribe\",\"params\":[[\"error\"]]}]").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] bytes = good.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            check(bytes);
        }
    }

    @Test
    void refusesDepthWithoutRecursing() {
        for (final String opener : List.of("[", "{\"a\":", "[{\"a\":")) {
            final byte[] bytes = opener.repeat(100_000).getBytes(StandardCharsets.UTF_8);
            final RpcMessage.Fault fault = assertInstanceOf(RpcMessage.Fault.class, decoder.decode(bytes, 0, bytes.length));
            assertEquals(RpcErrorCode.INVALID_REQUEST, fault.code());
        }
    }

    @Test
    void refusesNumbersThatAreExpensive() {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (final String number : List.of("9".repeat(1000), "1e999999999", "1e99999999999999999999", "-1e-999999999",
                "0." + "1".repeat(90))) {
                final byte[] bytes = ("{\"jsonrpc\":\"2.0\",\"id\":" + number
                    + ",\"method\":\"show.session\",\"params\":{\"id\":"
                    + number + "}}")
                    .getBytes(StandardCharsets.UTF_8);
                check(bytes);
                if (decoder.decode(bytes, 0, bytes.length) instanceof RpcMessage.Request request) {
                    Assertions.assertThrows(ParamsBinder.Misfit.class, () -> binder.bind(RpcCatalogue.SHOW_SESSION, request.params()));
                }
            }
        });
    }

    @Test
    void refusesWhatIsNotUtf8() {
        final byte[][] broken = {{'"', (byte) 0xc0, (byte) 0x80, '"'}, {'"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"'},
            {'[', (byte) 0xff, ']'}, {'"', (byte) 0xf5, (byte) 0x80, (byte) 0x80, (byte) 0x80, '"'}, {'"', (byte) 0xe2, (byte) 0x82, '"'},
            // UTF-16 of "[]": only a parser that guesses would take it.
            {0, '[', 0, ']'}};
        for (final byte[] bytes : broken) {
            final RpcMessage.Fault fault = assertInstanceOf(RpcMessage.Fault.class, decoder.decode(bytes, 0, bytes.length));
            assertEquals(RpcErrorCode.PARSE_ERROR, fault.code());
        }
    }

    private void check(final byte[] bytes) {
        try {
            final JsonFramer framer = new JsonFramer(LIMITS);
            framer.feed(bytes, 0, bytes.length, new JsonFramer.Sink() {
                @Override
                public void onDocument(final byte[] document, final int offset, final int length) {
                    documents++;
                    checkMessage(decoder.decode(document, offset, length));
                }

                @Override
                public void onOversized(final int maxBytes) {
                    assertTrue(bytes.length > maxBytes);
                }
            });
            checkMessage(decoder.decode(bytes, 0, bytes.length));
        } catch (final RuntimeException e) {
            throw new AssertionError("seed " + SEED + ": " + java.util.HexFormat.of().formatHex(bytes), e);
        }
    }

    private void checkMessage(final RpcMessage message) {
        switch (message) {
            case RpcMessage.Batch batch -> batch.members().forEach(this::checkMessage);
            case RpcMessage.Fault fault -> assertNotNull(encoder.single(JsonRpcEncoder.Failure.of(fault)));
            case RpcMessage.Request request -> {
                final RpcMethod<?, ?> method = RpcCatalogue.find(request.method());
                if (method != null) {
                    try {
                        assertNotNull(binder.bind(method, request.params()));
                    } catch (final ParamsBinder.Misfit e) {
                        assertNotNull(e.getMessage());
                        assertNotNull(e.remedy());
                    }
                }
                if (request.id() != null) {
                    assertNotNull(encoder.single(new JsonRpcEncoder.Success(request.id(), "x")));
                }
            }
        }
    }
}
