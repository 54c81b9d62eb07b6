package io.athenabng.wire.ip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.athenabng.wire.ethernet.EthernetFlyweight;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.GoldenFrames;
import io.athenabng.wire.testkit.Hex;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class Ipv4UdpFrameAppenderGoldenTest {

    /** The captured Offer, but on two tags, and with "don't fragment"; decoded by tshark 4.0: both checksums right. */
    private static final String OFFER_ON_TWO_TAGS = """
        ffffffffffff        # destination
        020000000001        # source
        88a8 006f           # S-VLAN 111
        8100 01f4           # C-VLAN 500
        0800                # IPv4
        4500016d            # version 4, IHL 5, TOS, total length 365
        00004000            # identification 0, don't fragment
        40112f80            # TTL 64, UDP, header checksum
        0a000001            # source
        ffffffff            # destination
        00430044            # ports
        01598ac6            # UDP length 345, checksum: as in the capture
        """;

    private final Ipv4UdpFrameAppender appender = new Ipv4UdpFrameAppender();

    @Test
    void buildsHeadersAroundThePayload() {
        final byte[] payload = GoldenFrames.dhcpMessage(Hex.bytes(GoldenFrames.DHCP_OFFER));
        final long stack = VlanStack.parse("111.500", 0x88a8);
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[600]);
        buffer.setMemory(0, 600, (byte) 0xee);
        appender.wrap(buffer, 100, stack);
        assertEquals(100 + 50, appender.payloadOffset());
        buffer.putBytes(appender.payloadOffset(), payload);
        final int length = appender.finish(0x0200_0000_0001L, MacAddress.BROADCAST, 0x0a00_0001, -1, 67, 68, payload.length);
        final byte[] frame = new byte[length];
        buffer.getBytes(100, frame);
        final byte[] headers = Hex.bytes(OFFER_ON_TWO_TAGS);
        assertEquals(Hex.toString(headers), Hex.toString(frame, 0, headers.length));
        assertArrayEquals(payload, Arrays.copyOfRange(frame, headers.length, length));
        assertEquals((byte) 0xee, buffer.getByte(99));
        assertEquals((byte) 0xee, buffer.getByte(100 + length));
    }

    @Test
    void whatIsBuiltIsParsedAgain() {
        final FuzzBytes fuzz = FuzzBytes.create("Ipv4UdpFrameAppenderGoldenTest");
        final FrameParser parser = new FrameParser();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2048]);
        final EthernetFlyweight ethernet = new EthernetFlyweight();
        for (int i = 0; i < fuzz.iterations() / 10; i++) {
            long stack = VlanStack.UNTAGGED;
            for (int depth = fuzz.below(5); depth > 0; depth--) {
                final int[] tpids = {0x8100, 0x88a8, 0x9100};
                stack = VlanStack.appendInner(stack, tpids[fuzz.below(3)], 1 + fuzz.below(4094));
            }
            final byte[] payload = fuzz.random(1400);
            final int offset = fuzz.below(100);
            final int source = fuzz.below(Integer.MAX_VALUE);
            final int destination = -fuzz.below(Integer.MAX_VALUE);
            appender.wrap(buffer, offset, stack);
            buffer.putBytes(appender.payloadOffset(), payload);
            final int length = appender.finish(0x0200_0000_0001L, 0x0200_0000_0011L, source, destination, 67, 68, payload.length);
            assertEquals(FrameClass.DHCP4_SERVER, parser.parse(buffer, offset, length, false, 0, 0));
            assertEquals(stack, parser.vlanStack());
            assertEquals(0x0200_0000_0001L, parser.srcMac());
            assertEquals(0x0200_0000_0011L, parser.dstMac());
            assertEquals(source, parser.srcIp());
            assertEquals(destination, parser.dstIp());
            assertEquals(appender.payloadOffset(), parser.payloadOffset());
            assertEquals(payload.length, parser.payloadLength());
            ethernet.wrap(buffer, offset, length);
            assertEquals(0x0200_0000_0011L, ethernet.destination());
            assertEquals(stack == 0 ? 0x0800 : VlanStack.tpid(stack, 0), ethernet.etherType());
        }
    }

    @Test
    void flyweightsReadWhatIsInACapture() {
        final UnsafeBuffer frame = new UnsafeBuffer(Hex.bytes(GoldenFrames.DHCLIENT_DISCOVER));
        final Ipv4Flyweight ipv4 = new Ipv4Flyweight().wrap(frame, 14, 328);
        assertEquals(4, ipv4.version());
        assertEquals(20, ipv4.headerLength());
        assertEquals(0x10, ipv4.typeOfService());
        assertEquals(328, ipv4.totalLength());
        assertEquals(0, ipv4.identification());
        assertEquals(false, ipv4.isDontFragment());
        assertEquals(128, ipv4.timeToLive());
        assertEquals(IpProtocol.UDP, ipv4.protocol());
        assertEquals(0x3996, ipv4.headerChecksum());
        assertEquals(0, ipv4.source());
        assertEquals(-1, ipv4.destination());
        final UdpFlyweight udp = new UdpFlyweight().wrap(frame, 34, 308);
        assertEquals(68, udp.sourcePort());
        assertEquals(67, udp.destinationPort());
        assertEquals(308, udp.length());
        assertEquals(0x0753, udp.checksum());
        final ArpFlyweight arp = new ArpFlyweight().wrap(new UnsafeBuffer(Hex.bytes(GoldenFrames.ARP_REQUEST)), 14, 28);
        assertEquals(ArpFlyweight.REQUEST, arp.operation());
        assertEquals(0x0200_0000_0001L, arp.senderMac());
        assertEquals(0x0a00_0001, arp.senderIp());
        assertEquals(0, arp.targetMac());
        assertEquals(0x0a00_0077, arp.targetIp());
        final Ipv6Flyweight ipv6 = new Ipv6Flyweight().wrap(new UnsafeBuffer(Hex.bytes(GoldenFrames.DHCP6_SOLICIT)), 14, 104);
        assertEquals(64, ipv6.payloadLength());
        assertEquals(IpProtocol.UDP, ipv6.nextHeader());
        assertEquals(1, ipv6.hopLimit());
        assertEquals(0xfe80_0000_0000_0000L, ipv6.sourceHigh());
        assertEquals(0x0000_00ff_fe00_0011L, ipv6.sourceLow());
        assertEquals(0xff02_0000_0000_0000L, ipv6.destinationHigh());
        assertEquals(0x0001_0002L, ipv6.destinationLow());
    }

    @Test
    void refusesAPayloadThatNoDatagramHolds() {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        appender.wrap(buffer, 0, VlanStack.UNTAGGED);
        assertThrows(IllegalArgumentException.class, () -> appender.finish(1, 2, 3, 4, 67, 68, 65508));
    }
}
