package io.athenabng.daemon.edge.kernel;

/**
 * How many sessions of a kind the kernel's memory still has room for.
 *
 * @param availableBytes  memory that could be used now
 * @param reserveBytes    what of it is never used for sessions
 * @param bytesPerSession what a line and its session take
 * @param moreSessions    how many more fit
 */
public record KernelCapacity(long availableBytes, long reserveBytes, long bytesPerSession, long moreSessions) {
}
