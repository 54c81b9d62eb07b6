package io.athenabng.core.port;

import io.athenabng.core.config.UserSettings;

/**
 * What authentication says a subscriber gets. Values that are not set leave the access group's.
 *
 * @param userName          the User-Name
 * @param downBitsPerSecond download rate; {@link UserSettings#UNSET} takes the group's
 * @param upBitsPerSecond   upload rate; {@link UserSettings#UNSET} takes the group's
 * @param address           a fixed IPv4 address, host order; 0 is none
 * @param pool              the pool's name; empty takes the group's
 * @param sessionTimeoutNs  how long the session may last; 0 takes the group's
 */
public record SubscriberProfile(
        String userName, long downBitsPerSecond, long upBitsPerSecond, int address, String pool, long sessionTimeoutNs) {
    /**
     * A profile that leaves everything to the group.
     *
     * @param userName the User-Name
     * @return the profile
     */
    public static SubscriberProfile groupDefaults(final String userName) {
        return new SubscriberProfile(userName, UserSettings.UNSET, UserSettings.UNSET, 0, "", 0);
    }
}
