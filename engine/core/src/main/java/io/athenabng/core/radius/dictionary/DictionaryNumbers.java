package io.athenabng.core.radius.dictionary;

/** Numbers of dictionary files: decimal, or hexadecimal after 0x. */
final class DictionaryNumbers {
    private static final int MAX_PARTS = 16;

    private DictionaryNumbers() {
    }

    /**
     * Reads a number.
     *
     * @param text its text; a minus may be in front
     * @return the number; null if it is none, or needs more than 64 bits
     */
    static Long number(final String text) {
        try {
            if (text.regionMatches(true, 0, "0x", 0, 2)) {
                return Long.parseUnsignedLong(text.substring(2), 16);
            }
            return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
        } catch (final NumberFormatException e) {
            // Not every text is a number: that is an answer, and no failure.
            return null;
        }
    }

    /**
     * Reads an attribute's number: one, or several with dots between them.
     *
     * @param text its text
     * @return the numbers, each from 0 to 2^32-1; null if it is something else
     */
    static long[] path(final String text) {
        final String[] parts = text.split("\\.", -1);
        if (parts.length > MAX_PARTS) {
            return null;
        }
        final long[] path = new long[parts.length];
        for (int i = 0; i < parts.length; i++) {
            final Long part = number(parts[i]);
            if (part == null || part < 0 || part > 0xffff_ffffL) {
                return null;
            }
            path[i] = part;
        }
        return path;
    }
}
