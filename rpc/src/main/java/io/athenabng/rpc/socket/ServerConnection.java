package io.athenabng.rpc.socket;

import com.fasterxml.jackson.databind.node.NullNode;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventType;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.api.EventsUnsubscribe;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.Suggestions;
import io.athenabng.rpc.jsonrpc.JsonFramer;
import io.athenabng.rpc.jsonrpc.JsonRpcDecoder;
import io.athenabng.rpc.jsonrpc.JsonRpcEncoder;
import io.athenabng.rpc.jsonrpc.ParamsBinder;
import io.athenabng.rpc.jsonrpc.RpcMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.net.ExtendedSocketOptions;

/**
 * One peer. A virtual thread reads documents and hands out calls; {@link ConnectionWriter} writes on another. A permit is
 * taken for each document and given back when its answer is written: a peer that asks without reading is not read from.
 */
final class ServerConnection implements JsonFramer.Sink {
    private static final int READ_BYTES = 16 * 1024;

    private final RpcServer server;
    private final SocketChannel channel;
    private final String peer;
    private final JsonFramer framer;
    private final JsonRpcDecoder decoder;
    private final ConnectionWriter writer;
    private final Semaphore permits;
    private final Set<RpcCall<?, ?>> pending = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread reader = Thread.ofVirtual().name("abng-rpc-read").unstarted(this::readLoop);
    /** When the document that is arriving began; 0 if none is, or if the reader waits for something else. */
    private volatile long partialSinceNs;

    ServerConnection(final RpcServer server, final SocketChannel channel) {
        this.server = server;
        this.channel = channel;
        this.peer = peerOf(channel);
        this.framer = new JsonFramer(server.options().limits());
        this.decoder = new JsonRpcDecoder(server.options().limits());
        this.permits = new Semaphore(server.options().maxPendingCalls());
        this.writer = new ConnectionWriter(this, channel, server.options(), server.encoder(), server.statistics());
    }

    /** Whether the server answers the method without the handler. */
    static boolean answersItself(final RpcMethod<?, ?> method) {
        return method == RpcCatalogue.EVENTS_SUBSCRIBE || method == RpcCatalogue.EVENTS_UNSUBSCRIBE || method == RpcCatalogue.RPC_METHODS;
    }

    void start() {
        reader.start();
        writer.start();
    }

    String peer() {
        return peer;
    }

    RpcStatistics statistics() {
        return server.statistics();
    }

    void publish(final Event event) {
        writer.publish(event);
    }

    void send(final Exchange exchange) {
        writer.send(exchange);
    }

    void onSent() {
        permits.release();
    }

    void onAnswered(final RpcCall<?, ?> call) {
        pending.remove(call);
    }

    void onDefect(final Throwable defect) {
        server.options().errors().accept(defect);
    }

    /** Looks whether the peer, or a handler, keeps others waiting. */
    void sweep(final long nowNs) {
        final long since = partialSinceNs;
        if (since != 0 && nowNs - since > server.options().requestTimeoutMs() * 1_000_000) {
            close();
        }
        if (writer.isStalled(nowNs)) {
            statistics().increment(RpcStatistics.Counter.STALLED);
            close();
        }
        for (final RpcCall<?, ?> call : pending) {
            if (call.expire(nowNs, server.options().callTimeoutMs() * 1_000_000)) {
                statistics().increment(RpcStatistics.Counter.TIMED_OUT);
            }
        }
    }

