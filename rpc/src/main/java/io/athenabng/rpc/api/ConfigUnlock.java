package io.athenabng.rpc.api;

/** {@code config.unlock}: gives the lock back. */
public final class ConfigUnlock {
    private ConfigUnlock() {
    }

    /** Who asks. */
    public record Params(
        @Describe("Tells your sessions apart, for example the terminal") String session,
        @Describe("Break somebody else's lock") Boolean force) {
    }

    /** Nobody holds the lock. */
    public record Result(
        @Describe("Who held the lock; absent if nobody did") String holder) {
    }
}
