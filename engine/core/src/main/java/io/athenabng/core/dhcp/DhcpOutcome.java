package io.athenabng.core.dhcp;

import io.athenabng.core.access.AccessLine;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What was decided about one DHCP message: filled by {@link DhcpServer} and {@link DhcpRelay}, read by their caller, and reused. Every
 * field is reset by the next decision. Owned by the session agent.
 */
public final class DhcpOutcome {
    /** What is to be done. */
    public enum Kind {
        /** Nothing: {@link #dropReason} says why, and its counter has been incremented. */
        DROP,
        /** Send the reply: an address is offered, nothing is promised yet. */
        OFFER,
        /**
         * A lease was granted, to be new or extended: {@link #address} for {@link #leaseSeconds}. Hold the reply until the subscriber's
         * data path is up.
         */
        ACK_BIND,
        /** Send the reply: parameters for a client that has an address by other means. No lease. */
        ACK_INFORM,
        /** Send the reply: the client may not have the address that it asked for. */
        NAK,
        /** Send the reply: another server's message that needs nothing but to be passed on. */
        FORWARD,
        /** The client gave {@link #address} up. No reply. */
        RELEASED,
        /** The client found {@link #address} in use by somebody else. No reply. */
        DECLINED,
        /** The message went to a DHCP server. No reply now. */
        RELAYED
    }

    /** Longest client identifier that is handed out, octets. */
    public static final int CLIENT_ID_MAX = 255;
    /** No line. */
    public static final int NO_LINE = -1;

    /** What is to be done. */
    public Kind kind;
    /** Why nothing is done; null unless {@link Kind#DROP}. */
    public DhcpDropReason dropReason;
    /** Bytes of the DHCP message that was written; 0 if there is none to send. */
    public int replyLength;
    /** The message type that was written, as {@code DhcpMessageType}; 0 if none. */
    public int replyType;
    /** The line that the reply belongs to; null if none is known. */
    public AccessLine line;
    /** The line's number; {@link #NO_LINE} if none is known. */
    public int lineId;
    /** The client's MAC (chaddr). */
    public long clientMac;
    /** The transaction. */
    public int xid;
    /** The address that is offered, leased, released or declined, host order; 0 if none. */
    public int address;
    /** For how long, seconds, unsigned 32 bits: 0xffffffff is for ever. */
    public long leaseSeconds;
    /** Option 54 of the reply: the server that decides, host order. */
    public int serverId;
    /** Whether the reply goes to everybody on the line. */
    public boolean broadcast;
    /** The Ethernet destination of the reply. */
    public long destinationMac;
    /** The IPv4 destination of the reply, host order. */
    public int destinationAddress;
    /** The UDP destination port of the reply: 68, or 67 towards a downstream relay agent. */
    public int destinationPort;
    /** The line on which the same client held a lease until this one ({@link Kind#ACK_BIND} of the server); {@link #NO_LINE} if none. */
    public int previousLineId;
    /** The address of that lease, host order; 0 if none. */
    public int previousAddress;
    /** Octets of the client identifier (option 61) in {@link #clientId()}; 0 if the client sent none. */
    public int clientIdLength;

    private final UnsafeBuffer clientId = new UnsafeBuffer(new byte[CLIENT_ID_MAX]);

    /** A reset outcome. */
    public DhcpOutcome() {
        reset();
    }

    /** @return the client identifier, {@link #clientIdLength} octets from 0 */
    public MutableDirectBuffer clientId() {
        return clientId;
    }

    /** @return whether a message for the client was written */
    public boolean hasReply() {
        return replyLength > 0;
    }

    void reset() {
        kind = Kind.DROP;
        dropReason = null;
        replyLength = 0;
        replyType = 0;
        line = null;
        lineId = NO_LINE;
        clientMac = 0;
        xid = 0;
        address = 0;
        leaseSeconds = 0;
        serverId = 0;
        broadcast = false;
        destinationMac = 0;
        destinationAddress = 0;
        destinationPort = 0;
        previousLineId = NO_LINE;
        previousAddress = 0;
        clientIdLength = 0;
    }

    void line(final AccessLine newLine) {
        line = newLine;
        lineId = newLine.lineId();
    }

    @Override
    public String toString() {
        return kind + (dropReason == null ? "" : " " + dropReason) + " xid=" + Integer.toHexString(xid) + " address="
                + Integer.toHexString(address) + " line=" + lineId;
    }
}
