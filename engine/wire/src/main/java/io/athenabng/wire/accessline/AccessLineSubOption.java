package io.athenabng.wire.accessline;

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

    /** The last one of the rates and interleaving delays that {@link #ACTUAL_RATE_UP} begins: actual, minimum, attainable and maximum. */
    public static final int LAST_NUMBER = 0x8e;

    /** Access-Loop-Encapsulation: data link and two encapsulations, an octet each. */
    public static final int ENCAPSULATION = 0x90;

    /** Octets of {@link #ENCAPSULATION}. */
    public static final int ENCAPSULATION_LENGTH = 3;

    /** Longest Circuit-ID and Remote-ID, octets. */
    public static final int ID_MAX = 63;

    private AccessLineSubOption() {
    }

    /**
     * Whether a sub-option tells of the line itself and has the length that it must have.
     *
     * @param type   its type
     * @param length its value's length, octets
     * @return whether it is a rate, a delay or the encapsulation
     */
    public static boolean isCharacteristic(final int type, final int length) {
        return type >= ACTUAL_RATE_UP && type <= LAST_NUMBER && length == Integer.BYTES
            || type == ENCAPSULATION && length == ENCAPSULATION_LENGTH;
    }
}
