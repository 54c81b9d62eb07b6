package io.athenabng.wire.radius;

/**
 * Keys of attributes: the vendor's number in the upper half, the type in the lower.
 *
 * <pre>
 *   63                            32 31                             0
 *  +--------------------------------+--------------------------------+
 *  |               0                |              type              |   ordinary, 1–255
 *  |               0                |  outer type << 8 | type        |   extended, 241.1–246.255 (RFC 6929)
 *  |            vendor              |              type              |   of a vendor
 *  |            vendor              |  outer << 24 | 26 << 16 | type |   of a vendor, in 241.26–246.26
 *  +--------------------------------+--------------------------------+
 * </pre>
 *
 * <p>Generated from the dictionaries of the distribution; a test fails when it is out of date. Write it again with
 * {@code mvn -pl engine/core -am test -Dtest=RadiusConstantsTest -Dabng.regenerate=true}.
 */
public final class RadiusAttributes {

    /** Octets of an IPv6 address. */
    public static final int IPV6_LENGTH = 16;

    /** Vendor Athena. */
    public static final int VENDOR_ATHENA = 32473;

    /** Vendor ADSL-Forum. */
    public static final int VENDOR_ADSL_FORUM = 3561;

    /** Vendor Cisco. */
    public static final int VENDOR_CISCO = 9;

    /** Vendor Microsoft. */
    public static final int VENDOR_MICROSOFT = 311;

    /** Vendor Mikrotik. */
    public static final int VENDOR_MIKROTIK = 14988;

    /** Vendor WISPr. */
    public static final int VENDOR_WISPR = 14122;

    /** User-Name, 1, string. */
    public static final long USER_NAME = 1;

    /** User-Password, 2, string. */
    public static final long USER_PASSWORD = 2;

    /** CHAP-Password, 3, octets[17]. */
    public static final long CHAP_PASSWORD = 3;

    /** NAS-IP-Address, 4, ipaddr. */
    public static final long NAS_IP_ADDRESS = 4;

    /** NAS-Port, 5, integer. */
    public static final long NAS_PORT = 5;

    /** Service-Type, 6, integer. */
    public static final long SERVICE_TYPE = 6;

    /** Framed-Protocol, 7, integer. */
    public static final long FRAMED_PROTOCOL = 7;

    /** Framed-IP-Address, 8, ipaddr. */
    public static final long FRAMED_IP_ADDRESS = 8;

    /** Framed-IP-Netmask, 9, ipaddr. */
    public static final long FRAMED_IP_NETMASK = 9;

    /** Framed-Routing, 10, integer. */
    public static final long FRAMED_ROUTING = 10;

    /** Filter-Id, 11, string. */
    public static final long FILTER_ID = 11;

    /** Framed-MTU, 12, integer. */
    public static final long FRAMED_MTU = 12;

    /** Framed-Compression, 13, integer. */
    public static final long FRAMED_COMPRESSION = 13;

    /** Reply-Message, 18, string. */
    public static final long REPLY_MESSAGE = 18;

    /** Framed-Route, 22, string. */
    public static final long FRAMED_ROUTE = 22;

    /** State, 24, octets. */
    public static final long STATE = 24;

    /** Class, 25, octets. */
    public static final long CLASS = 25;

    /** Vendor-Specific, 26, vsa. */
    public static final long VENDOR_SPECIFIC = 26;

    /** Session-Timeout, 27, integer. */
    public static final long SESSION_TIMEOUT = 27;

    /** Idle-Timeout, 28, integer. */
    public static final long IDLE_TIMEOUT = 28;

    /** Termination-Action, 29, integer. */
    public static final long TERMINATION_ACTION = 29;

    /** Called-Station-Id, 30, string. */
    public static final long CALLED_STATION_ID = 30;

    /** Calling-Station-Id, 31, string. */
    public static final long CALLING_STATION_ID = 31;

    /** NAS-Identifier, 32, string. */
    public static final long NAS_IDENTIFIER = 32;

    /** Proxy-State, 33, octets. */
    public static final long PROXY_STATE = 33;

    /** CHAP-Challenge, 60, octets. */
    public static final long CHAP_CHALLENGE = 60;

    /** NAS-Port-Type, 61, integer. */
    public static final long NAS_PORT_TYPE = 61;

    /** Port-Limit, 62, integer. */
    public static final long PORT_LIMIT = 62;

    /** Acct-Status-Type, 40, integer. */
    public static final long ACCT_STATUS_TYPE = 40;

    /** Acct-Delay-Time, 41, integer. */
    public static final long ACCT_DELAY_TIME = 41;

    /** Acct-Input-Octets, 42, integer. */
    public static final long ACCT_INPUT_OCTETS = 42;

    /** Acct-Output-Octets, 43, integer. */
    public static final long ACCT_OUTPUT_OCTETS = 43;

