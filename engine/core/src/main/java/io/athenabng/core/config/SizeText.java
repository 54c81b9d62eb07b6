package io.athenabng.core.config;

import java.util.Map;

/** Sizes of memory as text: {@code 256KiB}, {@code 4MiB}, {@code 1GiB} or bytes without a unit. Units are binary (1 KiB = 1024 bytes). */
public final class SizeText {
    private static final String REMEDY = "write 256KiB, 4MiB, 1GiB or bytes";
    private static final Map<String, Long> UNITS = Map.of("", 1L, "kib", 1L << 10, "mib", 1L << 20, "gib", 1L << 30);
    private static final String[] NAMES = {"GiB", "MiB", "KiB"};

    private SizeText() {
    }

    /**
     * Reads a size.
     *
     * @param text the text
     * @return bytes
     * @throws ConfigurationValueException if the text is no size
     */
    public static long parse(final String text) {
        return UnitNumber.parse(text, UNITS, "a size", "bytes", REMEDY);
    }

    /**
     * Writes a size in the largest unit that divides it.
     *
     * @param bytes the size, not negative, bytes
     * @return text that {@link #parse} reads as the same size
     */
    public static String format(final long bytes) {
        int shift = 30;
        for (final String name : NAMES) {
            if (bytes != 0 && (bytes & (1L << shift) - 1) == 0) {
                return (bytes >>> shift) + name;
            }
            shift -= 10;
        }
        return Long.toString(bytes);
    }
}
