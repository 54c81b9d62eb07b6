package io.athenabng.rpc.api;

/** {@code show.version}: what runs. */
public final class ShowVersion {
    private ShowVersion() {
    }

    /** Nothing to choose. */
    public record Params() {
    }

    /** The versions. */
    public record Result(
        @Describe("Version of Athena BNG") String version,
        @Describe("Java runtime") String java,
        @Describe("Kernel release") String kernel,
        @Describe("Machine architecture") String architecture,
        @Describe("Process id of the daemon") long processId) {
    }
}
