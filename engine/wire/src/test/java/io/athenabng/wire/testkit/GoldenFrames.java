package io.athenabng.wire.testkit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Frames as they were on the wire, dissected; without the frame check sequence. */
public final class GoldenFrames {

    /** A Discover of busybox udhcpc 1.35 ({@code udhcpc -x hostname:cpe1}); captured on veth. */
    public static final String DHCP_DISCOVER = """
        ffffffffffff                               # destination
        020000000011                               # source
        0800                                       # IPv4
        45000148                                   # version 4, IHL 5, TOS, total length 328
        00000000                                   # identification, flags, offset
        401179a6                                   # TTL, UDP, header checksum
        00000000                                   # source 0.0.0.0
        ffffffff                                   # destination 255.255.255.255
        00440043                                   # ports
        01342dd1                                   # UDP length 308, checksum
        01010600                                   # op, htype, hlen, hops
        e34c4000                                   # xid
        00000000                                   # secs, flags
        00000000                                   # ciaddr 0.0.0.0
        00000000                                   # yiaddr 0.0.0.0
        00000000                                   # siaddr 0.0.0.0
        00000000                                   # giaddr 0.0.0.0
        020000000011                               # chaddr
        00*10                                      # chaddr, padding
        00*64                                      # sname
        00*128                                     # file
        63825363                                   # magic cookie
        350101                                     # 53 message type
        39020240                                   # 57 maximum message size
        37070103060c0f1c2a                         # 55 parameter request list
        0c0463706531                               # 12 host name
        3c0c756468637020312e33352e30               # 60 vendor class
        3d0701020000000011                         # 61 client identifier
        ff                                         # end
        00*14                                      # pad
        """;

    /** The Offer of busybox udhcpd 1.35 to it; captured on veth. */
    public static final String DHCP_OFFER = """
        ffffffffffff                               # destination
        020000000001                               # source
        0800                                       # IPv4
        4500016d                                   # version 4, IHL 5, TOS, total length 365
        00000000                                   # identification, flags, offset
        40116f80                                   # TTL, UDP, header checksum
        0a000001                                   # source 10.0.0.1
        ffffffff                                   # destination 255.255.255.255
        00430044                                   # ports
        01598ac6                                   # UDP length 345, checksum
        02010600                                   # op, htype, hlen, hops
        e34c4000                                   # xid
        00000000                                   # secs, flags
        00000000                                   # ciaddr 0.0.0.0
        0a000077                                   # yiaddr 10.0.0.119
        00000000                                   # siaddr 0.0.0.0
        00000000                                   # giaddr 0.0.0.0
        020000000011                               # chaddr
        00*10                                      # chaddr, padding
        00*64                                      # sname
        00*128                                     # file
        63825363                                   # magic cookie
        350102                                     # 53 message type
        36040a000001                               # 54 server identifier
        330400000e10                               # 51 lease time
        0104ffffff00                               # 1 subnet mask
        03040a000001                               # 3 router
        06080a0000010a000002                       # 6 domain name servers
        0f0b6578616d706c652e6e6574                 # 15 domain name
        771e                                       # 119 domain search
        076578616d706c65036e6574000373756207
        6578616d706c65036e657400
        790c100a010a000001000a000001               # 121 classless routes
        ff                                         # end
        """;

    /** The Request that took the offer; captured on veth. */
    public static final String DHCP_REQUEST = """
        ffffffffffff                               # destination
        020000000011                               # source
        0800                                       # IPv4
        45000148                                   # version 4, IHL 5, TOS, total length 328
        00000000                                   # identification, flags, offset
        401179a6                                   # TTL, UDP, header checksum
        00000000                                   # source 0.0.0.0
        ffffffff                                   # destination 255.255.255.255
        00440043                                   # ports
        0134ab52                                   # UDP length 308, checksum
        01010600                                   # op, htype, hlen, hops
        e34c4000                                   # xid
        00020000                                   # secs, flags
        00000000                                   # ciaddr 0.0.0.0
        00000000                                   # yiaddr 0.0.0.0
        00000000                                   # siaddr 0.0.0.0
        00000000                                   # giaddr 0.0.0.0
        020000000011                               # chaddr
        00*10                                      # chaddr, padding
        00*64                                      # sname
        00*128                                     # file
        63825363                                   # magic cookie
        350103                                     # 53 message type
        32040a000077                               # 50 requested address
        36040a000001                               # 54 server identifier
        39020240                                   # 57 maximum message size
        37070103060c0f1c2a                         # 55 parameter request list
        0c0463706531                               # 12 host name
        3c0c756468637020312e33352e30               # 60 vendor class
        3d0701020000000011                         # 61 client identifier
        ff                                         # end
        0000                                       # pad
        """;

