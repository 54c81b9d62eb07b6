package io.athenabng.rpc.socket;

/**
 * Takes the calls of all connections. Called on a connection's virtual thread, so it must not block: it hands the call to
 * the thread that answers, or answers at once with BUSY if it cannot. What it throws is answered with INTERNAL_ERROR.
 */
@FunctionalInterface
public interface RpcHandler {
    /** Sees to it that the call is answered, now or later, here or elsewhere. */
    void handle(RpcCall<?, ?> call);
}
