package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.counters}: the daemon's named counters. */
public final class ShowCounters {
    private ShowCounters() {
    }

    /** Filters. */
    public record Params(
        @Describe(value = "Only counters whose name begins so", completes = ValueSource.COUNTER) String prefix,
        @Describe("Only counters that are not 0; false if absent") Boolean nonZero) {
    }

    /** The counters. */
    public record Result(@Describe("The counters, by name") List<Counter> counters) {
    }

    /** One counter. */
    public record Counter(
        @Describe("Name") String name,
        @Describe("Value since the daemon started") long value,
        @Describe("What it counts") String description) {
    }
}
