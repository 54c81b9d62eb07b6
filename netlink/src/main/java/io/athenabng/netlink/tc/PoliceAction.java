package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_POLICE_RATE;
import static io.athenabng.netlink.tc.TcAttributes.TCA_POLICE_RATE64;
import static io.athenabng.netlink.tc.TcAttributes.TCA_POLICE_TBF;
import static io.athenabng.netlink.tc.TcAttributes.TC_ACT_SHOT;

import io.athenabng.netlink.message.AttributeAppender;

/**
 * Drops what exceeds a rate and lets the rest pass, which is the kernel's own verdict for what conforms (kind {@code police}):
 * {@code struct tc_police}.
 *
 * <pre>
 *  0       4        8       12      16     20            32            44       48        52
 *  +-------+--------+-------+-------+------+-------------+-------------+--------+---------+-------+
 *  | index | action | limit | burst | mtu  | rate        | peakrate    | refcnt | bindcnt | capab |
 *  |       |        |       | ticks | bytes| tc_ratespec | tc_ratespec |        |         |       |
 *  +-------+--------+-------+-------+------+-------------+-------------+--------+---------+-------+
 * </pre>
 */
public final class PoliceAction extends FilterAction {
    private static final int PARMS_LENGTH = 56;
    /** Without a limit of our own the kernel polices away every packet above 2,040 bytes, such as merged ones. */
    private static final int DEFAULT_MTU = 0xffff;

    private long rateBytesPerSecond;
    private long burstBytes;
    private int mtu = DEFAULT_MTU;

    public PoliceAction() {
        super("police");
    }

    /** Rate that conforms; the kernel counts whole bytes per second. */
    public PoliceAction rateBitsPerSecond(final long value) {
        rateBytesPerSecond = value / 8;
        return this;
    }

    /** Bytes that may pass at once. */
    public PoliceAction burstBytes(final long value) {
        burstBytes = value;
        return this;
    }

    /** Largest packet that can conform; 65,535 unless set. */
    public PoliceAction mtu(final int bytes) {
        mtu = bytes;
        return this;
    }

    @Override
    void appendOptions(final AttributeAppender appender) {
        final int cellLog = RateSpec.cellLog(mtu);
        final int at = appender.struct(TCA_POLICE_TBF, PARMS_LENGTH);
        appender.struct32(at + 4, TC_ACT_SHOT)
            .struct32(at + 12, RateSpec.ticks(burstBytes, rateBytesPerSecond))
            .struct32(at + 16, mtu);
        RateSpec.put(appender, at + 20, rateBytesPerSecond, cellLog);
        RateSpec.putRateTable(appender, TCA_POLICE_RATE, rateBytesPerSecond, cellLog);
        if (RateSpec.needs64Bits(rateBytesPerSecond)) {
            appender.u64(TCA_POLICE_RATE64, rateBytesPerSecond);
        }
    }
}
