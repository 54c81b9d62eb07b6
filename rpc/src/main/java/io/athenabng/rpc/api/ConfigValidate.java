package io.athenabng.rpc.api;

import java.util.List;

/** {@code config.validate}: checks a configuration text without putting it in force. */
public final class ConfigValidate {
    private ConfigValidate() {
    }

    /** The text. */
    public record Params(@Describe(value = "Configuration in YAML", required = true) String yaml) {
    }

    /** The verdict. */
    public record Result(
        @Describe("Whether the configuration could be put in force") boolean valid,
        @Describe("What is wrong, in the order of the lines; empty if valid") List<Problem> problems) {
    }

    /** One problem. */
    public record Problem(
        @Describe("Path of keys, for example groups.residential.vlans[0]; absent if the text is no YAML") String path,
        @Describe("Line, from 1; absent if a key is missing altogether") Integer line,
        @Describe("What is wrong and what is expected") String message) {
    }
}
