package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.status}: how the daemon is. */
public final class ShowStatus {
    private ShowStatus() {
    }

    /** Nothing to choose. */
    public record Params() {
    }

    /** The daemon's condition. */
    public record Result(
        @Describe("RESTORING while sessions are taken back after a start, then RUNNING, at the end STOPPING") String state,
        @Describe("When the daemon started") long startedEpochMs,
        @Describe("Time since then") long uptimeSeconds,
        @Describe("INVOKER, SHARED or DEDICATED") String threading,
        @Describe("The agents") List<Agent> agents,
        @Describe("Sessions") Sessions sessions,
        @Describe("Memory") Memory memory,
        @Describe("Access lines that exist") long lines,
        @Describe("Distinct errors in the error log") long errors,
        @Describe("What an operator should know now; empty if nothing") List<String> warnings) {
    }

    /** One agent. */
    public record Agent(
        @Describe("Role name of the agent") String name,
        @Describe("Thread that runs it") String thread,
        @Describe("Whether it is running") boolean running,
        @Describe("Errors that it recorded") long errors) {
    }

    /** Numbers of sessions. */
    public record Sessions(
        @Describe("Sessions that are up") long active,
        @Describe("Sessions that are starting") long starting,
        @Describe("Sessions that are ending") long ending,
        @Describe("Sessions taken back from the store at the start") long restored,
        @Describe("How many sessions fit at once: the lesser of store and kernel memory") long capacity,
        @Describe("How many more fit now") long room,
        @Describe("Whether new sessions are admitted") boolean admitting) {
    }

    /** Memory of the process and of the machine. */
    public record Memory(
        @Describe("Heap in use") long heapUsedBytes,
        @Describe("Largest heap") long heapMaxBytes,
        @Describe("Size of the session store's file") long storeBytes,
        @Describe("Memory that the machine has available") long availableBytes,
        @Describe("Kernel memory that one more shaped session takes") long kernelBytesPerSession) {
    }
}
