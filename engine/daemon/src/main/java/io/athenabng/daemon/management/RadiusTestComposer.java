package io.athenabng.daemon.management;

import io.athenabng.core.config.RadiusSettings;
import io.athenabng.rpc.api.TestRadius;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusSecret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.agrona.MutableDirectBuffer;

/** Composes the Access-Request of {@code test.radius}. */
final class RadiusTestComposer {
    private static final int SERVICE_TYPE_FRAMED = 2;
    private static final int PORT_TYPE_ETHERNET = 15;
    private static final int CHALLENGE_LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private RadiusTestComposer() {
    }

    /**
     * Writes the attributes.
     *
     * @return their length, octets
     * @throws IllegalArgumentException if the parameters cannot be sent
     */
    static int compose(final RadiusSettings settings, final TestRadius.Params params, final MutableDirectBuffer target) {
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(target, 0, target.capacity());
        final boolean chap = Boolean.TRUE.equals(params.chap());
        if (params.user().isEmpty()) {
            throw new IllegalArgumentException("the user's name is empty");
        }
        if (chap && params.password() == null) {
            throw new IllegalArgumentException("CHAP proves a password: give one");
        }
        appender.put(RadiusAttributes.USER_NAME, params.user());
        if (params.password() != null) {
            final byte[] password = params.password().getBytes(StandardCharsets.UTF_8);
            if (password.length == 0 || password.length > RadiusSecret.MAX_PASSWORD_LENGTH) {
                throw new IllegalArgumentException("a password has 1 to " + RadiusSecret.MAX_PASSWORD_LENGTH + " octets");
            }
            if (chap) {
                putChap(appender, password);
            } else {
                appender.putBytes(RadiusAttributes.USER_PASSWORD, password);
            }
        }
        if (!settings.nasIdentifier().isEmpty()) {
            appender.put(RadiusAttributes.NAS_IDENTIFIER, settings.nasIdentifier());
        }
        if (settings.nasAddress() != 0) {
            appender.putIpv4(RadiusAttributes.NAS_IP_ADDRESS, settings.nasAddress());
        }
        appender.put(RadiusAttributes.SERVICE_TYPE, SERVICE_TYPE_FRAMED);
        appender.put(RadiusAttributes.NAS_PORT_TYPE, PORT_TYPE_ETHERNET);
        if (appender.overflow()) {
            throw new IllegalArgumentException("the user's name is too long for a RADIUS attribute");
        }
        return appender.length();
    }

    /** RFC 2865, 5.3: the identifier, and the MD5 of identifier, password and challenge. */
    private static void putChap(final RadiusAttributeAppender appender, final byte[] password) {
        final byte[] challenge = new byte[CHALLENGE_LENGTH];
        RANDOM.nextBytes(challenge);
        final byte[] response = new byte[1 + RadiusSecret.DIGEST_LENGTH];
        response[0] = challenge[0];
        try {
            final MessageDigest md5 = MessageDigest.getInstance("MD5");
            md5.update(response[0]);
            md5.update(password);
            System.arraycopy(md5.digest(challenge), 0, response, 1, RadiusSecret.DIGEST_LENGTH);
        } catch (final NoSuchAlgorithmException exception) {
            throw new IllegalStateException("this JVM has no MD5", exception);
        }
        appender.putBytes(RadiusAttributes.CHAP_PASSWORD, response);
        appender.putBytes(RadiusAttributes.CHAP_CHALLENGE, challenge);
    }
}
