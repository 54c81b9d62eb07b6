package io.athenabng.rpc.api;

/** Parts that results of several {@code config.…} methods share. */
public final class ConfigParts {
    private ConfigParts() {
    }

    /** A key that differs. */
    public record Change(
        @Describe("Words that lead to the key, for example access-groups residential shaping down") String path,
        @Describe("Value before, secrets hidden; absent if it was added") String before,
        @Describe("Value after; absent if it was removed") String after,
        @Describe("What the change does: live, new sessions, re-shape, ends sessions or restart") String effect) {
    }

    /** What a part of the gateway does when a change is put in force. */
    public record Effect(
        @Describe("What the change does: live, new sessions, re-shape, ends sessions or restart") String effect,
        @Describe("What is concerned") String what,
        @Describe("How many sessions that are up") int sessions) {
    }
}
