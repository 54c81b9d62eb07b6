package io.athenabng.wire.ethernet;

import io.athenabng.wire.UncheckedMemory;
import io.athenabng.wire.ip.ArpFlyweight;
import io.athenabng.wire.ip.Checksums;
import io.athenabng.wire.ip.IpProtocol;
import io.athenabng.wire.ip.Ipv4Flyweight;
import io.athenabng.wire.ip.Ipv6Flyweight;
import io.athenabng.wire.ip.UdpFlyweight;
import io.athenabng.wire.pppoe.PppoeHeader;
import org.agrona.DirectBuffer;

/**
 * Classifies a received frame and finds its parts, in one pass, without allocation. One instance for each receiving agent.
 *
 * <p>The kernel strips the outermost tag of a received frame into the ring's metadata ({@code tp_vlan_tci}, {@code tp_vlan_tpid}
 * of {@code linux/if_packet.h}); it is handed in beside the bytes and takes its place in {@link #vlanStack()} again.
 *
 * <p>A tag with VID 0 is a priority tag: it is skipped in the stack, because the frame belongs to the same line without it, but it
 * counts among the four tags that a frame may have.
 *
 * <p>What is checked: source address, tags, the IPv4 header with its checksum, IPv6, UDP and PPPoE lengths, and the checksum of
 * DHCP and neighbour discovery messages. Frames that are nothing of the gateway's business are {@link FrameClass#OTHER} once their
 * network header has been found sound. IPv6 extension headers are not followed: clients send DHCPv6 and neighbour discovery
 * without them, so a frame that has any is {@code OTHER}. So are IPv4 fragments after the first one, which carry no ports.
 *
 * <p>The accessors answer for the last frame and are valid until the next {@code parse}. After {@link FrameClass#MALFORMED} the addresses
 * and tags of the frame are there if the fault lies behind them; everything else is 0.
 */
public final class FrameParser {

    private static final int DHCP4_SERVER_PORT = 67;
    private static final int DHCP4_CLIENT_PORT = 68;
    private static final int DHCP6_CLIENT_PORT = 546;
    private static final int DHCP6_SERVER_PORT = 547;
    private static final int ND_ROUTER_SOLICITATION = 133;
    private static final int ND_REDIRECT = 137;
    private static final int ND_HOP_LIMIT = 255;
    private static final int ICMPV6_HEADER_LENGTH = 4;
    private static final long MASK_32 = 0xffff_ffffL;
    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET = 0x1fff;

    private boolean checkUdpChecksum = true;
    private int malformedReason;
    private long vlanStack;
    private int tagsInBand;
    private int tagCount;
    private int etherType;
    private int l3Offset;
    private int l4Offset;
    private int payloadOffset;
    private int payloadLength;
    private long srcMac;
    private long dstMac;
    private int srcIp;
    private int dstIp;

    /** Whether UDP (and ICMPv6) checksums are verified; they are unless this is switched off. */
    public FrameParser checkUdpChecksum(final boolean check) {
        checkUdpChecksum = check;
        return this;
    }

    /** {@link #parse(DirectBuffer, int, int, boolean, int, int, boolean)} for a frame whose transport checksum nobody has verified yet. */
    public int parse(final DirectBuffer buffer, final int offset, final int length, final boolean outerTagStripped,
                     final int strippedTci, final int strippedTpid) {
        return parse(buffer, offset, length, outerTagStripped, strippedTci, strippedTpid, false);
    }

    /**
     * Parses one frame.
     *
     * @param outerTagStripped {@code TP_STATUS_VLAN_VALID}: the outermost tag is not in the bytes, but in the next two parameters
     * @param strippedTci      its TCI (PCP, DEI, VID)
     * @param strippedTpid     its TPID; 0 if the kernel does not say ({@code TP_STATUS_VLAN_TPID_VALID} unset) means 0x8100
     * @param skipChecksum     do not verify the transport checksum: the ring says that it is known to be right
     *                         ({@code TP_STATUS_CSUM_VALID}), or that the sender left it to a device that the frame never met, as on
     *                         veth and virtio ({@code TP_STATUS_CSUMNOTREADY})
     * @return a {@link FrameClass}
     */
    public int parse(final DirectBuffer buffer, final int offset, final int length, final boolean outerTagStripped,
                     final int strippedTci, final int strippedTpid, final boolean skipChecksum) {
        if (length < EthernetFlyweight.HEADER_LENGTH) {
            return malformedFrame(MalformedReason.TRUNCATED_ETHERNET);
        }
        buffer.boundsCheck(offset, length);
        return parse(buffer.byteArray(), buffer.addressOffset(), offset, length, outerTagStripped, strippedTci, strippedTpid, skipChecksum);
    }

