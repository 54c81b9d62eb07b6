package io.athenabng.rpc.api;

/** {@code session.set_rate}: changes a session's rates in place; no packet is lost by it. */
public final class SessionSetRate {
    private SessionSetRate() {
    }

    /** The session and both rates. */
    public record Params(
        @Describe(value = "Session id", required = true, completes = ValueSource.SESSION_ID) Long id,
        @Describe(value = "Rate towards the subscriber, like 100mbit; 0 is unlimited", required = true) String down,
        @Describe(value = "Rate from the subscriber, like 20mbit; 0 is unlimited", required = true) String up) {
    }

    /** The rates that were ordered. */
    public record Result(
        @Describe("Session id") long id,
        @Describe("Rate towards the subscriber; 0 is unlimited") long rateDownBitsPerSecond,
        @Describe("Rate from the subscriber; 0 is unlimited") long rateUpBitsPerSecond) {
    }
}
