package io.athenabng.core.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Digests that every JDK has. */
final class Digests {
    private Digests() {
    }

    static MessageDigest create(final String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (final NoSuchAlgorithmException exception) {
            throw new IllegalStateException("the JDK has no " + algorithm, exception);
        }
    }
}