    /**
     * Parses one frame where the kernel has put it: nothing is wrapped for frames that are nobody's business. Offsets that the accessors
     * give are from its first byte.
     *
     * @param address          where the frame begins; the caller answers for {@code length} bytes from there
     * @param length           its length, bytes
     * @param outerTagStripped as above
     * @param strippedTci      as above
     * @param strippedTpid     as above
     * @param skipChecksum     as above
     * @return a {@link FrameClass}
     */
    public int parse(final long address, final int length, final boolean outerTagStripped, final int strippedTci, final int strippedTpid,
                     final boolean skipChecksum) {
        if (length < EthernetFlyweight.HEADER_LENGTH) {
            return malformedFrame(MalformedReason.TRUNCATED_ETHERNET);
        }
        return parse(null, address, 0, length, outerTagStripped, strippedTci, strippedTpid, skipChecksum);
    }

    private int parse(final Object base, final long origin, final int offset, final int length, final boolean outerTagStripped,
                     final int strippedTci, final int strippedTpid, final boolean skipChecksum) {
        // The two addresses and the type overlap in two loads of eight bytes: 0–7 and 6–13.
        final long destination = UncheckedMemory.getLong(base, origin + offset) >>> 16;
        final long sourceAndType = UncheckedMemory.getLong(base, origin + offset + EthernetFlyweight.SOURCE_OFFSET);
        final long source = sourceAndType >>> 16;
        if (source == 0) {
            return malformedFrame(MalformedReason.SOURCE_MAC_ZERO);
        }
        if (MacAddress.isMulticast(source)) {
            return malformedFrame(MalformedReason.SOURCE_MAC_MULTICAST);
        }

        long stack = 0;
        int shift = 0;
        int tags = 0;
        if (outerTagStripped) {
            final int code = strippedTpid == 0 ? 0 : VlanStack.tpidCode(strippedTpid);
            if (code < 0) {
                return malformedFrame(MalformedReason.UNKNOWN_TPID);
            }
            tags = 1;
            final int vid = strippedTci & VlanStack.MAX_VID;
            if (vid != 0) {
                stack = VlanStack.entry(code, vid);
                shift = 16;
            }
        }
        final int end = offset + length;
        int type = (int) sourceAndType & 0xffff;
        int position = offset + EthernetFlyweight.HEADER_LENGTH;
        for (int code = VlanStack.tpidCode(type); code >= 0; code = VlanStack.tpidCode(type)) {
            if (tags == VlanStack.MAX_DEPTH) {
                return malformedFrame(MalformedReason.TOO_MANY_TAGS);
            }
            if (end - position < VlanStack.TAG_LENGTH) {
                return malformedFrame(MalformedReason.TRUNCATED_VLAN);
            }
            final int tciAndType = UncheckedMemory.getInt(base, origin + position);
            final int vid = tciAndType >>> 16 & VlanStack.MAX_VID;
            if (vid != 0) {
                stack |= VlanStack.entry(code, vid) << shift;
                shift += 16;
            }
            tags++;
            type = tciAndType & 0xffff;
            position += VlanStack.TAG_LENGTH;
        }
        malformedReason = MalformedReason.NONE;
        dstMac = destination;
        srcMac = source;
        vlanStack = stack;
        tagCount = tags;
        tagsInBand = outerTagStripped ? tags - 1 : tags;
        etherType = type;
        l3Offset = position;
        final boolean verify = checkUdpChecksum && !skipChecksum;
        return type == EtherType.IPV4
            ? parseIpv4(base, origin, position, end, verify) : parseOther(base, origin, position, end, type, verify);
    }

