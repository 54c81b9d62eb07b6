package io.athenabng.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
    private static final double WIDTH = 1 / 64.0;

    @Test
    void anEmptyOneAnswersZero() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertEquals(0, histogram.percentile(50));
        assertEquals(0, histogram.minimum());
        assertEquals(0, histogram.maximum());
        assertEquals(0, histogram.mean());
    }

    @Test
    void smallValuesAreExact() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 1; i <= 60; i++) {
            histogram.record(i);
        }
        assertEquals(30, histogram.percentile(50));
        assertEquals(54, histogram.percentile(90));
        assertEquals(60, histogram.percentile(99.9));
        assertEquals(1, histogram.minimum());
        assertEquals(30, histogram.mean());
    }

    @Test
    void percentilesAgreeWithSortedValuesWithinABucket() {
        Random random = new Random(42);
        LatencyHistogram histogram = new LatencyHistogram();
        long[] values = new long[20_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = (long) Math.exp(random.nextDouble() * 24);
            histogram.record(values[i]);
        }
        Arrays.sort(values);
        for (double percent : new double[] {0.1, 1, 10, 50, 90, 99, 99.9, 100}) {
            long exact = values[(int) Math.ceil(values.length * percent / 100) - 1];
            long answer = histogram.percentile(percent);
            assertTrue(answer >= exact && answer <= exact * (1 + WIDTH) + 1, percent + " %: " + answer + " for " + exact);
        }
        assertEquals(values[values.length - 1], histogram.maximum());
    }

    @Test
    void extremesHaveABucket() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(Long.MAX_VALUE);
        histogram.record(-5);
        assertEquals(Long.MAX_VALUE, histogram.percentile(100));
        assertEquals(0, histogram.percentile(50));
        assertEquals(0, histogram.minimum());
    }
}
