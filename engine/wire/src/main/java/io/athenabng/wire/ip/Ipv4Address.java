package io.athenabng.wire.ip;

/** An IPv4 address in an int in host order: 10.0.0.1 is 0x0a000001. */
public final class Ipv4Address {

    /** 0.0.0.0: this host on this network, before it has an address. */
    public static final int ANY = 0;

    /** 255.255.255.255: every host on the link. */
    public static final int BROADCAST = 0xffff_ffff;

    private static final int MAX_TEXT_LENGTH = 15;

    private Ipv4Address() {
    }

    /** Appends the four decimal octets. */
    public static StringBuilder appendTo(final int address, final StringBuilder out) {
        return out.append(address >>> 24).append('.').append(address >>> 16 & 0xff)
            .append('.').append(address >>> 8 & 0xff).append('.').append(address & 0xff);
    }

    /** The four decimal octets, joined by dots. */
    public static String toString(final int address) {
        return appendTo(address, new StringBuilder(MAX_TEXT_LENGTH)).toString();
    }

    /**
     * Reads four decimal octets, joined by dots; no leading zeros, which some read as octal.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static int parse(final CharSequence text) {
        int address = 0;
        int octet = -1;
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            final char c = text.charAt(i);
            if (c == '.') {
                if (octet < 0 || ++dots > 3) {
                    throw invalid(text);
                }
                address = address << 8 | octet;
                octet = -1;
            } else if (c < '0' || c > '9' || octet == 0) {
                throw invalid(text);
            } else {
                octet = Math.max(octet, 0) * 10 + c - '0';
                if (octet > 255) {
                    throw invalid(text);
                }
            }
        }
        if (dots != 3 || octet < 0) {
            throw invalid(text);
        }
        return address << 8 | octet;
    }

    /** The mask of a prefix length, 0–32. */
    public static int mask(final int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << 32 - prefixLength;
    }

    /** The network that an address belongs to. */
    public static int network(final int address, final int prefixLength) {
        return address & mask(prefixLength);
    }

    /** The directed broadcast address of the network that an address belongs to. */
    public static int broadcast(final int address, final int prefixLength) {
        return address | ~mask(prefixLength);
    }

    /** Whether the address is 224.0.0.0/4. */
    public static boolean isMulticast(final int address) {
        return address >>> 28 == 0xe;
    }

    private static IllegalArgumentException invalid(final CharSequence text) {
        return new IllegalArgumentException("not an IPv4 address (10.0.0.1): " + text);
    }
}
