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
 */
public record UserSettings(String name, long downBitsPerSecond, long upBitsPerSecond, int address, String pool, long sessionTimeoutNs) {
    /** The rate is not set here. */
    public static final long UNSET = -1;
    /** Longest User-Name, characters of ASCII: the session record keeps no more. */
    public static final int NAME_MAX = 64;
}
