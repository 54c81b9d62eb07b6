package io.athenabng.rpc.api;

/**
 * {@code session.pppoe_up}: the hook of an outside PPP server ({@code abng-notify} as its {@code ip-up}) reports a session. The gateway
 * shapes and accounts for it; it begins and ends at that server. Reported again, it is the same session.
 */
public final class SessionPppoeUp {
    private SessionPppoeUp() {
    }

    /** Rates that are not given are those of the local user of that name, or of the access group. */
    public record Params(
        @Describe(value = "Interface of the session, like ppp0", required = true) String ifname,
        @Describe(value = "MAC address of the subscriber", required = true) String mac,
        @Describe(value = "IPv4 address that it was given", required = true) String address,
        @Describe(value = "Access line (logical name)", required = true, completes = ValueSource.LINE) String line,
        @Describe("User name that it authenticated with") String user,
        @Describe("Download rate, like 100mbit; 0 is unlimited") String down,
        @Describe("Upload rate, like 20mbit; 0 is unlimited") String up) {
    }

    /** The session. */
    public record Result(
        @Describe("Session id") long sessionId,
        @Describe("Whether the session is new; otherwise it had been reported before") boolean created) {
    }
}
