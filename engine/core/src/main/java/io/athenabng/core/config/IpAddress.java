package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.wire.ip.Ipv4Address;

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
        final long[] halves = new long[2];
        final int gap = text.indexOf("::");
        final boolean read = gap < 0 ? put(halves, text, 0) == GROUPS
                : text.indexOf("::", gap + 1) < 0 && putAround(halves, text.substring(0, gap), text.substring(gap + 2));
        if (!read) {
            throw new ConfigurationValueException(quote(text) + " is not an IPv6 address", "write 2001:db8::1");
        }
        return new IpAddress(true, halves[0], halves[1]);
    }

    /** What stands before and behind the gap; false if that is no address, or the gap is none. */
    private static boolean putAround(final long[] halves, final String before, final String behind) {
        final int first = before.isEmpty() ? 0 : put(halves, before, 0);
        final int rest = behind.isEmpty() ? 0 : count(behind);
        return before.indexOf('.') < 0 && first >= 0 && first + rest < GROUPS
                && (behind.isEmpty() || put(halves, behind, GROUPS - rest) == GROUPS);
    }

    /** How many groups of 16 bits a text has; an IPv4 address at its end is two. */
    private static int count(final String text) {
        int groups = text.indexOf('.') < 0 ? 1 : 2;
        for (int i = 0; i < text.length(); i++) {
            groups += text.charAt(i) == ':' ? 1 : 0;
        }
        return groups;
    }

    /** Puts groups from one on; the group after the last, or -1 if the text is something else. */
    private static int put(final long[] halves, final String text, final int from) {
        int at = from;
        int start = 0;
        while (start <= text.length()) {
            final int colon = text.indexOf(':', start);
            final int end = colon < 0 ? text.length() : colon;
            final String group = text.substring(start, end);
            if (group.indexOf('.') >= 0) {
                if (colon >= 0 || at > GROUPS - 2) {
                    return -1;
                }
                final int address = AddressText.parseIpv4(group);
                put(halves, at, address >>> GROUP_BITS);
                put(halves, at + 1, address & GROUP_MASK);
                at += 2;
            } else {
                if (at >= GROUPS || group.isEmpty() || group.length() > 4 || !group.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
                    return -1;
                }
                put(halves, at++, Integer.parseInt(group, 16));
            }
            start = end + 1;
        }
        return at;
    }

    private static void put(final long[] halves, final int group, final int value) {
        halves[group / (GROUPS / 2)] |= (long) value << (GROUPS / 2 - 1 - group % (GROUPS / 2)) * GROUP_BITS;
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