    void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        server.onClosed(this);
        try {
            channel.close();
        } catch (final IOException e) {
            onDefect(e);
        }
        reader.interrupt();
        writer.stop();
    }

    private void readLoop() {
        final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
        long partialDocument = -1;
        long since = 0;
        try {
            while (true) {
                if (!framer.isPartial()) {
                    since = 0;
                } else if (framer.documents() != partialDocument || since == 0) {
                    partialDocument = framer.documents();
                    since = System.nanoTime() | 1;
                }
                partialSinceNs = since;
                buffer.clear();
                final int count = channel.read(buffer);
                partialSinceNs = 0;
                if (count < 0) {
                    break;
                }
                framer.feed(buffer.array(), 0, count, this);
            }
            finish();
        } catch (final IOException | Interrupted e) {
            // The connection is gone, or this side closed it: counted below, and the peer cannot be told.
            partialSinceNs = 0;
        } catch (final RuntimeException e) {
            onDefect(e);
        } finally {
            if (framer.isPartial()) {
                statistics().increment(RpcStatistics.Counter.HALF_SENT);
            }
            close();
        }
    }

    /** The peer sends no more: what it asked is still answered. */
    private void finish() {
        acquire(server.options().maxPendingCalls());
    }

    /** Ends the reader from inside the framer when the connection is closed while it waits for a permit. */
    private static final class Interrupted extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Interrupted() {
            super(null, null, false, false);
        }
    }

    private void acquire(final int count) {
        try {
            permits.acquire(count);
        } catch (final InterruptedException e) {
            throw new Interrupted();
        }
    }

    @Override
    public void onOversized(final int maxBytes) {
        acquire(1);
        answer(new Exchange(this, false, 1), 0, JsonRpcDecoder.oversized(maxBytes));
    }

    @Override
    public void onDocument(final byte[] bytes, final int offset, final int length) {
        acquire(1);
        switch (decoder.decode(bytes, offset, length)) {
            case RpcMessage.Batch batch -> {
                final List<RpcMessage.Member> members = batch.members();
                final Exchange exchange = new Exchange(this, true, members.size());
                for (int i = 0; i < members.size(); i++) {
                    answer(exchange, i, members.get(i));
                }
            }
            case RpcMessage.Member member -> answer(new Exchange(this, false, 1), 0, member);
        }
    }

    private void answer(final Exchange exchange, final int index, final RpcMessage.Member member) {
        switch (member) {
            case RpcMessage.Fault fault -> {
                statistics().increment(RpcStatistics.Counter.PROTOCOL_ERRORS);
                exchange.complete(index, JsonRpcEncoder.Failure.of(fault));
            }
            case RpcMessage.Request request -> {
                statistics().increment(RpcStatistics.Counter.CALLS);
                final RpcMethod<?, ?> method = RpcCatalogue.find(request.method());
                if (method == null) {
                    exchange.complete(index, unknownMethod(request));
                } else {
                    call(exchange, index, method, request);
                }
            }
        }
    }

    private static JsonRpcEncoder.Failure unknownMethod(final RpcMessage.Request request) {
        if (request.isNotification()) {
            return null;
        }
        final String name = request.method().length() > 64 ? request.method().substring(0, 64) + "…" : request.method();
        final String nearest = Suggestions.nearest(name, RpcCatalogue.methods().stream().map(RpcMethod::name).toList());
        return new JsonRpcEncoder.Failure(request.id(), RpcErrorCode.METHOD_NOT_FOUND,
            "unknown method '" + name + "'" + (nearest == null ? "" : ": did you mean '" + nearest + "'?"),
            RpcErrorCode.METHOD_NOT_FOUND.remedy());
    }

    private <P extends Record, R extends Record> void call(
        final Exchange exchange, final int index, final RpcMethod<P, R> method, final RpcMessage.Request request) {
        final P params;
        try {
            params = server.binder().bind(method, request.params());
        } catch (final ParamsBinder.Misfit e) {
            exchange.complete(index, request.isNotification() ? null
                : new JsonRpcEncoder.Failure(request.id(), RpcErrorCode.INVALID_PARAMS, e.getMessage(), e.remedy()));
            return;
        }
        final RpcCall<P, R> call = new RpcCall<>(method, params, request.id(), this, exchange, index);
        pending.add(call);
        try {
            if (server.isClosed()) {
                call.error(RpcErrorCode.STOPPING, "the daemon is stopping");
            } else if (answersItself(method)) {
                answerItself(call);
            } else {
                server.handler().handle(call);
            }
        } catch (final RuntimeException e) {
            onDefect(e);
            call.error(RpcErrorCode.INTERNAL_ERROR, method.name() + " failed: the daemon's error log has the details");
        }
    }

    private void answerItself(final RpcCall<?, ?> call) {
        switch (call.params()) {
            case EventsSubscribe.Params params -> subscribe(BuiltIn.typed(RpcCatalogue.EVENTS_SUBSCRIBE, call), params);
            case EventsUnsubscribe.Params params -> unsubscribe(BuiltIn.typed(RpcCatalogue.EVENTS_UNSUBSCRIBE, call), params);
            default -> BuiltIn.describeMethods(BuiltIn.typed(RpcCatalogue.RPC_METHODS, call));
        }
    }

    private void subscribe(final RpcCall<EventsSubscribe.Params, EventsSubscribe.Result> call, final EventsSubscribe.Params params) {
        final Set<String> types = BuiltIn.eventTypes(call, params.types());
        if (types == null) {
            return;
        }
        final Subscription subscription = writer.subscribe(types, params.group());
        if (subscription == null) {
            call.error(RpcErrorCode.REFUSED, "this connection has " + server.options().maxSubscriptions() + " subscriptions already",
                "end one with events.unsubscribe, or open another connection");
            return;
        }
        // In one step with the queueing of the answer: no event overtakes it, and none that comes after it is missed.
        call.activates(subscription);
        call.result(new EventsSubscribe.Result(subscription.number, List.copyOf(types)));
    }

    private void unsubscribe(final RpcCall<EventsUnsubscribe.Params, EventsUnsubscribe.Result> call,
                             final EventsUnsubscribe.Params params) {
        final Subscription ended = writer.unsubscribe(params.subscription());
        if (ended == null) {
            call.error(RpcErrorCode.NOT_FOUND, "this connection has no subscription " + params.subscription(),
                "events.subscribe returned its number");
        } else {
            call.result(new EventsUnsubscribe.Result(ended.delivered, ended.dropped));
        }
    }

    private static String peerOf(final SocketChannel channel) {
        try {
            final var principal = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
            return principal.user().getName() + ":" + principal.group().getName();
        } catch (final IOException | UnsupportedOperationException e) {
            // Only used to say who asked; the socket's mode is what protects it.
            return "unknown";
        }
    }

    static JsonRpcEncoder.Failure unencodable() {
        return new JsonRpcEncoder.Failure(NullNode.getInstance(), RpcErrorCode.INTERNAL_ERROR,
            "the result could not be written as JSON: the daemon's error log has the details", RpcErrorCode.INTERNAL_ERROR.remedy());
    }

    static List<String> allEventTypes() {
        return java.util.Arrays.stream(EventType.values()).map(EventType::wireName).toList();
    }
}
