package io.athenabng.wire.ppp;

/** Types of LCP's configuration options (RFC 1661, section 6), and the algorithms of CHAP. */
public final class LcpOption {

    /** Maximum-Receive-Unit, two octets. */
    public static final int MRU = 1;

    /** Authentication-Protocol: two octets, and for CHAP the algorithm. */
    public static final int AUTHENTICATION = 3;

    /** Magic-Number, four octets. */
    public static final int MAGIC_NUMBER = 5;

    /** CHAP with MD5 (RFC 1994). */
    public static final int CHAP_MD5 = 0x05;

    /** MS-CHAPv2 (RFC 2759). */
    public static final int CHAP_MS_V2 = 0x81;

    private LcpOption() {
    }
}
