package io.athenabng.rpc.api;

/** {@code config.rollback}: takes an earlier configuration as the candidate; commit puts it in force. */
public final class ConfigRollback {
    private ConfigRollback() {
    }

    /** Which one. */
    public record Params(
        @Describe(value = "0 is the running configuration (edits are thrown away), 1 the one before it, and so on", required = true)
            Integer number,
        @Describe("Your private candidate instead of the shared one") Boolean own,
        @Describe("Tells your sessions apart where the lock is concerned, for example the terminal") String session) {
    }

    /** The candidate is that configuration. */
    public record Result(
        @Describe("How many edits the candidate has") int edits) {
    }
}
