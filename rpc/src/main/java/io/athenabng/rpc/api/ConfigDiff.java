package io.athenabng.rpc.api;

import java.util.List;

/** {@code config.diff}: the difference between two configurations. */
public final class ConfigDiff {
    private ConfigDiff() {
    }

    /** Which two. */
    public record Params(
        @Describe("running (default), candidate, file (as it is on disk), or the number of an earlier one") String from,
        @Describe("candidate (default), running, file, or the number of an earlier one") String to,
        @Describe("Your private candidate instead of the shared one") Boolean own,
        @Describe("Tells your sessions apart where the lock is concerned, for example the terminal") String session) {
    }

    /** The difference. */
    public record Result(
        @Describe("The difference in the unified format; empty if there is none") String diff,
        @Describe("The keys that differ, with what the change does") List<ConfigParts.Change> changes) {
    }
}
