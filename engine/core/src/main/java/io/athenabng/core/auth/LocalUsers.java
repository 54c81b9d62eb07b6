package io.athenabng.core.auth;

import io.athenabng.core.config.Secret;
import io.athenabng.core.config.UserSettings;
import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.port.Authenticator;
import io.athenabng.core.port.SubscriberProfile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Authentication against the users of the running configuration: answers at once. Of IPoE the line and the MAC speak for the user; of PPP
 * the password is verified, by PAP, CHAP with MD5 (RFC 1994) or MS-CHAPv2 (RFC 2759).
 */
public final class LocalUsers implements Authenticator {
    private record User(SubscriberProfile profile, Secret password) {
    }

    private final Map<String, User> userByName = new HashMap<>();
    private final Listener listener;

    /**
     * Users of a configuration.
     *
     * @param users    the users
     * @param listener takes the answers
     */
    public LocalUsers(final List<UserSettings> users, final Listener listener) {
        this.listener = listener;
        replace(users);
    }

    /**
     * Knows other users from now on.
     *
     * @param users the users
     */
    public void replace(final List<UserSettings> users) {
        userByName.clear();
        for (final UserSettings user : users) {
            userByName.put(user.name().toLowerCase(Locale.ROOT), new User(new SubscriberProfile(user.name(), user.downBitsPerSecond(),
                    user.upBitsPerSecond(), user.address(), user.pool(), user.sessionTimeoutNs()), user.password()));
        }
    }

    @Override
    public boolean authenticate(final AuthenticationQuery query) {
        final User user = userByName.get(query.userName.toLowerCase(Locale.ROOT));
        final SubscriberProfile profile = user == null ? null : verify(query, user);
        if (profile == null) {
            listener.onReject(query.correlationId, "");
        } else {
            listener.onAccept(query.correlationId, profile);
        }
        return true;
    }

    /** The user's profile; null if the credential is wrong. */
    private static SubscriberProfile verify(final AuthenticationQuery query, final User user) {
        if (query.credential == AuthenticationQuery.Credential.NONE) {
            return user.profile;
        }
        if (user.password == null) {
            return null;
        }
        final byte[] password = user.password.octets();
        final byte[] response = Arrays.copyOf(query.response, query.responseLength);
        return switch (query.credential) {
            case PAP -> MessageDigest.isEqual(password, response) ? user.profile : null;
            case CHAP_MD5 -> MessageDigest.isEqual(md5(query, password), response) ? user.profile : null;
            default -> msChapV2(query, user.profile, response, password);
        };
    }

    /** RFC 1994 section 4.1: identifier, secret, challenge. */
    private static byte[] md5(final AuthenticationQuery query, final byte[] password) {
        final MessageDigest md5 = Digests.create("MD5");
        md5.update((byte) query.chapIdentifier);
        md5.update(password);
        md5.update(query.challenge, 0, query.challengeLength);
        return md5.digest();
    }

    private static SubscriberProfile msChapV2(
            final AuthenticationQuery query, final SubscriberProfile profile, final byte[] response, final byte[] password) {
        final String proof = response.length != MsChapV2.RESPONSE_LENGTH ? null : MsChapV2.verify(
                Arrays.copyOf(query.challenge, query.challengeLength), response, query.userName,
                new String(password, StandardCharsets.UTF_8));
        return proof == null ? null : profile.withExtras(profile.extras().withMsChapV2Response(proof));
    }
}
