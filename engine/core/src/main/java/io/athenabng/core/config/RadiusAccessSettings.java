package io.athenabng.core.config;

/**
 * How an access group uses RADIUS. What says nothing of servers holds for groups of any kind of authentication.
 *
 * @param authenticationGroup   index of the server group that authenticates; -1 is none
 * @param accountingGroup       index of the server group that takes accounting; -1 is none
 * @param onUnavailable         what becomes of a subscriber when no server answers
 * @param reauthenticateAfterNs when a subscriber that was admitted without an answer, or is in the walled garden, is asked for again, ns
 * @param gardenGroup           index of the access group whose pool, rates and timeouts a rejected subscriber gets; -1 is none
 * @param sessionsPerUser       sessions that one User-Name may have; 0 is no limit
 * @param sessionsPerMac        sessions that one MAC may have; 0 is no limit
 * @param passwordTemplate      {@link NameTemplate} of the User-Password that is sent for IPoE; empty sends none
 * @param framedAddressMismatch in relay mode, what becomes of a lease that is not the Framed-IP-Address
 */
public record RadiusAccessSettings(
        int authenticationGroup, int accountingGroup, OnUnavailable onUnavailable, long reauthenticateAfterNs, int gardenGroup,
        int sessionsPerUser, int sessionsPerMac, String passwordTemplate, Mismatch framedAddressMismatch) {
    /** No RADIUS. */
    public static final RadiusAccessSettings NONE = new RadiusAccessSettings(
            -1, -1, OnUnavailable.DENY, 300_000_000_000L, -1, 0, 0, "", Mismatch.LOG);

    /** What becomes of a subscriber when no server answers. */
    public enum OnUnavailable {
        /** Nothing: the client asks again. */
        DENY,
        /** The group's defaults, and RADIUS is asked again later. */
        ADMIT
    }

    /** What becomes of a lease that is not the Framed-IP-Address. */
    public enum Mismatch {
        /** It is logged and counted. */
        LOG,
        /** The client is refused. */
        REFUSE
    }
}
