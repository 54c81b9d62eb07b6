package io.athenabng.wire.ethernet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.wire.ip.Checksums;
import io.athenabng.wire.testkit.GoldenFrames;
import io.athenabng.wire.testkit.Hex;
import io.athenabng.wire.testkit.ReasonNames;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** One fault each in a sound frame, and the reason that is counted for it. */
class FrameParserTest {

    private static final int L3 = 14;
    private static final int L4 = 34;
    private static final int L4_V6 = 54;

    private final FrameParser parser = new FrameParser();

    @Test
    void ethernet() {
        final byte[] frame = Hex.bytes(GoldenFrames.DHCP_DISCOVER);
        for (int length = 0; length < 14; length++) {
            assertMalformed(MalformedReason.TRUNCATED_ETHERNET, Arrays.copyOf(frame, length));
        }
        assertMalformed(MalformedReason.SOURCE_MAC_ZERO, changed(GoldenFrames.DHCP_DISCOVER, b -> b.setMemory(6, 6, (byte) 0)));
        assertMalformed(MalformedReason.SOURCE_MAC_MULTICAST, changed(GoldenFrames.DHCP_DISCOVER, b -> b.putByte(6, (byte) 3)));
        assertMalformed(MalformedReason.SOURCE_MAC_MULTICAST, changed(GoldenFrames.DHCP_DISCOVER, b -> b.setMemory(6, 6, (byte) 0xff)));
    }

    @Test
    void tags() {
        final byte[] frame = Hex.bytes(GoldenFrames.DHCP_DISCOVER);
        final byte[] two = GoldenFrames.withTags(frame, 0x88a8_0001, 0x8100_0002);
        for (int length = 14; length < 22; length++) {
            assertMalformed(MalformedReason.TRUNCATED_VLAN, Arrays.copyOf(two, length));
        }
        assertMalformed(MalformedReason.TRUNCATED_IPV4, Arrays.copyOf(two, 22));
        final byte[] four = GoldenFrames.withTags(frame, 0x8100_0001, 0x8100_0002, 0x8100_0003, 0x8100_0004);
        final byte[] five = GoldenFrames.withTags(four, 0x8100_0005);
        assertMalformed(MalformedReason.TOO_MANY_TAGS, five);
        assertEquals(FrameClass.MALFORMED, parser.parse(new UnsafeBuffer(four), 0, four.length, true, 9, 0x8100));
        assertEquals(MalformedReason.TOO_MANY_TAGS, parser.malformedReason());
        assertMalformed(MalformedReason.TOO_MANY_TAGS, GoldenFrames.withTags(four, 0x8100_0000));
        assertEquals(FrameClass.MALFORMED, parser.parse(new UnsafeBuffer(frame), 0, frame.length, true, 9, 0x1234));
        assertEquals(MalformedReason.UNKNOWN_TPID, parser.malformedReason());
    }

    @Test
    void ipv4() {
        final byte[] frame = Hex.bytes(GoldenFrames.DHCP_DISCOVER);
        for (int length = L3; length < L3 + 20; length++) {
            assertMalformed(MalformedReason.TRUNCATED_IPV4, Arrays.copyOf(frame, length));
        }
        assertMalformed(MalformedReason.BAD_IPV4_VERSION, changed(GoldenFrames.DHCP_DISCOVER, b -> b.putByte(L3, (byte) 0x65)));
        assertMalformed(MalformedReason.BAD_IPV4_HEADER_LENGTH, changed(GoldenFrames.DHCP_DISCOVER, b -> b.putByte(L3, (byte) 0x44)));
        final byte[] optionsBeyondFrame = Arrays.copyOf(frame, L3 + 59);
        optionsBeyondFrame[L3] = 0x4f;
        assertMalformed(MalformedReason.BAD_IPV4_HEADER_LENGTH, optionsBeyondFrame);
        assertMalformed(MalformedReason.BAD_IPV4_TOTAL_LENGTH, changed(GoldenFrames.DHCP_DISCOVER, b -> putShort(b, L3 + 2, 19)));
        assertMalformed(MalformedReason.BAD_IPV4_TOTAL_LENGTH, changed(GoldenFrames.DHCP_DISCOVER, b -> putShort(b, L3 + 2, 329)));
        assertMalformed(MalformedReason.BAD_IPV4_TOTAL_LENGTH, Arrays.copyOf(frame, frame.length - 1));
        assertMalformed(MalformedReason.BAD_IPV4_CHECKSUM, changed(GoldenFrames.DHCP_DISCOVER, b -> b.putByte(L3 + 8, (byte) 63)));
        assertMalformed(MalformedReason.FRAGMENT, changedIpv4(b -> putShort(b, L3 + 6, 0x2000)));
        assertEquals(FrameClass.OTHER, parse(changedIpv4(b -> putShort(b, L3 + 6, 0x0001))), "a later fragment carries no ports");
        assertEquals(FrameClass.OTHER, parse(changedIpv4(b -> b.putByte(L3 + 9, (byte) 6))), "TCP");
    }

