package io.athenabng.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.ffi.testkit.Allocations;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionAppender;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ip.Ipv4UdpFrameAppender;
import io.athenabng.wire.testkit.GoldenFrames;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** From frame to fields and from fields to frame, nothing is allocated: the JVM's own count of the thread's bytes does not move. */
class ZeroAllocationTest {

    private final List<UnsafeBuffer> frames = new ArrayList<>();
    private final FrameParser frameParser = new FrameParser();
    private final DhcpParser dhcpParser = new DhcpParser();
    private final Ipv4UdpFrameAppender frameAppender = new Ipv4UdpFrameAppender();
    private final DhcpFlyweight reply = new DhcpFlyweight();
    private final DhcpOptionAppender options = new DhcpOptionAppender();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[2048]);
    private final int[] dns = {0x0a00_0001, 0x0a00_0002};
    private long answered;

    @Test
    void parsingAndAnsweringAllocatesNothing() {
        for (final byte[] golden : GoldenFrames.all().values()) {
            frames.add(new UnsafeBuffer(golden));
            frames.add(new UnsafeBuffer(GoldenFrames.withTags(golden, 0x88a8_006f, 0x8100_01f4)));
            frames.add(new UnsafeBuffer(java.util.Arrays.copyOf(golden, golden.length / 2)));
        }
        Allocations.assertNone("parsing and answering", 20_000, count -> {
            answered = 0;
            run(count);
        });
        assertTrue(answered > 20_000 / 10, "the work was done");
    }

    private void run(final int count) {
        for (int i = 0; i < count; i++) {
            final UnsafeBuffer frame = frames.get(i % frames.size());
            if (frameParser.parse(frame, 0, frame.capacity(), (i & 1) == 0, 500, 0x88a8) == FrameClass.DHCP4_CLIENT
                && dhcpParser.parse(frame, frameParser.payloadOffset(), frameParser.payloadLength(), DhcpFlyweight.BOOTREQUEST)
                == DhcpMalformedReason.NONE) {
                answer();
                answered++;
            }
        }
    }

    private void answer() {
        frameAppender.wrap(out, 0, frameParser.vlanStack());
        final int message = frameAppender.payloadOffset();
        reply.wrapMutable(out, message, DhcpFlyweight.HEADER_LENGTH).initialise(DhcpFlyweight.BOOTREPLY)
            .xid(dhcpParser.header().xid()).chaddr(dhcpParser.header().chaddr()).yiaddr(0x0a00_0077);
        options.wrap(out, message + DhcpFlyweight.OPTIONS_OFFSET, 1000)
            .appendByte(DhcpOption.MESSAGE_TYPE, DhcpMessageType.OFFER).appendInt(DhcpOption.LEASE_TIME, 3600)
            .appendAscii(DhcpOption.DOMAIN_NAME, "example.net");
        if (dhcpParser.isRequested(DhcpOption.DOMAIN_NAME_SERVER)) {
            options.appendAddresses(DhcpOption.DOMAIN_NAME_SERVER, dns);
        }
        options.openOption(DhcpOption.RELAY_AGENT_INFORMATION).appendSubOptionAscii(1, "eth1.111.500.100").closeOption();
        frameAppender.finish(0x0200_0000_0001L, frameParser.srcMac(), 0x0a00_0001, 0x0a00_0077, 67, 68, options.end(message));
    }
}
