package io.athenabng.rpc.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.jsonrpc.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What JSON-RPC 2.0 demands, as a table of what is sent and what must come back over a live socket. The cases follow the
 * specification's sections 4 to 7. In expectations, error objects are reduced to their code.
 */
final class JsonRpcConformanceTest {
    private static final String VERSION_RESULT =
        "{\"version\":\"1\",\"java\":\"25\",\"kernel\":\"6.1\",\"architecture\":\"amd64\",\"process_id\":7}";
    private static final String COUNTERS = "{\"counters\":[{\"name\":\"%s.x\",\"value\":3,\"description\":\"counts x\"}]}";
    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = new TestServer();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        assertEquals(List.of(), server.defects);
    }

    static Stream<Arguments> cases() {
        return Stream.of(
            row("request without parameters", req("1", "show.version", null), ok("1", VERSION_RESULT)),
            row("parameters by name", req("2", "show.counters", "{\"prefix\":\"a\"}"), ok("2", COUNTERS.formatted("a"))),
            row("parameters by name in another order", req("3", "show.counters", "{\"non_zero\":true,\"prefix\":\"b\"}"),
                ok("3", COUNTERS.formatted("b"))),
            row("parameters by position", req("4", "show.counters", "[\"c\"]"), ok("4", COUNTERS.formatted("c"))),
            row("empty array of parameters", req("5", "show.version", "[]"), ok("5", VERSION_RESULT)),
            row("id is a string", req("\"x-1\"", "show.version", null), ok("\"x-1\"", VERSION_RESULT)),
            row("id is an empty string", req("\"\"", "show.version", null), ok("\"\"", VERSION_RESULT)),
            row("id is null", req("null", "show.version", null), ok("null", VERSION_RESULT)),
            row("id is negative", req("-5", "show.version", null), ok("-5", VERSION_RESULT)),
            row("id is larger than 64 bits", req("123456789012345678901234567890", "show.version", null),
                ok("123456789012345678901234567890", VERSION_RESULT)),
            row("id with a fraction comes back unchanged", req("1.50", "show.version", null), ok("1.50", VERSION_RESULT)),
            row("id is an object", req("{}", "show.version", null), err("null", -32600)),
            row("id is a boolean", req("true", "show.version", null), err("null", -32600)),
            row("answer from another thread", req("6", "session.clear", "{\"id\":9}"), ok("6", "{\"cleared\":9}")),
            row("unknown method", req("\"1\"", "foobar", null), err("\"1\"", -32601)),
            row("error of the application", req("7", "session.clear", "{\"all\":true}"), err("7", 1007)),
            row("unknown parameter", req("8", "show.counters", "{\"prefx\":\"a\"}"), err("8", -32602)),
            row("wrong type of a parameter", req("9", "show.counters", "{\"prefix\":5}"), err("9", -32602)),
            row("number as text is not converted", req("10", "session.clear", "{\"id\":\"9\"}"), err("10", -32602)),
            row("fraction for an integer", req("11", "session.clear", "{\"id\":9.0}"), err("11", -32602)),
            row("integer beyond 64 bits", req("12", "session.clear", "{\"id\":99999999999999999999}"), err("12", -32602)),
            row("huge exponent", req("12", "session.clear", "{\"id\":1e999999999}"), err("12", -32602)),
            row("too many positional parameters", req("13", "show.counters", "[\"a\",true,1]"), err("13", -32602)),
            row("missing parameter", req("14", "config.validate", "{}"), err("14", -32602)),
            row("broken JSON", "{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]", err("null", -32700)),
            row("words that are no JSON", "show version", err("null", -32700)),
            row("duplicate member", "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":2,\"method\":\"show.version\"}", err("null", -32700)),
            row("no valid request", "{\"jsonrpc\": \"2.0\", \"method\": 1, \"params\": \"bar\"}", err("null", -32600)),
            row("parameters that are neither object nor array", req("15", "show.version", "\"bar\""), err("15", -32600)),
            row("parameters null", req("15", "show.version", "null"), err("15", -32600)),
            row("version missing", "{\"id\":16,\"method\":\"show.version\"}", err("16", -32600)),
            row("version a number", "{\"jsonrpc\":2.0,\"id\":17,\"method\":\"show.version\"}", err("17", -32600)),
            row("version 1.0", "{\"jsonrpc\":\"1.0\",\"id\":18,\"method\":\"show.version\"}", err("18", -32600)),
            row("method missing", "{\"jsonrpc\":\"2.0\",\"id\":19}", err("19", -32600)),
            row("further members are ignored", "{\"jsonrpc\":\"2.0\",\"id\":20,\"method\":\"show.version\",\"more\":[1]}",
                ok("20", VERSION_RESULT)),
            row("a string", "\"show.version\"", err("null", -32600)),
            row("a number", "17", err("null", -32600)),
            row("batch of broken JSON",
                "[{\"jsonrpc\": \"2.0\", \"method\": \"show.version\", \"id\": \"1\"},{\"jsonrpc\": \"2.0\", \"method\"",
                err("null", -32700)),
            row("empty batch", "[]", err("null", -32600)),
            row("batch that is not empty but invalid", "[1]", "[" + err("null", -32600) + "]"),
            row("batch of three invalid members", "[1,2,3]",
                "[" + err("null", -32600) + "," + err("null", -32600) + "," + err("null", -32600) + "]"),
            row("mixed batch", "[" + req("\"1\"", "show.counters", "[\"d\"]") + "," + note("show.counters", "[\"quiet\"]") + ","
                    + req("\"2\"", "session.clear", "{\"id\":4}") + ",{\"foo\":\"boo\"},"
                    + req("\"5\"", "foo.get", "{\"name\":\"x\"}") + ","
                    + req("\"9\"", "show.version", null) + "]",
                "[" + ok("\"1\"", COUNTERS.formatted("d")) + "," + ok("\"2\"", "{\"cleared\":4}") + "," + err("null", -32600) + ","
                    + err("\"5\"", -32601) + "," + ok("\"9\"", VERSION_RESULT) + "]"),
            row("batch in a batch", "[[]]", "[" + err("null", -32600) + "]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void answersAsSpecified(final String name, final String sent, final String expected) throws IOException {
        try (RawPeer peer = new RawPeer(server.socket)) {
            assertEquals(sorted(JsonTree.read(expected)), sorted(reduced(peer.ask(sent))));
            // Whatever was sent, the connection lives on.
            assertEquals(JsonTree.read(ok("99", VERSION_RESULT)), peer.ask(req("99", "show.version", null)));
        }
    }

    static Stream<String> silentCases() {
        return Stream.of(
            note("show.counters", "[\"n1\"]"),
            note("foobar", null),
            note("show.counters", "{\"wrong\":1}"),
            note("session.clear", "{\"id\":3}"),
            "[" + note("show.counters", "[\"n2\"]") + "," + note("session.clear", "[7]") + "]");
    }

    @ParameterizedTest
    @MethodSource("silentCases")
    void answersNothingToNotifications(final String sent) throws IOException {
        try (RawPeer peer = new RawPeer(server.socket)) {
            peer.send(sent + "\n");
            assertEquals(JsonTree.read(ok("99", VERSION_RESULT)), peer.ask(req("99", "show.version", null)));
        }
    }

    @Test
    void runsNotificationsAllTheSame() throws IOException {
        try (RawPeer peer = new RawPeer(server.socket)) {
            peer.send(note("show.counters", "[\"heard\"]") + "\n");
            peer.ask(req("1", "show.version", null));
            assertTrue(server.prefixes.contains("heard"));
        }
    }

    @Test
    void carriesCauseAndRemedyInErrors() throws IOException {
        try (RawPeer peer = new RawPeer(server.socket)) {
            peer.send(req("1", "show.subscriber", null) + "\n");
            final Map<?, ?> error = (Map<?, ?>) peer.answerObject().get("error");
            assertEquals("unknown method 'show.subscriber': did you mean 'show.subscribers'?", error.get("message"));
            assertEquals(Map.of("name", "METHOD_NOT_FOUND", "remedy", "rpc.methods lists the methods"), error.get("data"));
        }
    }

    private static Arguments row(final String name, final String sent, final String expected) {
        return Arguments.of(name, sent, expected);
    }

    private static String req(final String id, final String method, final String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\""
            + (params == null ? "" : ",\"params\":" + params) + "}";
    }

    private static String note(final String method, final String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"" + (params == null ? "" : ",\"params\":" + params) + "}";
    }

    private static String ok(final String id, final String result) {
        return "{\"jsonrpc\":\"2.0\",\"result\":" + result + ",\"id\":" + id + "}";
    }

    private static String err(final String id, final int code) {
        return "{\"jsonrpc\":\"2.0\",\"error\":" + code + ",\"id\":" + id + "}";
    }

    private static Object reduced(final Object answer) {
        if (answer instanceof List<?> list) {
            return list.stream().map(JsonRpcConformanceTest::reduced).toList();
        }
        @SuppressWarnings("unchecked")
        final Map<String, Object> object = (Map<String, Object>) answer;
        if (object.get("error") instanceof Map<?, ?> error) {
            assertTrue(error.get("message") instanceof String text && !text.isBlank(), "a message");
            object.put("error", error.get("code"));
        }
        return object;
    }

    /** Responses of a batch may come in any order. */
    private static Object sorted(final Object answer) {
        if (answer instanceof List<?> list) {
            final List<Object> copy = new ArrayList<>(list);
            copy.sort(Comparator.comparing(String::valueOf));
            return copy;
        }
        return answer;
    }
}
