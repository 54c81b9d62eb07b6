package io.athenabng.wire.ip;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * The IPv6 header (RFC 8200, section 3).
 *
 * <pre>
 *   0               1               2               3
 *  +-------+---------------+---------------------------------------+
 *  |   6   | traffic class |              flow label               |
 *  +-------+---------------+-------+---------------+---------------+
 *  |        payload length         |  next header  |   hop limit   |
 *  +-------------------------------+---------------+---------------+
 *  |                       source (16 bytes)                       |
 *  |                    destination (16 bytes)                     |
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class Ipv6Flyweight {

    /** Bytes of the header without extensions. */
    public static final int HEADER_LENGTH = 40;

    /** Source address. */
    public static final int SOURCE_OFFSET = 8;

    /** Destination address. */
    public static final int DESTINATION_OFFSET = 24;

    /** Bytes of an address. */
    public static final int ADDRESS_LENGTH = 16;

    private DirectBuffer buffer;
    private int offset;

    /** Views a header for reading. */
    public Ipv6Flyweight wrap(final DirectBuffer packet, final int packetOffset, final int length) {
        if (length < HEADER_LENGTH) {
            throw new IllegalArgumentException("an IPv6 header needs 40 bytes, not " + length);
        }
        buffer = packet;
        offset = packetOffset;
        return this;
    }

    /** Bytes after this header. */
    public int payloadLength() {
        return buffer.getShort(offset + 4, BIG_ENDIAN) & 0xffff;
    }

    public int nextHeader() {
        return buffer.getByte(offset + 6) & 0xff;
    }

    public int hopLimit() {
        return buffer.getByte(offset + 7) & 0xff;
    }

    /** The first 64 bits of the source. */
    public long sourceHigh() {
        return buffer.getLong(offset + SOURCE_OFFSET, BIG_ENDIAN);
    }

    /** The last 64 bits of the source. */
    public long sourceLow() {
        return buffer.getLong(offset + SOURCE_OFFSET + 8, BIG_ENDIAN);
    }

    /** The first 64 bits of the destination. */
    public long destinationHigh() {
        return buffer.getLong(offset + DESTINATION_OFFSET, BIG_ENDIAN);
    }

    /** The last 64 bits of the destination. */
    public long destinationLow() {
        return buffer.getLong(offset + DESTINATION_OFFSET + 8, BIG_ENDIAN);
    }
}
