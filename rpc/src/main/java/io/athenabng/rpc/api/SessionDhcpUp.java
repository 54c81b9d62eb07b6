package io.athenabng.rpc.api;

/**
 * {@code session.dhcp_up}: the hook of an outside DHCP server reports that it gave an address. The gateway then runs the
 * session as if it had relayed the exchange itself.
 */
public final class SessionDhcpUp {
    private SessionDhcpUp() {
    }

    /** {@code line} or {@code circuit_id} says where. */
    public record Params(
        @Describe(value = "MAC address of the client", required = true, completes = ValueSource.MAC) String mac,
        @Describe(value = "IPv4 address that it was given", required = true) String address,
        @Describe(value = "Access line (logical name)", completes = ValueSource.LINE) String line,
        @Describe(value = "Circuit-ID from Option 82", completes = ValueSource.LINE) String circuitId,
        @Describe(value = "Length of the lease", required = true) Long leaseSeconds) {
    }

    /** The session. */
    public record Result(
        @Describe("Session id") long sessionId,
        @Describe("Whether the session is new; otherwise its lease was extended") boolean created) {
    }
}
