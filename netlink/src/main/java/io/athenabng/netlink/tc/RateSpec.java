package io.athenabng.netlink.tc;

import io.athenabng.netlink.message.AttributeAppender;

/**
 * {@code struct tc_ratespec} and the kernel's scheduler ticks, of 64 ns each ({@code include/net/pkt_sched.h}).
 *
 * <pre>
 *  +----------+-----------+----------+------------+------+------------------+
 *  | cell_log | linklayer | overhead | cell_align | mpu  | rate (bytes/s)   |
 *  | u8       | u8        | u16      | s16        | u16  | u32              |
 *  +----------+-----------+----------+------------+------+------------------+
 * </pre>
 */
final class RateSpec {
    static final int LENGTH = 12;
    static final int OVERHEAD = 2;
    static final int MPU = 6;
    static final int RATE_TABLE_LENGTH = 1024;
    private static final int TC_LINKLAYER_ETHERNET = 1;
    private static final int NS_PER_TICK = 64;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long MAX_U32 = 0xffff_ffffL;

    private RateSpec() {
    }

    /** A rate above 32 bits is cut to its maximum: the 64-bit attribute next to it counts then. */
    static void put(final AttributeAppender appender, final int at, final long rateBytesPerSecond, final int cellLog) {
        // With the link layer told, the kernel needs no rate table from us (except act_police, which insists).
        appender.struct8(at, cellLog)
            .struct8(at + 1, TC_LINKLAYER_ETHERNET)
            .struct16(at + 4, -1)
            .struct32(at + 8, Math.min(rateBytesPerSecond, MAX_U32));
    }

    static boolean needs64Bits(final long rateBytesPerSecond) {
        return rateBytesPerSecond > MAX_U32;
    }

    /** Time that some bytes take at a rate, in ticks. */
    static long ticks(final long bytes, final long rateBytesPerSecond) {
        if (rateBytesPerSecond <= 0) {
            return 0;
        }
        return Math.min(Math.min(bytes, MAX_U32) * NS_PER_SECOND / rateBytesPerSecond / NS_PER_TICK, MAX_U32);
    }

    /** Size that 255 cells must hold, as a power of two. */
    static int cellLog(final int mtu) {
        int log = 3;
        while (mtu >> log > 255) {
            log++;
        }
        return log;
    }

    /** The 256-entry table of transmission times that {@code act_police} wants to see. */
    static void putRateTable(final AttributeAppender appender, final int type, final long rateBytesPerSecond, final int cellLog) {
        final int at = appender.struct(type, RATE_TABLE_LENGTH);
        for (int i = 0; i < RATE_TABLE_LENGTH / Integer.BYTES; i++) {
            appender.struct32(at + i * Integer.BYTES, ticks((i + 1L) << cellLog, rateBytesPerSecond));
        }
    }
}
