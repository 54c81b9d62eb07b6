package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.pppoe}: PPPoE sessions from PADS on, and what discovery did. */
public final class ShowPppoe {
    private ShowPppoe() {
    }

    /** Filters and page. */
    public record Params(
        @Describe(value = "Only sessions of this access group", completes = ValueSource.GROUP) String group,
        @Describe(value = "Only sessions on this line", completes = ValueSource.LINE) String line,
        @Describe("Only sessions in this phase: establish, authenticate, decide, network or terminate") String phase,
        @Describe("At most so many sessions; 1000 if absent") Integer limit,
        @Describe("Leave out so many sessions first; 0 if absent") Integer offset) {
    }

    /** The sessions, and the counters. */
    public record Result(
        @Describe("Sessions that match") long total,
        @Describe("How many were left out first") long offset,
        @Describe("The sessions, by id") List<Session> sessions,
        @Describe("Counters of discovery and PPP that are not 0; refusals begin with pppoe.refused") List<Counter> counters) {
    }

    /** One session. */
    public record Session(
        @Describe("The session's number; it is in show.subscribers once it is authenticated") long id,
        @Describe("SESSION_ID of PPPoE") int pppoeSessionId,
        @Describe("MAC of the client") String mac,
        @Describe("Logical name of the line") String line,
        @Describe("Access group") String group,
        @Describe("establish, authenticate, decide, network or terminate") String phase,
        @Describe("none, pap, chap-md5 or ms-chap-v2") String authentication,
        @Describe("IPv4 address; absent if it has none") String address,
        @Describe("Largest packet that both ends take, bytes") int mtu,
        @Describe("Whether IPCP is open") boolean ipv4,
        @Describe("Whether IPV6CP is open") boolean ipv6,
        @Describe("Service-Name that the client asked for; absent if none") String serviceName,
        @Describe("Circuit-ID that the access node gave (TR-101); absent if none") String agentCircuitId,
        @Describe("Remote-ID that the access node gave; absent if none") String agentRemoteId,
        @Describe("Upload rate of the access line, bit/s; absent if it is not known") Long agentRateUpBitsPerSecond,
        @Describe("Download rate of the access line, bit/s; absent if it is not known") Long agentRateDownBitsPerSecond,
        @Describe("When PADS was sent") long startedEpochMs) {
    }

    /** One counter. */
    public record Counter(
        @Describe("Name") String name,
        @Describe("Value since the daemon started") long value,
        @Describe("What it counts") String description) {
    }
}