    /** Acct-Session-Id, 44, string. */
    public static final long ACCT_SESSION_ID = 44;

    /** Acct-Authentic, 45, integer. */
    public static final long ACCT_AUTHENTIC = 45;

    /** Acct-Session-Time, 46, integer. */
    public static final long ACCT_SESSION_TIME = 46;

    /** Acct-Input-Packets, 47, integer. */
    public static final long ACCT_INPUT_PACKETS = 47;

    /** Acct-Output-Packets, 48, integer. */
    public static final long ACCT_OUTPUT_PACKETS = 48;

    /** Acct-Terminate-Cause, 49, integer. */
    public static final long ACCT_TERMINATE_CAUSE = 49;

    /** Acct-Multi-Session-Id, 50, string. */
    public static final long ACCT_MULTI_SESSION_ID = 50;

    /** Acct-Link-Count, 51, integer. */
    public static final long ACCT_LINK_COUNT = 51;

    /** Tunnel-Type, 64, integer. */
    public static final long TUNNEL_TYPE = 64;

    /** Tunnel-Medium-Type, 65, integer. */
    public static final long TUNNEL_MEDIUM_TYPE = 65;

    /** Tunnel-Client-Endpoint, 66, string. */
    public static final long TUNNEL_CLIENT_ENDPOINT = 66;

    /** Tunnel-Server-Endpoint, 67, string. */
    public static final long TUNNEL_SERVER_ENDPOINT = 67;

    /** Tunnel-Password, 69, string. */
    public static final long TUNNEL_PASSWORD = 69;

    /** Tunnel-Private-Group-Id, 81, string. */
    public static final long TUNNEL_PRIVATE_GROUP_ID = 81;

    /** Tunnel-Assignment-Id, 82, string. */
    public static final long TUNNEL_ASSIGNMENT_ID = 82;

    /** Tunnel-Preference, 83, integer. */
    public static final long TUNNEL_PREFERENCE = 83;

    /** Acct-Input-Gigawords, 52, integer. */
    public static final long ACCT_INPUT_GIGAWORDS = 52;

    /** Acct-Output-Gigawords, 53, integer. */
    public static final long ACCT_OUTPUT_GIGAWORDS = 53;

    /** Event-Timestamp, 55, date. */
    public static final long EVENT_TIMESTAMP = 55;

    /** EAP-Message, 79, octets. */
    public static final long EAP_MESSAGE = 79;

    /** Message-Authenticator, 80, octets[16]. */
    public static final long MESSAGE_AUTHENTICATOR = 80;

    /** Acct-Interim-Interval, 85, integer. */
    public static final long ACCT_INTERIM_INTERVAL = 85;

    /** NAS-Port-Id, 87, string. */
    public static final long NAS_PORT_ID = 87;

    /** Framed-Pool, 88, string. */
    public static final long FRAMED_POOL = 88;

    /** Chargeable-User-Identity, 89, octets. */
    public static final long CHARGEABLE_USER_IDENTITY = 89;

    /** NAS-IPv6-Address, 95, ipv6addr. */
    public static final long NAS_IPV6_ADDRESS = 95;

    /** Framed-Interface-Id, 96, ifid. */
    public static final long FRAMED_INTERFACE_ID = 96;

    /** Framed-IPv6-Prefix, 97, ipv6prefix. */
    public static final long FRAMED_IPV6_PREFIX = 97;

    /** Framed-IPv6-Route, 99, string. */
    public static final long FRAMED_IPV6_ROUTE = 99;

    /** Framed-IPv6-Pool, 100, string. */
    public static final long FRAMED_IPV6_POOL = 100;

    /** Delegated-IPv6-Prefix, 123, ipv6prefix. */
    public static final long DELEGATED_IPV6_PREFIX = 123;

    /** Framed-IPv6-Address, 168, ipv6addr. */
    public static final long FRAMED_IPV6_ADDRESS = 168;

    /** DNS-Server-IPv6-Address, 169, ipv6addr. */
    public static final long DNS_SERVER_IPV6_ADDRESS = 169;

    /** Route-IPv6-Information, 170, ipv6prefix. */
    public static final long ROUTE_IPV6_INFORMATION = 170;

    /** Delegated-IPv6-Prefix-Pool, 171, string. */
    public static final long DELEGATED_IPV6_PREFIX_POOL = 171;

    /** Stateful-IPv6-Address-Pool, 172, string. */
    public static final long STATEFUL_IPV6_ADDRESS_POOL = 172;

    /** Error-Cause, 101, integer. */
    public static final long ERROR_CAUSE = 101;

    /** Extended-Type-1, 241, extended. */
    public static final long EXTENDED_TYPE_1 = 241;