    private int parseOther(final Object base, final long origin, final int position, final int end, final int type, final boolean verify) {
        clearBehindTags();
        return switch (type) {
            case EtherType.ARP -> parseArp(base, origin, position, end);
            case EtherType.IPV6 -> parseIpv6(base, origin, position, end, verify);
            case EtherType.PPPOE_DISCOVERY -> parsePppoe(base, origin, position, end, false);
            case EtherType.PPPOE_SESSION -> parsePppoe(base, origin, position, end, true);
            default -> {
                payloadOffset = position;
                payloadLength = end - position;
                yield FrameClass.OTHER;
            }
        };
    }

    private int parseIpv4(final Object base, final long origin, final int l3, final int end, final boolean verify) {
        final int available = end - l3;
        if (available < Ipv4Flyweight.MIN_HEADER_LENGTH) {
            return malformed(MalformedReason.TRUNCATED_IPV4);
        }
        // version, IHL, DSCP, total length | identification, flags, offset
        final long first = UncheckedMemory.getLong(base, origin + l3);
        // TTL, protocol, checksum | source
        final long second = UncheckedMemory.getLong(base, origin + l3 + 8);
        final int destination = UncheckedMemory.getInt(base, origin + l3 + Ipv4Flyweight.DESTINATION_OFFSET);
        final int versionAndLength = (int) (first >>> 56);
        if (versionAndLength >>> 4 != 4) {
            return malformed(MalformedReason.BAD_IPV4_VERSION);
        }
        final int headerLength = (versionAndLength & 0xf) << 2;
        if (headerLength < Ipv4Flyweight.MIN_HEADER_LENGTH || headerLength > available) {
            return malformed(MalformedReason.BAD_IPV4_HEADER_LENGTH);
        }
        final int totalLength = (int) (first >>> 32) & 0xffff;
        if (totalLength < headerLength || totalLength > available) {
            return malformed(MalformedReason.BAD_IPV4_TOTAL_LENGTH);
        }
        long sum = (first >>> 32) + (first & MASK_32) + (second >>> 32) + (second & MASK_32) + (destination & MASK_32);
        for (int i = l3 + Ipv4Flyweight.MIN_HEADER_LENGTH, limit = l3 + headerLength; i < limit; i += 4) {
            sum += UncheckedMemory.getInt(base, origin + i) & MASK_32;
        }
        if (Checksums.fold(sum) != Checksums.VALID) {
            return malformed(MalformedReason.BAD_IPV4_CHECKSUM);
        }
        final int l4 = l3 + headerLength;
        srcIp = (int) second;
        dstIp = destination;
        l4Offset = l4;
        payloadOffset = l4;
        payloadLength = totalLength - headerLength;
        final int fragment = (int) first;
        if (((int) (second >>> 48) & 0xff) != IpProtocol.UDP || (fragment & FRAGMENT_OFFSET) != 0) {
            return FrameClass.OTHER;
        }
        return parseIpv4Udp(base, origin, l4, totalLength - headerLength, (fragment & MORE_FRAGMENTS) != 0, verify);
    }

    private int parseIpv4Udp(final Object base, final long origin, final int l4, final int available, final boolean fragmented,
                             final boolean verify) {
        if (available < UdpFlyweight.HEADER_LENGTH) {
            return malformed(MalformedReason.TRUNCATED_UDP);
        }
        // source port, destination port | length, checksum
        final long header = UncheckedMemory.getLong(base, origin + l4);
        final int destinationPort = (int) (header >>> 32) & 0xffff;
        final int udpLength = (int) header >>> 16;
        if (destinationPort != DHCP4_SERVER_PORT && destinationPort != DHCP4_CLIENT_PORT) {
            return FrameClass.OTHER;
        }
        if (fragmented) {
            return malformed(MalformedReason.FRAGMENT);
        }
        if (udpLength < UdpFlyweight.HEADER_LENGTH || udpLength > available) {
            return malformed(MalformedReason.BAD_UDP_LENGTH);
        }
        // Over IPv4 a checksum of 0 means that the sender made none (RFC 768).
        if (verify && ((int) header & 0xffff) != 0
            && !Checksums.isIpv4TransportValid(base, origin + l4, udpLength, srcIp, dstIp, IpProtocol.UDP)) {
            return malformed(MalformedReason.BAD_UDP_CHECKSUM);
        }
        payloadOffset = l4 + UdpFlyweight.HEADER_LENGTH;
        payloadLength = udpLength - UdpFlyweight.HEADER_LENGTH;
        return destinationPort == DHCP4_SERVER_PORT ? FrameClass.DHCP4_CLIENT : FrameClass.DHCP4_SERVER;
    }

