package io.athenabng.rpc.api;

/** {@code config.lock}: keeps everybody else from editing and committing. */
public final class ConfigLock {
    private ConfigLock() {
    }

    /** Who asks. */
    public record Params(
        @Describe("Tells your sessions apart, for example the terminal") String session) {
    }

    /** The lock is yours. */
    public record Result(
        @Describe("Who holds the lock") String holder) {
    }
}
