package io.athenabng.cli;

import io.athenabng.cli.render.ResultRenderer;
import io.athenabng.cli.render.Style;
import io.athenabng.rpc.jsonrpc.JsonTree;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One command as it was typed.
 *
 * @param environment where it runs
 * @param command     which one
 * @param options     parameters of its method that were given as options, by wire name
 * @param operands    positional parameters
 * @param socket      where the daemon listens
 * @param json        whether the raw result is wanted
 * @param style       what the output can do
 * @param timeout     for each call
 */
record Invocation(CliEnvironment environment, CliCommand command, Map<String, Object> options, List<String> operands, Path socket,
                  boolean json, Style style, Duration timeout) {

    /** A connection to the daemon. */
    RpcClient connect() throws RpcException {
        return RpcClient.connect(socket, timeout);
    }

    /** A result for whoever asked: raw for scripts, a view for people. */
    void print(final String method, final Object result) throws IOException {
        if (json) {
            printJson(result);
        } else {
            print(new ResultRenderer(style, System.currentTimeMillis()).render(method, object(result)));
        }
    }

    /** JSON, always in UTF-8. */
    void printJson(final Object value) throws IOException {
        final byte[] bytes = (JsonTree.pretty(value) + "\n").getBytes(StandardCharsets.UTF_8);
        environment.out().write(bytes, 0, bytes.length);
        flush();
    }

    /** Text that has its own line ends. */
    void print(final String text) throws IOException {
        environment.out().print(text);
        flush();
    }

    /** An object of a result; something else becomes an object with one field. */
    @SuppressWarnings("unchecked") // objects of JsonTree have string keys
    static Map<String, Object> object(final Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        final Map<String, Object> wrapped = new LinkedHashMap<>();
        wrapped.put("result", value);
        return wrapped;
    }

    private void flush() throws IOException {
        // A print stream keeps its failures to itself: a full disk or a closed pipe must not look like success.
        if (environment.out().checkError()) {
            throw new IOException("the output cannot be written");
        }
    }
}
