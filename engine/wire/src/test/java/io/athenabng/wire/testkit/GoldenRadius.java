package io.athenabng.wire.testkit;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * RADIUS packets as they are in RFCs or were on the wire, dissected. Those of FreeRADIUS were captured on the loopback interface between
 * radclient and freeradius 3.2.1 of Debian 12; the server was told to answer Access-Requests with a Message-Authenticator.
 */
public final class GoldenRadius {

    /** The secret of the RFCs' examples. */
    public static final String RFC_SECRET = "xyzzy5461";

    /** The secret of what was captured. */
    public static final String FREERADIUS_SECRET = "testing123";

    /** RFC 2865, 7.1: user nemo, password arctangent. */
    public static final String RFC2865_PAP_REQUEST = """
        01000038                                       # Access-Request, identifier 0, length 56
        0f403f9473978057bd83d5cb98f4227a               # authenticator
        01066e656d6f                                   # User-Name nemo
        02120dbe708d93d413ce3196e43f782a0aee           # User-Password
        0406c0a80110                                   # NAS-IP-Address
        050600000003                                   # NAS-Port
        """;

    /** The answer to it. */
    public static final String RFC2865_PAP_ACCEPT = """
        02000026                                       # Access-Accept, identifier 0, length 38
        86fe220e7624ba2a1005f6bf9b55e0b2               # authenticator
        060600000001                                   # Service-Type
        0f0600000000                                   # Login-Service
        0e06c0a80103                                   # Login-IP-Host
        """;

    /** RFC 2865, 7.2: user flopsy, password arctangent by CHAP. */
    public static final String RFC2865_CHAP_REQUEST = """
        01010047                                       # Access-Request, identifier 1, length 71
        2aee86f08d0d55969ca5978e0d3367a2               # authenticator
        0108666c6f707379                               # User-Name flopsy
        031316e97557c316185895f293ff6344077275         # CHAP-Password
        0406c0a80110                                   # NAS-IP-Address
        050600000014                                   # NAS-Port
        060600000002                                   # Service-Type
        070600000001                                   # Framed-Protocol
        """;

    /** The answer to it. */
    public static final String RFC2865_CHAP_ACCEPT = """
        02010038                                       # Access-Accept, identifier 1, length 56
        15efbc7dab26cfa3dc34d9c03c8601a4               # authenticator
        060600000002                                   # Service-Type
        070600000001                                   # Framed-Protocol
        0806fffffffe                                   # Framed-IP-Address
        0a0600000002                                   # Framed-Routing
        0d0600000001                                   # Framed-Compression
        0c06000005dc                                   # Framed-MTU
        """;

    /** RFC 2865, 7.3: user mopsy, password challenge. */
    public static final String RFC2865_CHALLENGE_REQUEST = """
        01020039                                       # Access-Request, identifier 2, length 57
        f3a47a1f6a6d76710b947ab93041a039               # authenticator
        01076d6f707379                                 # User-Name mopsy
        021233657573778289b570885e15084825c5           # User-Password
        0406c0a80110                                   # NAS-IP-Address
        050600000007                                   # NAS-Port
        """;

    /** The answer to it. */
    public static final String RFC2865_CHALLENGE = """
        0b02004e                                       # Access-Challenge, identifier 2, length 78
        36f3c8764ae8c71157403c0c71ff9c45               # authenticator
        # Reply-Message Challenge 32769430.  Enter response at prompt.
        12304368616c6c656e67652033323736393433302e2020456e74657220726573706f6e73652061742070726f6d70742e
        180a3332373639343330                           # State 32769430
        """;

    /** RFC 5997, 6.1: is the authentication port alive. */
    public static final String RFC5997_AUTHENTICATION_QUERY = """
        0cda0026                                       # Status-Server, identifier 218, length 38
        8a54f4686fb394c52866e302185d0623               # authenticator
        50125a665e2e1e8411f3e243822097c84fa3           # Message-Authenticator
        """;

    /** The answer to it. */
    public static final String RFC5997_AUTHENTICATION_ANSWER = """
        02da0014                                       # Access-Accept, identifier 218, length 20
        ef0d552a4bf2d693ec2b6fe8b5411d66               # authenticator
        """;

