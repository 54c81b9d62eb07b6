package io.athenabng.core.auth;

/**
 * MD4 (RFC 1320). It is broken, and MS-CHAP (RFC 2759) is built on it: used for nothing else.
 */
final class Md4 {
    private static final int BLOCK = 64;
    private static final int LENGTH_FIELD = 8;
    private static final int[] ORDER_2 = {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15};
    private static final int[] ORDER_3 = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};
    private static final int[][] SHIFTS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};
    private static final int ROOT_2 = 0x5a82_7999;
    private static final int ROOT_3 = 0x6ed9_eba1;

    private Md4() {
    }

    /** The 16 octets of a message's digest. */
    static byte[] digest(final byte[] message) {
        final int blocks = (message.length + LENGTH_FIELD) / BLOCK + 1;
        final byte[] padded = java.util.Arrays.copyOf(message, blocks * BLOCK);
        padded[message.length] = (byte) 0x80;
        final long bits = (long) message.length * Byte.SIZE;
        for (int i = 0; i < LENGTH_FIELD; i++) {
            padded[padded.length - LENGTH_FIELD + i] = (byte) (bits >>> 8 * i);
        }
        final int[] state = {0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476};
        final int[] words = new int[16];
        for (int block = 0; block < blocks; block++) {
            for (int i = 0; i < words.length; i++) {
                words[i] = word(padded, block * BLOCK + i * Integer.BYTES);
            }
            step(state, words);
        }
        final byte[] digest = new byte[16];
        for (int i = 0; i < digest.length; i++) {
            digest[i] = (byte) (state[i / 4] >>> 8 * (i % 4));
        }
        return digest;
    }

    private static int word(final byte[] octets, final int at) {
        return octets[at] & 0xff | (octets[at + 1] & 0xff) << 8 | (octets[at + 2] & 0xff) << 16 | octets[at + 3] << 24;
    }

    private static void step(final int[] state, final int[] words) {
        final int[] v = state.clone();
        for (int i = 0; i < 48; i++) {
            final int round = i / 16;
            final int n = i % 16;
            // The register that changes goes round: a, d, c, b.
            final int a = (4 - i % 4) % 4;
            final int b = v[(a + 1) % 4];
            final int c = v[(a + 2) % 4];
            final int d = v[(a + 3) % 4];
            final int mixed = switch (round) {
                case 0 -> (b & c | ~b & d) + words[n];
                case 1 -> (b & c | b & d | c & d) + words[ORDER_2[n]] + ROOT_2;
                default -> (b ^ c ^ d) + words[ORDER_3[n]] + ROOT_3;
            };
            v[a] = Integer.rotateLeft(v[a] + mixed, SHIFTS[round][i % 4]);
        }
        for (int i = 0; i < state.length; i++) {
            state[i] += v[i];
        }
    }
}
