package io.athenabng.wire.ethernet;

/** Why {@link FrameParser} refused a frame: dense integers from 0, so that they index counters. */
public final class MalformedReason {

    /** Not malformed. */
    public static final int NONE = 0;

    /** Fewer than 14 bytes. */
    public static final int TRUNCATED_ETHERNET = 1;

    /** The frame ends inside a VLAN tag, or before the type that follows it. */
    public static final int TRUNCATED_VLAN = 2;

    /** Five or more tags, the stripped one and priority tags counted. */
    public static final int TOO_MANY_TAGS = 3;

    /** The stripped outer tag had a TPID other than 0x8100, 0x88a8 and 0x9100. */
    public static final int UNKNOWN_TPID = 4;

    /** Source address 00:00:00:00:00:00. */
    public static final int SOURCE_MAC_ZERO = 5;

    /** The source address is a group address. */
    public static final int SOURCE_MAC_MULTICAST = 6;

    /** Fewer than 20 bytes after Ethernet type 0x0800. */
    public static final int TRUNCATED_IPV4 = 7;

    /** IPv4 by its Ethernet type, but not by its version field. */
    public static final int BAD_IPV4_VERSION = 8;

    /** IPv4 header length below 20 bytes, or beyond the frame. */
    public static final int BAD_IPV4_HEADER_LENGTH = 9;

    /** IPv4 total length below the header's, or beyond the frame. */
    public static final int BAD_IPV4_TOTAL_LENGTH = 10;

    /** IPv4 header checksum is wrong. */
    public static final int BAD_IPV4_CHECKSUM = 11;

    /** First fragment of a DHCP message: DHCP is not reassembled here. */
    public static final int FRAGMENT = 12;

    /** UDP in fewer than 8 bytes. */
    public static final int TRUNCATED_UDP = 13;

    /** UDP length below 8, or beyond the IP payload. */
    public static final int BAD_UDP_LENGTH = 14;

    /** UDP checksum is wrong; over IPv6, also if it is absent. */
    public static final int BAD_UDP_CHECKSUM = 15;

    /** Fewer than 28 bytes after Ethernet type 0x0806. */
    public static final int TRUNCATED_ARP = 16;

    /** ARP for something else than IPv4 on Ethernet. */
    public static final int BAD_ARP = 17;

    /** Fewer than 40 bytes after Ethernet type 0x86dd. */
    public static final int TRUNCATED_IPV6 = 18;

    /** IPv6 by its Ethernet type, but not by its version field. */
    public static final int BAD_IPV6_VERSION = 19;

    /** IPv6 payload length is beyond the frame. */
    public static final int BAD_IPV6_PAYLOAD_LENGTH = 20;

    /** ICMPv6 in fewer than 4 bytes. */
    public static final int TRUNCATED_ICMPV6 = 21;

    /** Checksum of a neighbour discovery message is wrong. */
    public static final int BAD_ICMPV6_CHECKSUM = 22;

    /** PPPoE in fewer than 6 bytes (8 in the session stage). */
    public static final int TRUNCATED_PPPOE = 23;

    /** PPPoE version or type is not 1. */
    public static final int BAD_PPPOE_VERSION = 24;

    /** PPPoE length is beyond the frame, or has no room for the PPP protocol. */
    public static final int BAD_PPPOE_LENGTH = 25;

    /** Number of reasons, {@link #NONE} counted. */
    public static final int COUNT = 26;

    private static final String[] NAMES = {
        "NONE", "TRUNCATED_ETHERNET", "TRUNCATED_VLAN", "TOO_MANY_TAGS", "UNKNOWN_TPID", "SOURCE_MAC_ZERO", "SOURCE_MAC_MULTICAST",
        "TRUNCATED_IPV4", "BAD_IPV4_VERSION", "BAD_IPV4_HEADER_LENGTH", "BAD_IPV4_TOTAL_LENGTH", "BAD_IPV4_CHECKSUM", "FRAGMENT",
        "TRUNCATED_UDP", "BAD_UDP_LENGTH", "BAD_UDP_CHECKSUM", "TRUNCATED_ARP", "BAD_ARP", "TRUNCATED_IPV6", "BAD_IPV6_VERSION",
        "BAD_IPV6_PAYLOAD_LENGTH", "TRUNCATED_ICMPV6", "BAD_ICMPV6_CHECKSUM", "TRUNCATED_PPPOE", "BAD_PPPOE_VERSION",
        "BAD_PPPOE_LENGTH"
    };

    private MalformedReason() {
    }

    /** The constant's name: what counters are called. */
    public static String name(final int reason) {
        return NAMES[reason];
    }
}
