package io.athenabng.wire.ip;

/** Protocol numbers of IPv4's protocol and IPv6's next header field, as IANA assigned them. */
public final class IpProtocol {

    /** User Datagram Protocol. */
    public static final int UDP = 17;

    /** ICMP for IPv6, neighbour discovery among it. */
    public static final int ICMPV6 = 58;

    private IpProtocol() {
    }
}
