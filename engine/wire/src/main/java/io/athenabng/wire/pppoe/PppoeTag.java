package io.athenabng.wire.pppoe;

/** Types of the tags of PPPoE discovery (RFC 2516, appendix A; RFC 4638, section 5). */
public final class PppoeTag {

    /** Ends the list; need not be there. */
    public static final int END_OF_LIST = 0x0000;

    /** The service that is asked for or offered; empty is any. */
    public static final int SERVICE_NAME = 0x0101;

    /** The access concentrator's name. */
    public static final int AC_NAME = 0x0102;

    /** What the host recognises its answer by; echoed unchanged. */
    public static final int HOST_UNIQ = 0x0103;

    /** What the access concentrator recognises its own offer by; echoed by the host. */
    public static final int AC_COOKIE = 0x0104;

    /** Vendor-specific: a zero octet and the vendor's 24-bit enterprise number, then what the vendor says. */
    public static final int VENDOR_SPECIFIC = 0x0105;

    /** Put in by a relay on the way; echoed unchanged. */
    public static final int RELAY_SESSION_ID = 0x0110;

    /** The largest PPP payload that the host can take (RFC 4638), two octets. */
    public static final int PPP_MAX_PAYLOAD = 0x0120;

    /** The service cannot be had, and why. */
    public static final int SERVICE_NAME_ERROR = 0x0201;

    /** The access concentrator has trouble of its own. */
    public static final int AC_SYSTEM_ERROR = 0x0202;

    /** Any other trouble. */
    public static final int GENERIC_ERROR = 0x0203;

    /** Bytes of a tag's type and length. */
    public static final int HEADER_LENGTH = 4;

    private PppoeTag() {
    }
}
