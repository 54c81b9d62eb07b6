package io.athenabng.benchmarks.load;

import java.util.Arrays;

/**
 * Durations in buckets whose width grows with the value: 64 for each power of two, so that a percentile is at most 1.6 % too high.
 *
 * <pre>
 *   value 0 ... 63         buckets 0 ... 63, exact
 *   value 2^k ... 2^(k+1)  64 buckets of 2^(k-6) each, k from 6 up
 * </pre>
 * Nothing is allocated after construction. One owner thread.
 */
public final class LatencyHistogram {
    private static final int SUB_BUCKET_BITS = 6;
    private static final int SUB_BUCKETS = 1 << SUB_BUCKET_BITS;
    private static final int BUCKETS = (Long.SIZE - SUB_BUCKET_BITS) * SUB_BUCKETS;

    private final long[] counts = new long[BUCKETS];
    private long count;
    private long sum;
    private long minimum = Long.MAX_VALUE;
    private long maximum;

    /** Takes a duration in ns; a negative one, from a clock that was set back, counts as 0. */
    public void record(long valueNs) {
        long value = Math.max(0, valueNs);
        counts[bucket(value)]++;
        count++;
        sum += value;
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
    }

    /** Forgets all. */
    public void clear() {
        Arrays.fill(counts, 0);
        count = 0;
        sum = 0;
        minimum = Long.MAX_VALUE;
        maximum = 0;
    }

    private static int bucket(long value) {
        if (value < SUB_BUCKETS) {
            return (int) value;
        }
        int exponent = Long.SIZE - 1 - Long.numberOfLeadingZeros(value);
        int shift = exponent - SUB_BUCKET_BITS;
        return (shift + 1) * SUB_BUCKETS + (int) (value >>> shift) - SUB_BUCKETS;
    }

    /** The largest value that falls into a bucket. */
    private static long highest(int bucket) {
        if (bucket < SUB_BUCKETS) {
            return bucket;
        }
        int shift = bucket / SUB_BUCKETS - 1;
        long lowest = (long) (bucket % SUB_BUCKETS + SUB_BUCKETS) << shift;
        return lowest + (1L << shift) - 1;
    }

    /**
     * The value that so many percent of the recorded ones do not exceed.
     *
     * @param percent more than 0, at most 100
     * @return ns; 0 when nothing was recorded
     */
    public long percentile(double percent) {
        long rank = Math.max(1, (long) Math.ceil(count * percent / 100));
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += counts[bucket];
            if (seen >= rank && counts[bucket] > 0) {
                return Math.min(highest(bucket), maximum);
            }
        }
        return 0;
    }

    public long count() {
        return count;
    }

    /** The smallest recorded value, ns; 0 when there is none. */
    public long minimum() {
        return count == 0 ? 0 : minimum;
    }

    /** The largest recorded value, ns. */
    public long maximum() {
        return maximum;
    }

    /** The arithmetic mean, ns; 0 when there is none. */
    public long mean() {
        return count == 0 ? 0 : sum / count;
    }
}
