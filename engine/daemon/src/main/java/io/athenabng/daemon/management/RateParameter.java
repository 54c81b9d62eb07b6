package io.athenabng.daemon.management;

import io.athenabng.core.config.RateText;

/** Rates in an operator's orders, in the notation of the configuration. */
final class RateParameter {
    private RateParameter() {
    }

    static long parse(final String name, final String text) {
        try {
            return RateText.parse(text);
        } catch (final RuntimeException exception) {
            throw new IllegalArgumentException(name + ": " + exception.getMessage(), exception);
        }
    }
}
