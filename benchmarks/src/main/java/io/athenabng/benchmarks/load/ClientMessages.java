package io.athenabng.benchmarks.load;

import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionAppender;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4UdpFrameAppender;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes a DHCP client's messages as whole frames (RFC 2131, sections 4.3 and 4.4; options of table 5). The frame is in
 * {@link #frame()} until the next one. One owner thread; nothing is allocated for a message.
 */
public final class ClientMessages {
    private static final int CLIENT_PORT = 68;
    private static final int SERVER_PORT = 67;
    private static final int LIMITED_BROADCAST = 0xffff_ffff;
    private static final int FRAME_ROOM = 1_500;
    private static final int MESSAGE_ROOM = 576;
    /** Subnet mask, router, DNS, domain name, MTU, lease time, T1, T2: what an ordinary client asks for. */
    private static final byte[] PARAMETERS = {
        DhcpOption.SUBNET_MASK, DhcpOption.ROUTER, DhcpOption.DOMAIN_NAME_SERVER, DhcpOption.DOMAIN_NAME, DhcpOption.INTERFACE_MTU,
        DhcpOption.LEASE_TIME, DhcpOption.RENEWAL_TIME, DhcpOption.REBINDING_TIME
    };

    private final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[FRAME_ROOM]);
    private static final int DISCARD_PORT = 9;
    private static final int PACKET_PAYLOAD = 100;

    private final MutableDirectBuffer clientIdentifier = new UnsafeBuffer(new byte[1 + MacAddress.LENGTH]);
    private final Ipv4UdpFrameAppender frame = new Ipv4UdpFrameAppender();
    private final DhcpFlyweight header = new DhcpFlyweight();
    private final DhcpOptionAppender options = new DhcpOptionAppender();
    private final boolean broadcast;

    /**
     * A writer.
     *
     * @param broadcast whether clients set the broadcast flag
     */
    public ClientMessages(boolean broadcast) {
        this.broadcast = broadcast;
    }

    /** Where the last frame is, from 0 on. */
    public DirectBuffer frame() {
        return buffer;
    }

    /** Client looks for servers. */
    public int discover(long vlanStack, long mac, int xid, int secs) {
        begin(vlanStack, mac, xid, secs, DhcpMessageType.DISCOVER, broadcast);
        appendQuestions();
        return finish(mac, MacAddress.BROADCAST, 0, LIMITED_BROADCAST);
    }

    /** Client takes an offer. */
    public int request(long vlanStack, long mac, int xid, int secs, int address, int serverIdentifier) {
        begin(vlanStack, mac, xid, secs, DhcpMessageType.REQUEST, broadcast);
        options.appendInt(DhcpOption.REQUESTED_ADDRESS, address).appendInt(DhcpOption.SERVER_IDENTIFIER, serverIdentifier);
        appendQuestions();
        return finish(mac, MacAddress.BROADCAST, 0, LIMITED_BROADCAST);
    }

    /** Client extends its lease, unicast to the server (state RENEWING). */
    public int renew(long vlanStack, long mac, int xid, int secs, int address, int serverIdentifier, long serverMac) {
        begin(vlanStack, mac, xid, secs, DhcpMessageType.REQUEST, false);
        header.ciaddr(address);
        appendQuestions();
        return finish(mac, serverMac, address, serverIdentifier);
    }

    /** Client gives its address up. */
    public int release(long vlanStack, long mac, int xid, int address, int serverIdentifier, long serverMac) {
        begin(vlanStack, mac, xid, 0, DhcpMessageType.RELEASE, false);
        header.ciaddr(address);
        options.appendInt(DhcpOption.SERVER_IDENTIFIER, serverIdentifier);
        return finish(mac, serverMac, address, serverIdentifier);
    }

    /** A UDP packet of a subscriber, {@value #PACKET_PAYLOAD} bytes of nothing to the discard port (RFC 863). */
    public int packet(long vlanStack, long mac, int address, long gatewayMac, int destination) {
        frame.wrap(buffer, 0, vlanStack);
        buffer.setMemory(frame.payloadOffset(), PACKET_PAYLOAD, (byte) 0);
        return frame.finish(mac, gatewayMac, address, destination, DISCARD_PORT, DISCARD_PORT, PACKET_PAYLOAD);
    }

    private void begin(long vlanStack, long mac, int xid, int secs, int type, boolean broadcastFlag) {
        frame.wrap(buffer, 0, vlanStack);
        int offset = frame.payloadOffset();
        header.wrapMutable(buffer, offset, MESSAGE_ROOM).initialise(DhcpFlyweight.BOOTREQUEST)
            .xid(xid).secs(secs).flags(broadcastFlag ? DhcpFlyweight.BROADCAST_FLAG : 0).chaddr(mac);
        options.wrap(buffer, offset + DhcpFlyweight.OPTIONS_OFFSET, MESSAGE_ROOM - DhcpFlyweight.OPTIONS_OFFSET)
            .appendByte(DhcpOption.MESSAGE_TYPE, type);
        clientIdentifier.putByte(0, (byte) DhcpFlyweight.HTYPE_ETHERNET);
        MacAddress.put(clientIdentifier, 1, mac);
        options.append(DhcpOption.CLIENT_IDENTIFIER, clientIdentifier, 0, clientIdentifier.capacity());
    }

    private void appendQuestions() {
        options.appendShort(DhcpOption.MAX_MESSAGE_SIZE, MESSAGE_ROOM).append(DhcpOption.PARAMETER_REQUEST_LIST, PARAMETERS);
    }

    private int finish(long srcMac, long dstMac, int srcIp, int dstIp) {
        int length = options.end(frame.payloadOffset());
        return frame.finish(srcMac, dstMac, srcIp, dstIp, CLIENT_PORT, SERVER_PORT, length);
    }
}
