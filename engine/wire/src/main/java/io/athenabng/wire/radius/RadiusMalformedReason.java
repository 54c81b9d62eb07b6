package io.athenabng.wire.radius;

/** Why a packet, or a list of attributes, was refused: dense integers from 0, so that they index counters. */
public final class RadiusMalformedReason {

    /** Not malformed. */
    public static final int NONE = 0;

    /** Fewer octets than a header has, or than the packet's Length says. */
    public static final int TRUNCATED = 1;

    /** The packet's Length is less than 20. */
    public static final int BAD_LENGTH = 2;

    /** The packet's Length is more than 4096. */
    public static final int TOO_LONG = 3;

    /** An attribute's length is 0 or 1. */
    public static final int BAD_ATTRIBUTE_LENGTH = 4;

    /** An attribute goes past the end of the packet. */
    public static final int ATTRIBUTE_OVERRUN = 5;

    /** Message-Authenticator with another length than 18. */
    public static final int BAD_MESSAGE_AUTHENTICATOR = 6;

    /** Message-Authenticator more than once. */
    public static final int DUPLICATE_MESSAGE_AUTHENTICATOR = 7;

    /** Number of reasons, {@link #NONE} counted. */
    public static final int COUNT = 8;

    private static final String[] NAMES = {
        "NONE", "TRUNCATED", "BAD_LENGTH", "TOO_LONG", "BAD_ATTRIBUTE_LENGTH", "ATTRIBUTE_OVERRUN", "BAD_MESSAGE_AUTHENTICATOR",
        "DUPLICATE_MESSAGE_AUTHENTICATOR"
    };

    private RadiusMalformedReason() {
    }

    /** The constant's name: what counters are called. */
    public static String name(final int reason) {
        return NAMES[reason];
    }
}
