package io.athenabng.rpc.socket;

import com.fasterxml.jackson.databind.JsonNode;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.jsonrpc.JsonRpcEncoder;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One call that waits for its answer. Answered exactly once, by {@link #result} or {@link #error}, from any thread; later
 * answers are counted and dropped. A result must not be changed once it is handed over: it is encoded on the
 * connection's own thread.
 *
 * @param <P> parameters
 * @param <R> result
 */
public final class RpcCall<P extends Record, R extends Record> {
    private final RpcMethod<P, R> method;
    private final P params;
    private final JsonNode id;
    private final ServerConnection connection;
    private final Exchange exchange;
    private final int index;
    private final long startNs = System.nanoTime();
    private final AtomicBoolean answered = new AtomicBoolean();

    RpcCall(final RpcMethod<P, R> method, final P params, final JsonNode id, final ServerConnection connection,
            final Exchange exchange, final int index) {
        this.method = method;
        this.params = params;
        this.id = id;
        this.connection = connection;
        this.exchange = exchange;
        this.index = index;
    }

    /** The method that is called. */
    public RpcMethod<P, R> method() {
        return method;
    }

    /** Its parameters; components that were not sent are null. */
    public P params() {
        return params;
    }

    /** Whether the caller wants no answer. It is answered all the same; the answer is not sent. */
    public boolean isNotification() {
        return id == null;
    }

    /** Who calls, as {@code user:group} of the peer's process, or {@code unknown}. */
    public String peer() {
        return connection.peer();
    }

    /** Answers with a result. */
    public void result(final R result) {
        if (result == null) {
            throw new IllegalArgumentException("the result of " + method.name() + " is null");
        }
        if (begin()) {
            exchange.complete(index, id == null ? null : new JsonRpcEncoder.Success(id, result));
        }
    }

    /** Answers with an error and the remedy that the catalogue gives for its code. */
    public void error(final RpcErrorCode code, final String message) {
        error(code, message, code.remedy());
    }

    /** Answers with an error: {@code message} says the cause, {@code remedy} what to do. */
    public void error(final RpcErrorCode code, final String message, final String remedy) {
        if (begin()) {
            exchange.complete(index, id == null ? null : new JsonRpcEncoder.Failure(id, code, message, remedy));
        }
    }

    /** Gives up if the call has waited too long. */
    boolean expire(final long nowNs, final long timeoutNs) {
        if (nowNs - startNs < timeoutNs || !answered.compareAndSet(false, true)) {
            return false;
        }
        connection.onAnswered(this);
        exchange.complete(index, id == null ? null : new JsonRpcEncoder.Failure(id, RpcErrorCode.TIMED_OUT,
            method.name() + " was not answered in " + timeoutNs / 1_000_000 + " ms", RpcErrorCode.TIMED_OUT.remedy()));
        return true;
    }

    /** A subscription that is to deliver events as soon as this call's answer is on its way. Before the answer is given. */
    void activates(final Subscription subscription) {
        exchange.activates(subscription);
    }

    ServerConnection connection() {
        return connection;
    }

    private boolean begin() {
        if (!answered.compareAndSet(false, true)) {
            connection.statistics().increment(RpcStatistics.Counter.LATE_ANSWERS);
            return false;
        }
        connection.onAnswered(this);
        return true;
    }
}