    private int parseArp(final Object base, final long origin, final int l3, final int end) {
        if (end - l3 < ArpFlyweight.LENGTH) {
            return malformed(MalformedReason.TRUNCATED_ARP);
        }
        // hardware type, protocol type, hardware length, protocol length | operation
        if (UncheckedMemory.getLong(base, origin + l3) >>> 16 != ArpFlyweight.ETHERNET_IPV4) {
            return malformed(MalformedReason.BAD_ARP);
        }
        srcIp = UncheckedMemory.getInt(base, origin + l3 + ArpFlyweight.SENDER_PROTOCOL_OFFSET);
        dstIp = UncheckedMemory.getInt(base, origin + l3 + ArpFlyweight.TARGET_PROTOCOL_OFFSET);
        payloadOffset = l3;
        payloadLength = ArpFlyweight.LENGTH;
        return FrameClass.ARP;
    }

    private int parseIpv6(final Object base, final long origin, final int l3, final int end, final boolean verify) {
        final int available = end - l3 - Ipv6Flyweight.HEADER_LENGTH;
        if (available < 0) {
            return malformed(MalformedReason.TRUNCATED_IPV6);
        }
        // version, traffic class, flow label | payload length, next header, hop limit
        final long first = UncheckedMemory.getLong(base, origin + l3);
        if (first >>> 60 != 6) {
            return malformed(MalformedReason.BAD_IPV6_VERSION);
        }
        final int length = (int) first >>> 16;
        if (length > available) {
            return malformed(MalformedReason.BAD_IPV6_PAYLOAD_LENGTH);
        }
        final int nextHeader = (int) first >>> 8 & 0xff;
        final int hopLimit = (int) first & 0xff;
        final int l4 = l3 + Ipv6Flyweight.HEADER_LENGTH;
        l4Offset = l4;
        payloadOffset = l4;
        payloadLength = length;
        if (nextHeader == IpProtocol.UDP) {
            return parseIpv6Udp(base, origin, l3, l4, length, verify);
        }
        if (nextHeader == IpProtocol.ICMPV6) {
            return parseIcmpv6(base, origin, l3, l4, length, hopLimit, verify);
        }
        return FrameClass.OTHER;
    }

    private int parseIpv6Udp(final Object base, final long origin, final int l3, final int l4, final int available, final boolean verify) {
        if (available < UdpFlyweight.HEADER_LENGTH) {
            return malformed(MalformedReason.TRUNCATED_UDP);
        }
        final long header = UncheckedMemory.getLong(base, origin + l4);
        final int destinationPort = (int) (header >>> 32) & 0xffff;
        if (destinationPort != DHCP6_CLIENT_PORT && destinationPort != DHCP6_SERVER_PORT) {
            return FrameClass.OTHER;
        }
        final int udpLength = (int) header >>> 16;
        if (udpLength < UdpFlyweight.HEADER_LENGTH || udpLength > available) {
            return malformed(MalformedReason.BAD_UDP_LENGTH);
        }
        // Over IPv6 the checksum is mandatory (RFC 8200, section 8.1).
        if (verify && (((int) header & 0xffff) == 0
            || !Checksums.isIpv6TransportValid(base, origin + l3, origin + l4, udpLength, IpProtocol.UDP))) {
            return malformed(MalformedReason.BAD_UDP_CHECKSUM);
        }
        payloadOffset = l4 + UdpFlyweight.HEADER_LENGTH;
        payloadLength = udpLength - UdpFlyweight.HEADER_LENGTH;
        return FrameClass.DHCP6;
    }

    private int parseIcmpv6(final Object base, final long origin, final int l3, final int l4, final int length, final int hopLimit,
                            final boolean verify) {
        if (length < ICMPV6_HEADER_LENGTH) {
            return malformed(MalformedReason.TRUNCATED_ICMPV6);
        }
        final int type = UncheckedMemory.getByte(base, origin + l4) & 0xff;
        // A hop limit below 255 means that the frame was forwarded, so it is no neighbour's (RFC 4861, section 6.1).
        if (type < ND_ROUTER_SOLICITATION || type > ND_REDIRECT || hopLimit != ND_HOP_LIMIT) {
            return FrameClass.OTHER;
        }
        if (verify && !Checksums.isIpv6TransportValid(base, origin + l3, origin + l4, length, IpProtocol.ICMPV6)) {
            return malformed(MalformedReason.BAD_ICMPV6_CHECKSUM);
        }
        return FrameClass.ND;
    }

