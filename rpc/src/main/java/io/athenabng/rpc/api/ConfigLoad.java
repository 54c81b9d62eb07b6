package io.athenabng.rpc.api;

/** {@code config.load}: takes a text into a candidate. */
public final class ConfigLoad {
    private ConfigLoad() {
    }

    /** What to load. */
    public record Params(
        @Describe("Configuration in YAML; a secret that is <secret> stays what it is") String yaml,
        @Describe("Take the configuration file as it is on disk instead, edited by hand") Boolean fromDisk,
        @Describe("Lay it over the candidate instead of replacing it") Boolean merge,
        @Describe("Your private candidate instead of the shared one") Boolean own,
        @Describe("Tells your sessions apart where the lock is concerned, for example the terminal") String session) {
    }

    /** It is loaded. */
    public record Result(
        @Describe("How many edits the candidate has") int edits) {
    }
}
