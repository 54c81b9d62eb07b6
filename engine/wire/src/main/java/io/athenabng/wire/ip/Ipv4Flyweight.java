package io.athenabng.wire.ip;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The IPv4 header (RFC 791, section 3.1).
 *
 * <pre>
 *   0               1               2               3
 *  +-------+-------+---------------+-------------------------------+
 *  |   4   |  IHL  |  DSCP | ECN   |         total length          |
 *  +-------+-------+---------------+-----+-------------------------+
 *  |        identification         |0 D M|     fragment offset     |
 *  +---------------+---------------+-----+-------------------------+
 *  |      TTL      |   protocol    |        header checksum        |
 *  +---------------+---------------+-------------------------------+
 *  |                            source                             |
 *  +---------------------------------------------------------------+
 *  |                          destination                          |
 *  +---------------------------------------------------------------+
 * </pre>
 */
public final class Ipv4Flyweight {

    /** Bytes of a header without options. */
    public static final int MIN_HEADER_LENGTH = 20;

    /** Total length. */
    public static final int TOTAL_LENGTH_OFFSET = 2;

    /** Header checksum. */
    public static final int CHECKSUM_OFFSET = 10;

    /** Source address. */
    public static final int SOURCE_OFFSET = 12;

    /** Destination address. */
    public static final int DESTINATION_OFFSET = 16;

    private static final int DONT_FRAGMENT = 0x4000;

    private DirectBuffer buffer;
    private int offset;

    /** Views a header for reading. */
    public Ipv4Flyweight wrap(final DirectBuffer packet, final int packetOffset, final int length) {
        if (length < MIN_HEADER_LENGTH) {
            throw new IllegalArgumentException("an IPv4 header needs 20 bytes, not " + length);
        }
        buffer = packet;
        offset = packetOffset;
        return this;
    }

    /**
     * Writes a header without options, with its checksum. The packet must not be fragmented on its way and so needs no identification
     * (RFC 6864, section 4.1: an atomic datagram).
     *
     * @param typeOfService DSCP and ECN, as the byte carries them
     */
    public static void encode(final MutableDirectBuffer packet, final int packetOffset, final int totalLength, final int typeOfService,
                              final int timeToLive, final int protocol, final int source, final int destination) {
        packet.putInt(packetOffset, 0x4500_0000 | (typeOfService & 0xff) << 16 | totalLength, BIG_ENDIAN);
        packet.putInt(packetOffset + 4, DONT_FRAGMENT, BIG_ENDIAN);
        packet.putInt(packetOffset + 8, timeToLive << 24 | protocol << 16, BIG_ENDIAN);
        packet.putInt(packetOffset + SOURCE_OFFSET, source, BIG_ENDIAN);
        packet.putInt(packetOffset + DESTINATION_OFFSET, destination, BIG_ENDIAN);
        final int checksum = Checksums.checksum(packet, packetOffset, MIN_HEADER_LENGTH);
        packet.putShort(packetOffset + CHECKSUM_OFFSET, (short) checksum, BIG_ENDIAN);
    }

    public int version() {
        return (buffer.getByte(offset) & 0xff) >>> 4;
    }

    /** Header length in bytes, options included. */
    public int headerLength() {
        return (buffer.getByte(offset) & 0xf) << 2;
    }

    /** DSCP and ECN. */
    public int typeOfService() {
        return buffer.getByte(offset + 1) & 0xff;
    }

    public int totalLength() {
        return buffer.getShort(offset + TOTAL_LENGTH_OFFSET, BIG_ENDIAN) & 0xffff;
    }

    public int identification() {
        return buffer.getShort(offset + 4, BIG_ENDIAN) & 0xffff;
    }

    public boolean isDontFragment() {
        return (buffer.getShort(offset + 6, BIG_ENDIAN) & DONT_FRAGMENT) != 0;
    }

    public int timeToLive() {
        return buffer.getByte(offset + 8) & 0xff;
    }

    public int protocol() {
        return buffer.getByte(offset + 9) & 0xff;
    }

    public int headerChecksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xffff;
    }

    public int source() {
        return buffer.getInt(offset + SOURCE_OFFSET, BIG_ENDIAN);
    }

    public int destination() {
        return buffer.getInt(offset + DESTINATION_OFFSET, BIG_ENDIAN);
    }
}