    /** RFC 5997, 6.2: is the accounting port alive. */
    public static final String RFC5997_ACCOUNTING_QUERY = """
        0cb30026                                       # Status-Server, identifier 179, length 38
        925f6b66dd5fed571fcb1db7ad388260               # authenticator
        5012e8d6eabda910875cd91fdade26367858           # Message-Authenticator
        """;

    /** The answer to it. */
    public static final String RFC5997_ACCOUNTING_ANSWER = """
        05b30014                                       # Accounting-Response, identifier 179, length 20
        0f6f92145f107e2f504e860a4860669c               # authenticator
        """;

    /** An Access-Request of radclient. */
    public static final String FREERADIUS_REQUEST = """
        01df00a0                                       # Access-Request, identifier 223, length 160
        8eef01b34ce9206d0864218a80daf68b               # authenticator
        0105626f62                                     # User-Name bob
        021212d89eebc3b3ad4583bf0fd5dd09b609           # User-Password
        0406c0000201                                   # NAS-IP-Address
        200661626e67                                   # NAS-Identifier abng
        5712657468312e3131312e3530302e313030           # NAS-Port-Id eth1.111.500.100
        1f1330323a30303a30303a30303a30303a3131         # Calling-Station-Id 02:00:00:00:00:11
        3d0600000022                                   # NAS-Port-Type
        060600000002                                   # Service-Type
        070600000001                                   # Framed-Protocol
        50125c2c59606456d769e97b597f169a3ba7           # Message-Authenticator
        1a1400000de9010e61746d20312f313a312e3332       # ADSL-Agent-Circuit-Id atm 1/1:1.32
        1a0c00000de9820605f5e100                       # Actual-Data-Rate-Downstream
        """;

    /** The answer of freeradius to it, with what a subscriber may get. */
    public static final String FREERADIUS_ACCEPT = """
        02df01fc                                       # Access-Accept, identifier 223, length 508
        bfea5369df41cc5c3223d4af32d1bc46               # authenticator
        08060a40004d                                   # Framed-IP-Address
        0906ffffff00                                   # Framed-IP-Netmask
        58066d61696e                                   # Framed-Pool main
        161b3139322e302e322e302f32342031302e36342e302e37372031 # Framed-Route 192.0.2.0/24 10.64.0.77 1
        16113139382e35312e3130302e302f3235             # Framed-Route 198.51.100.0/25
        1b0600015180                                   # Session-Timeout
        1c0600000258                                   # Idle-Timeout
        55060000012c                                   # Acct-Interim-Interval
        1d0600000001                                   # Termination-Action
        19070102030405                                 # Class
        12094772c3bcc39f65                             # Reply-Message
        1a0f00007ed901093130306d626974                 # Athena-Rate-Down 100mbit
        1a0e00007ed9020832306d626974                   # Athena-Rate-Up 20mbit
        1a0c00007ed9050600000001                       # Athena-Re-Authenticate
        1a1000003a8c080a32304d2f3130304d               # Mikrotik-Rate-Limit 20M/100M
        # Cisco-AVPair subscriber:sub-qos-policy-out=GOLD
        1a2a000000090124737562736372696265723a7375622d716f732d706f6c6963792d6f75743d474f4c44
        1a0c0000372a070601312d00                       # WISPr-Bandwidth-Max-Up
        1a0c0000372a080605f5e100                       # WISPr-Bandwidth-Max-Down
        1a0c000001371c06c0000235                       # MS-Primary-DNS-Server
        1a0c000001371d06c0000236                       # MS-Secondary-DNS-Server
        1a2a000001371024835b45b98984cc9e0671ce89be663f2dd2357acba0f767df5ee3c4227369464a26e1 # MS-MPPE-Send-Key
        6114004020010db8000100020000000000000000       # Framed-IPv6-Prefix
        7b14002420010db8f00000000000000000000000       # Delegated-IPv6-Prefix
        a81220010db8000100020000000000000007           # Framed-IPv6-Address
        a91220010db8000000000000000000000053           # DNS-Server-IPv6-Address
        600a0000000000000007                           # Framed-Interface-Id
        6405736978                                     # Framed-IPv6-Pool six
        ab047064                                       # Delegated-IPv6-Prefix-Pool pd
        400601000003                                   # Tunnel-Type, tag 1
        4535018b0459aa2382de8be36f68fe92f818c0f96be04b81ded4c2bbc8b7d324716e2d231cccc4825cd0071bb188f784
        4b2dc07786                                     # Tunnel-Password, tag 1
        1a0c000002118706c0000201                       # Ascend-Client-Primary-DNS
        1a0d000012ee00020700000007                     # Lucent, type of two octets: Lucent-Max-Shared-Users
        50124303cc1ffd81c285f13ee16f655f698c           # Message-Authenticator
        """;

