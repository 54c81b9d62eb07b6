package io.athenabng.wire.ppp;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Writes a PPP control packet: {@code begin(...)}, then data or options, then {@code finish()}. What does not fit is left out as a whole.
 */
public final class PppControlAppender {

    private MutableDirectBuffer buffer;
    private int start;
    private int position;
    private int limit;

    /** Begins a packet. */
    public PppControlAppender begin(final MutableDirectBuffer packet, final int offset, final int capacity, final int code,
                                    final int identifier) {
        buffer = packet;
        start = offset;
        limit = offset + Math.min(capacity, 0xffff);
        packet.putByte(offset, (byte) code);
        packet.putByte(offset + 1, (byte) identifier);
        position = offset + PppControlParser.HEADER_LENGTH;
        return this;
    }

    private boolean option(final int type, final int valueLength) {
        if (limit - position < PppOptionCursor.HEADER_LENGTH + valueLength) {
            return false;
        }
        buffer.putByte(position, (byte) type);
        buffer.putByte(position + 1, (byte) (PppOptionCursor.HEADER_LENGTH + valueLength));
        position += PppOptionCursor.HEADER_LENGTH;
        return true;
    }

    /** Appends an option of two octets. */
    public PppControlAppender optionShort(final int type, final int value) {
        if (option(type, Short.BYTES)) {
            appendShort(value);
        }
        return this;
    }

    /** Appends an option of two octets and one, as CHAP's authentication option is. */
    public PppControlAppender optionShortByte(final int type, final int value, final int more) {
        if (option(type, Short.BYTES + 1)) {
            appendShort(value).appendByte(more);
        }
        return this;
    }

    /** Appends an option of four octets. */
    public PppControlAppender optionInt(final int type, final int value) {
        if (option(type, Integer.BYTES)) {
            appendInt(value);
        }
        return this;
    }

    /** Appends an option of eight octets. */
    public PppControlAppender optionLong(final int type, final long value) {
        if (option(type, Long.BYTES)) {
            buffer.putLong(position, value, BIG_ENDIAN);
            position += Long.BYTES;
        }
        return this;
    }

    /** Appends an octet. */
    public PppControlAppender appendByte(final int value) {
        if (position < limit) {
            buffer.putByte(position++, (byte) value);
        }
        return this;
    }

    /** Appends two octets. */
    public PppControlAppender appendShort(final int value) {
        if (limit - position >= Short.BYTES) {
            buffer.putShort(position, (short) value, BIG_ENDIAN);
            position += Short.BYTES;
        }
        return this;
    }

    /** Appends four octets. */
    public PppControlAppender appendInt(final int value) {
        if (limit - position >= Integer.BYTES) {
            buffer.putInt(position, value, BIG_ENDIAN);
            position += Integer.BYTES;
        }
        return this;
    }

    /** Appends octets. */
    public PppControlAppender appendBytes(final DirectBuffer from, final int offset, final int length) {
        if (length > 0 && limit - position >= length) {
            buffer.putBytes(position, from, offset, length);
            position += length;
        }
        return this;
    }

    /** Appends octets. */
    public PppControlAppender appendBytes(final byte[] from, final int length) {
        if (length > 0 && limit - position >= length) {
            buffer.putBytes(position, from, 0, length);
            position += length;
        }
        return this;
    }

    /** Appends text in ASCII as far as there is room; what is not ASCII becomes a question mark. */
    public PppControlAppender appendAscii(final CharSequence text) {
        for (int i = 0; i < text.length() && position < limit; i++) {
            final char c = text.charAt(i);
            buffer.putByte(position++, (byte) (c < 0x80 ? c : '?'));
        }
        return this;
    }

    /** Bytes behind the header until now. */
    public int dataLength() {
        return position - start - PppControlParser.HEADER_LENGTH;
    }

    /** Takes back what was appended since the data had so many bytes. */
    public PppControlAppender truncate(final int dataLength) {
        position = start + PppControlParser.HEADER_LENGTH + dataLength;
        return this;
    }

    /**
     * Writes the length.
     *
     * @return bytes of the whole packet
     */
    public int finish() {
        final int length = position - start;
        buffer.putShort(start + 2, (short) length, BIG_ENDIAN);
        return length;
    }
}
