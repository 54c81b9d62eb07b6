package io.athenabng.core.config;

/**
 * A local user: what an authenticated subscriber gets.
 *
 * @param name              the User-Name
 * @param downBitsPerSecond download rate; {@link #UNSET} takes the group's
 * @param upBitsPerSecond   upload rate; {@link #UNSET} takes the group's
 * @param address           a fixed address, host order; 0 is none
 * @param pool              a pool's name; empty takes the group's
 * @param sessionTimeoutNs  how long a session may last; 0 takes the group's
 * @param password          what PAP, CHAP and MS-CHAPv2 are verified with; null is none, so that only IPoE lets the user in
 */
public record UserSettings(
        String name, long downBitsPerSecond, long upBitsPerSecond, int address, String pool, long sessionTimeoutNs, Secret password) {
    /** The rate is not set here. */
    public static final long UNSET = -1;
    /** Longest User-Name, characters of ASCII: the session record keeps no more. */
    public static final int NAME_MAX = 64;

    /** A user without a password. */
    public UserSettings(final String name, final long downBitsPerSecond, final long upBitsPerSecond, final int address, final String pool,
            final long sessionTimeoutNs) {
        this(name, downBitsPerSecond, upBitsPerSecond, address, pool, sessionTimeoutNs, null);
    }
}
