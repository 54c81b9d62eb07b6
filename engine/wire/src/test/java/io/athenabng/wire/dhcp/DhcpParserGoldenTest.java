package io.athenabng.wire.dhcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.ip.Ipv4Address;
import io.athenabng.wire.ip.Ipv4Prefix;
import io.athenabng.wire.testkit.GoldenFrames;
import io.athenabng.wire.testkit.Hex;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Messages captured from real clients and a real server. */
class DhcpParserGoldenTest {

    private final DhcpParser parser = new DhcpParser();
    private UnsafeBuffer message;

    @Test
    void discover() {
        parse(GoldenFrames.DHCP_DISCOVER, DhcpFlyweight.BOOTREQUEST);
        final DhcpFlyweight header = parser.header();
        assertEquals(DhcpMessageType.DISCOVER, parser.messageType());
        assertEquals("DISCOVER", DhcpMessageType.name(parser.messageType()));
        assertEquals(DhcpFlyweight.BOOTREQUEST, header.op());
        assertEquals(0xe34c_4000, header.xid());
        assertEquals(0, header.hops());
        assertEquals(0, header.secs());
        assertFalse(header.isBroadcast());
        assertEquals(0x0200_0000_0011L, header.chaddr());
        assertEquals(300, header.length());
        final DhcpOptionIndex options = parser.options();
        assertEquals(576, options.shortValue(DhcpOption.MAX_MESSAGE_SIZE, 0));
        assertEquals("cpe1", text(DhcpOption.HOST_NAME));
        assertEquals("udhcp 1.35.0", text(DhcpOption.VENDOR_CLASS));
        assertEquals(7, options.valueLength(DhcpOption.CLIENT_IDENTIFIER));
        assertTrue(parser.isRequested(DhcpOption.ROUTER));
        assertFalse(parser.isRequested(DhcpOption.CLASSLESS_ROUTES));
        assertFalse(options.isEndMissing());
        assertEquals(285, options.optionsEnd());
        assertEquals((byte) 255, message.getByte(options.optionsEnd()));
        assertFalse(parser.hasRelayAgent());
    }

    @Test
    void offer() {
        parse(GoldenFrames.DHCP_OFFER, DhcpFlyweight.BOOTREPLY);
        assertEquals(DhcpMessageType.OFFER, parser.messageType());
        assertEquals(0x0a00_0077, parser.header().yiaddr());
        final DhcpOptionIndex options = parser.options();
        assertEquals(0x0a00_0001, options.intValue(DhcpOption.SERVER_IDENTIFIER, 0));
        assertEquals(3600, options.intValue(DhcpOption.LEASE_TIME, 0));
        assertEquals(0xffff_ff00, options.intValue(DhcpOption.SUBNET_MASK, 0));
        assertEquals(8, options.totalLength(DhcpOption.DOMAIN_NAME_SERVER));
        assertEquals("example.net", text(DhcpOption.DOMAIN_NAME));
    }

    @Test
    void request() {
        parse(GoldenFrames.DHCP_REQUEST, DhcpFlyweight.BOOTREQUEST);
        assertEquals(DhcpMessageType.REQUEST, parser.messageType());
        assertEquals(2, parser.header().secs());
        assertEquals(0x0a00_0077, parser.options().intValue(DhcpOption.REQUESTED_ADDRESS, 0));
        assertEquals(0x0a00_0001, parser.options().intValue(DhcpOption.SERVER_IDENTIFIER, 0));
    }

    @Test
    void ackAndDhclient() {
        parse(GoldenFrames.DHCP_ACK, DhcpFlyweight.BOOTREPLY);
        assertEquals(DhcpMessageType.ACK, parser.messageType());
        parse(GoldenFrames.DHCLIENT_DISCOVER, DhcpFlyweight.BOOTREQUEST);
        assertEquals(0x3fd4_6a2b, parser.header().xid());
        assertEquals("vm", text(DhcpOption.HOST_NAME));
        assertTrue(parser.isRequested(DhcpOption.CLASSLESS_ROUTES));
    }

