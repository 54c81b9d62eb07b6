package io.athenabng.wire.pppoe;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.wire.accessline.AccessLineSubOption;
import org.agrona.DirectBuffer;

/**
 * Walks the sub-options that an access node puts into a PADI or PADR (TR-101, section 3.9.2): the value of a vendor tag of
 * {@link AccessLineSubOption#VENDOR}.
 *
 * <pre>
 *  +-------------------------------+
 *  |  0 |  vendor number (3 bytes) |    0x00000de9
 *  +------+--------+---------------+
 *  | type | length | value ...          again and again
 *  +------+--------+---------------+
 * </pre>
 *
 * A sub-option that goes past the end ends the walk: what came before it counts.
 */
public final class AccessLineCursor {

    private static final int VENDOR_LENGTH = 4;

    private DirectBuffer buffer;
    private int limit;
    private int position;
    private int type;
    private int valueOffset;
    private int valueLength;

    /** Begins before the first sub-option of a vendor tag's value; a tag of another vendor, or a shorter one, has none. */
    public AccessLineCursor wrap(final DirectBuffer packet, final int offset, final int length) {
        buffer = packet;
        limit = offset + length;
        position = isAccessLine(packet, offset, length) ? offset + VENDOR_LENGTH : limit;
        return this;
    }

    /** Whether a vendor tag's value is an access node's. */
    public static boolean isAccessLine(final DirectBuffer packet, final int offset, final int length) {
        return length >= VENDOR_LENGTH && packet.getInt(offset, BIG_ENDIAN) == AccessLineSubOption.VENDOR;
    }

    /** Goes on to the next sub-option; false at the end, and where one goes past the end. */
    public boolean next() {
        final int remaining = limit - position;
        if (remaining < 2) {
            position = limit;
            return false;
        }
        final int length = buffer.getByte(position + 1) & 0xff;
        if (length > remaining - 2) {
            position = limit;
            return false;
        }
        type = buffer.getByte(position) & 0xff;
        valueOffset = position + 2;
        valueLength = length;
        position = valueOffset + length;
        return true;
    }

    /** Type of the sub-option that the cursor stands on: {@link AccessLineSubOption}. */
    public int type() {
        return type;
    }

    /** Where its value begins in the buffer. */
    public int valueOffset() {
        return valueOffset;
    }

    /** Bytes of its value. */
    public int valueLength() {
        return valueLength;
    }

    /** Its value as a number, unsigned; -1 if it does not have four octets. */
    public long number() {
        return valueLength == Integer.BYTES ? buffer.getInt(valueOffset, BIG_ENDIAN) & 0xffff_ffffL : -1;
    }
}
