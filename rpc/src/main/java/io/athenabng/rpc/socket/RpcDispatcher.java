package io.athenabng.rpc.socket;

import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A handler made of one typed handler for each method. Runs the method's handler on the calling thread; an agent that
 * answers on its own thread calls {@link #handle} there with the calls that it took from its queue.
 */
public final class RpcDispatcher implements RpcHandler {
    private final Map<RpcMethod<?, ?>, Consumer<RpcCall<?, ?>>> handlers = new HashMap<>();

    /** Sets the handler of a method. */
    public <P extends Record, R extends Record> RpcDispatcher on(final RpcMethod<P, R> method, final Consumer<RpcCall<P, R>> handler) {
        final Consumer<RpcCall<?, ?>> untyped = call -> {
            @SuppressWarnings("unchecked") // a call of a method has that method's types: see ServerConnection.call
            final RpcCall<P, R> typed = (RpcCall<P, R>) call;
            handler.accept(typed);
        };
        if (handlers.putIfAbsent(method, untyped) != null) {
            throw new IllegalArgumentException(method.name() + " has two handlers");
        }
        return this;
    }

    /** The methods of the catalogue that have no handler, neither here nor in the server itself. */
    public List<String> missing() {
        final List<String> missing = new ArrayList<>();
        for (final RpcMethod<?, ?> method : RpcCatalogue.methods()) {
            if (!handlers.containsKey(method) && !ServerConnection.answersItself(method)) {
                missing.add(method.name());
            }
        }
        return missing;
    }

    @Override
    public void handle(final RpcCall<?, ?> call) {
        final Consumer<RpcCall<?, ?>> handler = handlers.get(call.method());
        if (handler == null) {
            call.error(RpcErrorCode.METHOD_NOT_FOUND, call.method().name() + " is not served here");
        } else {
            handler.accept(call);
        }
    }
}