    /** The server's options, written by the appender, are the captured bytes. */
    @Test
    void theAppenderWritesTheOfferAgain() {
        parse(GoldenFrames.DHCP_OFFER, DhcpFlyweight.BOOTREPLY);
        final UnsafeBuffer out = new UnsafeBuffer(new byte[1000]);
        out.setMemory(0, 1000, (byte) 0xee);
        new DhcpFlyweight().wrapMutable(out, 5, DhcpFlyweight.HEADER_LENGTH).initialise(DhcpFlyweight.BOOTREPLY)
            .xid(0xe34c_4000).yiaddr(0x0a00_0077).chaddr(0x0200_0000_0011L);
        final DhcpOptionAppender appender = new DhcpOptionAppender().wrap(out, 5 + DhcpFlyweight.OPTIONS_OFFSET, 700);
        appender.appendByte(DhcpOption.MESSAGE_TYPE, DhcpMessageType.OFFER)
            .appendInt(DhcpOption.SERVER_IDENTIFIER, 0x0a00_0001)
            .appendInt(DhcpOption.LEASE_TIME, 3600)
            .appendInt(DhcpOption.SUBNET_MASK, 0xffff_ff00)
            .appendAddresses(DhcpOption.ROUTER, new int[] {0x0a00_0001})
            .appendAddresses(DhcpOption.DOMAIN_NAME_SERVER, new int[] {0x0a00_0001, 0x0a00_0002})
            .appendAscii(DhcpOption.DOMAIN_NAME, "example.net")
            // The server that was captured does not compress.
            .append(DhcpOption.DOMAIN_SEARCH, Hex.bytes("076578616d706c65036e657400 03737562076578616d706c65036e657400"))
            .append(DhcpOption.CLASSLESS_ROUTES, ClasslessRoutes.encode(List.of(
                new ClasslessRoutes.Route(Ipv4Prefix.parse("10.1.0.0/16"), Ipv4Address.parse("10.0.0.1")),
                new ClasslessRoutes.Route(Ipv4Prefix.parse("0.0.0.0/0"), Ipv4Address.parse("10.0.0.1")))));
        final byte[] written = new byte[appender.end(5)];
        out.getBytes(5, written);
        assertFalse(appender.isOverflow());
        assertEquals(Hex.toString(GoldenFrames.dhcpMessage(Hex.bytes(GoldenFrames.DHCP_OFFER))), Hex.toString(written));
    }

    @Test
    void classlessRoutesOfRfc3442() {
        // The table of significant octets in the RFC's section on the format.
        final int router = 0x0a00_0001;
        assertArrayEquals(Hex.bytes("""
            00          0a000001  # 0.0.0.0/0
            080a        0a000001  # 10.0.0.0/8
            180a0000    0a000001  # 10.0.0.0/24
            100a11      0a000001  # 10.17.0.0/16
            180a1b81    0a000001  # 10.27.129.0/24
            190a198180  0a000001  # 10.25.129.128/25: a width of 25 takes four octets
            200a198103  00000000  # a host on the link
            """), ClasslessRoutes.encode(List.of(
            new ClasslessRoutes.Route(Ipv4Prefix.parse("0.0.0.0/0"), router),
            new ClasslessRoutes.Route(Ipv4Prefix.parse("10.0.0.0/8"), router),
            new ClasslessRoutes.Route(Ipv4Prefix.parse("10.0.0.0/24"), router),
            new ClasslessRoutes.Route(Ipv4Prefix.parse("10.17.0.0/16"), router),
            new ClasslessRoutes.Route(Ipv4Prefix.parse("10.27.129.0/24"), router),
            new ClasslessRoutes.Route(Ipv4Prefix.parse("10.25.129.128/25"), router),
            new ClasslessRoutes.Route(Ipv4Prefix.parse("10.25.129.3/32"), 0))));
    }

    private void parse(final String golden, final int op) {
        message = new UnsafeBuffer(GoldenFrames.dhcpMessage(Hex.bytes(golden)));
        assertEquals("NONE", DhcpMalformedReason.name(parser.parse(message, 0, message.capacity(), op)));
    }

    private String text(final int code) {
        final byte[] value = new byte[parser.options().totalLength(code)];
        assertEquals(value.length, parser.options().copyValue(code, new UnsafeBuffer(value), 0, value.length));
        return new String(value, StandardCharsets.US_ASCII);
    }
}
