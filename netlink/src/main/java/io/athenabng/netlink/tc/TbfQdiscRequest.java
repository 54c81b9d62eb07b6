package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_TBF_BURST;
import static io.athenabng.netlink.tc.TcAttributes.TCA_TBF_PARMS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_TBF_RATE64;

import io.athenabng.netlink.message.AttributeAppender;

/**
 * Token bucket filter (kind {@code tbf}): the shaper that costs least memory. {@code struct tc_tbf_qopt}.
 *
 * <pre>
 *  +-------------+-------------+--------+---------+--------+
 *  | rate        | peakrate    | limit  | buffer  | mtu    |
 *  | tc_ratespec | tc_ratespec | bytes  | ticks   | ticks  |
 *  +-------------+-------------+--------+---------+--------+
 * </pre>
 */
public final class TbfQdiscRequest extends QdiscRequest<TbfQdiscRequest> {
    private static final int OPT_LENGTH = 2 * RateSpec.LENGTH + 12;
    private static final int CELL_LOG = 3;

    private long rateBytesPerSecond;
    private long burstBytes;
    private long limitBytes;

    public TbfQdiscRequest() {
        super(TcHandle.UNSPEC, TcHandle.ROOT);
    }

    @Override
    public TbfQdiscRequest reset() {
        rateBytesPerSecond = 0;
        burstBytes = 0;
        limitBytes = 0;
        return super.reset();
    }

    /** The kernel counts whole bytes per second. */
    public TbfQdiscRequest rateBitsPerSecond(final long value) {
        rateBytesPerSecond = value / 8;
        return this;
    }

    /** Bytes that may pass at once; must hold the largest packet, of segmentation offload too, or it is dropped. */
    public TbfQdiscRequest burstBytes(final long value) {
        burstBytes = value;
        return this;
    }

    /** Bytes that may wait. */
    public TbfQdiscRequest limitBytes(final long value) {
        limitBytes = value;
        return this;
    }

    @Override
    String kind() {
        return "tbf";
    }

    @Override
    void appendOptions(final AttributeAppender target) {
        final int at = target.struct(TCA_TBF_PARMS, OPT_LENGTH);
        RateSpec.put(target, at, rateBytesPerSecond, CELL_LOG);
        final int rest = at + 2 * RateSpec.LENGTH;
        target.struct32(rest, limitBytes).struct32(rest + 4, RateSpec.ticks(burstBytes, rateBytesPerSecond));
        target.u32(TCA_TBF_BURST, burstBytes);
        if (RateSpec.needs64Bits(rateBytesPerSecond)) {
            target.u64(TCA_TBF_RATE64, rateBytesPerSecond);
        }
    }

    @Override
    TbfQdiscRequest self() {
        return this;
    }
}
