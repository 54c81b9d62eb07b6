package io.athenabng.wire.dhcp;

import io.athenabng.wire.UncheckedMemory;
import io.athenabng.wire.ethernet.MacAddress;
import org.agrona.DirectBuffer;

/**
 * Validates a DHCPv4 message and indexes its options, without allocation. One instance for each agent that takes messages.
 *
 * <p>Taken are messages of Ethernet clients with the magic cookie and a message type that suits op. A missing End option is tolerated
 * ({@link DhcpOptionIndex#isEndMissing()}), because clients in the field leave it out. A repeated option is joined (RFC 3396), so one
 * of fixed length that repeats has the wrong length.
 *
 * <p>The accessors answer for the last message that was accepted, and are valid as long as its bytes are.
 */
public final class DhcpParser {

    private static final int BOOTP_LENGTH = 236;

    private final DhcpFlyweight header = new DhcpFlyweight();
    private final DhcpOptionIndex options = new DhcpOptionIndex();
    private final RelayAgentCursor relayAgent = new RelayAgentCursor();
    private int messageType;

    /**
     * Parses one message.
     *
     * @param expectedOp {@link DhcpFlyweight#BOOTREQUEST} for what comes from clients and relay agents, {@link DhcpFlyweight#BOOTREPLY}
     *                   for what comes from servers
     * @return {@link DhcpMalformedReason#NONE} if the message is sound, else what is wrong with it
     */
    public int parse(final DirectBuffer buffer, final int offset, final int length, final int expectedOp) {
        messageType = 0;
        if (length < BOOTP_LENGTH) {
            return DhcpMalformedReason.TRUNCATED;
        }
        if (length < DhcpFlyweight.HEADER_LENGTH) {
            return DhcpMalformedReason.NO_COOKIE;
        }
        header.wrap(buffer, offset, length);
        buffer.boundsCheck(offset, length);
        final int reason = checkHeader(buffer.byteArray(), buffer.addressOffset() + offset, expectedOp);
        if (reason != DhcpMalformedReason.NONE) {
            return reason;
        }
        final int optionReason = options.index(buffer, offset, length);
        if (optionReason != DhcpMalformedReason.NONE) {
            return optionReason;
        }
        return checkOptions(buffer, expectedOp);
    }

    private static int checkHeader(final Object base, final long message, final int expectedOp) {
        // op, htype, hlen, hops
        final int first = UncheckedMemory.getInt(base, message + DhcpFlyweight.OP_OFFSET);
        if (first >>> 24 != expectedOp) {
            return DhcpMalformedReason.BAD_OP;
        }
        if ((first >>> 16 & 0xff) != DhcpFlyweight.HTYPE_ETHERNET) {
            return DhcpMalformedReason.BAD_HTYPE;
        }
        if ((first >>> 8 & 0xff) != DhcpFlyweight.HLEN_ETHERNET) {
            return DhcpMalformedReason.BAD_HLEN;
        }
        if (UncheckedMemory.getInt(base, message + DhcpFlyweight.COOKIE_OFFSET) != DhcpFlyweight.MAGIC_COOKIE) {
            return DhcpMalformedReason.NO_COOKIE;
        }
        final long chaddr = UncheckedMemory.getLong(base, message + DhcpFlyweight.CHADDR_OFFSET) >>> Short.SIZE;
        if (MacAddress.isZero(chaddr)) {
            return DhcpMalformedReason.CHADDR_ZERO;
        }
        return MacAddress.isMulticast(chaddr) ? DhcpMalformedReason.CHADDR_MULTICAST : DhcpMalformedReason.NONE;
    }

    private int checkOptions(final DirectBuffer buffer, final int op) {
        if (!options.contains(DhcpOption.MESSAGE_TYPE)) {
            return DhcpMalformedReason.NO_MESSAGE_TYPE;
        }
        if (options.count(DhcpOption.MESSAGE_TYPE) > 1) {
            return DhcpMalformedReason.DUPLICATE_MESSAGE_TYPE;
        }
        if (!options.areLengthsValid()) {
            return DhcpMalformedReason.BAD_OPTION_LENGTH;
        }
        final int type = options.byteValue(DhcpOption.MESSAGE_TYPE, 0);
        if (!DhcpMessageType.isAssigned(type)) {
            return DhcpMalformedReason.BAD_MESSAGE_TYPE;
        }
        if (!DhcpMessageType.matchesOp(type, op)) {
            return DhcpMalformedReason.MESSAGE_TYPE_AGAINST_OP;
        }
        if (options.contains(DhcpOption.RELAY_AGENT_INFORMATION)) {
            if (options.count(DhcpOption.RELAY_AGENT_INFORMATION) > 1) {
                return DhcpMalformedReason.DUPLICATE_RELAY_AGENT;
            }
            wrapRelayAgent(relayAgent, buffer);
            while (relayAgent.next()) {
                continue;
            }
            if (relayAgent.isOverrun()) {
                return DhcpMalformedReason.RELAY_AGENT_OVERRUN;
            }
        }
        messageType = type;
        return DhcpMalformedReason.NONE;
    }

    private void wrapRelayAgent(final RelayAgentCursor cursor, final DirectBuffer buffer) {
        cursor.wrap(buffer, options.valueOffset(DhcpOption.RELAY_AGENT_INFORMATION),
            options.valueLength(DhcpOption.RELAY_AGENT_INFORMATION));
    }

    /** The fixed fields. */
    public DhcpFlyweight header() {
        return header;
    }

    /** The options by their codes. */
    public DhcpOptionIndex options() {
        return options;
    }

    /** A {@link DhcpMessageType}; 0 if the message was refused. */
    public int messageType() {
        return messageType;
    }

    /** Whether the message carries relay agent information, option 82. */
    public boolean hasRelayAgent() {
        return options.contains(DhcpOption.RELAY_AGENT_INFORMATION);
    }

    /** The suboptions of option 82, before the first one; only if {@link #hasRelayAgent()}. The cursor is this parser's own. */
    public RelayAgentCursor relayAgent() {
        wrapRelayAgent(relayAgent, header.buffer());
        return relayAgent;
    }

    /** Whether the client asked for the option in its parameter request list; true if it sent no list. */
    public boolean isRequested(final int code) {
        return !options.contains(DhcpOption.PARAMETER_REQUEST_LIST) || options.containsByte(DhcpOption.PARAMETER_REQUEST_LIST, code);
    }
}
