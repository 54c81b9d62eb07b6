package io.athenabng.rpc.api;

import java.util.List;

/** {@code config.commit}: puts a candidate in force, everywhere or nowhere. */
public final class ConfigCommit {
    private ConfigCommit() {
    }

    /** Which candidate, and how. */
    public record Params(
        @Describe("Why, for the history") String comment,
        @Describe("Return to the configuration before after so many minutes, unless config.confirm or another commit comes")
            Integer confirmMinutes,
        @Describe("Commit although sessions end") Boolean force,
        @Describe("Commit although somebody has edited the file by hand; what is in it is archived") Boolean overwrite,
        @Describe("Your private candidate instead of the shared one") Boolean own,
        @Describe("Tells your sessions apart where the lock is concerned, for example the terminal") String session) {
    }

    /** It is in force. */
    public record Result(
        @Describe("Revision of the running configuration") long revision,
        @Describe("Whether this only confirmed the commit before") boolean confirmed,
        @Describe("When it returns by itself; absent if it does not") Long returnsEpochMs,
        @Describe("The keys that differ from the configuration before") List<ConfigParts.Change> changes,
        @Describe("What became of sessions") List<ConfigParts.Effect> effects,
        @Describe("Changes that wait for the next start") List<ConfigParts.Change> waiting) {
    }
}
