package io.athenabng.rpc.api;

import java.util.Map;

/** {@code config.show}: the running configuration, secrets masked. */
public final class ConfigShow {
    private ConfigShow() {
    }

    /** What to show. */
    public record Params(
        @Describe("Only this part, as a path of keys, for example groups.residential") String path) {
    }

    /** The configuration as it is in force, defaults included. */
    public record Result(
        @Describe("File that it was read from") String file,
        @Describe("When it came into force") long loadedEpochMs,
        @Describe("Keys and values; secrets are shown as <secret>") Map<String, Object> configuration) {
    }
}
