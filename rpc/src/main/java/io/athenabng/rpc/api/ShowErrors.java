package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.errors}: the distinct errors that the daemon recorded, without stack traces. */
public final class ShowErrors {
    private ShowErrors() {
    }

    /** Nothing to choose. */
    public record Params() {
    }

    /** The errors. */
    public record Result(@Describe("The errors, latest first") List<DistinctError> errors) {
    }

    /** One kind of error with its number of observations. */
    public record DistinctError(
        @Describe("How often it was observed") long count,
        @Describe("First observation") long firstEpochMs,
        @Describe("Latest observation") long lastEpochMs,
        @Describe("Kind and message") String error,
        @Describe("Place in the program; absent if unknown") String location) {
    }
}
