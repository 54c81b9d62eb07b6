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

import io.athenabng.netlink.message.AttributeCursor;
import org.agrona.DirectBuffer;

/**
 * The options of a CAKE qdisc as the kernel has them; the fields as in {@link CakeQdiscRequest}.
 *
 * @param rateBitsPerSecond 0 for unlimited
 * @param raw               whether overhead compensation is off altogether
 * @param memoryLimitBytes  0 when the kernel derives it
 */
public record CakeOptions(
        long rateBitsPerSecond,
        int diffservMode,
        int atm,
        int flowMode,
        int overhead,
        int rttMicros,
        int targetMicros,
        boolean autorateIngress,
        long memoryLimitBytes,
        boolean nat,
        boolean raw,
        boolean wash,
        int mpu,
        boolean ingress,
        int ackFilter,
        boolean splitGso,
        int fwmark) {

    /** Reads the content of {@code TCA_OPTIONS}; null when it is not sound. */
    static CakeOptions read(final DirectBuffer buffer, final int offset, final int length) {
        final AttributeCursor cursor = new AttributeCursor().wrap(buffer, offset, length);
        final int[] values = new int[TCA_CAKE_FWMARK + 1];
        long rateBytesPerSecond = 0;
        boolean raw = false;
        while (cursor.next()) {
            final int type = cursor.type();
            if (type == TCA_CAKE_BASE_RATE64) {
                rateBytesPerSecond = cursor.u64();
            } else if (type == TCA_CAKE_RAW) {
                // Its presence says it, whatever the value.
                raw = true;
            } else if (type > TCA_CAKE_BASE_RATE64 && type <= TCA_CAKE_FWMARK) {
                values[type] = cursor.s32();
            }
        }
        if (cursor.malformed()) {
            return null;
        }
        return new CakeOptions(rateBytesPerSecond * 8, values[TCA_CAKE_DIFFSERV_MODE], values[TCA_CAKE_ATM], values[TCA_CAKE_FLOW_MODE],
            values[TCA_CAKE_OVERHEAD], values[TCA_CAKE_RTT], values[TCA_CAKE_TARGET], values[TCA_CAKE_AUTORATE] != 0,
            values[TCA_CAKE_MEMORY] & 0xffff_ffffL, values[TCA_CAKE_NAT] != 0, raw, values[TCA_CAKE_WASH] != 0, values[TCA_CAKE_MPU],
            values[TCA_CAKE_INGRESS] != 0, values[TCA_CAKE_ACK_FILTER], values[TCA_CAKE_SPLIT_GSO] != 0, values[TCA_CAKE_FWMARK]);
    }
}
