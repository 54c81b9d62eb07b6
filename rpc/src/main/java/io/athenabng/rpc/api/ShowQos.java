package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.qos}: how sessions are shaped, and what the kernel's queueing disciplines say in both directions. */
public final class ShowQos {
    /** Sessions on one page if the call names no limit: each costs the kernel two dumps. */
    public static final int DEFAULT_LIMIT = 100;

    private ShowQos() {
    }

    /** At most one key; without one, all shaped sessions a page at a time. */
    public record Params(
        @Describe(value = "Session id", completes = ValueSource.SESSION_ID) Long id,
        @Describe(value = "MAC address", completes = ValueSource.MAC) String mac,
        @Describe(value = "IPv4 address", completes = ValueSource.ADDRESS) String address,
        @Describe(value = "User name", completes = ValueSource.USER) String user,
        @Describe(value = "Circuit-ID, or logical name of the access line", completes = ValueSource.LINE) String circuitId,
        @Describe("How many sessions to return, 1 to 10000; 100 if absent") Integer limit,
        @Describe("How many matching sessions to skip; 0 if absent") Integer offset) {
    }

    /** One page of shaped sessions. */
    public record Result(
        @Describe("How many shaped sessions match") long total,
        @Describe("How many of them were skipped") int offset,
        @Describe("The sessions of this page, by ascending id") List<SessionQos> sessions) {
    }

    /** The shaping of one session. */
    public record SessionQos(
        @Describe("Session id") long id,
        @Describe("MAC address") String mac,
        @Describe("User name; absent before authentication") String user,
        @Describe("Access line (logical name)") String line,
        @Describe("Rate towards the subscriber; absent if not shaped") Long rateDownBitsPerSecond,
        @Describe("Rate from the subscriber; absent if not shaped") Long rateUpBitsPerSecond,
        @Describe("Bytes added to each packet") int overheadBytes,
        @Describe("Least size that a packet counts for") int mpuBytes,
        @Describe("The kernel's statistics towards the subscriber; absent if there is no qdisc") Qdisc download,
        @Describe("The kernel's statistics from the subscriber; absent if there is no qdisc") Qdisc upload) {
    }

    /** Statistics of one queueing discipline, as the kernel reports them; CAKE's are {@code TCA_CAKE_STATS_*}. */
    public record Qdisc(
        @Describe("Interface that carries it (kernel name)") String interfaceName,
        @Describe("Index of that interface") int interfaceIndex,
        @Describe("Kind, for example cake") String kind,
        @Describe("Rate that the kernel holds; 0 if unlimited") long rateBitsPerSecond,
        @Describe("Bytes sent") long sentBytes,
        @Describe("Packets sent") long sentPackets,
        @Describe("Packets dropped") long drops,
        @Describe("Times that the rate held a packet back") long overlimits,
        @Describe("Bytes waiting") long backlogBytes,
        @Describe("Packets waiting") long backlogPackets,
        @Describe("Memory in use; absent if not CAKE") Long memoryUsedBytes,
        @Describe("Memory limit; absent if not CAKE") Long memoryLimitBytes,
        @Describe("Capacity that CAKE estimates; absent if not CAKE") Long capacityEstimateBitsPerSecond,
        @Describe("CAKE's tins, in its order; empty if not CAKE") List<Tin> tins) {
    }

    /** One tin (priority) of a CAKE instance, {@code TCA_CAKE_TIN_STATS_*} of {@code linux/pkt_sched.h}. */
    public record Tin(
        @Describe("Name, for example Best Effort") String name,
        @Describe("Rate above which the tin yields") long thresholdRateBitsPerSecond,
        @Describe("Target delay") long targetUs,
        @Describe("Interval of the delay control") long intervalUs,
        @Describe("Highest delay of late") long peakDelayUs,
        @Describe("Average delay") long averageDelayUs,
        @Describe("Delay of sparse flows") long baseDelayUs,
        @Describe("Packets sent") long sentPackets,
        @Describe("Bytes sent") long sentBytes,
        @Describe("Packets waiting") long backlogPackets,
        @Describe("Bytes waiting") long backlogBytes,
        @Describe("Packets dropped") long drops,
        @Describe("Packets marked instead of dropped") long ecnMarks,
        @Describe("ACKs dropped by the filter") long ackDrops,
        @Describe("Hash hits that needed the set") long wayIndirectHits,
        @Describe("Hash misses") long wayMisses,
        @Describe("Hash collisions") long wayCollisions,
        @Describe("Sparse flows") long sparseFlows,
        @Describe("Bulk flows") long bulkFlows,
        @Describe("Flows that do not react to drops") long unresponsiveFlows,
        @Describe("Largest packet") long maxPacketBytes,
        @Describe("Bytes of a flow's turn") long flowQuantumBytes) {
    }
}