    /** An Access-Request of radclient with a password of 38 octets. */
    public static final String FREERADIUS_LONG_PASSWORD = """
        01b4004b                                       # Access-Request, identifier 180, length 75
        33d4a20a3bb5be096f747c48528d2f2f               # authenticator
        0105657665                                     # User-Name eve
        0232b420747e1f4e624df14e1e93f6870c309d6f35ab5c31d4cda58440ee4c3b0e17c498186aecf23a0e7f58149ae2e1
        04c2                                           # User-Password
        """;

    /** The answer of freeradius to it. */
    public static final String FREERADIUS_REJECT = """
        03b40014                                       # Access-Reject, identifier 180, length 20
        0658bebd304b0d385d0357ea85d6490f               # authenticator
        """;

    /** An Accounting-Request of radclient. */
    public static final String FREERADIUS_STOP = """
        04c0004a                                       # Accounting-Request, identifier 192, length 74
        8099530e7c4d2f98be2956a0055af521               # authenticator
        0105626f62                                     # User-Name bob
        280600000002                                   # Acct-Status-Type
        2c1361626e672d313730393331323430302d31         # Acct-Session-Id abng-1709312400-1
        2a06ffffffff                                   # Acct-Input-Octets
        340600000003                                   # Acct-Input-Gigawords
        310600000001                                   # Acct-Terminate-Cause
        370665e20990                                   # Event-Timestamp
        """;

    /** A CoA-Request of radclient with Message-Authenticator. */
    public static final String FREERADIUS_COA = """
        2b2c0051                                       # CoA-Request, identifier 44, length 81
        605db37cffe92dbb4e7bb3d93aeea985               # authenticator
        2c1361626e672d313730393331323430302d31         # Acct-Session-Id abng-1709312400-1
        1a0e00007ed9010835306d626974                   # Athena-Rate-Down 50mbit
        370665e20990                                   # Event-Timestamp
        5012ea259a5fac58ec01ecaf2b524372e5af           # Message-Authenticator
        21040102                                       # Proxy-State
        """;

    /** A Disconnect-Request of radclient. */
    public static final String FREERADIUS_DISCONNECT = """
        28e3001f                                       # Disconnect-Request, identifier 227, length 31
        89913bb892feb20937c6f394d26099c4               # authenticator
        0105626f62                                     # User-Name bob
        08060a40004d                                   # Framed-IP-Address
        """;

    /** A Status-Server of radclient. */
    public static final String FREERADIUS_STATUS = """
        0c740026                                       # Status-Server, identifier 116, length 38
        908eb9fd1a16c24dbb1b17fcc786082a               # authenticator
        50126c8243698ab7c03b3a0f1daeaa63f372           # Message-Authenticator
        """;

    /** The answer of freeradius to it, which has no Message-Authenticator. */
    public static final String FREERADIUS_STATUS_ANSWER = """
        02740014                                       # Access-Accept, identifier 116, length 20
        bb57e81c7475c67bc608e95c15712324               # authenticator
        """;

