package io.athenabng.rpc.api;

/** {@code system.restart}: the daemon stops in order and is started again by systemd; sessions stay. */
public final class SystemRestart {
    private SystemRestart() {
    }

    /** Nothing to say. */
    public record Params() {
    }

    /** The daemon stops after this answer. */
    public record Result(
        @Describe("Process id of the daemon that stops") long pid,
        @Describe("Sessions that the new one will take over") long sessions) {
    }
}
