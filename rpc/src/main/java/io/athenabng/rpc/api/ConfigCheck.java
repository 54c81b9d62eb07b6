package io.athenabng.rpc.api;

import java.util.List;

/** {@code config.check}: what a commit would do, without doing it. */
public final class ConfigCheck {
    private ConfigCheck() {
    }

    /** Which candidate. */
    public record Params(
        @Describe("Your private candidate instead of the shared one") Boolean own,
        @Describe("Tells your sessions apart where the lock is concerned, for example the terminal") String session) {
    }

    /** What it would do. */
    public record Result(
        @Describe("Whether it could be committed") boolean valid,
        @Describe("What is wrong; empty if valid") List<ConfigValidate.Problem> problems,
        @Describe("The keys that differ from the running configuration") List<ConfigParts.Change> changes,
        @Describe("What becomes of sessions") List<ConfigParts.Effect> effects,
        @Describe("Changes that would wait for the next start") List<ConfigParts.Change> waiting) {
    }
}
