package io.athenabng.core.auth;

import io.athenabng.core.config.UserSettings;
import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.port.Authenticator;
import io.athenabng.core.port.SubscriberProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Authentication against the users of the running configuration: answers at once. */
public final class LocalUsers implements Authenticator {
    private final Map<String, SubscriberProfile> profileByUserName = new HashMap<>();
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
        profileByUserName.clear();
        for (final UserSettings user : users) {
            profileByUserName.put(user.name().toLowerCase(Locale.ROOT), new SubscriberProfile(user.name(), user.downBitsPerSecond(),
                    user.upBitsPerSecond(), user.address(), user.pool(), user.sessionTimeoutNs()));
        }
    }

    @Override
    public boolean authenticate(final AuthenticationQuery query) {
        final SubscriberProfile profile = profileByUserName.get(query.userName.toLowerCase(Locale.ROOT));
        if (profile == null) {
            listener.onReject(query.correlationId, "");
        } else {
            listener.onAccept(query.correlationId, profile);
        }
        return true;
    }
}
