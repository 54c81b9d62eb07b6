package io.athenabng.wire.pppoe;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Walks the tags of a discovery packet (RFC 2516, section 4 and appendix A).
 *
 * <pre>
 *  +-------------------------------+-------------------------------+
 *  |           TAG_TYPE            |          TAG_LENGTH           |
 *  +-------------------------------+-------------------------------+
 *  |  TAG_VALUE ...
 * </pre>
 *
 * End-Of-List ends the walk; so does the end of the packet. A tag that goes past the end stops it, and {@link #isOverrun()} tells.
 */
public final class PppoeTagCursor {

    private DirectBuffer buffer;
    private int limit;
    private int position;
    private boolean overrun;
    private int type;
    private int valueOffset;
    private int valueLength;

    /** Begins before the first tag of a list. */
    public PppoeTagCursor wrap(final DirectBuffer packet, final int offset, final int length) {
        buffer = packet;
        position = offset;
        limit = offset + length;
        overrun = false;
        return this;
    }

    /** Goes on to the next tag; false at the end, and where one goes past the end. */
    public boolean next() {
        final int remaining = limit - position;
        if (remaining <= 0) {
            return false;
        }
        if (remaining < PppoeTag.HEADER_LENGTH) {
            return overrun();
        }
        type = buffer.getShort(position, BIG_ENDIAN) & 0xffff;
        valueLength = buffer.getShort(position + 2, BIG_ENDIAN) & 0xffff;
        if (type == PppoeTag.END_OF_LIST) {
            position = limit;
            return false;
        }
        if (valueLength > remaining - PppoeTag.HEADER_LENGTH) {
            return overrun();
        }
        valueOffset = position + PppoeTag.HEADER_LENGTH;
        position = valueOffset + valueLength;
        return true;
    }

    private boolean overrun() {
        overrun = true;
        position = limit;
        return false;
    }

    /** Type of the tag that the cursor stands on: {@link PppoeTag}. */
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

    /** After the walk: whether a tag went past the end. */
    public boolean isOverrun() {
        return overrun;
    }
}
