package io.athenabng.rpc.socket;

import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.jsonrpc.JsonTree;
import io.athenabng.rpc.jsonrpc.RecordTrees;
import java.io.Closeable;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A client of the management socket. It has no thread of its own: answers and events are read, and callbacks run, on the
 * thread that is inside {@link #call} or {@link #receive}. Not thread-safe; one owner at a time. A callback may not use
 * the client.
 * <p>
 * {@link #callTree} works on plain maps and lists and loads no databind; the typed calls do.
 */
public final class RpcClient implements Closeable {
    /** How long a call may take if nothing else is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(35);
    private static final int READ_BYTES = 64 * 1024;
    private static final int MAX_LINE_BYTES = 512 * 1024 * 1024;

    private final Path socket;
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;
    private final long timeoutNs;
    private final ByteBuffer input = ByteBuffer.allocate(READ_BYTES);
    private final Map<Long, Consumer<Map<String, Object>>> subscriptions = new LinkedHashMap<>();
    private final ArrayDeque<Map<String, Object>> waitingEvents = new ArrayDeque<>();
    private byte[] line = new byte[READ_BYTES];
    private int lineLength;
    private long lastId;

    private RpcClient(final Path socket, final SocketChannel channel, final Selector selector, final SelectionKey key,
                      final Duration timeout) {
        this.socket = socket;
        this.channel = channel;
        this.selector = selector;
        this.key = key;
        this.timeoutNs = timeout.toNanos();
        this.input.flip();
    }

    /** Connects, with the default time-out for calls. */
    public static RpcClient connect(final Path socket) throws RpcException {
        return connect(socket, DEFAULT_TIMEOUT);
    }

    /** Connects; {@code timeout} is for each call. */
    public static RpcClient connect(final Path socket, final Duration timeout) throws RpcException {
        SocketChannel channel = null;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            channel.configureBlocking(false);
            final Selector selector = Selector.open();
            return new RpcClient(socket, channel, selector, channel.register(selector, SelectionKey.OP_READ), timeout);
        } catch (final IOException e) {
            closeQuietly(channel, e);
            throw cannotConnect(socket, e);
        }
    }

    /**
     * Calls a method of the catalogue.
     *
     * @throws RpcException if there is no result
     */
    public <P extends Record, R extends Record> R call(final RpcMethod<P, R> method, final P params) throws RpcException {
        return call(method.name(), params, method.result());
    }

    /**
     * Calls any method.
     *
     * @param params a record or null
     * @throws RpcException if there is no result
     */
    public <T> T call(final String method, final Record params, final Class<T> result) throws RpcException {
        final Object tree = callTree(method, params == null ? null : RecordTrees.toTree(params));
        try {
            return RecordTrees.toRecord(tree, result);
        } catch (final IllegalArgumentException e) {
            throw RpcException.protocol("the result of " + method + " is not what the catalogue says", e);
        }
    }

    /**
     * Calls any method with plain values, as {@link JsonTree} has them.
     *
     * @param params a map, a list, or null
     * @throws RpcException if there is no result
     */
    public Object callTree(final String method, final Object params) throws RpcException {
        final long id = ++lastId;
        final Map<String, Object> request = request(method, params);
        request.put("id", id);
        final long deadlineNs = System.nanoTime() + timeoutNs;
        write(request, deadlineNs);
        while (true) {
            final Map<String, Object> message = nextMessage(deadlineNs);
            if (message == null) {
                throw new RpcException(RpcException.Kind.TIMED_OUT, 0,
                    "abngd did not answer " + method + " in " + timeoutNs / 1_000_000_000 + " s", "look at its log, or wait longer", null);
            }
            if (message.containsKey("method")) {
                waitingEvents.add(message);
            } else if (message.get("id") == null && message.containsKey("error") || Long.valueOf(id).equals(message.get("id"))) {
                return result(message);
            }
            // Any other id answers a call that timed out before.
        }
    }

    /** Sends a notification: there will be no answer, not even an error. */
    public void notification(final String method, final Object params) throws RpcException {
        write(request(method, params), System.nanoTime() + timeoutNs);
    }

    /**
     * Subscribes to events; {@link #receive} delivers them.
     *
     * @return the subscription's number
     */
    public long subscribe(final EventsSubscribe.Params params, final Consumer<Event> callback) throws RpcException {
        return subscribeTree(RecordTrees.toTree(params), tree -> callback.accept(RecordTrees.toRecord(tree, Event.class)));
    }

    /** Like {@link #subscribe}, with plain values. */
    public long subscribeTree(final Map<String, Object> params, final Consumer<Map<String, Object>> callback) throws RpcException {
        final Object result = callTree(RpcCatalogue.EVENTS_SUBSCRIBE.name(), params);
        if (result instanceof Map<?, ?> map && map.get("subscription") instanceof Long number) {
            subscriptions.put(number, callback);
            return number;
        }
        throw RpcException.protocol("the answer to events.subscribe has no number", null);
    }

    /** Ends a subscription. */
    public void unsubscribe(final long subscription) throws RpcException {
        callTree(RpcCatalogue.EVENTS_UNSUBSCRIBE.name(), Map.of("subscription", subscription));
        subscriptions.remove(subscription);
    }

    /**
     * Waits for an event and hands it, and those that are there already, to the callbacks.
     *
     * @return how many were delivered; 0 after the time is over
     */
    public int receive(final Duration timeout) throws RpcException {
        final long deadlineNs = System.nanoTime() + timeout.toNanos();
        if (waitingEvents.isEmpty()) {
            final Map<String, Object> message = nextMessage(deadlineNs);
            if (message != null && message.containsKey("method")) {
                waitingEvents.add(message);
            }
        }
        int delivered = 0;
        for (Map<String, Object> message = waitingEvents.poll(); message != null; message = waitingEvents.poll()) {
            if (message.get("params") instanceof Map<?, ?> params && params.get("subscription") instanceof Long number
                && subscriptions.containsKey(number)) {
                @SuppressWarnings("unchecked") // objects of JsonTree have string keys
                final Map<String, Object> event = (Map<String, Object>) params;
                subscriptions.get(number).accept(event);
                delivered++;
            }
        }
        return delivered;
    }

    @Override
    public void close() throws IOException {
        try (selector) {
            channel.close();
        }
    }

    private static Map<String, Object> request(final String method, final Object params) {
        final Map<String, Object> request = new LinkedHashMap<>();
        request.put("jsonrpc", "2.0");
        request.put("method", method);
        if (params != null) {
            request.put("params", params);
        }
        return request;
    }

    private static Object result(final Map<String, Object> message) throws RpcException {
        if (message.get("error") instanceof Map<?, ?> error) {
            final int code = error.get("code") instanceof Number number ? number.intValue() : 0;
            final Object remedy = error.get("data") instanceof Map<?, ?> data ? data.get("remedy") : null;
            throw RpcException.remote(code, String.valueOf(error.get("message")), remedy == null ? "" : remedy.toString());
        }
        return message.get("result");
    }

    private void write(final Map<String, Object> message, final long deadlineNs) throws RpcException {
        try {
            final byte[] json = JsonTree.write(message);
            final ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(json, json.length + 1));
            bytes.array()[json.length] = '\n';
            while (bytes.hasRemaining()) {
                if (channel.write(bytes) == 0 && !await(SelectionKey.OP_WRITE, deadlineNs)) {
                    throw new RpcException(RpcException.Kind.TIMED_OUT, 0, "abngd does not read its socket", "look at its log", null);
                }
            }
        } catch (final IOException e) {
            throw broken(e);
        }
    }

    /** The next message, or null when the time is over. */
    private Map<String, Object> nextMessage(final long deadlineNs) throws RpcException {
        try {
            while (true) {
                while (input.hasRemaining()) {
                    if (takeLine()) {
                        return message();
                    }
                }
                input.clear();
                final int count = channel.read(input);
                input.flip();
                if (count < 0) {
                    throw RpcException.unreachable("abngd closed the connection", "is it being stopped? systemctl status abngd", null);
                }
                if (count == 0 && !await(SelectionKey.OP_READ, deadlineNs)) {
                    return null;
                }
            }
        } catch (final IOException e) {
            throw broken(e);
        }
    }

    /** Moves bytes up to the end of a line from the input into the line; true if the end was there. */
    private boolean takeLine() throws RpcException {
        final byte[] bytes = input.array();
        final int start = input.position();
        int end = start;
        while (end < input.limit() && bytes[end] != '\n') {
            end++;
        }
        final int count = end - start;
        if (lineLength + count > MAX_LINE_BYTES) {
            throw RpcException.protocol("an answer of more than " + MAX_LINE_BYTES + " bytes", null);
        }
        if (lineLength + count > line.length) {
            line = Arrays.copyOf(line, Math.max(lineLength + count, line.length * 2));
        }
        System.arraycopy(bytes, start, line, lineLength, count);
        lineLength += count;
        final boolean complete = end < input.limit();
        input.position(complete ? end + 1 : end);
        return complete;
    }

    private Map<String, Object> message() throws RpcException {
        final int length = lineLength;
        lineLength = 0;
        try {
            if (JsonTree.read(line, 0, length) instanceof Map<?, ?> map) {
                @SuppressWarnings("unchecked") // objects of JsonTree have string keys
                final Map<String, Object> message = (Map<String, Object>) map;
                return message;
            }
        } catch (final IOException e) {
            throw RpcException.protocol("an answer that is no JSON: " + e.getMessage(), e);
        }
        throw RpcException.protocol("an answer that is no object", null);
    }

    private boolean await(final int operation, final long deadlineNs) throws IOException {
        final long remainingMs = (deadlineNs - System.nanoTime() + 999_999) / 1_000_000;
        if (remainingMs <= 0) {
            return false;
        }
        key.interestOps(operation);
        selector.select(remainingMs);
        selector.selectedKeys().clear();
        if (Thread.currentThread().isInterrupted()) {
            throw new IOException("interrupted");
        }
        return true;
    }

    private RpcException broken(final IOException e) {
        return RpcException.unreachable("the connection to abngd at " + socket + " broke: " + e.getMessage(),
            "is it being stopped? systemctl status abngd", e);
    }

    private static RpcException cannotConnect(final Path socket, final IOException e) {
        if (Files.notExists(socket)) {
            return RpcException.unreachable("abngd is not running (socket " + socket + " not found)",
                "start it with systemctl start abngd, or name its socket with --socket", e);
        }
        final String reason = String.valueOf(e.getMessage());
        if (reason.contains("refused")) {
            return RpcException.unreachable("abngd is not running (nobody answers at socket " + socket + ")",
                "start it with systemctl start abngd", e);
        }
        if (reason.contains("ermission")) {
            return RpcException.unreachable("no permission to use the socket " + socket,
                "become a member of its group (usermod -aG abng USER, then log in again), or use root", e);
        }
        return RpcException.unreachable("cannot connect to the socket " + socket + ": " + reason, "look at systemctl status abngd", e);
    }

    private static void closeQuietly(final SocketChannel channel, final IOException first) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (final IOException e) {
            first.addSuppressed(e);
        }
    }
}
