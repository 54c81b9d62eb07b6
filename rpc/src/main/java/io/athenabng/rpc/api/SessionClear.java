package io.athenabng.rpc.api;

/** {@code session.clear}: ends sessions; Acct-Terminate-Cause is Admin-Reset. */
public final class SessionClear {
    private SessionClear() {
    }

    /** Exactly one of the keys, or {@code all} with {@code confirm}. */
    public record Params(
        @Describe(value = "The session with this id", completes = ValueSource.SESSION_ID) Long id,
        @Describe(value = "Sessions of this MAC address", completes = ValueSource.MAC) String mac,
        @Describe(value = "The session that holds this IPv4 address", completes = ValueSource.ADDRESS) String address,
        @Describe(value = "Sessions on this access line (logical name)", completes = ValueSource.LINE) String line,
        @Describe(value = "Sessions of this access group", completes = ValueSource.GROUP) String group,
        @Describe("Every session") Boolean all,
        @Describe("Needed with all") Boolean confirm) {
    }

    /** What was begun: the ends themselves are events. */
    public record Result(@Describe("How many sessions are being ended") long cleared) {
    }
}
