package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.CakeAttributes.MAX_TINS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_STATS_AVG_NETOFF;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_STATS_CAPACITY_ESTIMATE64;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_STATS_MAX_ADJLEN;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_STATS_MAX_NETLEN;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_STATS_MEMORY_LIMIT;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_STATS_MEMORY_USED;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_STATS_MIN_ADJLEN;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_STATS_MIN_NETLEN;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_STATS_TIN_STATS;

import io.athenabng.netlink.message.AttributeCursor;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * What a CAKE qdisc has counted ({@code TCA_STATS_APP}); the counters every qdisc has are in {@link QdiscFlyweight}.
 *
 * @param capacityBitsPerSecond estimated or configured capacity
 * @param memoryUsedBytes       most memory that was used
 * @param averageNetworkOffset  bytes before the network header, on average
 * @param minNetworkLength      smallest packet seen, in bytes from the network header on
 * @param minAdjustedLength     the same after overhead compensation
 * @param tins                  from the lowest priority to the highest
 */
public record CakeStatistics(
        long capacityBitsPerSecond,
        long memoryLimitBytes,
        long memoryUsedBytes,
        long averageNetworkOffset,
        long minNetworkLength,
        long maxNetworkLength,
        long minAdjustedLength,
        long maxAdjustedLength,
        List<CakeTinStatistics> tins) {
    public CakeStatistics {
        tins = List.copyOf(tins);
    }

    /** Reads the content of {@code TCA_STATS_APP}; null when it is not sound. */
    static CakeStatistics read(final DirectBuffer buffer, final int offset, final int length) {
        final AttributeCursor cursor = new AttributeCursor().wrap(buffer, offset, length);
        final AttributeCursor entries = new AttributeCursor();
        final long[] values = new long[TCA_CAKE_STATS_TIN_STATS];
        final List<CakeTinStatistics> tins = new ArrayList<>();
        boolean sound = true;
        while (cursor.next()) {
            final int type = cursor.type();
            if (type == TCA_CAKE_STATS_TIN_STATS) {
                cursor.nested(entries);
                while (entries.next() && tins.size() < MAX_TINS) {
                    final CakeTinStatistics tin = CakeTinStatistics.read(buffer, entries.payloadOffset(), entries.payloadLength());
                    sound &= tin != null;
                    if (tin != null) {
                        tins.add(tin);
                    }
                }
                sound &= !entries.malformed();
            } else if (type >= TCA_CAKE_STATS_CAPACITY_ESTIMATE64 && type < TCA_CAKE_STATS_TIN_STATS) {
                values[type] = cursor.u32or64();
            }
        }
        if (!sound || cursor.malformed()) {
            return null;
        }
        return new CakeStatistics(values[TCA_CAKE_STATS_CAPACITY_ESTIMATE64] * 8, values[TCA_CAKE_STATS_MEMORY_LIMIT],
            values[TCA_CAKE_STATS_MEMORY_USED], values[TCA_CAKE_STATS_AVG_NETOFF], values[TCA_CAKE_STATS_MIN_NETLEN],
            values[TCA_CAKE_STATS_MAX_NETLEN], values[TCA_CAKE_STATS_MIN_ADJLEN], values[TCA_CAKE_STATS_MAX_ADJLEN], tins);
    }
}