    @Test
    void ipv4WithOptions() {
        final byte[] plain = Hex.bytes(GoldenFrames.DHCP_DISCOVER);
        final byte[] frame = new byte[plain.length + 8];
        System.arraycopy(plain, 0, frame, 0, L4);
        Arrays.fill(frame, L4, L4 + 8, (byte) 1);
        System.arraycopy(plain, L4, frame, L4 + 8, plain.length - L4);
        frame[L3] = 0x47;
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        putShort(buffer, L3 + 2, 336);
        assertMalformed(MalformedReason.BAD_IPV4_CHECKSUM, frame);
        putShort(buffer, L3 + 10, 0);
        putShort(buffer, L3 + 10, Checksums.checksum(buffer, L3, 28));
        assertEquals(FrameClass.DHCP4_CLIENT, parse(frame));
        assertEquals(L4 + 8, parser.l4Offset());
        assertEquals(L4 + 16, parser.payloadOffset());
    }

    @Test
    void udp() {
        assertMalformed(MalformedReason.TRUNCATED_UDP, changedIpv4(b -> putShort(b, L3 + 2, 27)));
        assertMalformed(MalformedReason.BAD_UDP_LENGTH, changed(GoldenFrames.DHCP_DISCOVER, b -> putShort(b, L4 + 4, 7)));
        assertMalformed(MalformedReason.BAD_UDP_LENGTH, changed(GoldenFrames.DHCP_DISCOVER, b -> putShort(b, L4 + 4, 309)));
        final byte[] wrong = changed(GoldenFrames.DHCP_DISCOVER, b -> b.putByte(100, (byte) 1));
        assertMalformed(MalformedReason.BAD_UDP_CHECKSUM, wrong);
        assertEquals(FrameClass.DHCP4_CLIENT, parser.parse(new UnsafeBuffer(wrong), 0, wrong.length, false, 0, 0, true), "not ready");
        parser.checkUdpChecksum(false);
        assertEquals(FrameClass.DHCP4_CLIENT, parse(wrong));
        parser.checkUdpChecksum(true);
        final byte[] none = changed(GoldenFrames.DHCP_DISCOVER, b -> putShort(b, L4 + 6, 0));
        assertEquals(FrameClass.DHCP4_CLIENT, parse(none), "the sender made no checksum");
        assertEquals(FrameClass.OTHER, parse(changed(GoldenFrames.DHCP_DISCOVER, b -> putShort(b, L4 + 2, 69))));
        assertEquals(FrameClass.OTHER, parse(changed(GoldenFrames.DHCP_DISCOVER, b -> putShort(b, L4 + 2, 66))));
        final byte[] padded = Arrays.copyOf(Hex.bytes(GoldenFrames.DHCP_DISCOVER), 400);
        assertEquals(FrameClass.DHCP4_CLIENT, parse(padded));
        assertEquals(300, parser.payloadLength(), "bytes behind the packet are no payload");
    }

    @Test
    void arp() {
        assertMalformed(MalformedReason.TRUNCATED_ARP, Arrays.copyOf(Hex.bytes(GoldenFrames.ARP_REQUEST), L3 + 27));
        for (int i = 0; i < 6; i++) {
            final int at = L3 + i;
            assertMalformed(MalformedReason.BAD_ARP, changed(GoldenFrames.ARP_REQUEST, b -> b.putByte(at, (byte) 0x77)));
        }
    }

    @Test
    void ipv6() {
        final byte[] solicit = Hex.bytes(GoldenFrames.DHCP6_SOLICIT);
        assertMalformed(MalformedReason.TRUNCATED_IPV6, Arrays.copyOf(solicit, L4_V6 - 1));
        assertMalformed(MalformedReason.BAD_IPV6_VERSION, changed(GoldenFrames.DHCP6_SOLICIT, b -> b.putByte(L3, (byte) 0x50)));
        assertMalformed(MalformedReason.BAD_IPV6_PAYLOAD_LENGTH, Arrays.copyOf(solicit, solicit.length - 1));
        assertMalformed(MalformedReason.TRUNCATED_UDP, changed(GoldenFrames.DHCP6_SOLICIT, b -> putShort(b, L3 + 4, 7)));
        assertMalformed(MalformedReason.BAD_UDP_LENGTH, changed(GoldenFrames.DHCP6_SOLICIT, b -> putShort(b, L4_V6 + 4, 65)));
        assertMalformed(MalformedReason.BAD_UDP_LENGTH, changed(GoldenFrames.DHCP6_SOLICIT, b -> putShort(b, L4_V6 + 4, 7)));
        assertMalformed(MalformedReason.BAD_UDP_CHECKSUM, changed(GoldenFrames.DHCP6_SOLICIT, b -> b.putByte(70, (byte) 0x55)));
        assertMalformed(MalformedReason.BAD_UDP_CHECKSUM, changed(GoldenFrames.DHCP6_SOLICIT, b -> putShort(b, L4_V6 + 6, 0)));
        assertEquals(FrameClass.OTHER, parse(changed(GoldenFrames.DHCP6_SOLICIT, b -> putShort(b, L4_V6 + 2, 53))));
        assertMalformed(MalformedReason.TRUNCATED_ICMPV6, changed(GoldenFrames.ROUTER_SOLICITATION, b -> putShort(b, L3 + 4, 3)));
        assertMalformed(MalformedReason.BAD_ICMPV6_CHECKSUM, changed(GoldenFrames.ROUTER_SOLICITATION, b -> b.putByte(60, (byte) 1)));
        assertEquals(FrameClass.OTHER, parse(changed(GoldenFrames.ROUTER_SOLICITATION, b -> b.putByte(L3 + 7, (byte) 254))), "forwarded");
        assertEquals(FrameClass.OTHER, parse(changed(GoldenFrames.ROUTER_SOLICITATION, b -> b.putByte(L4_V6, (byte) 128))), "echo");
    }

