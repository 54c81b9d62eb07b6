package io.athenabng.rpc.api;

import java.util.Collection;
import java.util.Locale;

/** Finds what somebody meant who mistyped a name. */
public final class Suggestions {
    private Suggestions() {
    }

    /**
     * The candidate that is nearest to the word, or null if none is near: at most a third of its letters (and at least
     * two) may be wrong, missing, too many or swapped with their neighbour. A word that begins a candidate counts as near.
     */
    public static String nearest(final String word, final Collection<String> candidates) {
        final String wanted = word.toLowerCase(Locale.ROOT);
        String best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (final String candidate : candidates) {
            final String lower = candidate.toLowerCase(Locale.ROOT);
            final int distance = wanted.length() >= 2 && lower.startsWith(wanted) ? 1 : distance(wanted, lower);
            final int allowed = Math.max(2, Math.min(wanted.length(), lower.length()) / 3);
            if (distance <= allowed && distance < bestDistance && distance < lower.length()) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Damerau-Levenshtein distance in its optimal string alignment form. */
    public static int distance(final String a, final String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                final int substitution = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                int value = Math.min(substitution, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    value = Math.min(value, beforeLast[j - 2] + 1);
                }
                row[j] = value;
            }
            final int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
