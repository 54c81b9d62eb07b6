package io.athenabng.core.lifecycle;

import io.athenabng.core.session.SessionRecordFlyweight;
import org.agrona.DirectBuffer;

/** A lease that was granted: by the built-in server, through the relay, or as an outside server reports; or what PPP agreed on. */
final class Grant {
    /** The session's number if it has one already; 0 takes a new one. */
    long sessionId;
    int encapsulation = SessionRecordFlyweight.ENCAPSULATION_IPOE;
    int pppoeSessionId;
    int mtu;
    /** Whether the session's attributes were stored. */
    boolean hasAttributes;
    int ipv4;
    int leaseSeconds;
    int serverId;
    boolean relayed;
    DirectBuffer clientId;
    int clientIdLength;
}
