package io.athenabng.rpc.socket;

import io.athenabng.rpc.api.EventType;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.api.JsonSchema;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.RpcMethods;
import io.athenabng.rpc.api.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the server needs for the methods that it answers itself. */
final class BuiltIn {
    private BuiltIn() {
    }

    @SuppressWarnings("unchecked") // a call of a method has that method's types: see ServerConnection.call
    static <P extends Record, R extends Record> RpcCall<P, R> typed(final RpcMethod<P, R> method, final RpcCall<?, ?> call) {
        if (call.method() != method) {
            throw new IllegalStateException(call.method() + " taken for " + method);
        }
        return (RpcCall<P, R>) call;
    }

    static void describeMethods(final RpcCall<RpcMethods.Params, RpcMethods.Result> call) {
        final String prefix = call.params().prefix() == null ? "" : call.params().prefix();
        final List<RpcMethods.Method> methods = new ArrayList<>();
        for (final RpcMethod<?, ?> method : RpcCatalogue.methods()) {
            if (method.name().startsWith(prefix)) {
                methods.add(new RpcMethods.Method(method.name(), method.summary(), method.changesState(),
                    JsonSchema.of(method.params()), JsonSchema.of(method.result()),
                    method.errors().stream().map(e -> new RpcMethods.ErrorDescription(e.code(), e.name(), e.meaning())).toList()));
            }
        }
        call.result(new RpcMethods.Result(methods));
    }

    /** The event types that a subscription asks for, or null if the call was answered with an error. */
    static Set<String> eventTypes(final RpcCall<EventsSubscribe.Params, EventsSubscribe.Result> call, final List<String> asked) {
        if (asked == null || asked.isEmpty()) {
            final Set<String> all = new LinkedHashSet<>(ServerConnection.allEventTypes());
            // Somebody else's monitor is not for everybody.
            all.remove(EventType.MONITOR_FRAME.wireName());
            return all;
        }
        final Set<String> types = new LinkedHashSet<>();
        for (final String name : asked) {
            if (EventType.ofWireName(name) == null) {
                final String nearest = Suggestions.nearest(name, ServerConnection.allEventTypes());
                call.error(RpcErrorCode.INVALID_PARAMS, "unknown event type '" + (name.length() > 64 ? name.substring(0, 64) + "…" : name)
                    + "'" + (nearest == null ? "" : ": did you mean '" + nearest + "'?"),
                    "the types are " + String.join(", ", ServerConnection.allEventTypes()));
                return null;
            }
            types.add(name);
        }
        types.add(EventType.EVENTS_DROPPED.wireName());
        return types;
    }
}
