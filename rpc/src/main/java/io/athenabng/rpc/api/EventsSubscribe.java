package io.athenabng.rpc.api;

import java.util.List;

/** {@code events.subscribe}: from now on this connection gets {@code event} notifications. */
public final class EventsSubscribe {
    /** Method name of the notifications. */
    public static final String NOTIFICATION = "event";

    private EventsSubscribe() {
    }

    /** Filters; all that are given must match. */
    public record Params(
        @Describe(value = "Only events of these types; all if absent", completes = ValueSource.EVENT_TYPE) List<String> types,
        @Describe(value = "Only events of this access group; errors belong to none", completes = ValueSource.GROUP) String group) {
    }

    /** The subscription. */
    public record Result(
        @Describe("Number of the subscription on this connection") long subscription,
        @Describe("The types that it delivers") List<String> types) {
    }
}
