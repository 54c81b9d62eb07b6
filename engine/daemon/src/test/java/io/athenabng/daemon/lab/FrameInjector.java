package io.athenabng.daemon.lab;

import io.athenabng.ffi.NetworkInterfaces;
import io.athenabng.ffi.Netns;
import io.athenabng.ffi.packet.PacketTransmitter;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionAppender;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.ip.Ipv4UdpFrameAppender;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeFrameAppender;
import io.athenabng.wire.pppoe.PppoeTag;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;

/** Puts frames of any kind on the access network's wire. */
final class FrameInjector implements AutoCloseable {
    private static final int DHCP_LENGTH = 548;
    private static final int FRAME_MAX = 1_600;
    private static final int BATCH = 32;
    private static final int ETHERNET_WITH_TWO_TAGS = 22;
    private static final int IPV4_AND_UDP = 28;

    private final PacketTransmitter transmitter;
    private final UnsafeBuffer slot = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[FRAME_MAX]);

    FrameInjector(final String namespace, final String networkInterface) {
        try (Netns inside = Netns.named(namespace)) {
            transmitter = inside.call(() -> PacketTransmitter.open(
                NetworkInterfaces.index(networkInterface), 256, FRAME_MAX, false));
        }
    }

    /** Builds a client's Discover or another message; its length. */
    int message(final int type, final long mac, final int svlan, final int cvlan, final int ciaddr) {
        final long stack = VlanStack.appendInner(VlanStack.pushOuter(VlanStack.UNTAGGED, 0x88a8, svlan), 0x8100, cvlan);
        final UnsafeBuffer dhcp = new UnsafeBuffer(new byte[DHCP_LENGTH]);
        new DhcpFlyweight().wrapMutable(dhcp, 0, DhcpFlyweight.HEADER_LENGTH).initialise(DhcpFlyweight.BOOTREQUEST)
            .chaddr(mac).xid((int) mac).ciaddr(ciaddr);
        final DhcpOptionAppender options = new DhcpOptionAppender().wrap(
            dhcp, DhcpFlyweight.HEADER_LENGTH, DHCP_LENGTH - DhcpFlyweight.HEADER_LENGTH);
        options.appendByte(DhcpOption.MESSAGE_TYPE, type);
        final int length = options.end(0);
        final Ipv4UdpFrameAppender appender = new Ipv4UdpFrameAppender().wrap(frame, 0, stack);
        frame.putBytes(appender.payloadOffset(), dhcp, 0, length);
        appender.finish(mac, 0xffff_ffff_ffffL, 0, -1, 68, 67, length);
        return appender.payloadOffset() + length;
    }

    /** Builds a PPPoE discovery packet with a Service-Name and a Host-Uniq; its length. */
    int discovery(final int code, final long mac, final long to, final int svlan, final int cvlan, final int sessionId) {
        final long stack = VlanStack.appendInner(VlanStack.pushOuter(VlanStack.UNTAGGED, 0x88a8, svlan), 0x8100, cvlan);
        final PppoeFrameAppender appender = new PppoeFrameAppender().wrap(frame, 0, FRAME_MAX, stack);
        if (code != PppoeCode.PADT) {
            appender.appendAscii(PppoeTag.SERVICE_NAME, "").appendAscii(PppoeTag.HOST_UNIQ, "injected");
        }
        return appender.finish(mac, to, code, sessionId);
    }

    /** Every beginning of a PADR, then discovery packets with random octets wrong, from one MAC each. */
    void discoveryGarbage(final long to, final int svlan, final int cvlan, final long seed) {
        final int whole = discovery(PppoeCode.PADR, 0x0600_0000_0003L, to, svlan, cvlan, 0);
        for (int length = 18; length < whole; length++) {
            send(length);
        }
        final int[] codes = {PppoeCode.PADI, PppoeCode.PADO, PppoeCode.PADR, PppoeCode.PADS, PppoeCode.PADT};
        final Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            final int length = discovery(codes[i % codes.length], 0x0600_0001_0000L + i, to, svlan, cvlan, i & 1);
            for (int wrong = random.nextInt(6); wrong >= 0; wrong--) {
                frame.putByte(ETHERNET_WITH_TWO_TAGS + random.nextInt(length - ETHERNET_WITH_TWO_TAGS), (byte) random.nextInt());
            }
            send(length);
        }
        transmitter.flush();
    }

    void flush() {
        transmitter.flush();
    }

    void send(final int length) {
        long address = transmitter.claim(length);
        while (address == 0) {
            transmitter.flush();
            address = transmitter.claim(length);
        }
        slot.wrap(address, length);
        slot.putBytes(0, frame, 0, length);
        transmitter.commit();
        if (transmitter.queued() >= BATCH) {
            transmitter.flush();
        }
    }

    /** Discovers from random MACs on random lines of a range. */
    void flood(final int count, final int svlan, final int firstCvlan, final int lastCvlan, final long seed) {
        final Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            send(message(DhcpMessageType.DISCOVER, 0x0600_0000_0000L | random.nextInt() & 0xffff_ffffL, svlan,
                firstCvlan + random.nextInt(lastCvlan - firstCvlan + 1), 0));
        }
        transmitter.flush();
    }

    /** Every beginning of a good frame, then frames with random octets wrong; every other one without UDP checksum, so that it gets far. */
    void garbage(final int svlan, final int cvlan, final long seed) {
        final int whole = message(DhcpMessageType.DISCOVER, 0x0600_0000_0001L, svlan, cvlan, 0);
        for (int length = 18; length < whole; length++) {
            send(length);
        }
        final Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            final int length = message(DhcpMessageType.REQUEST, 0x0600_0000_0002L, svlan, cvlan, random.nextInt());
            int from = ETHERNET_WITH_TWO_TAGS;
            if (i % 2 == 0) {
                from += IPV4_AND_UDP;
                frame.putShort(from - Short.BYTES, (short) 0);
            }
            for (int wrong = random.nextInt(8); wrong >= 0; wrong--) {
                frame.putByte(from + random.nextInt(length - from), (byte) random.nextInt());
            }
            send(length);
        }
        transmitter.flush();
    }

    @Override
    public void close() {
        transmitter.close();
    }
}