    /** Extended-Type-2, 242, extended. */
    public static final long EXTENDED_TYPE_2 = 242;

    /** Extended-Type-3, 243, extended. */
    public static final long EXTENDED_TYPE_3 = 243;

    /** Extended-Type-4, 244, extended. */
    public static final long EXTENDED_TYPE_4 = 244;

    /** Long-Extended-Type-1, 245, long-extended. */
    public static final long LONG_EXTENDED_TYPE_1 = 245;

    /** Long-Extended-Type-2, 246, long-extended. */
    public static final long LONG_EXTENDED_TYPE_2 = 246;

    /** Athena-Rate-Down, 26.32473.1, string. */
    public static final long ATHENA_RATE_DOWN = 32473L << 32 | 1;

    /** Athena-Rate-Up, 26.32473.2, string. */
    public static final long ATHENA_RATE_UP = 32473L << 32 | 2;

    /** Athena-QoS-Profile, 26.32473.3, string. */
    public static final long ATHENA_QOS_PROFILE = 32473L << 32 | 3;

    /** Athena-Policy, 26.32473.4, string. */
    public static final long ATHENA_POLICY = 32473L << 32 | 4;

    /** Athena-Re-Authenticate, 26.32473.5, integer. */
    public static final long ATHENA_RE_AUTHENTICATE = 32473L << 32 | 5;

    /** ADSL-Agent-Circuit-Id, 26.3561.1, octets. */
    public static final long ADSL_AGENT_CIRCUIT_ID = 3561L << 32 | 1;

    /** ADSL-Agent-Remote-Id, 26.3561.2, octets. */
    public static final long ADSL_AGENT_REMOTE_ID = 3561L << 32 | 2;

    /** Actual-Data-Rate-Upstream, 26.3561.129, integer. */
    public static final long ACTUAL_DATA_RATE_UPSTREAM = 3561L << 32 | 129;

    /** Actual-Data-Rate-Downstream, 26.3561.130, integer. */
    public static final long ACTUAL_DATA_RATE_DOWNSTREAM = 3561L << 32 | 130;

    /** Minimum-Data-Rate-Upstream, 26.3561.131, integer. */
    public static final long MINIMUM_DATA_RATE_UPSTREAM = 3561L << 32 | 131;

    /** Minimum-Data-Rate-Downstream, 26.3561.132, integer. */
    public static final long MINIMUM_DATA_RATE_DOWNSTREAM = 3561L << 32 | 132;

    /** Attainable-Data-Rate-Upstream, 26.3561.133, integer. */
    public static final long ATTAINABLE_DATA_RATE_UPSTREAM = 3561L << 32 | 133;

    /** Attainable-Data-Rate-Downstream, 26.3561.134, integer. */
    public static final long ATTAINABLE_DATA_RATE_DOWNSTREAM = 3561L << 32 | 134;

    /** Maximum-Data-Rate-Upstream, 26.3561.135, integer. */
    public static final long MAXIMUM_DATA_RATE_UPSTREAM = 3561L << 32 | 135;

    /** Maximum-Data-Rate-Downstream, 26.3561.136, integer. */
    public static final long MAXIMUM_DATA_RATE_DOWNSTREAM = 3561L << 32 | 136;

    /** Minimum-Data-Rate-Upstream-Low-Power, 26.3561.137, integer. */
    public static final long MINIMUM_DATA_RATE_UPSTREAM_LOW_POWER = 3561L << 32 | 137;

    /** Minimum-Data-Rate-Downstream-Low-Power, 26.3561.138, integer. */
    public static final long MINIMUM_DATA_RATE_DOWNSTREAM_LOW_POWER = 3561L << 32 | 138;

    /** Maximum-Interleaving-Delay-Upstream, 26.3561.139, integer. */
    public static final long MAXIMUM_INTERLEAVING_DELAY_UPSTREAM = 3561L << 32 | 139;

    /** Actual-Interleaving-Delay-Upstream, 26.3561.140, integer. */
    public static final long ACTUAL_INTERLEAVING_DELAY_UPSTREAM = 3561L << 32 | 140;

    /** Maximum-Interleaving-Delay-Downstream, 26.3561.141, integer. */
    public static final long MAXIMUM_INTERLEAVING_DELAY_DOWNSTREAM = 3561L << 32 | 141;

    /** Actual-Interleaving-Delay-Downstream, 26.3561.142, integer. */
    public static final long ACTUAL_INTERLEAVING_DELAY_DOWNSTREAM = 3561L << 32 | 142;

    /** Access-Loop-Encapsulation, 26.3561.144, octets[3]. */
    public static final long ACCESS_LOOP_ENCAPSULATION = 3561L << 32 | 144;

    /** IWF-Session, 26.3561.254, octets. */
    public static final long IWF_SESSION = 3561L << 32 | 254;

