package io.athenabng.wire.ip;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The UDP header (RFC 768).
 *
 * <pre>
 *   0               2               4               6
 *  +---------------+---------------+---------------+---------------+
 *  |  source port  |   dest. port  |    length     |   checksum    |
 *  +---------------+---------------+---------------+---------------+
 * </pre>
 *
 * Length counts header and payload. A checksum of 0 means none.
 */
public final class UdpFlyweight {

    /** Bytes of the header. */
    public static final int HEADER_LENGTH = 8;

    /** Checksum. */
    public static final int CHECKSUM_OFFSET = 6;

    private DirectBuffer buffer;
    private int offset;

    /** Views a header for reading. */
    public UdpFlyweight wrap(final DirectBuffer datagram, final int datagramOffset, final int length) {
        if (length < HEADER_LENGTH) {
            throw new IllegalArgumentException("a UDP header needs 8 bytes, not " + length);
        }
        buffer = datagram;
        offset = datagramOffset;
        return this;
    }

    /** Writes the header in front of a payload that is already in its place, with the checksum over both and IPv4's pseudo header. */
    public static void encode(final MutableDirectBuffer datagram, final int datagramOffset, final int payloadLength, final int sourcePort,
                              final int destinationPort, final int srcIp, final int dstIp) {
        final int length = HEADER_LENGTH + payloadLength;
        datagram.putInt(datagramOffset, sourcePort << 16 | destinationPort, BIG_ENDIAN);
        datagram.putInt(datagramOffset + 4, length << 16, BIG_ENDIAN);
        final int checksum = Checksums.udpOverIpv4(datagram, datagramOffset, length, srcIp, dstIp);
        datagram.putShort(datagramOffset + CHECKSUM_OFFSET, (short) checksum, BIG_ENDIAN);
    }

    public int sourcePort() {
        return buffer.getShort(offset, BIG_ENDIAN) & 0xffff;
    }

    public int destinationPort() {
        return buffer.getShort(offset + 2, BIG_ENDIAN) & 0xffff;
    }

    /** Bytes of header and payload. */
    public int length() {
        return buffer.getShort(offset + 4, BIG_ENDIAN) & 0xffff;
    }

    public int checksum() {
        return buffer.getShort(offset + CHECKSUM_OFFSET, BIG_ENDIAN) & 0xffff;
    }
}
