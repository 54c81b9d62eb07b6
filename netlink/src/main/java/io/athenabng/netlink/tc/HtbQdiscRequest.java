package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_HTB_DIRECT_QLEN;
import static io.athenabng.netlink.tc.TcAttributes.TCA_HTB_INIT;

import io.athenabng.netlink.message.AttributeAppender;

/** Hierarchical token bucket (kind {@code htb}), to hold {@link HtbClassRequest} classes: {@code struct tc_htb_glob}. */
public final class HtbQdiscRequest extends QdiscRequest<HtbQdiscRequest> {
    private static final int GLOB_LENGTH = 20;
    private static final int VERSION = 3;
    private static final int DEFAULT_RATE_TO_QUANTUM = 10;

    private int defaultClass;
    private int rateToQuantum = DEFAULT_RATE_TO_QUANTUM;
    private int directQueueLength;

    public HtbQdiscRequest() {
        super(TcHandle.UNSPEC, TcHandle.ROOT);
    }

    @Override
    public HtbQdiscRequest reset() {
        defaultClass = 0;
        rateToQuantum = DEFAULT_RATE_TO_QUANTUM;
        directQueueLength = 0;
        return super.reset();
    }

    /** Minor number of the class for packets that no filter claims; 0 lets them pass unshaped. */
    public HtbQdiscRequest defaultClass(final int minor) {
        defaultClass = minor;
        return this;
    }

    /** Divisor that makes a class's quantum from its rate where the class names none. */
    public HtbQdiscRequest rateToQuantum(final int value) {
        rateToQuantum = value;
        return this;
    }

    /** Packets that may wait in the unshaped queue; 0 leaves it at the interface's queue length. */
    public HtbQdiscRequest directQueueLength(final int packets) {
        directQueueLength = packets;
        return this;
    }

    @Override
    String kind() {
        return "htb";
    }

    @Override
    void appendOptions(final AttributeAppender target) {
        final int at = target.struct(TCA_HTB_INIT, GLOB_LENGTH);
        target.struct32(at, VERSION).struct32(at + 4, rateToQuantum).struct32(at + 8, defaultClass);
        if (directQueueLength != 0) {
            target.u32(TCA_HTB_DIRECT_QLEN, directQueueLength);
        }
    }

    @Override
    HtbQdiscRequest self() {
        return this;
    }
}
