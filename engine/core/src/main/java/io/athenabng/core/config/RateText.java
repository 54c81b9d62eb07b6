package io.athenabng.core.config;

import java.math.BigDecimal;
import java.util.Map;

/**
 * Rates as text: {@code 100mbit}, {@code 2.5gbit}, {@code 640kbit} or bits per second without a unit. Units are decimal
 * (1 kbit = 1000 bit), upper or lower case. {@code unlimited} and 0 are the rate 0, which stands for no limit.
 */
public final class RateText {
    /** How the rate 0 is written. */
    public static final String UNLIMITED = "unlimited";

    private static final String REMEDY = "write 100mbit, 640kbit, 2.5gbit or bits per second";
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L, "bit", 1L, "kbit", 1_000L, "mbit", 1_000_000L, "gbit", 1_000_000_000L, "tbit", 1_000_000_000_000L);
    private static final String[] NAMES = {"tbit", "gbit", "mbit", "kbit"};
    private static final int MAX_DECIMALS = 3;

    private RateText() {
    }

    /**
     * Reads a rate.
     *
     * @param text the text
     * @return bits per second; 0 is unlimited
     * @throws ConfigurationValueException if the text is no rate
     */
    public static long parse(final String text) {
        return UNLIMITED.equalsIgnoreCase(text) ? 0 : UnitNumber.parse(text, UNITS, "a rate", "bits per second", REMEDY);
    }

    /**
     * Writes a rate in the largest unit that needs at most three decimals.
     *
     * @param bitsPerSecond the rate, not negative; 0 is unlimited
     * @return text that {@link #parse} reads as the same rate
     */
    public static String format(final long bitsPerSecond) {
        if (bitsPerSecond == 0) {
            return UNLIMITED;
        }
        for (final String name : NAMES) {
            final long unit = UNITS.get(name);
            if (bitsPerSecond >= unit) {
                final BigDecimal value = BigDecimal.valueOf(bitsPerSecond).divide(BigDecimal.valueOf(unit)).stripTrailingZeros();
                if (value.scale() <= MAX_DECIMALS) {
                    return value.toPlainString() + name;
                }
            }
        }
        return Long.toString(bitsPerSecond);
    }
}
