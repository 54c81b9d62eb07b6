package io.athenabng.wire.ppp;

/** Why a control packet was refused: dense integers from 0, so that they index counters. */
public final class PppMalformedReason {

    /** Not malformed. */
    public static final int NONE = 0;

    /** Fewer than four bytes. */
    public static final int TRUNCATED = 1;

    /** Length below four, or beyond the frame. */
    public static final int BAD_LENGTH = 2;

    /** An option's length is below two, or goes past the end of the packet. */
    public static final int OPTION_OVERRUN = 3;

    /** More options than a sane packet has. */
    public static final int TOO_MANY_OPTIONS = 4;

    /** PAP: peer's name or password goes past the end of the packet. */
    public static final int PAP_OVERRUN = 5;

    /** CHAP: the value is empty or goes past the end of the packet. */
    public static final int CHAP_OVERRUN = 6;

    /** LCP Echo, Discard, Identification or Time-Remaining without room for the magic number; Protocol-Reject without a protocol. */
    public static final int TRUNCATED_DATA = 7;

    /** Number of reasons, {@link #NONE} counted. */
    public static final int COUNT = 8;

    private static final String[] NAMES = {
        "NONE", "TRUNCATED", "BAD_LENGTH", "OPTION_OVERRUN", "TOO_MANY_OPTIONS", "PAP_OVERRUN", "CHAP_OVERRUN", "TRUNCATED_DATA"
    };

    private PppMalformedReason() {
    }

    /** The constant's name: what counters are called. */
    public static String name(final int reason) {
        return NAMES[reason];
    }
}
