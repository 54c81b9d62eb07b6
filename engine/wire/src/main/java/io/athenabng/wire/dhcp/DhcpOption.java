package io.athenabng.wire.dhcp;

/** Option codes (RFC 2132, unless noted) and the lengths that the gateway insists on. */
public final class DhcpOption {

    /** Filler without a length. */
    public static final int PAD = 0;

    /** Subnet mask. */
    public static final int SUBNET_MASK = 1;

    /** Routers, the preferred one first. */
    public static final int ROUTER = 3;

    /** Domain name servers. */
    public static final int DOMAIN_NAME_SERVER = 6;

    /** The client's host name. */
    public static final int HOST_NAME = 12;

    /** Domain name for resolving host names. */
    public static final int DOMAIN_NAME = 15;

    /** MTU of the interface. */
    public static final int INTERFACE_MTU = 26;

    /** Directed broadcast address. */
    public static final int BROADCAST_ADDRESS = 28;

    /** NTP servers. */
    public static final int NTP_SERVERS = 42;

    /** Vendor-specific information. */
    public static final int VENDOR_SPECIFIC = 43;

    /** The address that the client asks for. */
    public static final int REQUESTED_ADDRESS = 50;

    /** Lease time in seconds. */
    public static final int LEASE_TIME = 51;

    /** Options continue in file (1), sname (2) or both (3). */
    public static final int OVERLOAD = 52;

    /** {@link DhcpMessageType}. */
    public static final int MESSAGE_TYPE = 53;

    /** The server's address. */
    public static final int SERVER_IDENTIFIER = 54;

    /** The options that the client would like to have. */
    public static final int PARAMETER_REQUEST_LIST = 55;

    /** Text with the reason of a NAK or Decline. */
    public static final int MESSAGE = 56;

    /** The largest message that the sender takes. */
    public static final int MAX_MESSAGE_SIZE = 57;

    /** T1 in seconds. */
    public static final int RENEWAL_TIME = 58;

    /** T2 in seconds. */
    public static final int REBINDING_TIME = 59;

    /** Vendor class of the client. */
    public static final int VENDOR_CLASS = 60;

    /** The client's own identifier. */
    public static final int CLIENT_IDENTIFIER = 61;

    /** TFTP server name. */
    public static final int TFTP_SERVER_NAME = 66;

    /** Boot file name. */
    public static final int BOOT_FILE_NAME = 67;

    /** User class (RFC 3004). */
    public static final int USER_CLASS = 77;

    /** Fully qualified domain name of the client (RFC 4702). */
    public static final int CLIENT_FQDN = 81;

    /** Relay agent information (RFC 3046). */
    public static final int RELAY_AGENT_INFORMATION = 82;

    /** Authentication (RFC 3118). */
    public static final int AUTHENTICATION = 90;

    /** IPv6-only preferred (RFC 8925). */
    public static final int IPV6_ONLY_PREFERRED = 108;

    /** Subnet selection (RFC 3011). */
    public static final int SUBNET_SELECTION = 118;

    /** Domain search list (RFC 3397). */
    public static final int DOMAIN_SEARCH = 119;

    /** Classless static routes (RFC 3442). */
    public static final int CLASSLESS_ROUTES = 121;

    /** End of options, without a length. */
    public static final int END = 255;

    /** Number of codes. */
    public static final int CODES = 256;

    private static final int ANY_LENGTH = 0;
    private static final int OTHER_RULE = -1;
    /** The length that an option must have, {@link #ANY_LENGTH} or {@link #OTHER_RULE}: a load where a switch would be mispredicted. */
    private static final byte[] EXACT_LENGTH = exactLengths();

    private DhcpOption() {
    }

    /**
     * Whether the whole value of an option may have this length. Only options on which the gateway acts are judged, and by what their RFC
     * says: a client is not refused because of an option that nobody here reads.
     */
    public static boolean isLengthValid(final int code, final int length) {
        final int exact = EXACT_LENGTH[code];
        return exact == ANY_LENGTH || exact == length || exact == OTHER_RULE && isOtherLengthValid(code, length);
    }

    private static byte[] exactLengths() {
        final byte[] lengths = new byte[CODES];
        for (int code = 0; code < CODES; code++) {
            lengths[code] = (byte) switch (code) {
                case OVERLOAD, MESSAGE_TYPE -> 1;
                case INTERFACE_MTU, MAX_MESSAGE_SIZE -> 2;
                case SUBNET_MASK, BROADCAST_ADDRESS, REQUESTED_ADDRESS, LEASE_TIME, SERVER_IDENTIFIER, RENEWAL_TIME, REBINDING_TIME,
                    SUBNET_SELECTION -> 4;
                case ROUTER, DOMAIN_NAME_SERVER, NTP_SERVERS, PARAMETER_REQUEST_LIST, CLIENT_IDENTIFIER,
                    RELAY_AGENT_INFORMATION -> OTHER_RULE;
                default -> ANY_LENGTH;
            };
        }
        return lengths;
    }

    private static boolean isOtherLengthValid(final int code, final int length) {
        return switch (code) {
            case ROUTER, DOMAIN_NAME_SERVER, NTP_SERVERS -> length >= 4 && (length & 3) == 0;
            case PARAMETER_REQUEST_LIST, CLIENT_IDENTIFIER -> length >= 1;
            case RELAY_AGENT_INFORMATION -> length >= 2;
            default -> true;
        };
    }
}
