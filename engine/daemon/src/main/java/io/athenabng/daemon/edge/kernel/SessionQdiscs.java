package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.tc.CakeOptions;
import io.athenabng.netlink.tc.CakeStatistics;
import io.athenabng.netlink.tc.QdiscFlyweight;

/**
 * What the kernel's queueing disciplines of a session say.
 *
 * @param download towards the subscriber; null if there is none
 * @param upload   from the subscriber; null if there is none
 */
public record SessionQdiscs(Qdisc download, Qdisc upload) {
    /**
     * One queueing discipline or class.
     *
     * @param interfaceName     the interface that carries it
     * @param interfaceIndex    its index
     * @param kind              such as {@code cake} or {@code htb}
     * @param rateBitsPerSecond the rate that it holds; 0 is unlimited
     * @param sentBytes         bytes that went through
     * @param sentPackets       packets that went through
     * @param drops             packets dropped
     * @param overlimits        times that the rate held a packet back
     * @param backlogBytes      bytes waiting
     * @param backlogPackets    packets waiting
     * @param cake              CAKE's options; null for others
     * @param cakeStatistics    CAKE's statistics with its tins; null for others
     */
    public record Qdisc(String interfaceName, int interfaceIndex, String kind, long rateBitsPerSecond, long sentBytes, long sentPackets,
            long drops, long overlimits, long backlogBytes, long backlogPackets, CakeOptions cake, CakeStatistics cakeStatistics) {
        static Qdisc of(final String interfaceName, final QdiscFlyweight qdisc) {
            final CakeOptions options = qdisc.cakeOptions();
            final long rate = options != null ? options.rateBitsPerSecond()
                : qdisc.htbClassOptions() != null ? qdisc.htbClassOptions().rateBitsPerSecond() : 0;
            return new Qdisc(interfaceName, qdisc.index(), qdisc.kind(), rate, qdisc.bytes(), qdisc.packets(), qdisc.drops(),
                qdisc.overlimits(), qdisc.backlogBytes(), qdisc.queuedPackets(), options, qdisc.cakeStatistics());
        }
    }
}
