package io.athenabng.wire.ppp;

/** PPP protocol numbers (IANA "PPP Numbers"). */
public final class PppProtocol {

    /** IP Control Protocol (RFC 1332). */
    public static final int IPCP = 0x8021;

    /** IPv6 Control Protocol (RFC 5072). */
    public static final int IPV6CP = 0x8057;

    /** Compression Control Protocol (RFC 1962). */
    public static final int CCP = 0x80fd;

    /** Link Control Protocol (RFC 1661). */
    public static final int LCP = 0xc021;

    /** Password Authentication Protocol (RFC 1334). */
    public static final int PAP = 0xc023;

    /** Challenge Handshake Authentication Protocol (RFC 1994). */
    public static final int CHAP = 0xc223;

    private PppProtocol() {
    }

    /** The protocol's name, {@code 0x....} for others. */
    public static String name(final int protocol) {
        return switch (protocol) {
            case IPCP -> "IPCP";
            case IPV6CP -> "IPV6CP";
            case CCP -> "CCP";
            case LCP -> "LCP";
            case PAP -> "PAP";
            case CHAP -> "CHAP";
            default -> "0x" + Integer.toHexString(protocol);
        };
    }
}
