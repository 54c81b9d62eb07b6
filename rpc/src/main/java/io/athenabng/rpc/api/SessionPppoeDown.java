package io.athenabng.rpc.api;

/**
 * {@code session.pppoe_down}: the hook of an outside PPP server ({@code abng-notify} as its {@code ip-down}) reports that a session has
 * ended. A session whose interface vanishes ends without it.
 */
public final class SessionPppoeDown {
    private SessionPppoeDown() {
    }

    /** The interface; MAC and address, where they are given, must be the session's: the interface may be another one's already. */
    public record Params(
        @Describe(value = "Interface of the session, like ppp0", required = true) String ifname,
        @Describe(value = "MAC address of the subscriber", completes = ValueSource.MAC) String mac,
        @Describe(value = "IPv4 address that it held", completes = ValueSource.ADDRESS) String address,
        @Describe("Octets from the subscriber that the server counted") Long upOctets,
        @Describe("Octets to the subscriber that the server counted") Long downOctets,
        @Describe("Why, as Acct-Terminate-Cause says it; User-Request if it is not given") String cause) {
    }

    /** The session that is being ended. */
    public record Result(@Describe("Session id") long sessionId) {
    }
}
