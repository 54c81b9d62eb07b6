package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import io.athenabng.wire.ip.Ipv4Prefix;

/** Addresses as text: IPv4 addresses, an interface's address, ranges, routes and MAC addresses. */
public final class AddressText {
    private static final String VIA = " via ";

    private AddressText() {
    }

    /**
     * An address and the length of the prefix that it is in, as an interface has it.
     *
     * @param address      the address, host order
     * @param prefixLength 0 to 32
     */
    public record InterfaceAddress(int address, int prefixLength) {
        /** @return the prefix that the address is in */
        public Ipv4Prefix prefix() {
            return new Ipv4Prefix(Ipv4Address.network(address, prefixLength), prefixLength);
        }
    }

    /**
     * Reads {@code 10.0.0.1}.
     *
     * @param text the text
     * @return the address, host order
     * @throws ConfigurationValueException if the text is no IPv4 address
     */
    public static int parseIpv4(final String text) {
        try {
            return Ipv4Address.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new ConfigurationValueException(quote(text) + " is not an IPv4 address", "write four decimal octets: 10.0.0.1");
        }
    }

    /**
     * Reads {@code 10.0.0.1/24}: an address in its prefix, host bits included.
     *
     * @param text the text
     * @return address and prefix length
     * @throws ConfigurationValueException if the text is anything else
     */
    public static InterfaceAddress parseInterfaceAddress(final String text) {
        final int slash = text.indexOf('/');
        try {
            final int length = slash < 0 ? -1 : Integer.parseInt(text, slash + 1, text.length(), 10);
            if (length >= 0 && length <= 32 && Character.isDigit(text.charAt(slash + 1))) {
                return new InterfaceAddress(Ipv4Address.parse(text.substring(0, slash)), length);
            }
        } catch (final IllegalArgumentException e) {
            throw notInterfaceAddress(text);
        }
        throw notInterfaceAddress(text);
    }

    /**
     * Reads {@code 10.64.0.10-10.64.0.250}, or one address as a range of one.
     *
     * @param text the text
     * @return the range
     * @throws ConfigurationValueException if the text is no range, or its end is below its start
     */
    public static PoolSettings.AddressRange parseRange(final String text) {
        final int dash = text.indexOf('-');
        final int first;
        final int last;
        try {
            first = Ipv4Address.parse(dash < 0 ? text : text.substring(0, dash).strip());
            last = dash < 0 ? first : Ipv4Address.parse(text.substring(dash + 1).strip());
        } catch (final IllegalArgumentException e) {
            throw new ConfigurationValueException(quote(text) + " is not a range of IPv4 addresses", "write 10.64.0.10-10.64.0.250");
        }
        if (Integer.compareUnsigned(first, last) > 0) {
            throw new ConfigurationValueException(quote(text) + " ends below its start",
                    "write " + Ipv4Address.toString(last) + "-" + Ipv4Address.toString(first));
        }
        return new PoolSettings.AddressRange(first, last);
    }

    /**
     * Writes a range.
     *
     * @param range the range
     * @return its text; a range of one is one address
     */
    public static String formatRange(final PoolSettings.AddressRange range) {
        final String first = Ipv4Address.toString(range.first());
        return range.first() == range.last() ? first : first + "-" + Ipv4Address.toString(range.last());
    }

    /**
     * Reads {@code 192.0.2.0/24 via 10.64.0.1}.
     *
     * @param text the text
     * @return the route
     * @throws ConfigurationValueException if the text is no route, or its destination has host bits
     */
    public static DhcpSettings.Route parseRoute(final String text) {
        final int via = text.indexOf(VIA);
        if (via >= 0) {
            try {
                final Ipv4Prefix destination = Ipv4Prefix.parse(text.substring(0, via).strip());
                final int gateway = Ipv4Address.parse(text.substring(via + VIA.length()).strip());
                return new DhcpSettings.Route(destination.network(), destination.length(), gateway);
            } catch (final IllegalArgumentException e) {
                throw new ConfigurationValueException(quote(text) + " is not a route (" + e.getMessage() + ")",
                        "write 192.0.2.0/24 via 10.64.0.1");
            }
        }
        throw new ConfigurationValueException(quote(text) + " is not a route", "write 192.0.2.0/24 via 10.64.0.1");
    }

    /**
     * Writes a route.
     *
     * @param route the route
     * @return text that {@link #parseRoute} reads as the same route
     */
    public static String formatRoute(final DhcpSettings.Route route) {
        return Ipv4Address.toString(route.destination()) + "/" + route.prefixLength() + VIA + Ipv4Address.toString(route.gateway());
    }

    /**
     * Reads a station's MAC address: {@code aa:bb:cc:dd:ee:ff}.
     *
     * @param text the text
     * @return the address, first octet in bits 47-40
     * @throws ConfigurationValueException if the text is no MAC address, or one that no station has: zero or a group's
     */
    public static long parseMac(final String text) {
        final long mac;
        try {
            mac = MacAddress.parse(text);
        } catch (final IllegalArgumentException e) {
            throw new ConfigurationValueException(quote(text) + " is not a MAC address", "write \"aa:bb:cc:dd:ee:ff\", in quotes");
        }
        if (MacAddress.isZero(mac) || MacAddress.isMulticast(mac)) {
            throw new ConfigurationValueException(quote(text) + " is no station's address", "write the subscriber's own MAC address");
        }
        return mac;
    }

    private static ConfigurationValueException notInterfaceAddress(final String text) {
        return new ConfigurationValueException(quote(text) + " is not an address with a prefix length", "write 10.64.0.1/24");
    }
}
