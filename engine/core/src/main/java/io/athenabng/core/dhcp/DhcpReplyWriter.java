package io.athenabng.core.dhcp;

import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpOptionAppender;
import io.athenabng.wire.dhcp.DhcpOptionIndex;
import io.athenabng.wire.dhcp.DhcpParser;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Writes the server's replies (RFC 2131, 4.3.1, table 3): message type and server first, then times, subnet mask, what the client asked
 * for in its order, its identifier (RFC 6842), and Option 82 last (RFC 3046, 2.2). What the client's maximum message size leaves no room
 * for is left out, the least wanted first.
 */
final class DhcpReplyWriter {
    /** Longest message that is written: what fits an Ethernet frame's IPv4 packet. */
    static final int MAX_LENGTH = 1472;

    private static final int IP_UDP_HEADERS = 28;
    private static final int SMALLEST_MAX_MESSAGE_SIZE = 576;
    private static final int OPTION_HEADER = 2;
    private static final int SERVER_PORT = 67;
    private static final int CLIENT_PORT = 68;
    private static final long BROADCAST_MAC = 0xffff_ffff_ffffL;
    private static final int BROADCAST_ADDRESS = 0xffff_ffff;

    private final DhcpFlyweight header = new DhcpFlyweight();
    private final DhcpOptionAppender appender = new DhcpOptionAppender();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[DhcpOption.CODES]);
    private final UnsafeBuffer addresses = new UnsafeBuffer(new byte[DhcpOption.CODES]);
    private final boolean[] written = new boolean[DhcpOption.CODES];
    private boolean overflow;

    /** Whether something that the client asked for was left out of the last reply. */
    boolean isOverflow() {
        return overflow;
    }

    /** An Offer, or an Acknowledgement of a lease. */
    void writeLease(
            final int type, final DhcpParser request, final DhcpServerGroup group, final SubscriberProfile.Extras own, final int yiaddr,
            final long leaseSeconds, final MutableDirectBuffer out, final int outOffset, final DhcpOutcome outcome) {
        begin(type, request, group.gateway, out, outOffset);
        header.yiaddr(yiaddr);
        header.ciaddr(type == DhcpMessageType.ACK ? request.header().ciaddr() : 0);
        appender.appendInt(DhcpOption.LEASE_TIME, (int) leaseSeconds);
        appender.appendInt(DhcpOption.RENEWAL_TIME, (int) group.renewalSeconds(leaseSeconds));
        appender.appendInt(DhcpOption.REBINDING_TIME, (int) group.rebindingSeconds(leaseSeconds));
        parameters(request, group, own);
        end(type, request, out, outOffset, outcome);
        outcome.address = yiaddr;
        outcome.leaseSeconds = leaseSeconds;
        outcome.serverId = group.gateway;
    }

    /** An answer to an Inform: no address, no times. */
    void writeInform(
            final DhcpParser request, final DhcpServerGroup group, final SubscriberProfile.Extras own, final MutableDirectBuffer out,
            final int outOffset, final DhcpOutcome outcome) {
        begin(DhcpMessageType.ACK, request, group.gateway, out, outOffset);
        header.ciaddr(request.header().ciaddr());
        parameters(request, group, own);
        end(DhcpMessageType.ACK, request, out, outOffset, outcome);
        outcome.address = request.header().ciaddr();
        outcome.serverId = group.gateway;
    }

    /** A refusal. */
    void writeNak(
            final DhcpParser request, final int serverId, final String message, final MutableDirectBuffer out, final int outOffset,
            final DhcpOutcome outcome) {
        begin(DhcpMessageType.NAK, request, serverId, out, outOffset);
        if (request.header().giaddr() != 0) {
            header.flags(request.header().flags() | DhcpFlyweight.BROADCAST_FLAG);
        }
        appender.appendAscii(DhcpOption.MESSAGE, message);
        end(DhcpMessageType.NAK, request, out, outOffset, outcome);
        outcome.serverId = serverId;
    }

    private void begin(
            final int type, final DhcpParser request, final int serverId, final MutableDirectBuffer out, final int outOffset) {
        final DhcpFlyweight from = request.header();
        overflow = false;
        header.wrapMutable(out, outOffset, DhcpFlyweight.HEADER_LENGTH).initialise(DhcpFlyweight.BOOTREPLY);
        header.xid(from.xid()).flags(from.flags()).giaddr(from.giaddr());
        out.putBytes(outOffset + DhcpFlyweight.CHADDR_OFFSET, from.buffer(), from.offset() + DhcpFlyweight.CHADDR_OFFSET,
                DhcpFlyweight.CHADDR_LENGTH);
        final int tail = tailLength(request.options());
        appender.wrap(out, outOffset + DhcpFlyweight.OPTIONS_OFFSET, limit(request) - DhcpFlyweight.OPTIONS_OFFSET - tail);
        appender.appendByte(DhcpOption.MESSAGE_TYPE, type);
        appender.appendInt(DhcpOption.SERVER_IDENTIFIER, serverId);
    }

    /** Room that is kept for what the reply ends with: the client's identifier and Option 82. */
    private static int tailLength(final DhcpOptionIndex options) {
        return echoLength(options, DhcpOption.CLIENT_IDENTIFIER) + echoLength(options, DhcpOption.RELAY_AGENT_INFORMATION);
    }

    private static int echoLength(final DhcpOptionIndex options, final int code) {
        return options.contains(code) ? OPTION_HEADER + Math.min(options.totalLength(code), DhcpOutcome.CLIENT_ID_MAX) : 0;
    }

    /** How long the message may be: what the client takes, and Option 82, which a relay agent removes before it. */
    private static int limit(final DhcpParser request) {
        final int size = Math.max(SMALLEST_MAX_MESSAGE_SIZE, request.options().shortValue(DhcpOption.MAX_MESSAGE_SIZE, 0));
        return Math.min(MAX_LENGTH,
                size - IP_UDP_HEADERS + echoLength(request.options(), DhcpOption.RELAY_AGENT_INFORMATION));
    }

    private void parameters(final DhcpParser request, final DhcpServerGroup group, final SubscriberProfile.Extras own) {
        final DhcpOptionIndex options = request.options();
        append(group, own, DhcpOption.SUBNET_MASK);
        if (options.contains(DhcpOption.PARAMETER_REQUEST_LIST)) {
            final int length =
                    options.copyValue(DhcpOption.PARAMETER_REQUEST_LIST, scratch, 0, scratch.capacity());
            for (int i = 0; i < length; i++) {
                append(group, own, scratch.getByte(i) & 0xff);
            }
            append(group, own, DhcpOption.ROUTER);
        } else {
            append(group, own, DhcpOption.ROUTER);
            for (final int code : group.optionCodes()) {
                append(group, own, code);
            }
            append(group, own, DhcpOption.DOMAIN_NAME_SERVER);
        }
        written[DhcpOption.SUBNET_MASK] = false;
        written[DhcpOption.ROUTER] = false;
        written[DhcpOption.DOMAIN_NAME_SERVER] = false;
        for (final int code : group.optionCodes()) {
            written[code] = false;
        }
    }

    private void append(final DhcpServerGroup group, final SubscriberProfile.Extras own, final int code) {
        if (written[code]) {
            return;
        }
        if (code == DhcpOption.SUBNET_MASK && own.netmask() != 0) {
            written[code] = true;
            appender.appendInt(code, own.netmask());
        } else if (code == DhcpOption.DOMAIN_NAME_SERVER && !own.dns().isEmpty()) {
            written[code] = true;
            appendDns(own.dns());
        } else if (group.option(code) != null) {
            written[code] = true;
            appender.append(code, group.option(code));
        }
    }

    private void appendDns(final List<Integer> servers) {
        for (int i = 0; i < servers.size(); i++) {
            addresses.putInt(i * Integer.BYTES, servers.get(i), ByteOrder.BIG_ENDIAN);
        }
        appender.append(DhcpOption.DOMAIN_NAME_SERVER, addresses, 0, servers.size() * Integer.BYTES);
    }

    private void end(
            final int type, final DhcpParser request, final MutableDirectBuffer out, final int outOffset, final DhcpOutcome outcome) {
        final DhcpOptionIndex options = request.options();
        overflow = appender.isOverflow();
        final int position = outOffset + DhcpFlyweight.OPTIONS_OFFSET + appender.length();
        appender.wrap(out, position, outOffset + MAX_LENGTH - position);
        echo(options, DhcpOption.CLIENT_IDENTIFIER);
        echo(options, DhcpOption.RELAY_AGENT_INFORMATION);
        outcome.replyLength = appender.end(outOffset);
        outcome.replyType = type;
        address(request, header, outcome);
    }

    private void echo(final DhcpOptionIndex options, final int code) {
        if (options.contains(code)) {
            final int length = options.copyValue(code, scratch, 0, DhcpOutcome.CLIENT_ID_MAX);
            appender.append(code, scratch, 0, length);
        }
    }

    /** Where a reply goes (RFC 2131, 4.1), a relay agent's excepted. */
    private static void address(final DhcpParser request, final DhcpFlyweight reply, final DhcpOutcome outcome) {
        if (reply.giaddr() != 0) {
            // The relay agent's MAC is the one that the request came from: the caller of this has put it there.
            outcome.destinationAddress = reply.giaddr();
            outcome.destinationPort = SERVER_PORT;
            return;
        }
        final int known = request.header().ciaddr();
        final boolean everybody = outcome.replyType == DhcpMessageType.NAK || reply.isBroadcast() && known == 0;
        toClient(outcome, everybody, known != 0 ? known : reply.yiaddr(), reply.chaddr());
    }

    /** Addresses a reply to the client itself; everybody on the line if so asked, or if there is no address. */
    static void toClient(final DhcpOutcome outcome, final boolean broadcast, final int address, final long mac) {
        outcome.broadcast = broadcast || address == 0;
        outcome.destinationMac = outcome.broadcast ? BROADCAST_MAC : mac;
        outcome.destinationAddress = outcome.broadcast ? BROADCAST_ADDRESS : address;
        outcome.destinationPort = CLIENT_PORT;
    }
}
