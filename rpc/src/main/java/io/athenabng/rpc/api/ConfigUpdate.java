package io.athenabng.rpc.api;

import java.util.List;

/** {@code config.update}: puts a candidate's edits on top of what is running now. */
public final class ConfigUpdate {
    private ConfigUpdate() {
    }

    /** Which candidate. */
    public record Params(
        @Describe("Your private candidate instead of the shared one") Boolean own,
        @Describe("Tells your sessions apart where the lock is concerned, for example the terminal") String session) {
    }

    /** The candidate is up to date. */
    public record Result(
        @Describe("How many edits the candidate has") int edits,
        @Describe("Edits that no longer fit and were left out, with the reason") List<String> dropped) {
    }
}
