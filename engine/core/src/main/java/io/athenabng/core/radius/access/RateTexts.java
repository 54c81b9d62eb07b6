package io.athenabng.core.radius.access;

import io.athenabng.core.config.ConfigurationValueException;
import io.athenabng.core.config.RateText;

/** Rates as servers write them. */
final class RateTexts {
    /** The text is no rate. */
    static final long NONE = -2;
    private static final long MIN = 8_000;
    private static final long MAX = 1_000_000_000_000L;
    private static final int DIGITS_MAX = 15;

    private RateTexts() {
    }

    /** {@code 100mbit}, as in the configuration; {@code unlimited} is 0. */
    static long athena(final String text) {
        try {
            final long rate = RateText.parse(text.strip());
            return rate == 0 ? 0 : checked(rate);
        } catch (final ConfigurationValueException e) {
            return NONE;
        }
    }

    /** A rate that a line can be shaped to; 0 is unlimited. */
    static long checked(final long bitsPerSecond) {
        return bitsPerSecond == 0 || bitsPerSecond >= MIN && bitsPerSecond <= MAX ? bitsPerSecond : NONE;
    }

    /** The first of a Mikrotik rate's words, {@code rx/tx}: what the router receives is the upload. A single rate is both. */
    static long mikrotik(final String text, final boolean down) {
        final String stripped = text.strip();
        final int end = stripped.indexOf(' ');
        final String pair = end < 0 ? stripped : stripped.substring(0, end);
        final int slash = pair.indexOf('/');
        final String rate = slash < 0 ? pair : down ? pair.substring(slash + 1) : pair.substring(0, slash);
        return number(rate);
    }

    private static long number(final String rate) {
        if (rate.isEmpty()) {
            return NONE;
        }
        final long unit = switch (rate.charAt(rate.length() - 1)) {
            case 'k', 'K' -> 1_000L;
            case 'M', 'm' -> 1_000_000L;
            case 'G', 'g' -> 1_000_000_000L;
            default -> 1L;
        };
        final int digits = unit == 1 ? rate.length() : rate.length() - 1;
        if (digits == 0 || digits > DIGITS_MAX) {
            return NONE;
        }
        long value = 0;
        for (int i = 0; i < digits; i++) {
            final char c = rate.charAt(i);
            if (c < '0' || c > '9') {
                return NONE;
            }
            value = value * 10 + c - '0';
        }
        return value > MAX ? NONE : checked(value * unit);
    }
}
