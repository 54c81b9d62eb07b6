package io.athenabng.rpc.api;

import java.util.List;

/** {@code config.set}: sets values in a candidate. */
public final class ConfigSet {
    private ConfigSet() {
    }

    /** What to edit. */
    public record Params(
        @Describe(value = "Words that lead to a key, and its value; several keys and values may follow one another", required = true)
            List<String> path,
        @Describe("Your private candidate instead of the shared one") Boolean own,
        @Describe("Tells your sessions apart where the lock is concerned, for example the terminal") String session) {
    }

    /** The edit is done. */
    public record Result(
        @Describe("How many edits the candidate has") int edits) {
    }
}
