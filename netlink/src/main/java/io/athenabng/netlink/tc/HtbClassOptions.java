package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_HTB_CEIL64;
import static io.athenabng.netlink.tc.TcAttributes.TCA_HTB_PARMS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_HTB_RATE64;

import io.athenabng.netlink.message.AttributeCursor;
import org.agrona.DirectBuffer;

/** {@code struct tc_htb_opt} of a class, see {@link HtbClassRequest} for the layout. */
public record HtbClassOptions(long rateBitsPerSecond, long ceilBitsPerSecond, long quantumBytes, int priority) {
    private static final int OPT_LENGTH = 44;
    private static final int RATE = 8;
    private static final int CEIL = 20;
    private static final int QUANTUM = 32;
    private static final int PRIORITY = 40;

    static HtbClassOptions read(final DirectBuffer buffer, final int offset, final int length) {
        final AttributeCursor cursor = new AttributeCursor().wrap(buffer, offset, length);
        long rate = -1;
        long ceil = -1;
        long rate64 = 0;
        long ceil64 = 0;
        long quantum = 0;
        int priority = 0;
        while (cursor.next()) {
            final int at = cursor.payloadOffset();
            if (cursor.type() == TCA_HTB_PARMS && cursor.payloadLength() >= OPT_LENGTH) {
                rate = buffer.getInt(at + RATE) & 0xffff_ffffL;
                ceil = buffer.getInt(at + CEIL) & 0xffff_ffffL;
                quantum = buffer.getInt(at + QUANTUM) & 0xffff_ffffL;
                priority = buffer.getInt(at + PRIORITY);
            } else if (cursor.type() == TCA_HTB_RATE64) {
                rate64 = cursor.u64();
            } else if (cursor.type() == TCA_HTB_CEIL64) {
                ceil64 = cursor.u64();
            }
        }
        if (rate < 0 || cursor.malformed()) {
            return null;
        }
        return new HtbClassOptions(8 * Math.max(rate, rate64), 8 * Math.max(ceil, ceil64), quantum, priority);
    }
}
