package io.athenabng.core.config;

import java.util.Map;

/** Durations as text: {@code 500ms}, {@code 30s}, {@code 10m}, {@code 1h}, {@code 7d}; also {@code us} and {@code ns}. 0 needs no unit. */
public final class DurationText {
    private static final String REMEDY = "write 500ms, 30s, 10m, 1h or 7d";
    private static final Map<String, Long> UNITS = Map.of(
            "ns", 1L, "us", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "m", 60_000_000_000L, "h", 3_600_000_000_000L,
            "d", 86_400_000_000_000L);
    private static final String[] NAMES = {"d", "h", "m", "s", "ms", "us"};

    private DurationText() {
    }

    /**
     * Reads a duration.
     *
     * @param text the text
     * @return the duration, ns
     * @throws ConfigurationValueException if the text is no duration
     */
    public static long parse(final String text) {
        return text.equals("0") ? 0 : UnitNumber.parse(text, UNITS, "a duration", "nanoseconds", REMEDY);
    }

    /**
     * Writes a duration in the largest unit that divides it.
     *
     * @param durationNs the duration, not negative, ns
     * @return text that {@link #parse} reads as the same duration
     */
    public static String format(final long durationNs) {
        if (durationNs == 0) {
            return "0s";
        }
        for (final String name : NAMES) {
            final long unit = UNITS.get(name);
            if (durationNs % unit == 0) {
                return durationNs / unit + name;
            }
        }
        return durationNs + "ns";
    }
}
