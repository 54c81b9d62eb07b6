package io.athenabng.daemon.edge.kernel;

/**
 * Where a session's counting began, kept by the kernel itself as a note on the interface that counts: so a daemon that was killed knows
 * after its restart what was counted while it was away. The note is for machines and people:
 *
 * <pre>
 *   abng 1 17 -1500 -20 -98000 -75
 *        │ │  └ what is added to the kernel's counters: up octets, up packets, down octets, down packets
 *        │ └ the session's number
 *        └ the note's version
 * </pre>
 *
 * @param sessionId the session
 * @param added     what is added to the kernel's counters to get the session's, in the order above
 */
record CountingMark(long sessionId, long[] added) {
    private static final String PREFIX = "abng 1 ";
    private static final int COUNTERS = 4;

    /**
     * Reads a note.
     *
     * @param note what the kernel has; anybody may have written it
     * @return the mark; null if the note is none
     */
    static CountingMark parse(final String note) {
        if (!note.startsWith(PREFIX)) {
            return null;
        }
        final String[] words = note.substring(PREFIX.length()).split(" ", -1);
        if (words.length != 1 + COUNTERS) {
            return null;
        }
        try {
            final long[] added = new long[COUNTERS];
            for (int i = 0; i < COUNTERS; i++) {
                added[i] = Long.parseLong(words[1 + i]);
            }
            return new CountingMark(Long.parseLong(words[0]), added);
        } catch (final NumberFormatException e) {
            // Somebody else's note.
            return null;
        }
    }

    /** The mark of a session that had counted {@code known} when the kernel's counters stood at {@code base}. */
    static CountingMark of(final long sessionId, final long[] known, final long[] base) {
        final long[] added = new long[COUNTERS];
        for (int i = 0; i < COUNTERS; i++) {
            added[i] = known[i] - base[i];
        }
        return new CountingMark(sessionId, added);
    }

    /**
     * Takes a session up where it began to count.
     *
     * @param counters the kernel's counters as they stand
     * @param known    what is known to have been counted; 0 afterwards
     * @param base     what counting begins from, afterwards
     * @return false if the kernel's counters began anew since
     */
    boolean resume(final long[] counters, final long[] known, final long[] base) {
        for (int i = 0; i < COUNTERS; i++) {
            if (counters[i] + added[i] < known[i]) {
                return false;
            }
        }
        for (int i = 0; i < COUNTERS; i++) {
            known[i] = 0;
            base[i] = -added[i];
        }
        return true;
    }

    /** The note. */
    String note() {
        return PREFIX + sessionId + ' ' + added[0] + ' ' + added[1] + ' ' + added[2] + ' ' + added[3];
    }
}
