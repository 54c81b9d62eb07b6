package io.athenabng.rpc.api;

/** {@code config.confirm}: keeps a commit that would return by itself. */
public final class ConfigConfirm {
    private ConfigConfirm() {
    }

    /** None. */
    public record Params() {
    }

    /** It stays. */
    public record Result(
        @Describe("Revision of the running configuration") long revision) {
    }
}
