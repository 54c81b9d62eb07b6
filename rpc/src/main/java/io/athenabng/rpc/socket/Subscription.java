package io.athenabng.rpc.socket;

import io.athenabng.rpc.api.Event;
import java.util.Set;

/** One event subscription of one connection. Guarded by the connection's lock. */
final class Subscription {
    final long number;
    final Set<String> types;
    final String group;
    long sequence;
    long delivered;
    long dropped;
    long droppedNotTold;

    Subscription(final long number, final Set<String> types, final String group) {
        this.number = number;
        this.types = types;
        this.group = group;
    }

    boolean wants(final Event event) {
        return types.contains(event.type()) && (group == null || group.equals(event.group()));
    }
}
