package io.athenabng.netlink.tc;

import org.agrona.DirectBuffer;

/**
 * {@code struct tc_htb_xstats}: five 32-bit fields, of which the third is unused.
 *
 * @param lends         packets sent within the class's own rate
 * @param borrows       packets sent with what was borrowed
 * @param tokens        tokens left, in ticks of 64 ns; negative while the rate is exceeded
 * @param ceilTokens    the same, for the ceiling
 */
public record HtbClassStatistics(long lends, long borrows, int tokens, int ceilTokens) {
    private static final int LENGTH = 20;

    static HtbClassStatistics read(final DirectBuffer buffer, final int offset, final int length) {
        if (length < LENGTH) {
            return null;
        }
        return new HtbClassStatistics(buffer.getInt(offset) & 0xffff_ffffL, buffer.getInt(offset + 4) & 0xffff_ffffL,
            buffer.getInt(offset + 12), buffer.getInt(offset + 16));
    }
}
