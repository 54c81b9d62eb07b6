package io.athenabng.core.radius.client;

import java.util.function.Consumer;
import org.agrona.MutableDirectBuffer;

/**
 * Octets that nobody can foresee, taken from the machine's generator in bulk so that a request costs no system call.
 *
 * <p>A Request Authenticator must be unpredictable over the lifetime of the secret (RFC 2865, section 3): whoever can foresee it can have a
 * server answer a forged request and keep the answer. The source must therefore be a cryptographically secure generator; every octet of
 * it is used once and then overwritten. Owned by the upstream agent.
 */
final class Randomness {
    private static final int BULK = 4_096;
    private static final int FRACTION_BITS = 24;

    private final Consumer<byte[]> source;
    private final byte[] octets = new byte[BULK];
    private int used = BULK;

    /**
     * Takes the source.
     *
     * @param source fills an array with octets of a cryptographically secure generator
     */
    Randomness(final Consumer<byte[]> source) {
        this.source = source;
    }

    /** Writes so many octets. */
    void fill(final MutableDirectBuffer target, final int offset, final int length) {
        require(length);
        target.putBytes(offset, octets, used, length);
        for (int i = 0; i < length; i++) {
            octets[used++] = 0;
        }
    }

    /** A time up to a tenth shorter or longer, as RFC 5080 (2.2.1) wants it for retransmission. */
    long jittered(final long ns) {
        require(3);
        final int random = (octets[used] & 0xff) << 16 | (octets[used + 1] & 0xff) << 8 | octets[used + 2] & 0xff;
        used += 3;
        final double share = (double) random / (1 << FRACTION_BITS) * 0.2 - 0.1;
        return ns + (long) (ns * share);
    }

    private void require(final int length) {
        if (BULK - used < length) {
            source.accept(octets);
            used = 0;
        }
    }
}
