package io.athenabng.rpc.api;

import java.util.List;

/** {@code config.history}: what was committed when, by whom and why. */
public final class ConfigHistory {
    private ConfigHistory() {
    }

    /** How many. */
    public record Params(
        @Describe("At most so many; 20 by default") Integer limit) {
    }

    /** The history. */
    public record Result(
        @Describe("The configurations, the running one first") List<Commit> commits) {
    }

    /** One configuration. */
    public record Commit(
        @Describe("Number for config.rollback and config.diff; 0 is the running one") int number,
        @Describe("When it came into force; absent if that was before the archive begins") Long epochMs,
        @Describe("Who committed it; absent if it was the file that the daemon found") String by,
        @Describe("Why; absent if nothing was said") String comment) {
    }
}
