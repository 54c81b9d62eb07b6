package io.athenabng.netlink.message;

import static io.athenabng.netlink.message.NetlinkConstants.NLA_F_NESTED;
import static io.athenabng.netlink.message.NetlinkConstants.NLA_TYPE_MASK;
import static io.athenabng.netlink.message.NetlinkConstants.align;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Walks attributes ({@code struct nlattr}, see {@link AttributeAppender} for the layout).
 *
 * <p>Takes any bytes: never throws, never reads outside what it was given, and always ends. An attribute whose length is below four
 * or beyond the end stops the walk and sets {@link #malformed()}, as does reading a value from a payload that is too short for it
 * (the value is then zero). The value getters read the current attribute, that is after {@link #next()} answered true.
 */
public final class AttributeCursor {
    private static final int ATTRIBUTE_HEADER = 4;
    /** What {@link #mac()} answers when the payload is not six octets long. */
    public static final long NO_MAC = -1L;

    private DirectBuffer buffer;
    private int position;
    private int end;
    private int rawType;
    private int payloadOffset;
    private int payloadLength;
    private boolean malformed;

    /** Starts before the first attribute; bounds outside the buffer are cut to it. */
    public AttributeCursor wrap(final DirectBuffer source, final int offset, final int length) {
        buffer = source;
        final int capacity = source.capacity();
        position = Math.max(0, Math.min(offset, capacity));
        end = (int) Math.max(position, Math.min((long) offset + Math.max(0, length), capacity));
        malformed = length < 0 || offset < 0 || (long) offset + length > capacity;
        rawType = 0;
        payloadOffset = position;
        payloadLength = 0;
        return this;
    }

    /** Goes to the next attribute. */
    public boolean next() {
        final int remaining = end - position;
        if (remaining < ATTRIBUTE_HEADER) {
            malformed |= remaining != 0;
            return stop();
        }
        final int length = buffer.getShort(position) & 0xffff;
        if (length < ATTRIBUTE_HEADER || length > remaining) {
            malformed = true;
            return stop();
        }
        rawType = buffer.getShort(position + 2) & 0xffff;
        payloadOffset = position + ATTRIBUTE_HEADER;
        payloadLength = length - ATTRIBUTE_HEADER;
        position += Math.min(align(length), remaining);
        return true;
    }

    private boolean stop() {
        position = end;
        rawType = 0;
        payloadOffset = end;
        payloadLength = 0;
        return false;
    }

    /** Whether something did not fit its length so far. */
    public boolean malformed() {
        return malformed;
    }

    /** Type without the nested and byte-order flags. */
    public int type() {
        return rawType & NLA_TYPE_MASK;
    }

    public boolean nestedFlag() {
        return (rawType & NLA_F_NESTED) != 0;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    public int payloadLength() {
        return payloadLength;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    /** Lets {@code child} walk the current attribute's payload. */
    public AttributeCursor nested(final AttributeCursor child) {
        return child.wrap(buffer, payloadOffset, payloadLength);
    }

    public int u8() {
        return has(Byte.BYTES) ? buffer.getByte(payloadOffset) & 0xff : 0;
    }

    public int u16() {
        return has(Short.BYTES) ? buffer.getShort(payloadOffset) & 0xffff : 0;
    }

    public long u32() {
        return has(Integer.BYTES) ? buffer.getInt(payloadOffset) & 0xffff_ffffL : 0;
    }

    public int s32() {
        return has(Integer.BYTES) ? buffer.getInt(payloadOffset) : 0;
    }

    public long u64() {
        return has(Long.BYTES) ? buffer.getLong(payloadOffset) : 0;
    }

    /** Reads 64 bits where the kernel sends them, or 32 where it sent only those (counters that grew with time). */
    public long u32or64() {
        return payloadLength >= Long.BYTES ? buffer.getLong(payloadOffset) : u32();
    }

    public int be16() {
        return has(Short.BYTES) ? buffer.getShort(payloadOffset, ByteOrder.BIG_ENDIAN) & 0xffff : 0;
    }

    public int be32() {
        return has(Integer.BYTES) ? buffer.getInt(payloadOffset, ByteOrder.BIG_ENDIAN) : 0;
    }

    /** High half of an IPv6 address; zero for an IPv4 address. */
    public long ipHigh() {
        return payloadLength == Integer.BYTES || !has(2 * Long.BYTES) ? 0 : buffer.getLong(payloadOffset, ByteOrder.BIG_ENDIAN);
    }

    /** Low half of an IPv6 address, or an IPv4 address in the low 32 bits. */
    public long ipLow() {
        if (payloadLength == Integer.BYTES) {
            return be32() & 0xffff_ffffL;
        }
        return has(2 * Long.BYTES) ? buffer.getLong(payloadOffset + Long.BYTES, ByteOrder.BIG_ENDIAN) : 0;
    }

    /** MAC address in 48 bits, first octet in bits 47-40; {@link #NO_MAC} when the payload has another length (no error). */
    public long mac() {
        if (payloadLength != 6) {
            return NO_MAC;
        }
        return (long) (buffer.getShort(payloadOffset, ByteOrder.BIG_ENDIAN) & 0xffff) << 32
            | buffer.getInt(payloadOffset + 2, ByteOrder.BIG_ENDIAN) & 0xffff_ffffL;
    }

    /** Length of the string payload up to its NUL, or to the end. */
    public int stringLength() {
        for (int i = 0; i < payloadLength; i++) {
            if (buffer.getByte(payloadOffset + i) == 0) {
                return i;
            }
        }
        return payloadLength;
    }

    public boolean stringEquals(final CharSequence expected) {
        final int length = stringLength();
        if (expected.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((buffer.getByte(payloadOffset + i) & 0xff) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The string payload as a new object. */
    public String string() {
        return buffer.getStringWithoutLengthAscii(payloadOffset, stringLength());
    }

    private boolean has(final int length) {
        if (payloadLength < length) {
            malformed = true;
            return false;
        }
        return true;
    }
}
