package io.athenabng.wire.ip;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.DirectBuffer;

/**
 * The Internet checksum: the ones' complement of the ones' complement sum of 16-bit words (RFC 1071).
 *
 * <p>Such a sum does not depend on byte order except for a final swap, and a wider word may be added in one step because 2^16 is 1
 * modulo 0xffff. So eight bytes are loaded at a time in the machine's order, added as two 32-bit halves into a 64-bit sum that cannot
 * overflow for any length a buffer can have, and folded and swapped once at the end.
 */
public final class Checksums {

    /** What the sum over data that includes a correct checksum folds to. */
    public static final int VALID = 0xffff;

    private static final long MASK_32 = 0xffff_ffffL;

    private Checksums() {
    }

    /** Folds a sum of words to 16 bits, in the byte order that the words had. */
    public static int fold(final long sum) {
        long folded = (sum >>> 32) + (sum & MASK_32);
        folded = (folded >>> 16) + (folded & 0xffff);
        folded = (folded >>> 16) + (folded & 0xffff);
        return (int) ((folded >>> 16) + (folded & 0xffff));
    }

    /** The ones' complement sum of the bytes, folded to 16 bits in network order; an odd last byte is padded with zero. */
    public static int sum(final DirectBuffer buffer, final int offset, final int length) {
        return swap(fold(littleEndianSum(buffer, offset, length)));
    }

    /** The checksum to store (in network order) for these bytes, in which the checksum field is zero. */
    public static int checksum(final DirectBuffer buffer, final int offset, final int length) {
        return ~sum(buffer, offset, length) & 0xffff;
    }

    /** The checksum to store in a UDP header whose checksum field is zero; never 0, which would mean "none" (RFC 768). */
    public static int udpOverIpv4(final DirectBuffer buffer, final int udpOffset, final int udpLength, final int srcIp, final int dstIp) {
        final int sum = swap(fold(littleEndianSum(buffer, udpOffset, udpLength)));
        final int checksum = ~fold(sum + ipv4PseudoHeader(srcIp, dstIp, IpProtocol.UDP, udpLength)) & 0xffff;
        return checksum == 0 ? 0xffff : checksum;
    }

    /** Whether transport header and payload have the right checksum under IPv4's pseudo header (RFC 768). */
    public static boolean isIpv4TransportValid(final DirectBuffer buffer, final int offset, final int length, final int srcIp,
                                               final int dstIp, final int protocol) {
        final int sum = swap(fold(littleEndianSum(buffer, offset, length)));
        return fold(sum + ipv4PseudoHeader(srcIp, dstIp, protocol, length)) == VALID;
    }

    /** Whether transport header and payload have the right checksum under IPv6's pseudo header (RFC 8200, section 8.1). */
    public static boolean isIpv6TransportValid(final DirectBuffer buffer, final int ipv6Offset, final int offset, final int length,
                                               final int protocol) {
        final long addresses = littleEndianSum(buffer, ipv6Offset + Ipv6Flyweight.SOURCE_OFFSET, 2 * Ipv6Flyweight.ADDRESS_LENGTH);
        final int sum = swap(fold(addresses + littleEndianSum(buffer, offset, length)));
        return fold((long) sum + length + protocol) == VALID;
    }

    private static long ipv4PseudoHeader(final int srcIp, final int dstIp, final int protocol, final int length) {
        return (srcIp & MASK_32) + (dstIp & MASK_32) + protocol + length;
    }

    private static long littleEndianSum(final DirectBuffer buffer, final int offset, final int length) {
        final int end = offset + length;
        int position = offset;
        long even = 0;
        long odd = 0;
        // Two independent sums, so that additions overlap.
        for (final int limit = end - 15; position < limit; position += 16) {
            final long first = buffer.getLong(position, LITTLE_ENDIAN);
            final long second = buffer.getLong(position + 8, LITTLE_ENDIAN);
            even += (first & MASK_32) + (first >>> 32);
            odd += (second & MASK_32) + (second >>> 32);
        }
        long sum = even + odd;
        if (end - position >= 8) {
            final long word = buffer.getLong(position, LITTLE_ENDIAN);
            sum += (word & MASK_32) + (word >>> 32);
            position += 8;
        }
        if (end - position >= 4) {
            sum += buffer.getInt(position, LITTLE_ENDIAN) & MASK_32;
            position += 4;
        }
        if (end - position >= 2) {
            sum += buffer.getShort(position, LITTLE_ENDIAN) & 0xffff;
            position += 2;
        }
        if (end - position > 0) {
            sum += buffer.getByte(position) & 0xff;
        }
        return sum;
    }

    private static int swap(final int word) {
        return (word & 0xff) << 8 | word >>> 8;
    }
}
