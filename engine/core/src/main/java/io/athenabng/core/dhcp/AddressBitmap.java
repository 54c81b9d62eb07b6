package io.athenabng.core.dhcp;

/**
 * Which of a pool's addresses may be given, with summaries above: finding the next one takes as many steps as there are levels (at most 6),
 * however few are left.
 */
final class AddressBitmap {
    private static final int NONE = -1;

    private final int size;
    private final long[][] levels;
    private int free;

    /** All of them may be given. */
    AddressBitmap(final int size) {
        this.size = size;
        int depth = 1;
        for (int n = words(size); n > 1; n = words(n)) {
            depth++;
        }
        levels = new long[depth][];
        int bits = size;
        for (int level = 0; level < depth; level++) {
            levels[level] = new long[Math.max(1, words(bits))];
            for (int i = 0; i < bits; i++) {
                levels[level][i >>> 6] |= 1L << i;
            }
            bits = words(bits);
        }
        free = size;
    }

    private static int words(final int bits) {
        return (int) ((bits + 63L) >>> 6);
    }

    boolean isFree(final int index) {
        return (levels[0][index >>> 6] & 1L << index) != 0;
    }

    int freeCount() {
        return free;
    }

    /** Takes a free one. */
    void take(final int index) {
        free--;
        int at = index;
        for (final long[] words : levels) {
            words[at >>> 6] &= ~(1L << at);
            if (words[at >>> 6] != 0) {
                return;
            }
            at >>>= 6;
        }
    }

    /** Gives one back that was taken. */
    void give(final int index) {
        free++;
        int at = index;
        for (final long[] words : levels) {
            final boolean wasEmpty = words[at >>> 6] == 0;
            words[at >>> 6] |= 1L << at;
            if (!wasEmpty) {
                return;
            }
            at >>>= 6;
        }
    }

    /** The next free one from an index on, around the end; -1 if none is free. */
    int next(final int from) {
        if (free == 0) {
            return NONE;
        }
        final int found = nextFrom(from);
        return found == NONE ? nextFrom(0) : found;
    }

    private int nextFrom(final int from) {
        int at = from;
        for (int level = 0; level < levels.length; level++) {
            final int word = at >>> 6;
            if (word >= levels[level].length) {
                return NONE;
            }
            final long bits = levels[level][word] & -1L << at;
            if (bits != 0) {
                return descend(level, (word << 6) + Long.numberOfTrailingZeros(bits));
            }
            at = word + 1;
        }
        return NONE;
    }

    private int descend(final int fromLevel, final int index) {
        int at = index;
        for (int level = fromLevel - 1; level >= 0; level--) {
            at = (at << 6) + Long.numberOfTrailingZeros(levels[level][at]);
        }
        return at < size ? at : NONE;
    }
}
