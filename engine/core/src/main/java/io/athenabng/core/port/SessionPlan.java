package io.athenabng.core.port;

import io.athenabng.core.session.SessionRecordFlyweight;
import java.util.List;

/**
 * What the data plane is asked for about one session. Mutable and reused by its one owner, the session agent; a data plane copies what it
 * needs before it returns.
 */
public final class SessionPlan {
    /** What PPPoE leaves of an Ethernet frame for a packet (RFC 2516), bytes. */
    public static final int PPPOE_MTU = 1492;
    /** Most networks behind one subscriber. */
    public static final int ROUTES_MAX = 16;

    /** The session's number. */
    public long sessionId;
    /** Its access line. */
    public int lineId;
    /** Its access group in the running configuration. */
    public int groupIndex;
    /** The subscriber's MAC. */
    public long mac;
    /** The subscriber's IPv4 address, host order. */
    public int ipv4;
    /** {@code SessionRecordFlyweight.ENCAPSULATION_*}. */
    public int encapsulation = SessionRecordFlyweight.ENCAPSULATION_IPOE;
    /** Of PPPoE: the largest packet, bytes, that both ends take; 0 is {@link #PPPOE_MTU}. */
    public int mtu;
    /** Of an outside PPP server: its interface; null for every other session. */
    public OutsideInterface outsideInterface;
    /** Networks behind the subscriber; the data plane obeys the first {@link #ROUTES_MAX}. */
    public List<SubscriberProfile.FramedRoute> routes = List.of();
    /** Download rate, bits per second; 0 is unlimited. */
    public long downBitsPerSecond;
    /** Upload rate, bits per second; 0 is unlimited. */
    public long upBitsPerSecond;
    /** Bytes of overhead that the shaper adds to each packet's IP length. */
    public int overheadBytes;
    /** Whether other sessions may share the line. */
    public boolean sharedLine;
    /** Whether the session was up before a restart, so that what is there already is right. */
    public boolean restored;
    /** Octets from the subscriber that were counted before, for a restored session: its counters go on from here. */
    public long upOctets;
    /** Packets from the subscriber that were counted before. */
    public long upPackets;
    /** Octets to the subscriber that were counted before. */
    public long downOctets;
    /** Packets to the subscriber that were counted before. */
    public long downPackets;
}
