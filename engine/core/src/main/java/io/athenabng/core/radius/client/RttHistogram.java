package io.athenabng.core.radius.client;

/**
 * How long answers took, lately: buckets of which each is at most an eighth wider than the one before, from 1 µs to 128 s. When 65,536
 * answers
 * are in it, all buckets are halved, so that old answers fade. Nothing is allocated after construction. Owned by the upstream agent.
 */
public final class RttHistogram {
    private static final int SUB_BITS = 3;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;
    private static final int MAX_EXPONENT = 27;
    private static final int BUCKETS = (MAX_EXPONENT - SUB_BITS + 2) * SUB_BUCKETS;
    private static final int FADE_AT = 1 << 16;
    private static final long NS_PER_US = 1_000;

    private final int[] counts = new int[BUCKETS];
    private int total;

    /**
     * Takes one answer.
     *
     * @param rttNs how long it took, ns
     */
    void record(final long rttNs) {
        counts[bucket(rttNs / NS_PER_US)]++;
        if (++total == FADE_AT) {
            total = 0;
            for (int i = 0; i < BUCKETS; i++) {
                counts[i] >>= 1;
                total += counts[i];
            }
        }
    }

    /**
     * The time that a share of the answers did not exceed.
     *
     * @param percent the share, per cent
     * @return microseconds, the upper edge of the bucket; -1 when there was no answer yet
     */
    public long percentileUs(final int percent) {
        if (total == 0) {
            return -1;
        }
        final long wanted = Math.max(1, ((long) total * percent + 99) / 100);
        long seen = 0;
        for (int i = 0; i < BUCKETS; i++) {
            seen += counts[i];
            if (seen >= wanted) {
                return upperEdge(i);
            }
        }
        return upperEdge(BUCKETS - 1);
    }

    /** @return answers that are in it */
    public int count() {
        return total;
    }

    private static int bucket(final long us) {
        final long value = Math.min(Math.max(us, 0), (1L << MAX_EXPONENT) - 1);
        if (value < SUB_BUCKETS) {
            return (int) value;
        }
        final int shift = 63 - Long.numberOfLeadingZeros(value) - SUB_BITS;
        return (shift + 1) * SUB_BUCKETS + (int) (value >>> shift) - SUB_BUCKETS;
    }

    private static long upperEdge(final int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket;
        }
        final int shift = bucket / SUB_BUCKETS - 1;
        return ((long) (bucket % SUB_BUCKETS + SUB_BUCKETS + 1) << shift) - 1;
    }
}
