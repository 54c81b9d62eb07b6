package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.interfaces}: the trunks with their receive rings, and the access lines above them, a page at a time. */
public final class ShowInterfaces {
    private ShowInterfaces() {
    }

    /** Filters; all that are given must match. */
    public record Params(
        @Describe(value = "Only this trunk and its lines", completes = ValueSource.TRUNK) String trunk,
        @Describe(value = "Only this access line (logical name)", completes = ValueSource.LINE) String line,
        @Describe(value = "Only lines of this access group", completes = ValueSource.GROUP) String group,
        @Describe("How many lines to return, 1 to 10000; 1000 if absent") Integer limit,
        @Describe("How many matching lines to skip; 0 if absent") Integer offset) {
    }

    /** Trunks and one page of lines. */
    public record Result(
        @Describe("The trunks") List<Trunk> trunks,
        @Describe("How many lines match the filters") long total,
        @Describe("How many of them were skipped") int offset,
        @Describe("The lines of this page, by name") List<Line> lines) {
    }

    /** An Ethernet interface that access lines arrive on, with the sums over its receive rings. */
    public record Trunk(
        @Describe("Interface name") String name,
        @Describe("Interface index in the kernel; absent while it does not exist") Integer interfaceIndex,
        @Describe("up, down or missing") String state,
        @Describe("MAC address; absent while it does not exist") String mac,
        @Describe("MTU; absent while it does not exist") Integer mtuBytes,
        @Describe("Receive rings (fanout members)") int receivers,
        @Describe("Access lines above it") long lines,
        @Describe("Sessions above it") long sessions,
        @Describe("Control frames received from the ring") long frames,
        @Describe("Frames that the kernel dropped because the ring was full") long drops,
        @Describe("Times that the kernel froze the ring's queue because no block was free") long freezes,
        @Describe("Frames sent") long framesSent,
        @Describe("Frames that could not be sent") long sendFailures) {
    }

    /** One access line. */
    public record Line(
        @Describe("Logical name") String name,
        @Describe("Interface name in the kernel; absent while it does not exist") String kernelName,
        @Describe("Interface index in the kernel; absent while it does not exist") Integer interfaceIndex,
        @Describe("Trunk") String trunk,
        @Describe("State of the line") String state,
        @Describe("Access group") String group,
        @Describe("Sessions on the line") int sessions,
        @Describe("When the line was created") long createdEpochMs,
        @Describe("When it last had a session or traffic; absent if never") Long lastActivityEpochMs) {
    }
}
