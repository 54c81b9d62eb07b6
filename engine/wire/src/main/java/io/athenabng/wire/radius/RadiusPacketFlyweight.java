package io.athenabng.wire.radius;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A packet's header, and where its attributes are (RFC 2865, section 3).
 *
 * <pre>
 *   0               1               2               3
 *  +---------------+---------------+-------------------------------+
 *  |     code      |  identifier   |            length             |   0
 *  +---------------+---------------+-------------------------------+
 *  |                  authenticator (16 octets)                    |   4
 *  +---------------------------------------------------------------+
 *  |  type | length | value ...    attributes (length - 20)        |  20
 *  +---------------------------------------------------------------+
 * </pre>
 *
 * Octets after the length are padding, and ignored. {@link #wrap} goes over all attributes, so that a cursor over a packet that it took
 * meets none that is malformed. Setters need {@link #wrapMutable}. The owner is the agent that wrapped it.
 */
public final class RadiusPacketFlyweight {

    /** Octets in front of the attributes. */
    public static final int HEADER_LENGTH = 20;

    /** Octets of the largest packet. */
    public static final int MAX_LENGTH = 4096;

    /** Offset of the length. */
    public static final int LENGTH_OFFSET = 2;

    /** Offset of the authenticator. */
    public static final int AUTHENTICATOR_OFFSET = 4;

    /** Octets of the authenticator. */
    public static final int AUTHENTICATOR_LENGTH = 16;

    private static final int NONE = -1;
    private static final int ATTRIBUTE_HEADER_LENGTH = 2;

    private DirectBuffer buffer;
    private MutableDirectBuffer mutable;
    private int offset;
    private int messageAuthenticatorOffset = NONE;

    /**
     * Views a packet for reading, if it is one.
     *
     * @param length octets that were received; those beyond the packet's own length are ignored
     * @return a {@link RadiusMalformedReason}; unless it is {@code NONE}, only code and identifier can be asked, and only if there are 20
     *     octets
     */
    public int wrap(final DirectBuffer packet, final int packetOffset, final int length) {
        buffer = packet;
        mutable = null;
        offset = packetOffset;
        messageAuthenticatorOffset = NONE;
        if (length < HEADER_LENGTH) {
            return RadiusMalformedReason.TRUNCATED;
        }
        final int packetLength = packetLength();
        if (packetLength < HEADER_LENGTH) {
            return RadiusMalformedReason.BAD_LENGTH;
        }
        if (packetLength > MAX_LENGTH) {
            return RadiusMalformedReason.TOO_LONG;
        }
        if (packetLength > length) {
            return RadiusMalformedReason.TRUNCATED;
        }
        return walk(packetOffset + HEADER_LENGTH, packetOffset + packetLength);
    }

    private int walk(final int begin, final int end) {
        int position = begin;
        while (position < end) {
            final int remaining = end - position;
            if (remaining < ATTRIBUTE_HEADER_LENGTH) {
                return RadiusMalformedReason.ATTRIBUTE_OVERRUN;
            }
            final int length = buffer.getByte(position + 1) & 0xff;
            if (length < ATTRIBUTE_HEADER_LENGTH) {
                return RadiusMalformedReason.BAD_ATTRIBUTE_LENGTH;
            }
            if (length > remaining) {
                return RadiusMalformedReason.ATTRIBUTE_OVERRUN;
            }
            if ((buffer.getByte(position) & 0xff) == RadiusAttributes.MESSAGE_AUTHENTICATOR) {
                if (length != ATTRIBUTE_HEADER_LENGTH + RadiusSecret.DIGEST_LENGTH) {
                    return RadiusMalformedReason.BAD_MESSAGE_AUTHENTICATOR;
                }
                if (messageAuthenticatorOffset != NONE) {
                    return RadiusMalformedReason.DUPLICATE_MESSAGE_AUTHENTICATOR;
                }
                messageAuthenticatorOffset = position + ATTRIBUTE_HEADER_LENGTH;
            }
            position += length;
        }
        return RadiusMalformedReason.NONE;
    }

    /** Views a place for writing a header. */
    public RadiusPacketFlyweight wrapMutable(final MutableDirectBuffer packet, final int packetOffset) {
        buffer = packet;
        mutable = packet;
        offset = packetOffset;
        messageAuthenticatorOffset = NONE;
        return this;
    }

    public DirectBuffer buffer() {
        return buffer;
    }

    public int offset() {
        return offset;
    }

    /** A {@link RadiusCode}, or a number that is none. */
    public int code() {
        return buffer.getByte(offset) & 0xff;
    }

    public RadiusPacketFlyweight code(final int code) {
        mutable.putByte(offset, (byte) code);
        return this;
    }

    /** What matches an answer to its request, on one pair of sockets: 0–255. */
    public int identifier() {
        return buffer.getByte(offset + 1) & 0xff;
    }

    public RadiusPacketFlyweight identifier(final int identifier) {
        mutable.putByte(offset + 1, (byte) identifier);
        return this;
    }

    /** Octets of header and attributes, as the packet itself says. */
    public int packetLength() {
        return buffer.getShort(offset + LENGTH_OFFSET, BIG_ENDIAN) & 0xffff;
    }

    public RadiusPacketFlyweight packetLength(final int length) {
        mutable.putShort(offset + LENGTH_OFFSET, (short) length, BIG_ENDIAN);
        return this;
    }

    /** Where the authenticator begins in the buffer. */
    public int authenticatorOffset() {
        return offset + AUTHENTICATOR_OFFSET;
    }

    /** Copies an authenticator into the header. */
    public RadiusPacketFlyweight authenticator(final DirectBuffer source, final int sourceOffset) {
        mutable.putBytes(offset + AUTHENTICATOR_OFFSET, source, sourceOffset, AUTHENTICATOR_LENGTH);
        return this;
    }

    /** Where the first attribute begins in the buffer. */
    public int attributesOffset() {
        return offset + HEADER_LENGTH;
    }

    /** Octets of all attributes. */
    public int attributesLength() {
        return packetLength() - HEADER_LENGTH;
    }

    /** Where the value of Message-Authenticator begins in the buffer, as {@link #wrap} found it; -1 if the packet has none. */
    public int messageAuthenticatorOffset() {
        return messageAuthenticatorOffset;
    }
}