    /** The ACK to it; captured on veth. */
    public static final String DHCP_ACK = """
        ffffffffffff                               # destination
        020000000001                               # source
        0800                                       # IPv4
        4500016d                                   # version 4, IHL 5, TOS, total length 365
        00000000                                   # identification, flags, offset
        40116f80                                   # TTL, UDP, header checksum
        0a000001                                   # source 10.0.0.1
        ffffffff                                   # destination 255.255.255.255
        00430044                                   # ports
        015987c6                                   # UDP length 345, checksum
        02010600                                   # op, htype, hlen, hops
        e34c4000                                   # xid
        00000000                                   # secs, flags
        00000000                                   # ciaddr 0.0.0.0
        0a000077                                   # yiaddr 10.0.0.119
        00000000                                   # siaddr 0.0.0.0
        00000000                                   # giaddr 0.0.0.0
        020000000011                               # chaddr
        00*10                                      # chaddr, padding
        00*64                                      # sname
        00*128                                     # file
        63825363                                   # magic cookie
        350105                                     # 53 message type
        36040a000001                               # 54 server identifier
        330400000e10                               # 51 lease time
        0104ffffff00                               # 1 subnet mask
        03040a000001                               # 3 router
        06080a0000010a000002                       # 6 domain name servers
        0f0b6578616d706c652e6e6574                 # 15 domain name
        771e                                       # 119 domain search
        076578616d706c65036e6574000373756207
        6578616d706c65036e657400
        790c100a010a000001000a000001               # 121 classless routes
        ff                                         # end
        """;

    /** A Discover of ISC dhclient 4.4.3; captured on veth. */
    public static final String DHCLIENT_DISCOVER = """
        ffffffffffff                               # destination
        020000000011                               # source
        0800                                       # IPv4
        45100148                                   # version 4, IHL 5, TOS, total length 328
        00000000                                   # identification, flags, offset
        80113996                                   # TTL, UDP, header checksum
        00000000                                   # source 0.0.0.0
        ffffffff                                   # destination 255.255.255.255
        00440043                                   # ports
        01340753                                   # UDP length 308, checksum
        01010600                                   # op, htype, hlen, hops
        3fd46a2b                                   # xid
        00000000                                   # secs, flags
        00000000                                   # ciaddr 0.0.0.0
        00000000                                   # yiaddr 0.0.0.0
        00000000                                   # siaddr 0.0.0.0
        00000000                                   # giaddr 0.0.0.0
        020000000011                               # chaddr
        00*10                                      # chaddr, padding
        00*64                                      # sname
        00*128                                     # file
        63825363                                   # magic cookie
        350101                                     # 53 message type
        0c02766d                                   # 12 host name
        370d011c02030f06770c2c2f1a792a             # 55 parameter request list
        ff                                         # end
        00*37                                      # pad
        """;

    /** An ARP request of udhcpd, padded to 60 bytes; captured on veth. */
    public static final String ARP_REQUEST = """
        ffffffffffff                               # destination
        020000000001                               # source
        0806                                       # ARP
        000108000604                               # Ethernet, IPv4, 6, 4
        0001                                       # request
        020000000001                               # sender
        0a000001                                   # sender 10.0.0.1
        000000000000                               # target
        0a000077                                   # target 10.0.0.119
        00*18                                      # Ethernet padding
        """;

    /** A Router Solicitation of Linux 6.18; captured on veth. */
    public static final String ROUTER_SOLICITATION = """
        333300000002                               # destination
        020000000011                               # source
        86dd                                       # IPv6
        60000000                                   # version 6, traffic class, flow label
        00103aff                                   # payload length, next header, hop limit
        fe80000000000000000000fffe000011           # source
        ff020000000000000000000000000002           # destination
        85007b0c                                   # ICMPv6 133, code, checksum
        00000000                                   # reserved
        0101020000000011                           # source link-layer address option
        """;

    /** A Neighbour Solicitation of Linux 6.18 for duplicate address detection; captured on veth. */
    public static final String NEIGHBOUR_SOLICITATION = """
        3333ff000011                               # destination
        020000000011                               # source
        86dd                                       # IPv6
        60000000                                   # version 6, traffic class, flow label
        00203aff                                   # payload length, next header, hop limit
        00*16                                      # source
        ff0200000000000000000001ff000011           # destination
        87006b88                                   # ICMPv6 135, code, checksum
        00000000                                   # reserved
        fe80000000000000000000fffe000011           # target
        0e01103d72e28054                           # nonce option
        """;

