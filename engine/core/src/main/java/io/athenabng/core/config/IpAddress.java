package io.athenabng.core.config;

/**
 * An IPv4 or IPv6 address in two longs.
 *
 * @param ipv6 whether it is of IPv6
 * @param high the first 64 bits; 0 for IPv4
 * @param low  the last 64 bits; for IPv4 the address in host order
 */
public record IpAddress(boolean ipv6, long high, long low) {
    /**
     * An IPv4 address.
     *
     * @param address the address, host order
     * @return the same
     */
    public static IpAddress ofIpv4(final int address) {
        return new IpAddress(false, 0, address & 0xffff_ffffL);
    }

    /** @return the IPv4 address, host order */
    public int ipv4() {
        return (int) low;
    }
}