    private int parsePppoe(final Object base, final long origin, final int l3, final int end, final boolean session) {
        final int available = end - l3 - PppoeHeader.LENGTH;
        if (available < (session ? PppoeHeader.PPP_PROTOCOL_LENGTH : 0)) {
            return malformed(MalformedReason.TRUNCATED_PPPOE);
        }
        if ((UncheckedMemory.getByte(base, origin + l3) & 0xff) != PppoeHeader.VERSION_AND_TYPE) {
            return malformed(MalformedReason.BAD_PPPOE_VERSION);
        }
        final int length = UncheckedMemory.getShort(base, origin + l3 + 4) & 0xffff;
        if (length > available || session && length < PppoeHeader.PPP_PROTOCOL_LENGTH) {
            return malformed(MalformedReason.BAD_PPPOE_LENGTH);
        }
        final int l4 = l3 + PppoeHeader.LENGTH;
        l4Offset = l4;
        payloadOffset = l4;
        payloadLength = length;
        if (!session) {
            return FrameClass.PPPOE_DISCOVERY;
        }
        payloadOffset = l4 + PppoeHeader.PPP_PROTOCOL_LENGTH;
        payloadLength = length - PppoeHeader.PPP_PROTOCOL_LENGTH;
        final int protocol = UncheckedMemory.getShort(base, origin + l4) & 0xffff;
        return protocol >= PppoeHeader.FIRST_CONTROL_PROTOCOL ? FrameClass.PPPOE_CONTROL : FrameClass.OTHER;
    }

    /** A fault in the addresses or the tags: nothing of the frame is told. */
    private int malformedFrame(final int reason) {
        dstMac = 0;
        srcMac = 0;
        vlanStack = VlanStack.UNTAGGED;
        tagCount = 0;
        tagsInBand = 0;
        etherType = 0;
        return malformed(reason);
    }

    /** A fault behind the tags. */
    private int malformed(final int reason) {
        clearBehindTags();
        l3Offset = 0;
        malformedReason = reason;
        return FrameClass.MALFORMED;
    }

    private void clearBehindTags() {
        l4Offset = 0;
        payloadOffset = 0;
        payloadLength = 0;
        srcIp = 0;
        dstIp = 0;
    }

    /** A {@link MalformedReason}; {@link MalformedReason#NONE} if the frame was accepted. */
    public int malformedReason() {
        return malformedReason;
    }

    /** The frame's tags as a {@link VlanStack}, the stripped one included, priority tags left out. */
    public long vlanStack() {
        return vlanStack;
    }

    /** Tags that stand in the bytes, priority tags counted: the payload's Ethernet type is at 12 + 4 × this. */
    public int tagsInBand() {
        return tagsInBand;
    }

    /** All tags, the stripped one and priority tags counted. */
    public int tagCount() {
        return tagCount;
    }

    /** Ethernet type after the last tag. */
    public int etherType() {
        return etherType;
    }

    /** Where the network layer begins in the buffer: IPv4, IPv6, ARP or PPPoE header. */
    public int l3Offset() {
        return l3Offset;
    }

    /** Where UDP, ICMPv6 or what PPPoE carries begins in the buffer; 0 if there is no such layer. */
    public int l4Offset() {
        return l4Offset;
    }

    /**
     * Where the payload begins in the buffer: the DHCP message; the tags of PPPoE discovery; what follows the PPP protocol number; the
     * ARP packet; the ICMPv6 message; for {@link FrameClass#OTHER} what follows the last header that was understood.
     */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Bytes of the payload, Ethernet padding left out. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Source address of the frame. */
    public long srcMac() {
        return srcMac;
    }

    /** Destination address of the frame. */
    public long dstMac() {
        return dstMac;
    }

    /** IPv4 source, or ARP sender protocol address; 0 otherwise. */
    public int srcIp() {
        return srcIp;
    }

    /** IPv4 destination, or ARP target protocol address; 0 otherwise. */
    public int dstIp() {
        return dstIp;
    }
}
