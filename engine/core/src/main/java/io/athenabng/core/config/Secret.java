package io.athenabng.core.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/** A shared secret or password: it is never printed, logged or written back. Immutable. */
public final class Secret {
    /** What is shown in a secret's place; the loader takes it for no secret. */
    public static final String HIDDEN = "<secret>";

    /** Where a secret was written. */
    public enum Origin {
        /** In the configuration itself. */
        CONFIGURATION,
        /** In a file of its own. */
        FILE,
        /** In the environment. */
        ENVIRONMENT
    }

    private final byte[] octets;
    private final Origin origin;
    private final String reference;

    /**
     * A secret that the configuration itself has.
     *
     * @param text the secret, UTF-8
     */
    public Secret(final String text) {
        this(text, Origin.CONFIGURATION, "");
    }

    /**
     * A secret.
     *
     * @param text      the secret, UTF-8
     * @param origin    where it was written
     * @param reference the file's path or the variable's name; empty for {@link Origin#CONFIGURATION}
     */
    public Secret(final String text, final Origin origin, final String reference) {
        octets = text.getBytes(StandardCharsets.UTF_8);
        this.origin = origin;
        this.reference = reference;
    }

    /** @return a copy of its octets */
    public byte[] octets() {
        return octets.clone();
    }

    /** @return its length, octets */
    public int length() {
        return octets.length;
    }

    /** @return where it was written */
    public Origin origin() {
        return origin;
    }

    /** @return the file's path or the variable's name; empty for {@link Origin#CONFIGURATION} */
    public String reference() {
        return reference;
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(octets, secret.octets) && origin == secret.origin
                && reference.equals(secret.reference);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return HIDDEN;
    }
}
