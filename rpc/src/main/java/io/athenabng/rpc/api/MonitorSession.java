package io.athenabng.rpc.api;

/**
 * {@code monitor.session}: for a while every control frame of a session, a device or a line is told as an event
 * {@code monitor.frame}. Subscribe to these first.
 */
public final class MonitorSession {
    /** How long a monitor lasts if the call does not say, s. */
    public static final int DEFAULT_SECONDS = 300;
    /** The longest that one may be asked to last, s. */
    public static final int MAX_SECONDS = 3_600;

    private MonitorSession() {
    }

    /** What is monitored: a session that exists, or whatever comes from a MAC, a line, or a MAC on a line. */
    public record Params(
        @Describe(value = "Session id", completes = ValueSource.SESSION_ID) Long id,
        @Describe(value = "MAC address; it need not have a session yet", completes = ValueSource.MAC) String mac,
        @Describe(value = "Access line (logical name); it need not exist yet", completes = ValueSource.LINE) String line,
        @Describe("How long, 1 to 3600 s; 300 if absent") Integer seconds) {
    }

    /** The monitor. */
    public record Result(
        @Describe("Number of the monitor, as its events carry it") long monitor,
        @Describe("MAC address that is monitored; absent if it is every one of the line") String mac,
        @Describe("Access line that is monitored; absent if it is every one") String line,
        @Describe("When it ends by itself") long untilEpochMs) {
    }
}
