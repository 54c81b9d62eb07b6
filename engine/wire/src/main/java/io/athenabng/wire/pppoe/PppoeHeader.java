package io.athenabng.wire.pppoe;

/**
 * The PPPoE header (RFC 2516, section 4) and the PPP protocol number that follows it in the session stage (RFC 1661, section 2).
 *
 * <pre>
 *   0               1               2               3
 *  +-------+-------+---------------+-------------------------------+
 *  |VER = 1|TYPE= 1|     CODE      |          SESSION_ID           |
 *  +-------+-------+---------------+-------------------------------+
 *  |            LENGTH             |  PPP protocol (session stage) |
 *  +-------------------------------+-------------------------------+
 * </pre>
 *
 * LENGTH counts the bytes after itself: the tags in the discovery stage, protocol number and information in the session stage.
 */
public final class PppoeHeader {

    /** Bytes of the header, up to and including LENGTH. */
    public static final int LENGTH = 6;

    /** Where SESSION_ID is. */
    public static final int SESSION_ID_OFFSET = 2;

    /** Version 1 and type 1, as the first byte carries them. */
    public static final int VERSION_AND_TYPE = 0x11;

    /** Bytes of the PPP protocol number. */
    public static final int PPP_PROTOCOL_LENGTH = 2;

    /**
     * PPP protocol numbers from here up are control: 0x8000–0xbfff network control (IPCP, IPV6CP), 0xc000–0xffff link control and
     * authentication (LCP, PAP, CHAP). RFC 1661, section 2.
     */
    public static final int FIRST_CONTROL_PROTOCOL = 0x8000;

    private PppoeHeader() {
    }
}
