package io.athenabng.netlink.tc;

/** Numbers of {@code linux/rtnetlink.h}, {@code pkt_cls.h}, {@code gen_stats.h} and {@code tc_act/*.h}, under their kernel names. */
public final class TcAttributes {
    public static final int TCA_KIND = 1;
    public static final int TCA_OPTIONS = 2;
    public static final int TCA_STATS2 = 7;
    public static final int TCA_DUMP_INVISIBLE = 10;
    public static final int TCA_CHAIN = 11;

    public static final int TCA_STATS_BASIC = 1;
    public static final int TCA_STATS_QUEUE = 3;
    public static final int TCA_STATS_APP = 4;
    public static final int TCA_STATS_PKT64 = 8;

    public static final int TCA_ACT_KIND = 1;
    public static final int TCA_ACT_OPTIONS = 2;
    public static final int TCA_ACT_STATS = 4;

    public static final int TC_ACT_OK = 0;
    public static final int TC_ACT_SHOT = 2;
    public static final int TC_ACT_PIPE = 3;
    public static final int TC_ACT_STOLEN = 4;

    public static final int TCA_MIRRED_PARMS = 2;
    public static final int TCA_EGRESS_REDIR = 1;

    public static final int TCA_GACT_PARMS = 2;

    public static final int TCA_POLICE_TBF = 1;
    public static final int TCA_POLICE_RATE = 2;
    public static final int TCA_POLICE_RATE64 = 8;

    public static final int TCA_U32_CLASSID = 1;
    public static final int TCA_U32_SEL = 5;
    public static final int TCA_U32_ACT = 7;
    public static final int TC_U32_TERMINAL = 1;

    public static final int TCA_MATCHALL_CLASSID = 1;
    public static final int TCA_MATCHALL_ACT = 2;

    public static final int TCA_HTB_PARMS = 1;
    public static final int TCA_HTB_INIT = 2;
    public static final int TCA_HTB_DIRECT_QLEN = 5;
    public static final int TCA_HTB_RATE64 = 6;
    public static final int TCA_HTB_CEIL64 = 7;

    public static final int TCA_TBF_PARMS = 1;
    public static final int TCA_TBF_RATE64 = 4;
    public static final int TCA_TBF_BURST = 6;

    public static final int TCA_FQ_CODEL_TARGET = 1;
    public static final int TCA_FQ_CODEL_LIMIT = 2;
    public static final int TCA_FQ_CODEL_INTERVAL = 3;
    public static final int TCA_FQ_CODEL_ECN = 4;
    public static final int TCA_FQ_CODEL_FLOWS = 5;
    public static final int TCA_FQ_CODEL_QUANTUM = 6;
    public static final int TCA_FQ_CODEL_CE_THRESHOLD = 7;
    public static final int TCA_FQ_CODEL_DROP_BATCH_SIZE = 8;
    public static final int TCA_FQ_CODEL_MEMORY_LIMIT = 9;

    /** {@code ETH_P_ALL}: a filter's protocol when it takes every frame. */
    public static final int ETH_P_ALL = 0x0003;
    public static final int ETH_P_IP = 0x0800;

    static final int TCMSG_LENGTH = 20;
    static final int TCM_IFINDEX = 4;
    static final int TCM_HANDLE = 8;
    static final int TCM_PARENT = 12;
    static final int TCM_INFO = 16;

    private TcAttributes() {
    }
}
