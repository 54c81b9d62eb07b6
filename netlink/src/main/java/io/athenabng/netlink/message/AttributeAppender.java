package io.athenabng.netlink.message;

import static io.athenabng.netlink.message.NetlinkConstants.AF_INET;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET6;
import static io.athenabng.netlink.message.NetlinkConstants.NLA_F_NESTED;
import static io.athenabng.netlink.message.NetlinkConstants.align;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes one netlink message: header, family header (ifinfomsg, tcmsg, ...), then attributes ({@code struct nlattr}).
 *
 * <pre>
 *  +----------+----------+--------------------+---------+
 *  | nla_len  | nla_type | payload            | padding |
 *  | u16      | u16      | nla_len - 4 bytes  | to 4    |
 *  +----------+----------+--------------------+---------+
 * </pre>
 *
 * <p>What does not fit is not written: the appender remembers the overflow, ignores further calls, and
 * {@link #endMessage()} answers {@link NetlinkRequest#OVERFLOW}. Padding is always zeroed, since the buffer is reused.
 */
public final class AttributeAppender {
    /** Nests that can be open at once; a tc filter with an action needs four. */
    public static final int MAX_DEPTH = 16;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int MAX_ATTRIBUTE_LENGTH = 0xffff;

    private final int[] nestOffsets = new int[MAX_DEPTH];
    private MutableDirectBuffer buffer;
    private int messageOffset;
    private int position;
    private int limit;
    private int depth;
    private boolean overflow;

    /** Starts a message at {@code offset}; its family header is zeroed. */
    public AttributeAppender beginMessage(
            final MutableDirectBuffer target, final int offset, final int type, final int flags, final int familyHeaderLength) {
        buffer = target;
        messageOffset = offset;
        limit = target.capacity();
        depth = 0;
        final int headers = NetlinkHeaderFlyweight.LENGTH + align(familyHeaderLength);
        overflow = limit - offset < headers;
        if (!overflow) {
            NetlinkHeaderFlyweight.put(target, offset, headers, type, flags | NetlinkConstants.NLM_F_REQUEST);
            target.setMemory(offset + NetlinkHeaderFlyweight.LENGTH, headers - NetlinkHeaderFlyweight.LENGTH, (byte) 0);
        }
        position = offset + headers;
        return this;
    }

    /**
     * Closes the message and writes its length.
     *
     * @return length in bytes, or {@link NetlinkRequest#OVERFLOW}
     * @throws IllegalStateException when a nest is still open
     */
    public int endMessage() {
        if (overflow) {
            return NetlinkRequest.OVERFLOW;
        }
        if (depth != 0) {
            throw new IllegalStateException("nest left open: depth " + depth);
        }
        final int length = position - messageOffset;
        buffer.putInt(messageOffset, length);
        return length;
    }

    public boolean overflowed() {
        return overflow;
    }

    /** Sets a byte of the family header. */
    public AttributeAppender header8(final int headerOffset, final int value) {
        if (!overflow) {
            buffer.putByte(messageOffset + NetlinkHeaderFlyweight.LENGTH + headerOffset, (byte) value);
        }
        return this;
    }

    /** Sets 16 bits of the family header, host order. */
    public AttributeAppender header16(final int headerOffset, final int value) {
        if (!overflow) {
            buffer.putShort(messageOffset + NetlinkHeaderFlyweight.LENGTH + headerOffset, (short) value);
        }
        return this;
    }

    /** Sets 32 bits of the family header, host order. */
    public AttributeAppender header32(final int headerOffset, final int value) {
        if (!overflow) {
            buffer.putInt(messageOffset + NetlinkHeaderFlyweight.LENGTH + headerOffset, value);
        }
        return this;
    }

    public AttributeAppender u8(final int type, final int value) {
        final int at = claim(type, Byte.BYTES);
        if (at >= 0) {
            buffer.putByte(at, (byte) value);
        }
        return this;
    }

    public AttributeAppender u16(final int type, final int value) {
        final int at = claim(type, Short.BYTES);
        if (at >= 0) {
            buffer.putShort(at, (short) value);
        }
        return this;
    }

    public AttributeAppender u32(final int type, final long value) {
        final int at = claim(type, Integer.BYTES);
        if (at >= 0) {
            buffer.putInt(at, (int) value);
        }
        return this;
    }

    public AttributeAppender s32(final int type, final int value) {
        return u32(type, value);
    }

    public AttributeAppender u64(final int type, final long value) {
        final int at = claim(type, Long.BYTES);
        if (at >= 0) {
            buffer.putLong(at, value);
        }
        return this;
    }

    public AttributeAppender be16(final int type, final int value) {
        final int at = claim(type, Short.BYTES);
        if (at >= 0) {
            buffer.putShort(at, (short) value, ByteOrder.BIG_ENDIAN);
        }
        return this;
    }

    public AttributeAppender be32(final int type, final int value) {
        final int at = claim(type, Integer.BYTES);
        if (at >= 0) {
            buffer.putInt(at, value, ByteOrder.BIG_ENDIAN);
        }
        return this;
    }

    /** A NUL-terminated string of US-ASCII characters; others become {@code ?}. */
    public AttributeAppender string(final int type, final CharSequence value) {
        final int at = claim(type, value.length() + 1);
        if (at >= 0) {
            buffer.putStringWithoutLengthAscii(at, value);
            buffer.putByte(at + value.length(), (byte) 0);
        }
        return this;
    }

    public AttributeAppender bytes(final int type, final DirectBuffer source, final int offset, final int length) {
        final int at = claim(type, length);
        if (at >= 0) {
            buffer.putBytes(at, source, offset, length);
        }
        return this;
    }

    /** An attribute whose presence alone says something. */
    public AttributeAppender flag(final int type) {
        claim(type, 0);
        return this;
    }

    /** A MAC address: six octets, the first in bits 47-40 of {@code mac}. */
    public AttributeAppender mac(final int type, final long mac) {
        final int at = claim(type, 6);
        if (at >= 0) {
            buffer.putShort(at, (short) (mac >>> 32), ByteOrder.BIG_ENDIAN);
            buffer.putInt(at + 2, (int) mac, ByteOrder.BIG_ENDIAN);
        }
        return this;
    }

    /**
     * An IP address in network order.
     *
     * @param family {@code AF_INET}: the address is the low 32 bits of {@code low}; {@code AF_INET6}: both halves
     */
    public AttributeAppender ip(final int type, final int family, final long high, final long low) {
        if (family == AF_INET) {
            return be32(type, (int) low);
        }
        if (family != AF_INET6) {
            throw new IllegalArgumentException("not an IP address family: " + family);
        }
        final int at = claim(type, 2 * Long.BYTES);
        if (at >= 0) {
            buffer.putLong(at, high, ByteOrder.BIG_ENDIAN);
            buffer.putLong(at + Long.BYTES, low, ByteOrder.BIG_ENDIAN);
        }
        return this;
    }

    /**
     * Reserves a zeroed payload for a fixed kernel structure, to be filled with the {@code struct...} methods.
     *
     * @return where it starts, to be handed to those methods
     */
    public int struct(final int type, final int length) {
        final int at = claim(type, length);
        if (at >= 0) {
            buffer.setMemory(at, length, (byte) 0);
        }
        return at;
    }

    public AttributeAppender struct8(final int at, final int value) {
        if (!overflow) {
            buffer.putByte(at, (byte) value);
        }
        return this;
    }

    public AttributeAppender struct16(final int at, final int value) {
        if (!overflow) {
            buffer.putShort(at, (short) value);
        }
        return this;
    }

    public AttributeAppender struct32(final int at, final long value) {
        if (!overflow) {
            buffer.putInt(at, (int) value);
        }
        return this;
    }

    public AttributeAppender structBe32(final int at, final int value) {
        if (!overflow) {
            buffer.putInt(at, value, ByteOrder.BIG_ENDIAN);
        }
        return this;
    }

    /** Opens a nest with {@code NLA_F_NESTED}, as link properties and action options have it. */
    public AttributeAppender beginFlaggedNest(final int type) {
        return beginNest(type | NLA_F_NESTED);
    }

    /** Opens a nest without the flag, as tc options and most link attributes have it. */
    public AttributeAppender beginNest(final int type) {
        if (depth == MAX_DEPTH) {
            throw new IllegalStateException("nested deeper than " + MAX_DEPTH);
        }
        nestOffsets[depth++] = position;
        claim(type, 0);
        return this;
    }

    public AttributeAppender endNest() {
        if (depth == 0) {
            throw new IllegalStateException("no nest is open");
        }
        final int start = nestOffsets[--depth];
        if (!overflow) {
            final int length = position - start;
            if (length > MAX_ATTRIBUTE_LENGTH) {
                overflow = true;
            } else {
                buffer.putShort(start, (short) length);
            }
        }
        return this;
    }

    /** Writes an attribute header and zeroes the padding; answers where the payload goes, or -1 on overflow. */
    private int claim(final int type, final int payloadLength) {
        final int length = ATTRIBUTE_HEADER + payloadLength;
        if (overflow || length > MAX_ATTRIBUTE_LENGTH || align(length) > limit - position) {
            overflow = true;
            return -1;
        }
        final int start = position;
        if ((length & 3) != 0) {
            buffer.putInt(start + align(length) - 4, 0);
        }
        buffer.putShort(start, (short) length);
        buffer.putShort(start + 2, (short) type);
        position = start + align(length);
        return start + ATTRIBUTE_HEADER;
    }
}
