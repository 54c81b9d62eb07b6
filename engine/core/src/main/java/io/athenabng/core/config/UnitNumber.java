package io.athenabng.core.config;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A decimal number with a unit behind it, without a space: what rates, durations and sizes have in common. */
final class UnitNumber {
    // Bounded on purpose: the text may come from anywhere.
    private static final Pattern FORM = Pattern.compile("([0-9]{1,19}(?:\\.[0-9]{1,9})?)([A-Za-z]{0,4})");

    private UnitNumber() {
    }

    /**
     * Reads a number and its unit.
     *
     * @param text      the text
     * @param units     how much a unit is, by its lower-case name
     * @param what      what the text should be, with an article: {@code a rate}
     * @param atom      what the result counts, in the plural
     * @param remedy    what to write instead
     * @return the number times its unit
     * @throws ConfigurationValueException if the text has another form or unit, is no whole number of atoms, or too large
     */
    static long parse(final String text, final Map<String, Long> units, final String what, final String atom, final String remedy) {
        final Matcher matcher = FORM.matcher(text);
        final Long unit = matcher.matches() ? units.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (unit == null) {
            throw new ConfigurationValueException(ConfigurationValueException.quote(text) + " is not " + what, remedy);
        }
        final BigDecimal value = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new ConfigurationValueException(ConfigurationValueException.quote(text) + " is too large", remedy);
        }
        if (value.stripTrailingZeros().scale() > 0) {
            throw new ConfigurationValueException(ConfigurationValueException.quote(text) + " is not a whole number of " + atom, remedy);
        }
        return value.longValueExact();
    }
}
