package io.athenabng.core.radius.accounting;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.wire.radius.RadiusAttributes;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Looks into a report's list of attributes as it travels, without its session: what it reports, of whom, and how late it is. The lists are
 * the gateway's own; one that is cut short is read as far as it goes.
 */
final class ReportAttributes {
    private static final int HEADER = 2;
    private static final int INTEGER_LENGTH = HEADER + Integer.BYTES;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int ABSENT = -1;

    private ReportAttributes() {
    }

    /** Where an attribute's value begins; -1 if the list has no such attribute of at least one octet. */
    private static int find(final DirectBuffer buffer, final int offset, final int length, final long type) {
        final int end = offset + length;
        int at = offset;
        while (end - at >= HEADER) {
            final int size = buffer.getByte(at + 1) & 0xff;
            if (size < HEADER || size > end - at) {
                return ABSENT;
            }
            if ((buffer.getByte(at) & 0xff) == type && size > HEADER) {
                return at + HEADER;
            }
            at += size;
        }
        return ABSENT;
    }

    private static int findInteger(final DirectBuffer buffer, final int offset, final int length, final long type) {
        final int at = find(buffer, offset, length, type);
        return at == ABSENT || (buffer.getByte(at - 1) & 0xff) != INTEGER_LENGTH ? ABSENT : at;
    }

    /** The Acct-Status-Type; 0 if there is none. */
    static int statusType(final DirectBuffer buffer, final int offset, final int length) {
        final int at = findInteger(buffer, offset, length, RadiusAttributes.ACCT_STATUS_TYPE);
        return at == ABSENT ? 0 : buffer.getInt(at, BIG_ENDIAN);
    }

    /** A hash of the Acct-Session-Id: equal for reports of one session, and for two sessions with a chance of 2^-64. */
    static long sessionKey(final DirectBuffer buffer, final int offset, final int length) {
        final int at = find(buffer, offset, length, RadiusAttributes.ACCT_SESSION_ID);
        long hash = FNV_OFFSET;
        if (at != ABSENT) {
            final int end = at - HEADER + (buffer.getByte(at - 1) & 0xff);
            for (int i = at; i < end; i++) {
                hash = (hash ^ buffer.getByte(i) & 0xff) * FNV_PRIME;
            }
        }
        // -1 stands for "none" in the maps that this is a key or value of.
        return hash == -1 ? 1 : hash;
    }

    /** When it happened, s since the epoch; the fallback if it does not say. */
    static long eventSeconds(final DirectBuffer buffer, final int offset, final int length, final long fallback) {
        final int at = findInteger(buffer, offset, length, RadiusAttributes.EVENT_TIMESTAMP);
        return at == ABSENT ? fallback : buffer.getInt(at, BIG_ENDIAN) & 0xffff_ffffL;
    }

    /** Sets Acct-Delay-Time (RFC 2866 section 5.2) to what has passed since the event. */
    static void updateDelay(final MutableDirectBuffer buffer, final int offset, final int length, final long nowSeconds) {
        final int at = findInteger(buffer, offset, length, RadiusAttributes.ACCT_DELAY_TIME);
        if (at != ABSENT) {
            final long delay = Math.max(0, nowSeconds - eventSeconds(buffer, offset, length, nowSeconds));
            buffer.putInt(at, (int) Math.min(delay, Integer.MAX_VALUE), BIG_ENDIAN);
        }
    }
}
