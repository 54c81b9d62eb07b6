package io.athenabng.wire.ppp;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * Reads the header that all PPP control packets share (RFC 1661, section 5), and what PAP and CHAP have behind it.
 *
 * <pre>
 *   0               1               2               3
 *  +---------------+---------------+-------------------------------+
 *  |     Code      |  Identifier   |            Length             |
 *  +---------------+---------------+-------------------------------+
 *  |    Data ...
 * </pre>
 *
 * Bytes beyond Length are padding. Allocates nothing, throws nothing.
 */
public final class PppControlParser {

    /** Bytes of the header. */
    public static final int HEADER_LENGTH = 4;

    private DirectBuffer buffer;
    private int code;
    private int identifier;
    private int dataOffset;
    private int dataLength;
    private int valueOffset;
    private int valueLength;
    private int nameOffset;
    private int nameLength;

    /**
     * Reads a packet's header.
     *
     * @return a {@link PppMalformedReason}
     */
    public int parse(final DirectBuffer packet, final int offset, final int length) {
        buffer = packet;
        code = 0;
        identifier = 0;
        dataOffset = offset;
        dataLength = 0;
        if (length < HEADER_LENGTH) {
            return PppMalformedReason.TRUNCATED;
        }
        final int stated = packet.getShort(offset + 2, BIG_ENDIAN) & 0xffff;
        if (stated < HEADER_LENGTH || stated > length) {
            return PppMalformedReason.BAD_LENGTH;
        }
        code = packet.getByte(offset) & 0xff;
        identifier = packet.getByte(offset + 1) & 0xff;
        dataOffset = offset + HEADER_LENGTH;
        dataLength = stated - HEADER_LENGTH;
        return PppMalformedReason.NONE;
    }

    /**
     * Reads the data of a PAP Authenticate-Request (RFC 1334, section 2.2.1): length and peer-id, length and password. The peer-id is
     * {@link #nameOffset()}, the password {@link #valueOffset()}.
     *
     * @return a {@link PppMalformedReason}
     */
    public int parsePapRequest() {
        final int end = dataOffset + dataLength;
        if (dataLength < 1) {
            return PppMalformedReason.PAP_OVERRUN;
        }
        nameOffset = dataOffset + 1;
        nameLength = buffer.getByte(dataOffset) & 0xff;
        if (nameLength >= end - nameOffset) {
            return PppMalformedReason.PAP_OVERRUN;
        }
        final int passwordAt = nameOffset + nameLength;
        valueOffset = passwordAt + 1;
        valueLength = buffer.getByte(passwordAt) & 0xff;
        return valueLength > end - valueOffset ? PppMalformedReason.PAP_OVERRUN : PppMalformedReason.NONE;
    }

    /**
     * Reads the data of a CHAP Challenge or Response (RFC 1994, section 4.1): length and value, and the name up to the end.
     *
     * @return a {@link PppMalformedReason}
     */
    public int parseChapValue() {
        if (dataLength < 2) {
            return PppMalformedReason.CHAP_OVERRUN;
        }
        valueOffset = dataOffset + 1;
        valueLength = buffer.getByte(dataOffset) & 0xff;
        if (valueLength == 0 || valueLength > dataLength - 1) {
            return PppMalformedReason.CHAP_OVERRUN;
        }
        nameOffset = valueOffset + valueLength;
        nameLength = dataLength - 1 - valueLength;
        return PppMalformedReason.NONE;
    }

    /** The packet's buffer. */
    public DirectBuffer buffer() {
        return buffer;
    }

    /** Its code: {@link PppCode}. */
    public int code() {
        return code;
    }

    /** Its identifier. */
    public int identifier() {
        return identifier;
    }

    /** Where its data begins in the buffer. */
    public int dataOffset() {
        return dataOffset;
    }

    /** Bytes of its data. */
    public int dataLength() {
        return dataLength;
    }

    /** Where PAP's password or CHAP's value begins in the buffer. */
    public int valueOffset() {
        return valueOffset;
    }

    /** Its length. */
    public int valueLength() {
        return valueLength;
    }

    /** Where PAP's peer-id or CHAP's name begins in the buffer. */
    public int nameOffset() {
        return nameOffset;
    }

    /** Its length. */
    public int nameLength() {
        return nameLength;
    }
}
