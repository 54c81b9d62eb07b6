package io.athenabng.wire.pppoe;

/**
 * Sub-options of the access node's vendor tag (TR-101, sections 3.9.2 and 3.9.3; RFC 4679 has the same numbers for RADIUS). Rates are
 * kbit/s and delays ms, in four octets.
 */
public final class AccessLineSubOption {

    /** The Broadband Forum's enterprise number, which the tag begins with. */
    public static final int VENDOR = 3561;

    /** Agent Circuit-ID, at most 63 octets. */
    public static final int CIRCUIT_ID = 0x01;

    /** Agent Remote-ID, at most 63 octets. */
    public static final int REMOTE_ID = 0x02;

    /** Actual data rate, upstream. */
    public static final int ACTUAL_RATE_UP = 0x81;

    /** Actual data rate, downstream. */
    public static final int ACTUAL_RATE_DOWN = 0x82;

    /** Longest Circuit-ID and Remote-ID, octets. */
    public static final int ID_MAX = 63;

    private AccessLineSubOption() {
    }
}