    /** Cisco-AVPair, 26.9.1, string. */
    public static final long CISCO_AVPAIR = 9L << 32 | 1;

    /** MS-CHAP-Response, 26.311.1, octets[50]. */
    public static final long MS_CHAP_RESPONSE = 311L << 32 | 1;

    /** MS-CHAP-Error, 26.311.2, string. */
    public static final long MS_CHAP_ERROR = 311L << 32 | 2;

    /** MS-CHAP-CPW-1, 26.311.3, octets[70]. */
    public static final long MS_CHAP_CPW_1 = 311L << 32 | 3;

    /** MS-CHAP-CPW-2, 26.311.4, octets[84]. */
    public static final long MS_CHAP_CPW_2 = 311L << 32 | 4;

    /** MS-CHAP-Domain, 26.311.10, string. */
    public static final long MS_CHAP_DOMAIN = 311L << 32 | 10;

    /** MS-CHAP-Challenge, 26.311.11, octets. */
    public static final long MS_CHAP_CHALLENGE = 311L << 32 | 11;

    /** MS-CHAP-MPPE-Keys, 26.311.12, octets[32]. */
    public static final long MS_CHAP_MPPE_KEYS = 311L << 32 | 12;

    /** MS-MPPE-Send-Key, 26.311.16, octets. */
    public static final long MS_MPPE_SEND_KEY = 311L << 32 | 16;

    /** MS-MPPE-Recv-Key, 26.311.17, octets. */
    public static final long MS_MPPE_RECV_KEY = 311L << 32 | 17;

    /** MS-CHAP2-Response, 26.311.25, octets[50]. */
    public static final long MS_CHAP2_RESPONSE = 311L << 32 | 25;

    /** MS-CHAP2-Success, 26.311.26, octets. */
    public static final long MS_CHAP2_SUCCESS = 311L << 32 | 26;

    /** MS-CHAP2-CPW, 26.311.27, octets[68]. */
    public static final long MS_CHAP2_CPW = 311L << 32 | 27;

    /** MS-Primary-DNS-Server, 26.311.28, ipaddr. */
    public static final long MS_PRIMARY_DNS_SERVER = 311L << 32 | 28;

    /** MS-Secondary-DNS-Server, 26.311.29, ipaddr. */
    public static final long MS_SECONDARY_DNS_SERVER = 311L << 32 | 29;

    /** MS-Primary-NBNS-Server, 26.311.30, ipaddr. */
    public static final long MS_PRIMARY_NBNS_SERVER = 311L << 32 | 30;

    /** MS-Secondary-NBNS-Server, 26.311.31, ipaddr. */
    public static final long MS_SECONDARY_NBNS_SERVER = 311L << 32 | 31;

    /** Mikrotik-Rate-Limit, 26.14988.8, string. */
    public static final long MIKROTIK_RATE_LIMIT = 14988L << 32 | 8;

    /** WISPr-Bandwidth-Max-Up, 26.14122.7, integer. */
    public static final long WISPR_BANDWIDTH_MAX_UP = 14122L << 32 | 7;

    /** WISPr-Bandwidth-Max-Down, 26.14122.8, integer. */
    public static final long WISPR_BANDWIDTH_MAX_DOWN = 14122L << 32 | 8;

    private RadiusAttributes() {
    }

    /** The key of a vendor's attribute; vendor 0 is that of the standards. */
    public static long key(final int vendorId, final int type) {
        return (long) vendorId << 32 | type & 0xffff_ffffL;
    }

    /** The key of a vendor's attribute in an extended one, whose outer type is 241–246 (RFC 6929, section 4). */
    public static long extendedVendorKey(final int outerType, final int vendorId, final int type) {
        return key(vendorId, outerType << 24 | (int) VENDOR_SPECIFIC << 16 | type);
    }

    /** The vendor's number; 0 is that of the standards. */
    public static int vendorId(final long key) {
        return (int) (key >>> 32);
    }

    /** What is left of the key without the vendor. */
    public static int type(final long key) {
        return (int) key;
    }

    /** Whether the key is that of an attribute in one of types 241–246. */
    public static boolean isExtended(final long key) {
        return outerType(key) != 0;
    }

    /** Whether the key is that of an attribute in type 245 or 246. */
    public static boolean isLongExtended(final long key) {
        return outerType(key) >= LONG_EXTENDED_TYPE_1;
    }

    private static int outerType(final long key) {
        final int type = (int) key;
        final int outer;
        if (vendorId(key) == 0) {
            outer = type >>> 8;
        } else {
            outer = (type >>> 8 & 0xffff) == VENDOR_SPECIFIC << 8 ? type >>> 24 : 0;
        }
        return outer >= EXTENDED_TYPE_1 && outer <= LONG_EXTENDED_TYPE_2 ? outer : 0;
    }
}
