package io.athenabng.core.config;

/**
 * Default rates of a group and how its sessions are shaped.
 *
 * @param downBitsPerSecond download rate; 0 is unlimited
 * @param upBitsPerSecond   upload rate; 0 is unlimited
 * @param queue             the queueing discipline
 * @param overhead          bytes of overhead a packet; {@link #OVERHEAD_AUTO} computes them from the tags
 * @param mpu               minimum packet unit, bytes
 * @param diffserv          priority tins
 * @param flowMode          how flows are told apart and hosts treated alike
 * @param rttNs             round-trip time that the shaper is tuned for, ns
 * @param ackFilter         whether redundant TCP ACKs are dropped
 * @param nat               look up addresses behind NAT on this host
 * @param wash              clear DSCP after it was used
 * @param splitGso          split super-packets before queueing
 */
public record ShapingSettings(
        long downBitsPerSecond,
        long upBitsPerSecond,
        Queue queue,
        int overhead,
        int mpu,
        Diffserv diffserv,
        FlowMode flowMode,
        long rttNs,
        AckFilter ackFilter,
        boolean nat,
        boolean wash,
        boolean splitGso) {
    /** The overhead is computed from the session's tags and encapsulation. */
    public static final int OVERHEAD_AUTO = Integer.MIN_VALUE;
    /** The profile {@code ipoe_ethernet}: Ethernet header, FCS and one tag. */
    public static final int OVERHEAD_IPOE_ETHERNET = 22;
    /** The profile {@code pppoe_ethernet}: Ethernet header, FCS, two tags, PPPoE and PPP. */
    public static final int OVERHEAD_PPPOE_ETHERNET = 34;

    /**
     * The same with other rates.
     *
     * @param down download rate, bit/s
     * @param up   upload rate, bit/s
     * @return the settings
     */
    public ShapingSettings withRates(final long down, final long up) {
        return new ShapingSettings(down, up, queue, overhead, mpu, diffserv, flowMode, rttNs, ackFilter, nat, wash, splitGso);
    }

    /** Queueing disciplines. */
    public enum Queue {
        /** CAKE both ways, an IFB for the upload. */
        CAKE,
        /** HTB with an FQ-CoDel leaf for the download, a policer for the upload: a fraction of CAKE's memory. */
        FQ_CODEL,
        /** Not shaped. */
        NONE
    }

    /** CAKE's priority tins: ordinals are the kernel's {@code CAKE_DIFFSERV_*}. */
    public enum Diffserv { DIFFSERV3, DIFFSERV4, DIFFSERV8, BESTEFFORT, PRECEDENCE }

    /** CAKE's flow isolation: ordinals are the kernel's {@code CAKE_FLOW_*}. */
    public enum FlowMode { FLOWBLIND, SRCHOST, DSTHOST, HOSTS, FLOWS, DUAL_SRCHOST, DUAL_DSTHOST, TRIPLE_ISOLATE }

    /** CAKE's ACK filter: ordinals are the kernel's {@code CAKE_ACK_*}. */
    public enum AckFilter { OFF, ON, AGGRESSIVE }
}
