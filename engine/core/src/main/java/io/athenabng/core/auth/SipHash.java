package io.athenabng.core.auth;

/**
 * SipHash-2-4 (Aumasson and Bernstein, 2012): a keyed hash of 64 bits that nobody without the key can foresee. Takes 64-bit words; a word
 * is eight octets, the first in its lowest bits. Allocates nothing.
 */
public final class SipHash {
    private long v0;
    private long v1;
    private long v2;
    private long v3;
    private int words;

    /**
     * Begins.
     *
     * @param k0 the key's first eight octets, the first in the lowest bits
     * @param k1 its last eight octets
     * @return this
     */
    public SipHash begin(final long k0, final long k1) {
        v0 = k0 ^ 0x736f_6d65_7073_6575L;
        v1 = k1 ^ 0x646f_7261_6e64_6f6dL;
        v2 = k0 ^ 0x6c79_6765_6e65_7261L;
        v3 = k1 ^ 0x7465_6462_7974_6573L;
        words = 0;
        return this;
    }

    /**
     * Takes eight octets.
     *
     * @param word the octets
     * @return this
     */
    public SipHash add(final long word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
        words++;
        return this;
    }

    /**
     * Ends: the octets are as many as the words have.
     *
     * @return the hash
     */
    public long end() {
        return end(0, 0);
    }

    /**
     * Ends with some octets more.
     *
     * @param tail  at most seven octets, the first in the lowest bits
     * @param count how many they are
     * @return the hash
     */
    public long end(final long tail, final int count) {
        final long last = (long) (words * Long.BYTES + count) << 56 | tail;
        v3 ^= last;
        round();
        round();
        v0 ^= last;
        v2 ^= 0xff;
        round();
        round();
        round();
        round();
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
    }
}
