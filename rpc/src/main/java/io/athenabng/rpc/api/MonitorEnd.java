package io.athenabng.rpc.api;

/** {@code monitor.end}: a monitor ends before its time. */
public final class MonitorEnd {
    private MonitorEnd() {
    }

    /** Which one. */
    public record Params(
        @Describe(value = "Number of the monitor", required = true) Long monitor) {
    }

    /** What it did. */
    public record Result(
        @Describe("Frames that it told") long frames,
        @Describe("Frames that were dropped because management was behind") long dropped) {
    }
}
