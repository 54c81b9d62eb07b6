package io.athenabng.wire.dhcp;

import org.agrona.DirectBuffer;

/**
 * Walks the options of a message: the options field, then, if option 52 says so, file, then sname (RFC 2131, 4.1).
 *
 * <pre>
 *  +------+--------+------------------+        +-----+     +-----+
 *  | code | length | value (length)   |  ...   | pad |     | end |
 *  +------+--------+------------------+        |  0  |     | 255 |
 *                                              +-----+     +-----+
 * </pre>
 *
 * Every instance is reported by itself; {@link DhcpOptionIndex} joins those that repeat. Pad is skipped. A field that ends without End is
 * tolerated, and {@link #isEndMissing()} tells. Any other fault stops the walk, and {@link #malformedReason()} tells which. The walk ends
 * after at most as many steps as the message has bytes.
 */
public final class DhcpOptionCursor {

    /** The options field. */
    public static final int AREA_OPTIONS = 0;

    /** The file field, opened by overload 1 or 3. */
    public static final int AREA_FILE = 1;

    /** The sname field, opened by overload 2 or 3. */
    public static final int AREA_SNAME = 2;

    private static final int OVERLOAD_FILE = 1;
    private static final int OVERLOAD_SNAME = 2;

    private DirectBuffer buffer;
    private int messageOffset;
    private int position;
    private int limit;
    private int area;
    private int overload;
    private int malformedReason;
    private int optionsEnd;
    private boolean endMissing;
    private int code;
    private int valueOffset;
    private int valueLength;

    /** Begins before the first option of a message of at least 240 bytes. */
    public DhcpOptionCursor wrap(final DirectBuffer message, final int offset, final int length) {
        buffer = message;
        messageOffset = offset;
        position = offset + DhcpFlyweight.OPTIONS_OFFSET;
        limit = offset + length;
        area = AREA_OPTIONS;
        overload = 0;
        malformedReason = DhcpMalformedReason.NONE;
        optionsEnd = limit;
        endMissing = false;
        return this;
    }

    /** Goes on to the next option; false at the end, and at a fault. */
    public boolean next() {
        while (true) {
            final int first = position < limit ? buffer.getByte(position) & 0xff : DhcpOption.END;
            if (first == DhcpOption.PAD) {
                position++;
            } else if (first == DhcpOption.END) {
                endArea();
                if (!openNextArea()) {
                    return false;
                }
            } else {
                return readOption(first);
            }
        }
    }

    private boolean readOption(final int first) {
        final int remaining = limit - position;
        if (remaining < 2) {
            return malformed(DhcpMalformedReason.OPTION_OVERRUN);
        }
        final int length = buffer.getByte(position + 1) & 0xff;
        if (length > remaining - 2) {
            return malformed(DhcpMalformedReason.OPTION_OVERRUN);
        }
        code = first;
        valueOffset = position + 2;
        valueLength = length;
        position = valueOffset + length;
        return first != DhcpOption.OVERLOAD || readOverload();
    }

    private boolean readOverload() {
        if (area != AREA_OPTIONS || overload != 0) {
            return malformed(DhcpMalformedReason.OVERLOAD_LOOP);
        }
        final int value = valueLength == 1 ? buffer.getByte(valueOffset) & 0xff : 0;
        if (value < 1 || value > 3) {
            return malformed(DhcpMalformedReason.BAD_OVERLOAD);
        }
        overload = value;
        return true;
    }

    private void endArea() {
        if (position >= limit) {
            endMissing = true;
        }
        if (area == AREA_OPTIONS) {
            optionsEnd = position;
        }
    }

    private boolean openNextArea() {
        if (area < AREA_FILE && (overload & OVERLOAD_FILE) != 0) {
            area = AREA_FILE;
            position = messageOffset + DhcpFlyweight.FILE_OFFSET;
            limit = position + DhcpFlyweight.FILE_LENGTH;
            return true;
        }
        if (area < AREA_SNAME && (overload & OVERLOAD_SNAME) != 0) {
            area = AREA_SNAME;
            position = messageOffset + DhcpFlyweight.SNAME_OFFSET;
            limit = position + DhcpFlyweight.SNAME_LENGTH;
            return true;
        }
        // The walk stays at its end, however often next() is called.
        position = limit;
        overload = 0;
        return false;
    }

    private boolean malformed(final int reason) {
        malformedReason = reason;
        position = limit;
        overload = 0;
        area = AREA_SNAME;
        return false;
    }

    /** Code of the option that the cursor stands on. */
    public int code() {
        return code;
    }

    /** Where its value begins in the buffer. */
    public int valueOffset() {
        return valueOffset;
    }

    /** Bytes of its value, 0–255. */
    public int valueLength() {
        return valueLength;
    }

    /** The field it was found in: {@link #AREA_OPTIONS}, {@link #AREA_FILE} or {@link #AREA_SNAME}. */
    public int area() {
        return area;
    }

    /** After the walk: a {@link DhcpMalformedReason}, {@code NONE} if every option was sound. */
    public int malformedReason() {
        return malformedReason;
    }

    /** After the walk: where the End option of the options field stands in the buffer, or would have had to. */
    public int optionsEnd() {
        return optionsEnd;
    }

    /** After the walk: whether some field ended without End. */
    public boolean isEndMissing() {
        return endMissing;
    }
}
