package io.athenabng.wire.ip;

import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.EthernetFlyweight;
import org.agrona.MutableDirectBuffer;

/**
 * Builds an Ethernet frame with VLAN tags, IPv4 and UDP around a payload that is written in its final place, so that an answer is made in
 * the claimed part of a ring without being copied.
 *
 * <pre>
 *   frameOffset                                                     payloadOffset()
 *  +----------+--------+------------------+------+-----------+-----+----------------
 *  |destination source | tags (0–4) × 4   | 0800 | IPv4 (20) |UDP 8| payload
 *  +----------+--------+------------------+------+-----------+-----+----------------
 * </pre>
 *
 * Use: {@code wrap}, write the payload at {@link #payloadOffset()}, {@code finish}. The frame is complete: both checksums are right. It
 * is not padded to Ethernet's minimum; a DHCP message is above it.
 */
public final class Ipv4UdpFrameAppender {

    /** Default time to live. */
    public static final int TIME_TO_LIVE = 64;

    private final EthernetFlyweight ethernet = new EthernetFlyweight();
    private MutableDirectBuffer buffer;
    private int frameOffset;
    private long vlanStack;
    private int headerLength;

    /** Bytes in front of the payload when the frame carries these tags. */
    public static int headerLength(final long vlanStack) {
        return EthernetFlyweight.headerLength(vlanStack) + Ipv4Flyweight.MIN_HEADER_LENGTH + UdpFlyweight.HEADER_LENGTH;
    }

    /** Begins a frame; nothing is written yet. */
    public Ipv4UdpFrameAppender wrap(final MutableDirectBuffer frame, final int offset, final long tags) {
        buffer = frame;
        frameOffset = offset;
        vlanStack = tags;
        headerLength = headerLength(tags);
        return this;
    }

    /** Where the payload goes in the buffer. */
    public int payloadOffset() {
        return frameOffset + headerLength;
    }

    /**
     * Writes all headers.
     *
     * @param payloadLength bytes written at {@link #payloadOffset()}, at most 65,507
     * @return bytes of the whole frame
     */
    public int finish(final long srcMac, final long dstMac, final int srcIp, final int dstIp, final int srcPort, final int dstPort,
                      final int payloadLength) {
        final int udpLength = UdpFlyweight.HEADER_LENGTH + payloadLength;
        final int totalLength = Ipv4Flyweight.MIN_HEADER_LENGTH + udpLength;
        if (payloadLength < 0 || totalLength > 0xffff) {
            throw new IllegalArgumentException("a UDP payload has 0 to 65507 bytes, not " + payloadLength);
        }
        ethernet.wrapMutable(buffer, frameOffset, headerLength).destination(dstMac).source(srcMac).tagsAndType(vlanStack, EtherType.IPV4);
        final int l3 = frameOffset + EthernetFlyweight.headerLength(vlanStack);
        Ipv4Flyweight.encode(buffer, l3, totalLength, 0, TIME_TO_LIVE, IpProtocol.UDP, srcIp, dstIp);
        UdpFlyweight.encode(buffer, l3 + Ipv4Flyweight.MIN_HEADER_LENGTH, payloadLength, srcPort, dstPort, srcIp, dstIp);
        return headerLength + payloadLength;
    }
}
