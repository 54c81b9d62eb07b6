package io.athenabng.rpc.api;

import java.util.List;

/** {@code config.get}: a candidate, as it was edited. */
public final class ConfigGet {
    private ConfigGet() {
    }

    /** What to show. */
    public record Params(
        @Describe("Words that lead to a part; absent for all of it") List<String> path,
        @Describe("Your private candidate instead of the shared one") Boolean own,
        @Describe("Tells your sessions apart where the lock is concerned, for example the terminal") String session) {
    }

    /** The candidate. */
    public record Result(
        @Describe("The part as YAML, as it was written, secrets hidden; empty if nothing is there") String yaml,
        @Describe("How many edits the candidate has") int edits,
        @Describe("Whether another configuration was committed since it was begun") boolean stale) {
    }
}
