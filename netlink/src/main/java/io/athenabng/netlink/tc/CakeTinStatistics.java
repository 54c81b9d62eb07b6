package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_ACKS_DROPPED_BYTES64;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_ACKS_DROPPED_PACKETS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_AVG_DELAY_US;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_BACKLOG_BYTES;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_BACKLOG_PACKETS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_BASE_DELAY_US;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_BULK_FLOWS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_DROPPED_BYTES64;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_DROPPED_PACKETS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_ECN_MARKED_BYTES64;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_ECN_MARKED_PACKETS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_FLOW_QUANTUM;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_INTERVAL_US;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_MAX_SKBLEN;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_PEAK_DELAY_US;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_SENT_BYTES64;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_SENT_PACKETS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_SPARSE_FLOWS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_TARGET_US;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_THRESHOLD_RATE64;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_UNRESPONSIVE_FLOWS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_WAY_COLLISIONS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_WAY_INDIRECT_HITS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TIN_STATS_WAY_MISSES;

import io.athenabng.netlink.message.AttributeCursor;
import org.agrona.DirectBuffer;

/**
 * What one tin (priority class) of a CAKE qdisc has counted.
 *
 * @param thresholdBitsPerSecond rate up to which the tin has its priority
 * @param wayIndirectHits        flows that found a queue in their set of the hash, beside the first
 */
public record CakeTinStatistics(
        long sentPackets,
        long sentBytes,
        long droppedPackets,
        long droppedBytes,
        long acksDroppedPackets,
        long acksDroppedBytes,
        long ecnMarkedPackets,
        long ecnMarkedBytes,
        long backlogPackets,
        long backlogBytes,
        long thresholdBitsPerSecond,
        long targetMicros,
        long intervalMicros,
        long wayIndirectHits,
        long wayMisses,
        long wayCollisions,
        long peakDelayMicros,
        long averageDelayMicros,
        long baseDelayMicros,
        long sparseFlows,
        long bulkFlows,
        long unresponsiveFlows,
        long maxPacketLength,
        long flowQuantumBytes) {

    /** Reads the content of one entry of {@code TCA_CAKE_STATS_TIN_STATS}; null when it is not sound. */
    static CakeTinStatistics read(final DirectBuffer buffer, final int offset, final int length) {
        final AttributeCursor cursor = new AttributeCursor().wrap(buffer, offset, length);
        final long[] v = new long[TCA_CAKE_TIN_STATS_FLOW_QUANTUM + 1];
        while (cursor.next()) {
            final int type = cursor.type();
            if (type >= TCA_CAKE_TIN_STATS_SENT_PACKETS && type <= TCA_CAKE_TIN_STATS_FLOW_QUANTUM) {
                v[type] = cursor.u32or64();
            }
        }
        if (cursor.malformed()) {
            return null;
        }
        return new CakeTinStatistics(
            v[TCA_CAKE_TIN_STATS_SENT_PACKETS], v[TCA_CAKE_TIN_STATS_SENT_BYTES64],
            v[TCA_CAKE_TIN_STATS_DROPPED_PACKETS], v[TCA_CAKE_TIN_STATS_DROPPED_BYTES64],
            v[TCA_CAKE_TIN_STATS_ACKS_DROPPED_PACKETS], v[TCA_CAKE_TIN_STATS_ACKS_DROPPED_BYTES64],
            v[TCA_CAKE_TIN_STATS_ECN_MARKED_PACKETS], v[TCA_CAKE_TIN_STATS_ECN_MARKED_BYTES64],
            v[TCA_CAKE_TIN_STATS_BACKLOG_PACKETS], v[TCA_CAKE_TIN_STATS_BACKLOG_BYTES],
            v[TCA_CAKE_TIN_STATS_THRESHOLD_RATE64] * 8, v[TCA_CAKE_TIN_STATS_TARGET_US], v[TCA_CAKE_TIN_STATS_INTERVAL_US],
            v[TCA_CAKE_TIN_STATS_WAY_INDIRECT_HITS], v[TCA_CAKE_TIN_STATS_WAY_MISSES], v[TCA_CAKE_TIN_STATS_WAY_COLLISIONS],
            v[TCA_CAKE_TIN_STATS_PEAK_DELAY_US], v[TCA_CAKE_TIN_STATS_AVG_DELAY_US], v[TCA_CAKE_TIN_STATS_BASE_DELAY_US],
            v[TCA_CAKE_TIN_STATS_SPARSE_FLOWS], v[TCA_CAKE_TIN_STATS_BULK_FLOWS], v[TCA_CAKE_TIN_STATS_UNRESPONSIVE_FLOWS],
            v[TCA_CAKE_TIN_STATS_MAX_SKBLEN], v[TCA_CAKE_TIN_STATS_FLOW_QUANTUM]);
    }
}
