package io.athenabng.wire.radius;

/** Keys of attributes. */
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

    /** User-Name. */
    public static final long USER_NAME = 1;

    /** User-Password. */
    public static final long USER_PASSWORD = 2;

    /** CHAP-Password. */
    public static final long CHAP_PASSWORD = 3;

    /** NAS-IP-Address. */
    public static final long NAS_IP_ADDRESS = 4;

    /** NAS-Port. */
    public static final long NAS_PORT = 5;

    /** Service-Type. */
    public static final long SERVICE_TYPE = 6;

    /** Framed-Protocol. */
    public static final long FRAMED_PROTOCOL = 7;

    /** Framed-IP-Address. */
    public static final long FRAMED_IP_ADDRESS = 8;

    /** Framed-IP-Netmask. */
    public static final long FRAMED_IP_NETMASK = 9;

    /** Framed-Routing. */
    public static final long FRAMED_ROUTING = 10;

    /** Filter-Id. */
    public static final long FILTER_ID = 11;

    /** Framed-MTU. */
    public static final long FRAMED_MTU = 12;

    /** Framed-Compression. */
    public static final long FRAMED_COMPRESSION = 13;

    /** Reply-Message. */
    public static final long REPLY_MESSAGE = 18;

    /** Framed-Route. */
    public static final long FRAMED_ROUTE = 22;

    /** State. */
    public static final long STATE = 24;

    /** Class. */
    public static final long CLASS = 25;

    /** Vendor-Specific. */
    public static final long VENDOR_SPECIFIC = 26;

    /** Session-Timeout. */
    public static final long SESSION_TIMEOUT = 27;

    /** Idle-Timeout. */
    public static final long IDLE_TIMEOUT = 28;

    /** Termination-Action. */
    public static final long TERMINATION_ACTION = 29;

    /** Called-Station-Id. */
    public static final long CALLED_STATION_ID = 30;

    /** Calling-Station-Id. */
    public static final long CALLING_STATION_ID = 31;

    /** NAS-Identifier. */
    public static final long NAS_IDENTIFIER = 32;

    /** Proxy-State. */
    public static final long PROXY_STATE = 33;

    /** CHAP-Challenge. */
    public static final long CHAP_CHALLENGE = 60;

    /** NAS-Port-Type. */
    public static final long NAS_PORT_TYPE = 61;

    /** Port-Limit. */
    public static final long PORT_LIMIT = 62;

    /** Acct-Status-Type. */
    public static final long ACCT_STATUS_TYPE = 40;

    /** Acct-Delay-Time. */
    public static final long ACCT_DELAY_TIME = 41;

    /** Acct-Input-Octets. */
    public static final long ACCT_INPUT_OCTETS = 42;

    /** Acct-Output-Octets. */
    public static final long ACCT_OUTPUT_OCTETS = 43;

    /** Acct-Session-Id. */
    public static final long ACCT_SESSION_ID = 44;

    /** Acct-Authentic. */
    public static final long ACCT_AUTHENTIC = 45;

    /** Acct-Session-Time. */
    public static final long ACCT_SESSION_TIME = 46;

    /** Acct-Input-Packets. */
    public static final long ACCT_INPUT_PACKETS = 47;

    /** Acct-Output-Packets. */
    public static final long ACCT_OUTPUT_PACKETS = 48;

    /** Acct-Terminate-Cause. */
    public static final long ACCT_TERMINATE_CAUSE = 49;

    /** Acct-Multi-Session-Id. */
    public static final long ACCT_MULTI_SESSION_ID = 50;

    /** Acct-Link-Count. */
    public static final long ACCT_LINK_COUNT = 51;

    /** Tunnel-Type. */
    public static final long TUNNEL_TYPE = 64;

    /** Tunnel-Medium-Type. */
    public static final long TUNNEL_MEDIUM_TYPE = 65;

    /** Tunnel-Client-Endpoint. */
    public static final long TUNNEL_CLIENT_ENDPOINT = 66;

    /** Tunnel-Server-Endpoint. */
    public static final long TUNNEL_SERVER_ENDPOINT = 67;

    /** Tunnel-Password. */
    public static final long TUNNEL_PASSWORD = 69;

    /** Tunnel-Private-Group-Id. */
    public static final long TUNNEL_PRIVATE_GROUP_ID = 81;

    /** Tunnel-Assignment-Id. */
    public static final long TUNNEL_ASSIGNMENT_ID = 82;

    /** Tunnel-Preference. */
    public static final long TUNNEL_PREFERENCE = 83;

    /** Acct-Input-Gigawords. */
    public static final long ACCT_INPUT_GIGAWORDS = 52;

    /** Acct-Output-Gigawords. */
    public static final long ACCT_OUTPUT_GIGAWORDS = 53;

    /** Event-Timestamp. */
    public static final long EVENT_TIMESTAMP = 55;

    /** EAP-Message. */
    public static final long EAP_MESSAGE = 79;

    /** Message-Authenticator. */
    public static final long MESSAGE_AUTHENTICATOR = 80;

    /** Acct-Interim-Interval. */
    public static final long ACCT_INTERIM_INTERVAL = 85;

    /** NAS-Port-Id. */
    public static final long NAS_PORT_ID = 87;

    /** Framed-Pool. */
    public static final long FRAMED_POOL = 88;

    /** Chargeable-User-Identity. */
    public static final long CHARGEABLE_USER_IDENTITY = 89;

    /** NAS-IPv6-Address. */
    public static final long NAS_IPV6_ADDRESS = 95;

    /** Framed-Interface-Id. */
    public static final long FRAMED_INTERFACE_ID = 96;

    /** Framed-IPv6-Prefix. */
    public static final long FRAMED_IPV6_PREFIX = 97;

    /** Framed-IPv6-Route. */
    public static final long FRAMED_IPV6_ROUTE = 99;

    /** Framed-IPv6-Pool. */
    public static final long FRAMED_IPV6_POOL = 100;

    /** Delegated-IPv6-Prefix. */
    public static final long DELEGATED_IPV6_PREFIX = 123;

    /** Framed-IPv6-Address. */
    public static final long FRAMED_IPV6_ADDRESS = 168;

    /** DNS-Server-IPv6-Address. */
    public static final long DNS_SERVER_IPV6_ADDRESS = 169;

    /** Route-IPv6-Information. */
    public static final long ROUTE_IPV6_INFORMATION = 170;

    /** Delegated-IPv6-Prefix-Pool. */
    public static final long DELEGATED_IPV6_PREFIX_POOL = 171;

    /** Stateful-IPv6-Address-Pool. */
    public static final long STATEFUL_IPV6_ADDRESS_POOL = 172;

    /** Error-Cause. */
    public static final long ERROR_CAUSE = 101;

    /** Extended-Type-1. */
    public static final long EXTENDED_TYPE_1 = 241;

    /** Extended-Type-2. */
    public static final long EXTENDED_TYPE_2 = 242;

    /** Extended-Type-3. */
    public static final long EXTENDED_TYPE_3 = 243;

    /** Extended-Type-4. */
    public static final long EXTENDED_TYPE_4 = 244;

    /** Long-Extended-Type-1. */
    public static final long LONG_EXTENDED_TYPE_1 = 245;

    /** Long-Extended-Type-2. */
    public static final long LONG_EXTENDED_TYPE_2 = 246;

    /** Athena-Rate-Down. */
    public static final long ATHENA_RATE_DOWN = 32473L << 32 | 1;

    /** Athena-Rate-Up. */
    public static final long ATHENA_RATE_UP = 32473L << 32 | 2;

    /** Athena-QoS-Profile. */
    public static final long ATHENA_QOS_PROFILE = 32473L << 32 | 3;

    /** Athena-Policy. */
    public static final long ATHENA_POLICY = 32473L << 32 | 4;

    /** Athena-Re-Authenticate. */
    public static final long ATHENA_RE_AUTHENTICATE = 32473L << 32 | 5;

    /** ADSL-Agent-Circuit-Id. */
    public static final long ADSL_AGENT_CIRCUIT_ID = 3561L << 32 | 1;

    /** ADSL-Agent-Remote-Id. */
    public static final long ADSL_AGENT_REMOTE_ID = 3561L << 32 | 2;

    /** Actual-Data-Rate-Upstream. */
    public static final long ACTUAL_DATA_RATE_UPSTREAM = 3561L << 32 | 129;

    /** Actual-Data-Rate-Downstream. */
    public static final long ACTUAL_DATA_RATE_DOWNSTREAM = 3561L << 32 | 130;

    /** Minimum-Data-Rate-Upstream. */
    public static final long MINIMUM_DATA_RATE_UPSTREAM = 3561L << 32 | 131;

    /** Minimum-Data-Rate-Downstream. */
    public static final long MINIMUM_DATA_RATE_DOWNSTREAM = 3561L << 32 | 132;

    /** Attainable-Data-Rate-Upstream. */
    public static final long ATTAINABLE_DATA_RATE_UPSTREAM = 3561L << 32 | 133;

    /** Attainable-Data-Rate-Downstream. */
    public static final long ATTAINABLE_DATA_RATE_DOWNSTREAM = 3561L << 32 | 134;

    /** Maximum-Data-Rate-Upstream. */
    public static final long MAXIMUM_DATA_RATE_UPSTREAM = 3561L << 32 | 135;

    /** Maximum-Data-Rate-Downstream. */
    public static final long MAXIMUM_DATA_RATE_DOWNSTREAM = 3561L << 32 | 136;

    /** Minimum-Data-Rate-Upstream-Low-Power. */
    public static final long MINIMUM_DATA_RATE_UPSTREAM_LOW_POWER = 3561L << 32 | 137;

    /** Minimum-Data-Rate-Downstream-Low-Power. */
    public static final long MINIMUM_DATA_RATE_DOWNSTREAM_LOW_POWER = 3561L << 32 | 138;

    /** Maximum-Interleaving-Delay-Upstream. */
    public static final long MAXIMUM_INTERLEAVING_DELAY_UPSTREAM = 3561L << 32 | 139;

    /** Actual-Interleaving-Delay-Upstream. */
    public static final long ACTUAL_INTERLEAVING_DELAY_UPSTREAM = 3561L << 32 | 140;

    /** Maximum-Interleaving-Delay-Downstream. */
    public static final long MAXIMUM_INTERLEAVING_DELAY_DOWNSTREAM = 3561L << 32 | 141;

    /** Actual-Interleaving-Delay-Downstream. */
    public static final long ACTUAL_INTERLEAVING_DELAY_DOWNSTREAM = 3561L << 32 | 142;

    /** Access-Loop-Encapsulation. */
    public static final long ACCESS_LOOP_ENCAPSULATION = 3561L << 32 | 144;

    /** IWF-Session. */
    public static final long IWF_SESSION = 3561L << 32 | 254;

    /** Cisco-AVPair. */
    public static final long CISCO_AVPAIR = 9L << 32 | 1;

    /** MS-CHAP-Response. */
    public static final long MS_CHAP_RESPONSE = 311L << 32 | 1;

    /** MS-CHAP-Error. */
    public static final long MS_CHAP_ERROR = 311L << 32 | 2;

    /** MS-CHAP-CPW-1. */
    public static final long MS_CHAP_CPW_1 = 311L << 32 | 3;

    /** MS-CHAP-CPW-2. */
    public static final long MS_CHAP_CPW_2 = 311L << 32 | 4;

    /** MS-CHAP-Domain. */
    public static final long MS_CHAP_DOMAIN = 311L << 32 | 10;

    /** MS-CHAP-Challenge. */
    public static final long MS_CHAP_CHALLENGE = 311L << 32 | 11;

    /** MS-CHAP-MPPE-Keys. */
    public static final long MS_CHAP_MPPE_KEYS = 311L << 32 | 12;

    /** MS-MPPE-Send-Key. */
    public static final long MS_MPPE_SEND_KEY = 311L << 32 | 16;

    /** MS-MPPE-Recv-Key. */
    public static final long MS_MPPE_RECV_KEY = 311L << 32 | 17;

    /** MS-CHAP2-Response. */
    public static final long MS_CHAP2_RESPONSE = 311L << 32 | 25;

    /** MS-CHAP2-Success. */
    public static final long MS_CHAP2_SUCCESS = 311L << 32 | 26;

    /** MS-CHAP2-CPW. */
    public static final long MS_CHAP2_CPW = 311L << 32 | 27;

    /** MS-Primary-DNS-Server. */
    public static final long MS_PRIMARY_DNS_SERVER = 311L << 32 | 28;

    /** MS-Secondary-DNS-Server. */
    public static final long MS_SECONDARY_DNS_SERVER = 311L << 32 | 29;

    /** MS-Primary-NBNS-Server. */
    public static final long MS_PRIMARY_NBNS_SERVER = 311L << 32 | 30;

    /** MS-Secondary-NBNS-Server. */
    public static final long MS_SECONDARY_NBNS_SERVER = 311L << 32 | 31;

    /** Mikrotik-Rate-Limit. */
    public static final long MIKROTIK_RATE_LIMIT = 14988L << 32 | 8;

    /** WISPr-Bandwidth-Max-Up. */
    public static final long WISPR_BANDWIDTH_MAX_UP = 14122L << 32 | 7;

    /** WISPr-Bandwidth-Max-Down. */
    public static final long WISPR_BANDWIDTH_MAX_DOWN = 14122L << 32 | 8;

    private RadiusAttributes() {
    }

    /** The key of a vendor's attribute; vendor 0 is that of the standards, whose extended types (RFC 6929) are {@code 241 << 8 | type}. */
    public static long key(final int vendorId, final int type) {
        return (long) vendorId << 32 | type & 0xffff_ffffL;
    }

    /** The key of a vendor's attribute inside an extended one (RFC 6929, section 4): 241.26 to 246.26. */
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
        return extendedOuterType(key) != 0;
    }

    /** Whether the key is that of an attribute in type 245 or 246. */
    public static boolean isLongExtended(final long key) {
        return extendedOuterType(key) >= LONG_EXTENDED_TYPE_1;
    }

    private static int extendedOuterType(final long key) {
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
