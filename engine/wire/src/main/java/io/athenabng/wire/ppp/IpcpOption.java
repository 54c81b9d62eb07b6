package io.athenabng.wire.ppp;

/** Types of the options of IPCP (RFC 1332, RFC 1877) and IPV6CP (RFC 5072). */
public final class IpcpOption {

    /** IPCP: IP-Address, four octets. */
    public static final int IP_ADDRESS = 3;

    /** IPCP: Primary-DNS-Address, four octets. */
    public static final int PRIMARY_DNS = 129;

    /** IPCP: Secondary-DNS-Address, four octets. */
    public static final int SECONDARY_DNS = 131;

    /** IPV6CP: Interface-Identifier, eight octets. */
    public static final int INTERFACE_IDENTIFIER = 1;

    private IpcpOption() {
    }
}
