package io.athenabng.wire.ppp;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Walks configuration options (RFC 1661, section 6): type, length with both of these octets, value.
 *
 * <pre>
 *  +--------+--------+------------------+
 *  |  Type  | Length |  Data (Length-2) |
 *  +--------+--------+------------------+
 * </pre>
 *
 * A length below two, or past the end, stops the walk, and {@link #malformedReason()} tells; so do more than {@link #MAX_OPTIONS}.
 */
public final class PppOptionCursor {

    /** Options of one packet: real ones have fewer than ten. */
    public static final int MAX_OPTIONS = 64;

    /** Bytes of type and length. */
    public static final int HEADER_LENGTH = 2;

    private DirectBuffer buffer;
    private int limit;
    private int position;
    private int steps;
    private int malformedReason;
    private int type;
    private int optionOffset;
    private int optionLength;

    /** Begins before the first option of a list. */
    public PppOptionCursor wrap(final DirectBuffer packet, final int offset, final int length) {
        buffer = packet;
        position = offset;
        limit = offset + length;
        steps = 0;
        malformedReason = PppMalformedReason.NONE;
        return this;
    }

    /** Goes on to the next option; false at the end, and at a fault. */
    public boolean next() {
        final int remaining = limit - position;
        if (remaining <= 0) {
            return false;
        }
        final int length = remaining >= HEADER_LENGTH ? buffer.getByte(position + 1) & 0xff : 0;
        if (length < HEADER_LENGTH || length > remaining) {
            return malformed(PppMalformedReason.OPTION_OVERRUN);
        }
        if (++steps > MAX_OPTIONS) {
            return malformed(PppMalformedReason.TOO_MANY_OPTIONS);
        }
        type = buffer.getByte(position) & 0xff;
        optionOffset = position;
        optionLength = length;
        position += length;
        return true;
    }

    private boolean malformed(final int reason) {
        malformedReason = reason;
        position = limit;
        return false;
    }

    /** The buffer that is walked. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Type of the option that the cursor stands on. */
    public int type() {
        return type;
    }

    /** Where the whole option begins in the buffer. */
    public int optionOffset() {
        return optionOffset;
    }

    /** Bytes of the whole option. */
    public int optionLength() {
        return optionLength;
    }

    /** Where its value begins in the buffer. */
    public int valueOffset() {
        return optionOffset + HEADER_LENGTH;
    }

    /** Bytes of its value. */
    public int valueLength() {
        return optionLength - HEADER_LENGTH;
    }

    /** Its value of two octets; the caller has looked at the length. */
    public int shortValue() {
        return buffer.getShort(valueOffset(), BIG_ENDIAN) & 0xffff;
    }

    /** Its value of four octets; the caller has looked at the length. */
    public int intValue() {
        return buffer.getInt(valueOffset(), BIG_ENDIAN);
    }

    /** Its value of eight octets; the caller has looked at the length. */
    public long longValue() {
        return buffer.getLong(valueOffset(), BIG_ENDIAN);
    }

    /** After the walk: a {@link PppMalformedReason}. */
    public int malformedReason() {
        return malformedReason;
    }
}
