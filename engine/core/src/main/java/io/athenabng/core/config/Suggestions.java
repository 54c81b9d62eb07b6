package io.athenabng.core.config;

import java.util.Collection;
import java.util.Locale;

/** Finds what was meant. */
final class Suggestions {
    private static final int LONGEST = 64;

    private Suggestions() {
    }

    /** The nearest of some words by edit distance, or null if none is near. */
    static String closest(final String text, final Collection<String> words) {
        if (text.length() > LONGEST) {
            return null;
        }
        final String asked = normal(text);
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (final String word : words) {
            final int distance = distance(asked, normal(word));
            if (distance < least && distance <= Math.max(1, word.length() / 3)) {
                least = distance;
                nearest = word;
            }
        }
        return nearest;
    }

    private static String normal(final String text) {
        return text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int distance(final String a, final String b) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            final int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
