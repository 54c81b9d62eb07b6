package io.athenabng.rpc.jsonrpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonFramerTest {
    private static final RpcLimits SMALL = new RpcLimits(64, 10, 4);

    static Stream<Arguments> streams() {
        return Stream.of(
            Arguments.of("{\"a\":1}\n", List.of("{\"a\":1}")),
            Arguments.of("{\"a\":1}", List.of("{\"a\":1}")),
            Arguments.of("{}{}[]\n{}", List.of("{}", "{}", "[]", "{}")),
            Arguments.of("{} {}\r\n \t{}", List.of("{}", "{}", "{}")),
            Arguments.of("{\"a\":\"}]\\\"{\"}[1]", List.of("{\"a\":\"}]\\\"{\"}", "[1]")),
            Arguments.of("{\"a\":\"\\\\\"}{}", List.of("{\"a\":\"\\\\\"}", "{}")),
            Arguments.of("\n\n\r\n", List.of()),
            Arguments.of("hello {}\n{}", List.of("hello {}", "{}")),
            Arguments.of("{\"a\n{}", List.of("{\"a", "{}")),
            Arguments.of("{\"a\":]} {}\n[2]", List.of("{\"a\":]} {}", "[2]")),
            Arguments.of("}\n[2]", List.of("}", "[2]")),
            Arguments.of("[[[[[1]]]]]\n[3]", List.of("[[[[[1]]]]]", "[3]")),
            Arguments.of("[[[[[[[1]]]]]]]\n[4]", List.of("[[[[[[[1]]]]]]]", "[4]")),
            Arguments.of("\"{\"\n{}", List.of("\"{\"", "{}")),
            Arguments.of("17 18\n", List.of("17 18")),
            Arguments.of("x".repeat(65) + "{}\n{}", List.of("oversized", "{}")),
            Arguments.of("[" + " ".repeat(62) + "]", List.of("[" + " ".repeat(62) + "]")),
            Arguments.of("[" + " ".repeat(63) + "]\n[5]", List.of("oversized", "[5]")));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void cutsTheStreamTheSameHoweverItArrives(final String stream, final List<String> documents) {
        final byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int step = 1; step <= bytes.length; step++) {
            final JsonFramer framer = new JsonFramer(SMALL);
            final List<String> found = new ArrayList<>();
            for (int offset = 0; offset < bytes.length; offset += step) {
                framer.feed(bytes, offset, Math.min(step, bytes.length - offset), collect(found));
            }
            assertEquals(documents, found, "in steps of " + step);
            assertFalse(framer.isPartial());
        }
    }

    @Test
    void knowsThatADocumentIsHalfThere() {
        final JsonFramer framer = new JsonFramer(SMALL);
        final List<String> found = new ArrayList<>();
        final byte[] bytes = "{\"a\":".getBytes(StandardCharsets.UTF_8);
        framer.feed(bytes, 0, bytes.length, collect(found));
        assertTrue(framer.isPartial());
        assertEquals(List.of(), found);
    }

    static JsonFramer.Sink collect(final List<String> found) {
        return new JsonFramer.Sink() {
            @Override
            public void onDocument(final byte[] bytes, final int offset, final int length) {
                found.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            }

            @Override
            public void onOversized(final int maxBytes) {
                found.add("oversized");
            }
        };
    }
}
