package io.athenabng.rpc.api;

/** {@code session.dhcp_down}: the hook of an outside DHCP server reports that a lease was released or has expired. */
public final class SessionDhcpDown {
    private SessionDhcpDown() {
    }

    /** The MAC, and where it has several sessions the address or the line. */
    public record Params(
        @Describe(value = "MAC address of the client", required = true, completes = ValueSource.MAC) String mac,
        @Describe(value = "IPv4 address that it held", completes = ValueSource.ADDRESS) String address,
        @Describe(value = "Access line (logical name)", completes = ValueSource.LINE) String line,
        @Describe(value = "Circuit-ID from Option 82", completes = ValueSource.LINE) String circuitId) {
    }

    /** The session that is being ended. */
    public record Result(@Describe("Session id") long sessionId) {
    }
}
