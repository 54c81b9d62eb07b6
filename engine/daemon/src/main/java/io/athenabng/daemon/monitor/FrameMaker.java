package io.athenabng.daemon.monitor;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.daemon.ring.ControlFrameTap;
import io.athenabng.daemon.ring.ControlFrameTapAdapter.Frame;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.EthernetFlyweight;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes whole frames of what the tap copied: Ethernet with the line's tags, and the headers between it and the payload. What the gateway
 * does not keep of them (identification, source port, checksum of UDP) has the value that a client would use, or 0.
 */
final class FrameMaker {
    private static final int IP_HEADER = 20;
    private static final int UDP_HEADER = 8;
    private static final int CLIENT_PORT = 68;
    private static final int SERVER_PORT = 67;
    private static final int UDP = 17;
    private static final int TTL = 64;
    private static final int VERSION_AND_LENGTH = 0x45;

    private FrameMaker() {
    }

    static byte[] make(final Frame frame) {
        return switch (frame.kind()) {
            case FRAME_OUT -> copy(frame);
            case DHCP_IN -> dhcp(frame);
            case PPPOE_IN -> {
                final UnsafeBuffer made = ethernet(frame, discovers(frame) ? EtherType.PPPOE_DISCOVERY : EtherType.PPPOE_SESSION, 0);
                yield finish(frame, made, made.capacity() - frame.payload().capacity());
            }
            case PPP_IN, PPP_OUT -> ppp(frame);
        };
    }

    private static boolean discovers(final Frame frame) {
        return frame.payload().capacity() < PppoeHeader.LENGTH || (frame.payload().getByte(1) & 0xff) != PppoeCode.SESSION;
    }

    private static byte[] copy(final Frame frame) {
        final byte[] octets = new byte[frame.payload().capacity()];
        frame.payload().getBytes(0, octets);
        return octets;
    }

    /** The Ethernet header, and room for so many octets and the payload behind it. */
    private static UnsafeBuffer ethernet(final Frame frame, final int etherType, final int between) {
        final int header = EthernetFlyweight.headerLength(frame.vlanStack());
        final UnsafeBuffer made = new UnsafeBuffer(new byte[header + between + frame.payload().capacity()]);
        final boolean out = frame.kind() == ControlFrameTap.Kind.PPP_OUT;
        new EthernetFlyweight().wrapMutable(made, 0, made.capacity()).destination(out ? frame.subscriber() : frame.gateway())
                .source(out ? frame.gateway() : frame.subscriber()).tagsAndType(frame.vlanStack(), etherType);
        return made;
    }

    private static byte[] finish(final Frame frame, final UnsafeBuffer made, final int at) {
        made.putBytes(at, frame.payload(), 0, frame.payload().capacity());
        return made.byteArray();
    }

    private static byte[] ppp(final Frame frame) {
        final UnsafeBuffer made = ethernet(frame, EtherType.PPPOE_SESSION, PppoeHeader.LENGTH + PppoeHeader.PPP_PROTOCOL_LENGTH);
        final int at = EthernetFlyweight.headerLength(frame.vlanStack());
        made.putByte(at, (byte) PppoeHeader.VERSION_AND_TYPE);
        made.putByte(at + 1, (byte) PppoeCode.SESSION);
        made.putShort(at + PppoeHeader.SESSION_ID_OFFSET, (short) frame.number(), BIG_ENDIAN);
        made.putShort(at + PppoeHeader.LENGTH - Short.BYTES, (short) (PppoeHeader.PPP_PROTOCOL_LENGTH + frame.payload().capacity()),
                BIG_ENDIAN);
        made.putShort(at + PppoeHeader.LENGTH, (short) frame.protocol(), BIG_ENDIAN);
        return finish(frame, made, at + PppoeHeader.LENGTH + PppoeHeader.PPP_PROTOCOL_LENGTH);
    }

    private static byte[] dhcp(final Frame frame) {
        final UnsafeBuffer made = ethernet(frame, EtherType.IPV4, IP_HEADER + UDP_HEADER);
        if (frame.number() == Ipv4Address.BROADCAST) {
            new EthernetFlyweight().wrapMutable(made, 0, made.capacity()).destination(MacAddress.BROADCAST);
        }
        final int ip = EthernetFlyweight.headerLength(frame.vlanStack());
        final int length = IP_HEADER + UDP_HEADER + frame.payload().capacity();
        made.putByte(ip, (byte) VERSION_AND_LENGTH);
        made.putShort(ip + 2, (short) length, BIG_ENDIAN);
        made.putByte(ip + 8, (byte) TTL);
        made.putByte(ip + 9, (byte) UDP);
        if (frame.payload().capacity() >= DhcpFlyweight.HEADER_LENGTH) {
            made.putInt(ip + 12, frame.payload().getInt(DhcpFlyweight.CIADDR_OFFSET));
        }
        made.putInt(ip + 16, frame.number(), BIG_ENDIAN);
        int sum = 0;
        for (int i = 0; i < IP_HEADER; i += Short.BYTES) {
            sum += made.getShort(ip + i, BIG_ENDIAN) & 0xffff;
        }
        sum = (sum & 0xffff) + (sum >>> Short.SIZE);
        made.putShort(ip + 10, (short) ~((sum & 0xffff) + (sum >>> Short.SIZE)), BIG_ENDIAN);
        made.putShort(ip + IP_HEADER, (short) CLIENT_PORT, BIG_ENDIAN);
        made.putShort(ip + IP_HEADER + 2, (short) SERVER_PORT, BIG_ENDIAN);
        made.putShort(ip + IP_HEADER + 4, (short) (length - IP_HEADER), BIG_ENDIAN);
        return finish(frame, made, ip + IP_HEADER + UDP_HEADER);
    }
}
