package io.athenabng.wire.dhcp;

/** Why {@link DhcpParser} refused a message: dense integers from 0, so that they index counters. */
public final class DhcpMalformedReason {

    /** Not malformed. */
    public static final int NONE = 0;

    /** Fewer than 236 bytes: not even BOOTP's fixed fields. */
    public static final int TRUNCATED = 1;

    /** op is not the one that the direction asks for. */
    public static final int BAD_OP = 2;

    /** htype is not 1 (Ethernet). */
    public static final int BAD_HTYPE = 3;

    /** hlen is not 6. */
    public static final int BAD_HLEN = 4;

    /** No magic cookie: BOOTP without options. */
    public static final int NO_COOKIE = 5;

    /** chaddr is zero. */
    public static final int CHADDR_ZERO = 6;

    /** chaddr is a group address. */
    public static final int CHADDR_MULTICAST = 7;

    /** An option's length goes past the end of its field. */
    public static final int OPTION_OVERRUN = 8;

    /** More instances of options than a sane message has. */
    public static final int TOO_MANY_OPTIONS = 9;

    /** Option overload with a value other than 1, 2 and 3, or a length other than 1. */
    public static final int BAD_OVERLOAD = 10;

    /** Option overload twice, or inside a field that it opened. */
    public static final int OVERLOAD_LOOP = 11;

    /** No option 53: plain BOOTP. */
    public static final int NO_MESSAGE_TYPE = 12;

    /** Option 53 more than once. */
    public static final int DUPLICATE_MESSAGE_TYPE = 13;

    /** Option 53 has a value that is not assigned. */
    public static final int BAD_MESSAGE_TYPE = 14;

    /** A server's message with op BOOTREQUEST, or the other way round. */
    public static final int MESSAGE_TYPE_AGAINST_OP = 15;

    /** An option of fixed or minimum length has another one; also if its repetitions add up to it (RFC 3396). */
    public static final int BAD_OPTION_LENGTH = 16;

    /** Option 82 more than once (RFC 3046, 2.1). */
    public static final int DUPLICATE_RELAY_AGENT = 17;

    /** A suboption's length goes past the end of option 82. */
    public static final int RELAY_AGENT_OVERRUN = 18;

    /** Number of reasons, {@link #NONE} counted. */
    public static final int COUNT = 19;

    private static final String[] NAMES = {
        "NONE", "TRUNCATED", "BAD_OP", "BAD_HTYPE", "BAD_HLEN", "NO_COOKIE", "CHADDR_ZERO", "CHADDR_MULTICAST", "OPTION_OVERRUN",
        "TOO_MANY_OPTIONS", "BAD_OVERLOAD", "OVERLOAD_LOOP", "NO_MESSAGE_TYPE", "DUPLICATE_MESSAGE_TYPE", "BAD_MESSAGE_TYPE",
        "MESSAGE_TYPE_AGAINST_OP", "BAD_OPTION_LENGTH", "DUPLICATE_RELAY_AGENT", "RELAY_AGENT_OVERRUN"
    };

    private DhcpMalformedReason() {
    }

    /** The constant's name: what counters are called. */
    public static String name(final int reason) {
        return NAMES[reason];
    }
}