    /** A Multicast Listener Report of Linux 6.18, with a hop-by-hop header in front of ICMPv6; captured on veth. */
    public static final String MLD_REPORT = """
        333300000016                               # destination
        020000000011                               # source
        86dd                                       # IPv6
        60000000                                   # version 6, traffic class, flow label
        00240001                                   # payload length, next header, hop limit
        00*16                                      # source
        ff020000000000000000000000000016           # destination
        3a00050200000100                           # hop-by-hop: router alert
        8f006f79                                   # ICMPv6 143, code, checksum
        0000000104000000ff0200000000000000000001ff000011 # one record
        """;

    /** A DHCPv6 Solicit of ISC dhclient 4.4.3; captured on veth. */
    public static final String DHCP6_SOLICIT = """
        333300010002                               # destination
        020000000011                               # source
        86dd                                       # IPv6
        600b64b2                                   # version 6, traffic class, flow label
        00401101                                   # payload length, next header, hop limit
        fe80000000000000000000fffe000011           # source
        ff020000000000000000000000010002           # destination
        02220223                                   # ports 546, 547
        0040a555                                   # UDP length, checksum
        01340a3b                                   # Solicit, transaction
        0001000e000100013295f540020000000011       # 1 client identifier
        00060008001700180027001f                   # 6 option request
        000800020000                               # 8 elapsed time
        0003000c0000001100000e1000001518           # 3 IA_NA
        """;

    /** A PADI with an empty Service-Name and a Host-Uniq (RFC 2516, appendix B); assembled by hand, decoded by tshark 4.0. */
    public static final String PADI = """
        ffffffffffff                               # destination
        020000000011                               # source
        8863                                       # PPPoE discovery
        11090000000c                               # version 1, type 1, PADI, session 0, length 12
        01010000                                   # Service-Name, any
        010300040a0b0c0d                           # Host-Uniq
        """;

    /** An LCP Configure-Request with MRU 1492 and a magic number; assembled by hand, decoded by tshark 4.0. */
    public static final String LCP_CONFIGURE_REQUEST = """
        020000000001                               # destination
        020000000011                               # source
        8864                                       # PPPoE session
        11000001                                   # version 1, type 1, code 0, session 1
        0010                                       # length 16
        c021                                       # LCP
        0101000e                                   # Configure-Request, 1, length 14
        010405d4                                   # MRU 1492
        0506aabbccdd                               # magic number
        """;

    private GoldenFrames() {
    }

    /** All frames by their names. */
    public static Map<String, byte[]> all() {
        final Map<String, byte[]> frames = new LinkedHashMap<>();
        frames.put("DHCP_DISCOVER", Hex.bytes(DHCP_DISCOVER));
        frames.put("DHCP_OFFER", Hex.bytes(DHCP_OFFER));
        frames.put("DHCP_REQUEST", Hex.bytes(DHCP_REQUEST));
        frames.put("DHCP_ACK", Hex.bytes(DHCP_ACK));
        frames.put("DHCLIENT_DISCOVER", Hex.bytes(DHCLIENT_DISCOVER));
        frames.put("ARP_REQUEST", Hex.bytes(ARP_REQUEST));
        frames.put("ROUTER_SOLICITATION", Hex.bytes(ROUTER_SOLICITATION));
        frames.put("NEIGHBOUR_SOLICITATION", Hex.bytes(NEIGHBOUR_SOLICITATION));
        frames.put("MLD_REPORT", Hex.bytes(MLD_REPORT));
        frames.put("DHCP6_SOLICIT", Hex.bytes(DHCP6_SOLICIT));
        frames.put("PADI", Hex.bytes(PADI));
        frames.put("LCP_CONFIGURE_REQUEST", Hex.bytes(LCP_CONFIGURE_REQUEST));
        return frames;
    }

    /** The frame with tags behind its addresses; each is TPID and TCI, as in 0x88a80064 for S-VLAN 100, the outermost first. */
    public static byte[] withTags(final byte[] frame, final int... tags) {
        final byte[] tagged = new byte[frame.length + 4 * tags.length];
        System.arraycopy(frame, 0, tagged, 0, 12);
        int at = 12;
        for (final int tag : tags) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                tagged[at++] = (byte) (tag >>> shift);
            }
        }
        System.arraycopy(frame, 12, tagged, at, frame.length - 12);
        return tagged;
    }

    /** The DHCP message in an untagged frame without IPv4 options. */
    public static byte[] dhcpMessage(final byte[] frame) {
        return Arrays.copyOfRange(frame, 42, frame.length);
    }
}
