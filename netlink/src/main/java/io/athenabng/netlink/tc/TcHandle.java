package io.athenabng.netlink.tc;

/** Handles of traffic control ({@code linux/pkt_sched.h}): major number in the upper 16 bits, minor in the lower. */
public final class TcHandle {
    public static final int UNSPEC = 0;
    /** Parent of a device's root qdisc. */
    public static final int ROOT = 0xffff_ffff;
    /** Parent of the ingress and clsact qdiscs. */
    public static final int INGRESS = 0xffff_fff1;
    /** Handle that ingress and clsact qdiscs have: {@code ffff:}. */
    public static final int INGRESS_QDISC = 0xffff_0000;
    /** Parent of filters on received packets, with the ingress or the clsact qdisc. */
    public static final int CLSACT_INGRESS = 0xffff_fff2;
    /** Parent of filters on sent packets, with the clsact qdisc. */
    public static final int CLSACT_EGRESS = 0xffff_fff3;

    private TcHandle() {
    }

    /** Makes {@code major:minor}. */
    public static int of(final int major, final int minor) {
        return major << 16 | minor & 0xffff;
    }

    public static int major(final int handle) {
        return handle >>> 16;
    }

    public static int minor(final int handle) {
        return handle & 0xffff;
    }
}
