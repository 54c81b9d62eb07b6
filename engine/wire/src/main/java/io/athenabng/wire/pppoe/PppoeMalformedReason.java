package io.athenabng.wire.pppoe;

/** Why {@link PppoeDiscoveryParser} refused a packet: dense integers from 0, so that they index counters. */
public final class PppoeMalformedReason {

    /** Not malformed. */
    public static final int NONE = 0;

    /** Fewer than six bytes. */
    public static final int TRUNCATED = 1;

    /** Version or type is not 1. */
    public static final int BAD_VERSION = 2;

    /** CODE is not one of the discovery stage. */
    public static final int BAD_CODE = 3;

    /** LENGTH goes past the end of the packet. */
    public static final int BAD_LENGTH = 4;

    /** A tag's length goes past the end of the list, or the list ends inside a tag's header. */
    public static final int TAG_OVERRUN = 5;

    /** More tags than a sane packet has. */
    public static final int TOO_MANY_TAGS = 6;

    /** PADI or PADR without exactly one Service-Name. */
    public static final int BAD_SERVICE_NAME = 7;

    /** Host-Uniq, AC-Cookie or Relay-Session-Id more than once. */
    public static final int DUPLICATE_TAG = 8;

    /** PPP-Max-Payload is not two octets. */
    public static final int BAD_MAX_PAYLOAD = 9;

    /** SESSION_ID is not zero in PADI or PADR, or zero in PADT. */
    public static final int BAD_SESSION_ID = 10;

    /** Number of reasons, {@link #NONE} counted. */
    public static final int COUNT = 11;

    private static final String[] NAMES = {
        "NONE", "TRUNCATED", "BAD_VERSION", "BAD_CODE", "BAD_LENGTH", "TAG_OVERRUN", "TOO_MANY_TAGS", "BAD_SERVICE_NAME", "DUPLICATE_TAG",
        "BAD_MAX_PAYLOAD", "BAD_SESSION_ID"
    };

    private PppoeMalformedReason() {
    }

    /** The constant's name: what counters are called. */
    public static String name(final int reason) {
        return NAMES[reason];
    }
}
