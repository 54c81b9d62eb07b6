package io.athenabng.netlink.tc;

/** Numbers of the CAKE section of {@code linux/pkt_sched.h}, under their kernel names. */
public final class CakeAttributes {
    public static final int TCA_CAKE_BASE_RATE64 = 2;
    public static final int TCA_CAKE_DIFFSERV_MODE = 3;
    public static final int TCA_CAKE_ATM = 4;
    public static final int TCA_CAKE_FLOW_MODE = 5;
    public static final int TCA_CAKE_OVERHEAD = 6;
    public static final int TCA_CAKE_RTT = 7;
    public static final int TCA_CAKE_TARGET = 8;
    public static final int TCA_CAKE_AUTORATE = 9;
    public static final int TCA_CAKE_MEMORY = 10;
    public static final int TCA_CAKE_NAT = 11;
    public static final int TCA_CAKE_RAW = 12;
    public static final int TCA_CAKE_WASH = 13;
    public static final int TCA_CAKE_MPU = 14;
    public static final int TCA_CAKE_INGRESS = 15;
    public static final int TCA_CAKE_ACK_FILTER = 16;
    public static final int TCA_CAKE_SPLIT_GSO = 17;
    public static final int TCA_CAKE_FWMARK = 18;

    public static final int TCA_CAKE_STATS_CAPACITY_ESTIMATE64 = 2;
    public static final int TCA_CAKE_STATS_MEMORY_LIMIT = 3;
    public static final int TCA_CAKE_STATS_MEMORY_USED = 4;
    public static final int TCA_CAKE_STATS_AVG_NETOFF = 5;
    public static final int TCA_CAKE_STATS_MIN_NETLEN = 6;
    public static final int TCA_CAKE_STATS_MAX_NETLEN = 7;
    public static final int TCA_CAKE_STATS_MIN_ADJLEN = 8;
    public static final int TCA_CAKE_STATS_MAX_ADJLEN = 9;
    public static final int TCA_CAKE_STATS_TIN_STATS = 10;

    public static final int TCA_CAKE_TIN_STATS_SENT_PACKETS = 2;
    public static final int TCA_CAKE_TIN_STATS_SENT_BYTES64 = 3;
    public static final int TCA_CAKE_TIN_STATS_DROPPED_PACKETS = 4;
    public static final int TCA_CAKE_TIN_STATS_DROPPED_BYTES64 = 5;
    public static final int TCA_CAKE_TIN_STATS_ACKS_DROPPED_PACKETS = 6;
    public static final int TCA_CAKE_TIN_STATS_ACKS_DROPPED_BYTES64 = 7;
    public static final int TCA_CAKE_TIN_STATS_ECN_MARKED_PACKETS = 8;
    public static final int TCA_CAKE_TIN_STATS_ECN_MARKED_BYTES64 = 9;
    public static final int TCA_CAKE_TIN_STATS_BACKLOG_PACKETS = 10;
    public static final int TCA_CAKE_TIN_STATS_BACKLOG_BYTES = 11;
    public static final int TCA_CAKE_TIN_STATS_THRESHOLD_RATE64 = 12;
    public static final int TCA_CAKE_TIN_STATS_TARGET_US = 13;
    public static final int TCA_CAKE_TIN_STATS_INTERVAL_US = 14;
    public static final int TCA_CAKE_TIN_STATS_WAY_INDIRECT_HITS = 15;
    public static final int TCA_CAKE_TIN_STATS_WAY_MISSES = 16;
    public static final int TCA_CAKE_TIN_STATS_WAY_COLLISIONS = 17;
    public static final int TCA_CAKE_TIN_STATS_PEAK_DELAY_US = 18;
    public static final int TCA_CAKE_TIN_STATS_AVG_DELAY_US = 19;
    public static final int TCA_CAKE_TIN_STATS_BASE_DELAY_US = 20;
    public static final int TCA_CAKE_TIN_STATS_SPARSE_FLOWS = 21;
    public static final int TCA_CAKE_TIN_STATS_BULK_FLOWS = 22;
    public static final int TCA_CAKE_TIN_STATS_UNRESPONSIVE_FLOWS = 23;
    public static final int TCA_CAKE_TIN_STATS_MAX_SKBLEN = 24;
    public static final int TCA_CAKE_TIN_STATS_FLOW_QUANTUM = 25;

    /** {@code TC_CAKE_MAX_TINS}. */
    public static final int MAX_TINS = 8;

    public static final int CAKE_FLOW_NONE = 0;
    public static final int CAKE_FLOW_SRC_IP = 1;
    public static final int CAKE_FLOW_DST_IP = 2;
    public static final int CAKE_FLOW_HOSTS = 3;
    public static final int CAKE_FLOW_FLOWS = 4;
    public static final int CAKE_FLOW_DUAL_SRC = 5;
    public static final int CAKE_FLOW_DUAL_DST = 6;
    public static final int CAKE_FLOW_TRIPLE = 7;

    public static final int CAKE_DIFFSERV_DIFFSERV3 = 0;
    public static final int CAKE_DIFFSERV_DIFFSERV4 = 1;
    public static final int CAKE_DIFFSERV_DIFFSERV8 = 2;
    public static final int CAKE_DIFFSERV_BESTEFFORT = 3;
    public static final int CAKE_DIFFSERV_PRECEDENCE = 4;

    public static final int CAKE_ACK_NONE = 0;
    public static final int CAKE_ACK_FILTER = 1;
    public static final int CAKE_ACK_AGGRESSIVE = 2;

    public static final int CAKE_ATM_NONE = 0;
    public static final int CAKE_ATM_ATM = 1;
    public static final int CAKE_ATM_PTM = 2;

    private CakeAttributes() {
    }
}
