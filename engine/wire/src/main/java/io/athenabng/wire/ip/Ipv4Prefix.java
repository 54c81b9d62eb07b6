package io.athenabng.wire.ip;

/**
 * An IPv4 prefix: a network and the number of its bits.
 *
 * @param network the network's address, host order, host bits zero
 * @param length  prefix length, 0–32
 */
public record Ipv4Prefix(int network, int length) {

    /**
     * Checks the range of the length, and that no host bit is set.
     *
     * @throws IllegalArgumentException if either is wrong
     */
    public Ipv4Prefix {
        if (length < 0 || length > 32) {
            throw new IllegalArgumentException("a prefix length is 0 to 32, not " + length);
        }
        if (Ipv4Address.network(network, length) != network) {
            throw new IllegalArgumentException(Ipv4Address.toString(network) + "/" + length + " has host bits set; the network is "
                + Ipv4Address.toString(Ipv4Address.network(network, length)) + "/" + length);
        }
    }

    /**
     * Reads {@code 10.0.0.0/24}.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Ipv4Prefix parse(final String text) {
        final int slash = text.indexOf('/');
        final int digits = text.length() - slash - 1;
        if (slash < 0 || digits < 1 || digits > 2) {
            throw invalid(text);
        }
        int length = 0;
        for (int i = slash + 1; i < text.length(); i++) {
            final int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw invalid(text);
            }
            length = length * 10 + digit;
        }
        return new Ipv4Prefix(Ipv4Address.parse(text.substring(0, slash)), length);
    }

    /** The mask, host order. */
    public int mask() {
        return Ipv4Address.mask(length);
    }

    /** The last address of the prefix: of a network that has one, its broadcast address. */
    public int last() {
        return Ipv4Address.broadcast(network, length);
    }

    /** Whether the address belongs to the prefix. */
    public boolean contains(final int address) {
        return Ipv4Address.network(address, length) == network;
    }

    @Override
    public String toString() {
        return Ipv4Address.toString(network) + "/" + length;
    }

    private static IllegalArgumentException invalid(final String text) {
        return new IllegalArgumentException("not an IPv4 prefix (10.0.0.0/24): " + text);
    }
}
