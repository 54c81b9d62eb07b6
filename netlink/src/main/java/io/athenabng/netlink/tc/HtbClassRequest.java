package io.athenabng.netlink.tc;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELTCLASS;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWTCLASS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_HTB_CEIL64;
import static io.athenabng.netlink.tc.TcAttributes.TCA_HTB_PARMS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_HTB_RATE64;
import static io.athenabng.netlink.tc.TcAttributes.TCA_KIND;
import static io.athenabng.netlink.tc.TcAttributes.TCA_OPTIONS;
import static io.athenabng.netlink.tc.TcAttributes.TCMSG_LENGTH;
import static io.athenabng.netlink.tc.TcAttributes.TCM_HANDLE;
import static io.athenabng.netlink.tc.TcAttributes.TCM_IFINDEX;
import static io.athenabng.netlink.tc.TcAttributes.TCM_PARENT;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/**
 * One class of an HTB qdisc: {@code struct tc_htb_opt}.
 *
 * <pre>
 *  +--------------+--------------+--------+---------+---------+-------+------+
 *  | rate         | ceil         | buffer | cbuffer | quantum | level | prio |
 *  | tc_ratespec  | tc_ratespec  | ticks  | ticks   | bytes   | out   | u32  |
 *  +--------------+--------------+--------+---------+---------+-------+------+
 * </pre>
 *
 * <p>Rate tables are not sent: the kernel asks for them only when the link layer is not told.
 */
public final class HtbClassRequest implements NetlinkRequest {
    private static final int OPT_LENGTH = 2 * RateSpec.LENGTH + 20;
    private static final int CELL_LOG = 3;
    private static final int MINIMUM_BURST = 1600;
    private static final int BURSTS_PER_SECOND = 250;

    private final AttributeAppender appender = new AttributeAppender();
    private int messageType;
    private int messageFlags;
    private int index;
    private int parent;
    private int classId;
    private long rateBytesPerSecond;
    private long ceilBytesPerSecond;
    private long burstBytes;
    private long ceilBurstBytes;
    private int quantumBytes;
    private int overheadBytes;
    private int mpuBytes;
    private int priority;

    public HtbClassRequest() {
        reset();
    }

    /** Back to: add, no rate, ceiling equal to the rate, default bursts. */
    public HtbClassRequest reset() {
        index = 0;
        parent = 0;
        classId = 0;
        rateBytesPerSecond = 0;
        ceilBytesPerSecond = 0;
        burstBytes = 0;
        ceilBurstBytes = 0;
        quantumBytes = 0;
        overheadBytes = 0;
        mpuBytes = 0;
        priority = 0;
        return add();
    }

    public HtbClassRequest add() {
        return operation(RTM_NEWTCLASS, NLM_F_CREATE | NLM_F_EXCL);
    }

    /** In place; all fields are needed. */
    public HtbClassRequest change() {
        return operation(RTM_NEWTCLASS, 0);
    }

    /** Changes the class, or makes it. */
    public HtbClassRequest replace() {
        return operation(RTM_NEWTCLASS, NLM_F_CREATE);
    }

    public HtbClassRequest delete() {
        return operation(RTM_DELTCLASS, 0);
    }

    private HtbClassRequest operation(final int type, final int flags) {
        messageType = type;
        messageFlags = flags;
        return this;
    }

    public HtbClassRequest index(final int value) {
        index = value;
        return this;
    }

    /** The qdisc ({@code 1:}) or the class above. */
    public HtbClassRequest parent(final int value) {
        parent = value;
        return this;
    }

    public HtbClassRequest classId(final int value) {
        classId = value;
        return this;
    }

    /** Guaranteed rate; the kernel counts whole bytes per second. */
    public HtbClassRequest rateBitsPerSecond(final long value) {
        rateBytesPerSecond = value / 8;
        return this;
    }

    /** Rate with what can be borrowed; the guaranteed rate unless set. */
    public HtbClassRequest ceilBitsPerSecond(final long value) {
        ceilBytesPerSecond = value / 8;
        return this;
    }

    /** Bytes that may pass at once; unless set, 4 ms at the rate and at least 1,600. */
    public HtbClassRequest burstBytes(final long value) {
        burstBytes = value;
        return this;
    }

    /** As {@link #burstBytes}, at the ceiling. */
    public HtbClassRequest ceilBurstBytes(final long value) {
        ceilBurstBytes = value;
        return this;
    }

    /** Bytes a class may send before its neighbours' turn; 0 lets the kernel divide the rate. */
    public HtbClassRequest quantumBytes(final int value) {
        quantumBytes = value;
        return this;
    }

    /** Bytes added to each packet's length at the interface (which counts its Ethernet header). */
    public HtbClassRequest overheadBytes(final int value) {
        overheadBytes = value;
        return this;
    }

    /** A packet counts at least so many bytes, overhead included. */
    public HtbClassRequest mpuBytes(final int value) {
        mpuBytes = value;
        return this;
    }

    /** 0 (first) to 7. */
    public HtbClassRequest priority(final int value) {
        priority = value;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, messageType, messageFlags, TCMSG_LENGTH)
            .header32(TCM_IFINDEX, index).header32(TCM_HANDLE, classId).header32(TCM_PARENT, parent);
        if (messageType == RTM_NEWTCLASS) {
            appender.string(TCA_KIND, "htb").beginNest(TCA_OPTIONS);
            appendOptions();
            appender.endNest();
        }
        return appender.endMessage();
    }

    private void appendOptions() {
        final long ceil = ceilBytesPerSecond == 0 ? rateBytesPerSecond : ceilBytesPerSecond;
        if (RateSpec.needs64Bits(rateBytesPerSecond)) {
            appender.u64(TCA_HTB_RATE64, rateBytesPerSecond);
        }
        if (RateSpec.needs64Bits(ceil)) {
            appender.u64(TCA_HTB_CEIL64, ceil);
        }
        final int at = appender.struct(TCA_HTB_PARMS, OPT_LENGTH);
        RateSpec.put(appender, at, rateBytesPerSecond, CELL_LOG);
        RateSpec.put(appender, at + RateSpec.LENGTH, ceil, CELL_LOG);
        appender.struct16(at + RateSpec.OVERHEAD, overheadBytes).struct16(at + RateSpec.LENGTH + RateSpec.OVERHEAD, overheadBytes);
        appender.struct16(at + RateSpec.MPU, mpuBytes).struct16(at + RateSpec.LENGTH + RateSpec.MPU, mpuBytes);
        final int rest = at + 2 * RateSpec.LENGTH;
        appender.struct32(rest, RateSpec.ticks(burst(burstBytes, rateBytesPerSecond), rateBytesPerSecond))
            .struct32(rest + 4, RateSpec.ticks(burst(ceilBurstBytes, ceil), ceil))
            .struct32(rest + 8, quantumBytes)
            .struct32(rest + 16, priority);
    }

    private static long burst(final long wanted, final long rateBytesPerSecond) {
        return wanted != 0 ? wanted : Math.max(MINIMUM_BURST, rateBytesPerSecond / BURSTS_PER_SECOND);
    }
}
