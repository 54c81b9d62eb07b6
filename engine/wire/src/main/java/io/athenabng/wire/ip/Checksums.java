package io.athenabng.wire.ip;

import io.athenabng.wire.UncheckedMemory;
import java.nio.ByteOrder;
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

    private static final boolean BIG_ENDIAN = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
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
        buffer.boundsCheck(offset, length);
        return networkOrder(fold(nativeSum(buffer.byteArray(), buffer.addressOffset() + offset, length)));
    }

    /** The checksum to store (in network order) for these bytes, in which the checksum field is zero. */
    public static int checksum(final DirectBuffer buffer, final int offset, final int length) {
        return ~sum(buffer, offset, length) & 0xffff;
    }

    /** The checksum to store in a UDP header whose checksum field is zero; never 0, which would mean "none" (RFC 768). */
    public static int udpOverIpv4(final DirectBuffer buffer, final int udpOffset, final int udpLength, final int srcIp, final int dstIp) {
        final int sum = sum(buffer, udpOffset, udpLength);
        final int checksum = ~fold(sum + ipv4PseudoHeader(srcIp, dstIp, IpProtocol.UDP, udpLength)) & 0xffff;
        return checksum == 0 ? 0xffff : checksum;
    }

    /**
     * Whether transport header and payload have the right checksum under IPv4's pseudo header (RFC 768).
     *
     * @param base  with {@code place}, where the transport header is ({@link UncheckedMemory}); {@code length} bytes there are the caller's
     */
    public static boolean isIpv4TransportValid(final Object base, final long place, final int length, final int srcIp, final int dstIp,
                                               final int protocol) {
        final int sum = networkOrder(fold(nativeSum(base, place, length)));
        return fold(sum + ipv4PseudoHeader(srcIp, dstIp, protocol, length)) == VALID;
    }

    /**
     * Whether transport header and payload have the right checksum under IPv6's pseudo header (RFC 8200, section 8.1).
     *
     * @param ipv6Place where the IPv6 header is, all 40 bytes of it
     */
    public static boolean isIpv6TransportValid(final Object base, final long ipv6Place, final long place, final int length,
                                               final int protocol) {
        final long addresses = nativeSum(base, ipv6Place + Ipv6Flyweight.SOURCE_OFFSET, 2 * Ipv6Flyweight.ADDRESS_LENGTH);
        final int sum = networkOrder(fold(addresses + nativeSum(base, place, length)));
        return fold((long) sum + length + protocol) == VALID;
    }

    private static long ipv4PseudoHeader(final int srcIp, final int dstIp, final int protocol, final int length) {
        return (srcIp & MASK_32) + (dstIp & MASK_32) + protocol + length;
    }

    private static long nativeSum(final Object base, final long place, final int length) {
        int at = 0;
        // The sum of whole words modulo 2^64 and the sum of their upper halves: what the first holds beyond the second is the sum of the
        // lower halves, exactly. So a word costs two additions and a shift, and no carry is looked for. Two pairs, so that they overlap.
        long words = 0;
        long moreWords = 0;
        long upper = 0;
        long moreUpper = 0;
        for (final int limit = length - 31; at < limit; at += 32) {
            final long first = UncheckedMemory.getNativeLong(base, place + at);
            final long second = UncheckedMemory.getNativeLong(base, place + at + 8);
            final long third = UncheckedMemory.getNativeLong(base, place + at + 16);
            final long fourth = UncheckedMemory.getNativeLong(base, place + at + 24);
            words += first + third;
            moreWords += second + fourth;
            upper += (first >>> 32) + (third >>> 32);
            moreUpper += (second >>> 32) + (fourth >>> 32);
        }
        words += moreWords;
        upper += moreUpper;
        for (; length - at >= 8; at += 8) {
            final long word = UncheckedMemory.getNativeLong(base, place + at);
            words += word;
            upper += word >>> 32;
        }
        long sum = words - (upper << 32) + upper;
        if (length - at >= 4) {
            sum += UncheckedMemory.getNativeInt(base, place + at) & MASK_32;
            at += 4;
        }
        if (length - at >= 2) {
            sum += UncheckedMemory.getNativeShort(base, place + at);
            at += 2;
        }
        if (length - at > 0) {
            final int last = UncheckedMemory.getByte(base, place + at);
            sum += BIG_ENDIAN ? last << 8 : last;
        }
        return sum;
    }

    private static int networkOrder(final int word) {
        return BIG_ENDIAN ? word : (word & 0xff) << 8 | word >>> 8;
    }
}
