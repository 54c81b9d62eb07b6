package io.athenabng.daemon.edge.upstream;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.function.Consumer;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Octets that nobody can foresee: the key stream of AES-256 in counter mode, with key and counter of the machine's own generator and new
 * ones
 * after every 256 MiB. Foreseeing it would mean to break AES. Nothing is allocated but for a new key, where
 * {@link SecureRandom#nextBytes} allocates thrice what it gives. One owner thread.
 */
public final class RandomStream implements Consumer<byte[]> {
    private static final int KEY_LENGTH = 32;
    private static final int COUNTER_LENGTH = 16;
    private static final long BYTES_PER_KEY = 256L << 20;

    private final SecureRandom seeds = new SecureRandom();
    private final Cipher cipher;
    private byte[] zeros = new byte[0];
    private long left;

    /** A stream with its first key. */
    public RandomStream() {
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (final GeneralSecurityException exception) {
            throw new IllegalStateException("this JVM has no AES", exception);
        }
        renew();
    }

    private void renew() {
        final byte[] key = new byte[KEY_LENGTH];
        final byte[] counter = new byte[COUNTER_LENGTH];
        seeds.nextBytes(key);
        seeds.nextBytes(counter);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(counter));
        } catch (final GeneralSecurityException exception) {
            throw new IllegalStateException("AES refuses a key of its own length", exception);
        }
        left = BYTES_PER_KEY;
    }

    @Override
    public void accept(final byte[] target) {
        if (left < target.length) {
            renew();
        }
        left -= target.length;
        if (zeros.length < target.length) {
            zeros = new byte[target.length];
        }
        try {
            cipher.update(zeros, 0, target.length, target, 0);
        } catch (final ShortBufferException exception) {
            throw new IllegalStateException("a stream cipher gives as many octets as it takes", exception);
        }
    }
}
