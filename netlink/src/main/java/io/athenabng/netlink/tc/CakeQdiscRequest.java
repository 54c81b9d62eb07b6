package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_ACK_FILTER;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_ATM;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_AUTORATE;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_BASE_RATE64;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_DIFFSERV_MODE;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_FLOW_MODE;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_FWMARK;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_INGRESS;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_MEMORY;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_MPU;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_NAT;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_OVERHEAD;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_RAW;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_RTT;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_SPLIT_GSO;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_TARGET;
import static io.athenabng.netlink.tc.CakeAttributes.TCA_CAKE_WASH;

import io.athenabng.netlink.message.AttributeAppender;

/**
 * Shaper and fair queue in one (kind {@code cake}, tc-cake(8)). Carries every option of {@code linux/pkt_sched.h}; only those that
 * were set since {@link #reset()} are sent, so that a change in place touches nothing else.
 */
public final class CakeQdiscRequest extends QdiscRequest<CakeQdiscRequest> {
    /** The order in which iproute2 sends the options: equal bytes are easier to compare. */
    private static final int[] ORDER = {
        TCA_CAKE_BASE_RATE64, TCA_CAKE_DIFFSERV_MODE, TCA_CAKE_ATM, TCA_CAKE_FLOW_MODE, TCA_CAKE_OVERHEAD, TCA_CAKE_RAW, TCA_CAKE_MPU,
        TCA_CAKE_RTT, TCA_CAKE_TARGET, TCA_CAKE_AUTORATE, TCA_CAKE_MEMORY, TCA_CAKE_FWMARK, TCA_CAKE_NAT, TCA_CAKE_WASH,
        TCA_CAKE_SPLIT_GSO, TCA_CAKE_INGRESS, TCA_CAKE_ACK_FILTER,
    };

    private final int[] values = new int[TCA_CAKE_FWMARK + 1];
    private long rateBytesPerSecond;
    private int present;

    public CakeQdiscRequest() {
        super(TcHandle.UNSPEC, TcHandle.ROOT);
    }

    @Override
    public CakeQdiscRequest reset() {
        present = 0;
        return super.reset();
    }

    /** Shaped rate; 0 is unlimited. The kernel counts whole bytes per second. */
    public CakeQdiscRequest rateBitsPerSecond(final long value) {
        rateBytesPerSecond = value / 8;
        present |= 1 << TCA_CAKE_BASE_RATE64;
        return this;
    }

    /** One of {@code CAKE_DIFFSERV_*}: how many tins, and which DSCP goes where. */
    public CakeQdiscRequest diffservMode(final int value) {
        return set(TCA_CAKE_DIFFSERV_MODE, value);
    }

    /** One of {@code CAKE_ATM_*}: compensation for ATM cells or PTM coding below. */
    public CakeQdiscRequest atm(final int value) {
        return set(TCA_CAKE_ATM, value);
    }

    /** One of {@code CAKE_FLOW_*}: between whom fairness holds. */
    public CakeQdiscRequest flowMode(final int value) {
        return set(TCA_CAKE_FLOW_MODE, value);
    }

    /** Bytes added to each packet's network-layer length, -64 to 256. */
    public CakeQdiscRequest overhead(final int bytes) {
        return set(TCA_CAKE_OVERHEAD, bytes);
    }

    /** Lets the kernel's own packet length count, without overhead; overrides {@link #overhead}. */
    public CakeQdiscRequest raw() {
        return set(TCA_CAKE_RAW, 0);
    }

    /** Smallest size a packet is counted as, 0 to 256 bytes. */
    public CakeQdiscRequest mpu(final int bytes) {
        return set(TCA_CAKE_MPU, bytes);
    }

    /** Round-trip time that the queue management expects (its interval), in microseconds. */
    public CakeQdiscRequest rttMicros(final int value) {
        return set(TCA_CAKE_RTT, value);
    }

    /** Standing queue that is tolerated, in microseconds. */
    public CakeQdiscRequest targetMicros(final int value) {
        return set(TCA_CAKE_TARGET, value);
    }

    /** Estimate the capacity from arriving traffic, starting from the rate. */
    public CakeQdiscRequest autorateIngress(final boolean on) {
        return set(TCA_CAKE_AUTORATE, on);
    }

    /** Memory for queued packets in bytes; 0 lets the kernel derive it from rate and RTT. */
    public CakeQdiscRequest memoryLimitBytes(final int value) {
        return set(TCA_CAKE_MEMORY, value);
    }

    /** Firewall mark bits that choose the tin. */
    public CakeQdiscRequest fwmark(final int mask) {
        return set(TCA_CAKE_FWMARK, mask);
    }

    /** Look through NAT for the hosts (needs connection tracking in the kernel). */
    public CakeQdiscRequest nat(final boolean on) {
        return set(TCA_CAKE_NAT, on);
    }

    /** Clear DSCP after it was used. */
    public CakeQdiscRequest wash(final boolean on) {
        return set(TCA_CAKE_WASH, on);
    }

    /** Split super-packets of segmentation offload before queueing them. */
    public CakeQdiscRequest splitGso(final boolean on) {
        return set(TCA_CAKE_SPLIT_GSO, on);
    }

    /** Count dropped packets as sent, as is right behind the bottleneck. */
    public CakeQdiscRequest ingress(final boolean on) {
        return set(TCA_CAKE_INGRESS, on);
    }

    /** One of {@code CAKE_ACK_*}. */
    public CakeQdiscRequest ackFilter(final int value) {
        return set(TCA_CAKE_ACK_FILTER, value);
    }

    private CakeQdiscRequest set(final int attribute, final boolean on) {
        return set(attribute, on ? 1 : 0);
    }

    private CakeQdiscRequest set(final int attribute, final int value) {
        values[attribute] = value;
        present |= 1 << attribute;
        return this;
    }

    @Override
    String kind() {
        return "cake";
    }

    @Override
    boolean hasOptions() {
        return present != 0;
    }

    @Override
    void appendOptions(final AttributeAppender target) {
        for (final int attribute : ORDER) {
            if ((present & 1 << attribute) == 0) {
                continue;
            }
            if (attribute == TCA_CAKE_BASE_RATE64) {
                target.u64(attribute, rateBytesPerSecond);
            } else {
                target.u32(attribute, values[attribute]);
            }
        }
    }

    @Override
    CakeQdiscRequest self() {
        return this;
    }
}
