package io.athenabng.core.dhcp;

import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionAppender;
import io.athenabng.wire.testkit.Hex;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Builds a DHCP message. */
final class DhcpMessage {
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final DhcpFlyweight header = new DhcpFlyweight().wrapMutable(buffer, 0, DhcpFlyweight.HEADER_LENGTH);
    private final DhcpOptionAppender options = new DhcpOptionAppender().wrap(buffer, DhcpFlyweight.HEADER_LENGTH, 4096 - 240);
    private int length;

    private DhcpMessage(final int op, final int type) {
        header.initialise(op);
        options.appendByte(DhcpOption.MESSAGE_TYPE, type);
    }

    static DhcpMessage discover(final long mac, final int xid) {
        return request(DhcpMessageType.DISCOVER, mac, xid);
    }

    static DhcpMessage request(final int type, final long mac, final int xid) {
        final DhcpMessage message = new DhcpMessage(DhcpFlyweight.BOOTREQUEST, type);
        message.header.chaddr(mac).xid(xid);
        return message;
    }

    /** A server's answer to what a relay sent it: with its giaddr, and its Option 82 if there is one. */
    static DhcpMessage reply(final int type, final byte[] relayed, final int serverId) {
        final DhcpMessage message = new DhcpMessage(DhcpFlyweight.BOOTREPLY, type);
        final DhcpFlyweight from = new DhcpFlyweight().wrap(new UnsafeBuffer(relayed), 0, relayed.length);
        message.header.chaddr(from.chaddr()).xid(from.xid()).giaddr(from.giaddr()).flags(from.flags()).ciaddr(from.ciaddr());
        return message.address(DhcpOption.SERVER_IDENTIFIER, serverId);
    }

    DhcpMessage address(final int code, final int address) {
        options.appendInt(code, address);
        return this;
    }

    DhcpMessage option(final int code, final String hex) {
        options.append(code, Hex.bytes(hex));
        return this;
    }

    DhcpMessage option(final int code, final byte[] value) {
        options.append(code, value);
        return this;
    }

    DhcpMessage number(final int code, final int value) {
        options.appendShort(code, value);
        return this;
    }

    DhcpMessage ciaddr(final int address) {
        header.ciaddr(address);
        return this;
    }

    DhcpMessage yiaddr(final int address) {
        header.yiaddr(address);
        return this;
    }

    DhcpMessage giaddr(final int address) {
        header.giaddr(address);
        return this;
    }

    DhcpMessage hops(final int hops) {
        header.hops(hops);
        return this;
    }

    DhcpMessage secs(final int secs) {
        header.secs(secs);
        return this;
    }

    DhcpMessage broadcast() {
        header.flags(DhcpFlyweight.BROADCAST_FLAG);
        return this;
    }

    /** The message; nothing can be added any more. */
    byte[] bytes() {
        if (length == 0) {
            length = options.end(0);
        }
        return Arrays.copyOf(buffer.byteArray(), length);
    }
}