    @Test
    void pppoe() {
        final byte[] padi = Hex.bytes(GoldenFrames.PADI);
        assertMalformed(MalformedReason.TRUNCATED_PPPOE, Arrays.copyOf(padi, L3 + 5));
        assertMalformed(MalformedReason.BAD_PPPOE_LENGTH, Arrays.copyOf(padi, padi.length - 1));
        assertMalformed(MalformedReason.BAD_PPPOE_VERSION, changed(GoldenFrames.PADI, b -> b.putByte(L3, (byte) 0x21)));
        final byte[] lcp = Hex.bytes(GoldenFrames.LCP_CONFIGURE_REQUEST);
        assertMalformed(MalformedReason.TRUNCATED_PPPOE, Arrays.copyOf(lcp, L3 + 7));
        assertMalformed(MalformedReason.BAD_PPPOE_LENGTH, changed(GoldenFrames.LCP_CONFIGURE_REQUEST, b -> putShort(b, L3 + 4, 1)));
        assertEquals(FrameClass.OTHER, parse(changed(GoldenFrames.LCP_CONFIGURE_REQUEST, b -> putShort(b, L3 + 6, 0x0021))), "IPv4");
        assertEquals(FrameClass.OTHER, parse(changed(GoldenFrames.LCP_CONFIGURE_REQUEST, b -> putShort(b, L3 + 6, 0x7fff))));
        assertEquals(FrameClass.PPPOE_CONTROL, parse(changed(GoldenFrames.LCP_CONFIGURE_REQUEST, b -> putShort(b, L3 + 6, 0x8021))));
    }

    @Test
    void unknownTypeIsOther() {
        assertEquals(FrameClass.OTHER, parse(changed(GoldenFrames.PADI, b -> putShort(b, 12, 0x88cc))));
        assertEquals(FrameClass.OTHER, parse(changed(GoldenFrames.PADI, b -> putShort(b, 12, 18))), "802.3 length");
        assertEquals(18, parser.payloadLength());
    }

    @Test
    void aRefusedFrameLeavesNothingOfTheOneBefore() {
        assertEquals(FrameClass.DHCP4_CLIENT, parse(GoldenFrames.withTags(Hex.bytes(GoldenFrames.DHCP_DISCOVER), 0x8100_0005)));
        assertMalformed(MalformedReason.TRUNCATED_ETHERNET, new byte[3]);
        assertEquals(0, parser.vlanStack() | parser.srcMac() | parser.dstMac() | parser.payloadLength() | parser.payloadOffset()
            | parser.dstIp() | parser.srcIp() | parser.l3Offset() | parser.l4Offset() | parser.tagCount() | parser.tagsInBand());
    }

    @Test
    void everyConstantHasItsName() throws IllegalAccessException {
        ReasonNames.assertComplete(MalformedReason.class, MalformedReason.COUNT, MalformedReason::name);
        ReasonNames.assertComplete(FrameClass.class, FrameClass.COUNT, FrameClass::name);
    }

    private int parse(final byte[] frame) {
        return parser.parse(new UnsafeBuffer(frame), 0, frame.length, false, 0, 0);
    }

    private void assertMalformed(final int reason, final byte[] frame) {
        assertEquals(FrameClass.MALFORMED, parse(frame), MalformedReason.name(reason));
        assertEquals(MalformedReason.name(reason), MalformedReason.name(parser.malformedReason()));
    }

    private static byte[] changed(final String golden, final Consumer<UnsafeBuffer> change) {
        final byte[] frame = Hex.bytes(golden);
        change.accept(new UnsafeBuffer(frame));
        return frame;
    }

    /** A Discover with another IPv4 header, its checksum right. */
    private static byte[] changedIpv4(final Consumer<UnsafeBuffer> change) {
        return changed(GoldenFrames.DHCP_DISCOVER, change.andThen(b -> {
            putShort(b, L3 + 10, 0);
            putShort(b, L3 + 10, Checksums.checksum(b, L3, 20));
        }));
    }

    private static void putShort(final UnsafeBuffer buffer, final int index, final int value) {
        buffer.putShort(index, (short) value, ByteOrder.BIG_ENDIAN);
    }
}