    /** An Access-Request of radclient with values in several attributes and the layouts of vendors. */
    public static final String FREERADIUS_LAYOUTS = """
        014603f4                                       # Access-Request, identifier 70, length 1012
        1afd22118c977fd7042767b537c8458f               # authenticator
        010378                                         # User-Name x
        f5ff4d80000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b
        2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b
        5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b
        8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babb
        bcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaeb
        ecedeeeff0f1f2f3f4f5f6f7f8f9fa                 # 245.77, more
        f5354d00fbfcfdfeff000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526
        2728292a2b                                     # 245.77, last
        f1074d00000005                                 # 241.77, of our own, an integer
        4fff02111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111
        111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111
        111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111
        111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111
        111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111
        111111111111111111111111111111                 # EAP-Message
        4f3111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111
        11                                             # EAP-Message
        1a0d000012ee00020700000007                     # Lucent, type of two octets: Lucent-Max-Shared-Users
        1a0b000001ad0000006678                         # USR, type of four octets, no length
        6114004020010db8000100020000000000000000       # Framed-IPv6-Prefix
        f50d1a0000002c504d00000001                     # 245.26, last
        f5ff1a8000002c504eababababababababababababababababababababababababababababababababababababababab
        abababababababababababababababababababababababababababababababababababababababababababababababab
        abababababababababababababababababababababababababababababababababababababababababababababababab
        abababababababababababababababababababababababababababababababababababababababababababababababab
        abababababababababababababababababababababababababababababababababababababababababababababababab
        ababababababababababababababab                 # 245.26, more
        f53a1a00abababababababababababababababababababababababababababababababababababababababababababab
        abababababababababab                           # 245.26, last
        """;

    private GoldenRadius() {
    }

    /** Every packet by its constant's name. */
    public static Map<String, byte[]> all() {
        final Map<String, byte[]> packets = new LinkedHashMap<>();
        packets.put("RFC2865_PAP_REQUEST", Hex.bytes(RFC2865_PAP_REQUEST));
        packets.put("RFC2865_PAP_ACCEPT", Hex.bytes(RFC2865_PAP_ACCEPT));
        packets.put("RFC2865_CHAP_REQUEST", Hex.bytes(RFC2865_CHAP_REQUEST));
        packets.put("RFC2865_CHAP_ACCEPT", Hex.bytes(RFC2865_CHAP_ACCEPT));
        packets.put("RFC2865_CHALLENGE_REQUEST", Hex.bytes(RFC2865_CHALLENGE_REQUEST));
        packets.put("RFC2865_CHALLENGE", Hex.bytes(RFC2865_CHALLENGE));
        packets.put("RFC5997_AUTHENTICATION_QUERY", Hex.bytes(RFC5997_AUTHENTICATION_QUERY));
        packets.put("RFC5997_AUTHENTICATION_ANSWER", Hex.bytes(RFC5997_AUTHENTICATION_ANSWER));
        packets.put("RFC5997_ACCOUNTING_QUERY", Hex.bytes(RFC5997_ACCOUNTING_QUERY));
        packets.put("RFC5997_ACCOUNTING_ANSWER", Hex.bytes(RFC5997_ACCOUNTING_ANSWER));
        packets.put("FREERADIUS_REQUEST", Hex.bytes(FREERADIUS_REQUEST));
        packets.put("FREERADIUS_ACCEPT", Hex.bytes(FREERADIUS_ACCEPT));
        packets.put("FREERADIUS_LONG_PASSWORD", Hex.bytes(FREERADIUS_LONG_PASSWORD));
        packets.put("FREERADIUS_REJECT", Hex.bytes(FREERADIUS_REJECT));
        packets.put("FREERADIUS_STOP", Hex.bytes(FREERADIUS_STOP));
        packets.put("FREERADIUS_COA", Hex.bytes(FREERADIUS_COA));
        packets.put("FREERADIUS_DISCONNECT", Hex.bytes(FREERADIUS_DISCONNECT));
        packets.put("FREERADIUS_STATUS", Hex.bytes(FREERADIUS_STATUS));
        packets.put("FREERADIUS_STATUS_ANSWER", Hex.bytes(FREERADIUS_STATUS_ANSWER));
        packets.put("FREERADIUS_LAYOUTS", Hex.bytes(FREERADIUS_LAYOUTS));
        return packets;
    }
}
