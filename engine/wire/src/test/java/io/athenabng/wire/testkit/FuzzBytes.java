package io.athenabng.wire.testkit;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Seeded bytes for fuzzing: random ones, and mutations of golden ones.
 *
 * <p>System property {@code abng.fuzz.iterations} sets how many cases a test runs, {@code abng.fuzz.seed} repeats a run; the seed
 * is printed.
 */
public final class FuzzBytes {

    private static final int DEFAULT_ITERATIONS = 200_000;
    private static final int MAX_MUTATIONS = 6;
    private static final byte[] INTERESTING = {
        0, 1, 2, 3, 4, 5, 6, 7, 8, 52, 53, 82, 0x45, 0x7f, (byte) 0x80, (byte) 0x81, (byte) 0xfe, (byte) 0xff
    };

    private final SplittableRandom random;
    private final int iterations;

    private FuzzBytes(final long seed, final int iterations) {
        random = new SplittableRandom(seed);
        this.iterations = iterations;
    }

    /** A generator for the test of this name. */
    public static FuzzBytes create(final String name) {
        final long seed = Long.getLong("abng.fuzz.seed", System.nanoTime());
        final int iterations = Integer.getInteger("abng.fuzz.iterations", DEFAULT_ITERATIONS);
        System.out.println(name + ": -Dabng.fuzz.seed=" + seed + " -Dabng.fuzz.iterations=" + iterations);
        return new FuzzBytes(seed, iterations);
    }

    /** How many cases to run. */
    public int iterations() {
        return iterations;
    }

    /** A number from 0 up to, but without, the bound. */
    public int below(final int bound) {
        return random.nextInt(bound);
    }

    /** True once in so many times. */
    public boolean oneIn(final int times) {
        return random.nextInt(times) == 0;
    }

    /** Random bytes, at most so many. */
    public byte[] random(final int maxLength) {
        final byte[] bytes = new byte[random.nextInt(maxLength + 1)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A golden sequence with one to six mutations: flipped bits, interesting bytes, cuts, insertions, removals, repetitions. */
    public byte[] mutate(final byte[] golden) {
        return mutate(golden, 0);
    }

    /** Like {@link #mutate(byte[])}, but the first bytes stay as they are. */
    public byte[] mutate(final byte[] golden, final int keep) {
        byte[] bytes = golden.clone();
        for (int i = 1 + random.nextInt(MAX_MUTATIONS); i > 0 && bytes.length > keep; i--) {
            bytes = mutateOnce(bytes, keep);
        }
        return bytes;
    }

    private byte[] mutateOnce(final byte[] bytes, final int keep) {
        final int at = keep + random.nextInt(bytes.length - keep);
        switch (random.nextInt(8)) {
            case 0:
                return Arrays.copyOf(bytes, at);
            case 1:
                return splice(bytes, at, random(8), 0);
            case 2:
                return splice(bytes, at, new byte[0], Math.min(bytes.length - at, 1 + random.nextInt(16)));
            case 3:
                return splice(bytes, at, Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(32))), 0);
            case 4:
            case 5:
                bytes[at] = INTERESTING[random.nextInt(INTERESTING.length)];
                return bytes;
            case 6:
                bytes[at] = (byte) random.nextInt(256);
                return bytes;
            default:
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return bytes;
        }
    }

    private static byte[] splice(final byte[] bytes, final int at, final byte[] inserted, final int removed) {
        final byte[] result = new byte[bytes.length + inserted.length - removed];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(bytes, at + removed, result, at + inserted.length, bytes.length - at - removed);
        return result;
    }
}
