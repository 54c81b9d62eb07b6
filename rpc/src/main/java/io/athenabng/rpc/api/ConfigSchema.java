package io.athenabng.rpc.api;

import java.util.Map;

/** {@code config.schema}: the configuration file as a JSON Schema. */
public final class ConfigSchema {
    private ConfigSchema() {
    }

    /** None. */
    public record Params() {
    }

    /** The schema. */
    public record Result(
        @Describe("JSON Schema, draft 2020-12") Map<String, Object> schema) {
    }
}
