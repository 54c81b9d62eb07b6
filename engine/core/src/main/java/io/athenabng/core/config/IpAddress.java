package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.wire.ip.Ipv4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * An IPv4 or IPv6 address in two longs.
 *
 * @param ipv6 whether it is of IPv6
 * @param high the first 64 bits; 0 for IPv4
 * @param low  the last 64 bits; for IPv4 the address in host order
 */
public record IpAddress(boolean ipv6, long high, long low) {
    private static final int GROUPS = 8;
    private static final int GROUP_BITS = 16;
    private static final int GROUP_MASK = 0xffff;

    /**
     * An IPv4 address.
     *
     * @param address the address, host order
     * @return the same
     */
    public static IpAddress ofIpv4(final int address) {
        return new IpAddress(false, 0, address & 0xffff_ffffL);
    }

    /**
     * Reads an address as people write it, without a scope.
     *
     * @param text the text
     * @return the address
     * @throws ConfigurationValueException if it is none
     */
    public static IpAddress parse(final String text) {
        if (text.indexOf(':') < 0) {
            return ofIpv4(AddressText.parseIpv4(text));
        }
        try {
            if (text.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')
                    && InetAddress.ofLiteral(text) instanceof Inet6Address address) {
                final byte[] octets = address.getAddress();
                return new IpAddress(true, longAt(octets, 0), longAt(octets, Long.BYTES));
            }
        } catch (final IllegalArgumentException e) {
            throw noAddress(text);
        }
        throw noAddress(text);
    }

    private static ConfigurationValueException noAddress(final String text) {
        return new ConfigurationValueException(quote(text) + " is not an IPv6 address", "write 2001:db8::1");
    }

    private static long longAt(final byte[] octets, final int offset) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << Byte.SIZE | octets[offset + i] & 0xff;
        }
        return value;
    }

    /** @return the IPv4 address, host order */
    public int ipv4() {
        return (int) low;
    }

    private int group(final int index) {
        final long half = index < GROUPS / 2 ? high : low;
        return (int) (half >>> (GROUPS / 2 - 1 - index % (GROUPS / 2)) * GROUP_BITS) & GROUP_MASK;
    }

    /** The address as people write it; of IPv6 as RFC 5952 says. */
    @Override
    public String toString() {
        if (!ipv6) {
            return Ipv4Address.toString(ipv4());
        }
        int zerosAt = -1;
        int zeros = 1;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && group(i + run) == 0) {
                run++;
            }
            if (run > zeros) {
                zerosAt = i;
                zeros = run;
            }
            i += run;
        }
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (i == zerosAt) {
                text.append("::");
                i += zeros - 1;
            } else {
                text.append(i == 0 || text.charAt(text.length() - 1) == ':' ? "" : ":").append(Integer.toHexString(group(i)));
            }
        }
        return text.toString();
    }
}
