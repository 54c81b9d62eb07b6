package io.athenabng.rpc.api;

/** {@code events.unsubscribe}: ends a subscription of this connection. Closing the connection does it too. */
public final class EventsUnsubscribe {
    private EventsUnsubscribe() {
    }

    /** Which one. */
    public record Params(@Describe(value = "Number from events.subscribe", required = true) Long subscription) {
    }

    /** What it did. */
    public record Result(
        @Describe("Events that were delivered") long delivered,
        @Describe("Events that were dropped because the reader was too slow") long dropped) {
    }
}
