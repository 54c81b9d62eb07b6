package io.athenabng.wire.ethernet;

/** What {@link FrameParser#parse} found a frame to be: dense integers from 0, so that they index counters. */
public final class FrameClass {

    /** Well-formed, and nothing of what is listed here: subscriber traffic, or a protocol the gateway does not speak. */
    public static final int OTHER = 0;

    /** DHCPv4 to the server port, UDP 67: from a client or a relay agent below. */
    public static final int DHCP4_CLIENT = 1;

    /** DHCPv4 to the client port, UDP 68: from a server. On an access line, a rogue one. */
    public static final int DHCP4_SERVER = 2;

    /** DHCPv6: UDP 546 or 547. */
    public static final int DHCP6 = 3;

    /** PPPoE, discovery stage. */
    public static final int PPPOE_DISCOVERY = 4;

    /** PPPoE session frame with a PPP protocol from 0x8000 up: LCP, authentication, network control. */
    public static final int PPPOE_CONTROL = 5;

    /** ARP for IPv4 on Ethernet. */
    public static final int ARP = 6;

    /** IPv6 neighbour discovery: ICMPv6 types 133–137 with hop limit 255. */
    public static final int ND = 7;

    /** Malformed; {@link FrameParser#malformedReason()} tells how. */
    public static final int MALFORMED = 8;

    /** Number of classes. */
    public static final int COUNT = 9;

    private static final String[] NAMES = {
        "OTHER", "DHCP4_CLIENT", "DHCP4_SERVER", "DHCP6", "PPPOE_DISCOVERY", "PPPOE_CONTROL", "ARP", "ND", "MALFORMED"
    };

    private FrameClass() {
    }

    /** The constant's name. */
    public static String name(final int frameClass) {
        return NAMES[frameClass];
    }
}
