package io.athenabng.wire.radius;

/** How a MAC address is written as text: RADIUS servers and their databases differ. RFC 3580 asks for the one with hyphens. */
public enum RadiusMacFormat {

    /** {@code aa:bb:cc:dd:ee:ff}. */
    COLON_LOWER(':', 2, false),

    /** {@code AA:BB:CC:DD:EE:FF}. */
    COLON_UPPER(':', 2, true),

    /** {@code aa-bb-cc-dd-ee-ff}. */
    HYPHEN_LOWER('-', 2, false),

    /** {@code AA-BB-CC-DD-EE-FF}: RFC 3580, 3.21. */
    HYPHEN_UPPER('-', 2, true),

    /** {@code aabb.ccdd.eeff}. */
    DOT_LOWER('.', 4, false),

    /** {@code AABB.CCDD.EEFF}. */
    DOT_UPPER('.', 4, true),

    /** {@code aabbccddeeff}. */
    PLAIN_LOWER('\0', 12, false),

    /** {@code AABBCCDDEEFF}. */
    PLAIN_UPPER('\0', 12, true);

    private static final int DIGITS = 12;

    private final char separator;
    private final int group;
    private final boolean upper;

    RadiusMacFormat(final char separator, final int group, final boolean upper) {
        this.separator = separator;
        this.group = group;
        this.upper = upper;
    }

    /** Characters of the text, which are as many octets. */
    public int length() {
        return DIGITS + (DIGITS - 1) / group;
    }

    /** The character at an index of the text. */
    public char charAt(final long mac, final int index) {
        final int width = group + 1;
        if (index % width == group) {
            return separator;
        }
        final int digit = index - index / width;
        final int value = (int) (mac >>> 4 * (DIGITS - 1 - digit)) & 0xf;
        return (char) (value < 10 ? '0' + value : (upper ? 'A' : 'a') + value - 10);
    }

    /** Appends the text. */
    public StringBuilder appendTo(final long mac, final StringBuilder out) {
        for (int i = 0, length = length(); i < length; i++) {
            out.append(charAt(mac, i));
        }
        return out;
    }
}
