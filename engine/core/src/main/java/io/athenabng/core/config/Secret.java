package io.athenabng.core.config;

import java.nio.charset.StandardCharsets;

/** A shared secret or password: it is never printed, logged or written back. Immutable. */
public final class Secret {
    private final byte[] octets;

    /**
     * A secret.
     *
     * @param text the secret, UTF-8
     */
    public Secret(final String text) {
        octets = text.getBytes(StandardCharsets.UTF_8);
    }

    /** @return a copy of its octets */
    public byte[] octets() {
        return octets.clone();
    }

    /** @return its length, octets */
    public int length() {
        return octets.length;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Secret secret && java.security.MessageDigest.isEqual(octets, secret.octets);
    }

    @Override
    public int hashCode() {
        return java.util.Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "<secret>";
    }
}
