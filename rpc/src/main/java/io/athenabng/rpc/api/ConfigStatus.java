package io.athenabng.rpc.api;

import java.util.List;

/** {@code config.status}: the state of configuration: lock, candidates, what waits. */
public final class ConfigStatus {
    private ConfigStatus() {
    }

    /** None. */
    public record Params() {
    }

    /** The state. */
    public record Result(
        @Describe("The configuration file") String file,
        @Describe("Counts the commits since the start, which is 1") long revision,
        @Describe("When the running configuration came into force") long committedEpochMs,
        @Describe("Whether somebody has edited the file by hand since; nothing of that is in force") boolean fileEdited,
        @Describe("Who holds the lock; absent if nobody does") String lockedBy,
        @Describe("When the lock was taken; absent if nobody holds it") Long lockedEpochMs,
        @Describe("When the last commit returns by itself; absent if it is confirmed") Long returnsEpochMs,
        @Describe("Candidates that have edits") List<Candidate> candidates,
        @Describe("Committed changes that wait for the next start") List<ConfigParts.Change> waiting) {
    }

    /** One candidate. */
    public record Candidate(
        @Describe("Owner of a private candidate; absent for the shared one") String owner,
        @Describe("How many edits it has") int edits,
        @Describe("Who edited it last") String lastEditor,
        @Describe("Whether another configuration was committed since it was begun") boolean stale) {
    }
}
