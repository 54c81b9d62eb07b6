package io.athenabng.core.config;

import java.util.List;

/**
 * Settings that are read once at start.
 *
 * @param stateDirectory where the session store lives
 * @param socketPath     the JSON-RPC Unix socket
 * @param socketGroup    the group that may use the socket; ignored with a warning if the system has none of that name
 * @param maxConnections how many RPC clients at once
 * @param threading      how agents are spread over threads
 * @param maxSessions    the session store's capacity
 * @param ringBlockSize  bytes of one TPACKET_V3 block, a power of two and a multiple of the page size
 * @param ringBlockCount blocks of a receive ring
 * @param ringBlockTimeoutNs after how long a block that is not full is handed over, in ns
 * @param agentRingBytes capacity of each ring between agents, a power of two
 * @param cores          which CPUs the agents are pinned to
 * @param ppp            how PPPoE sessions are kept in the kernel
 */
public record BootstrapSettings(
        String stateDirectory,
        String socketPath,
        String socketGroup,
        int maxConnections,
        Threading threading,
        int maxSessions,
        int ringBlockSize,
        int ringBlockCount,
        long ringBlockTimeoutNs,
        int agentRingBytes,
        Cores cores,
        Ppp ppp) {
    /** Settings whose PPPoE sessions are kept as {@link Ppp#DEFAULT} says. */
    public BootstrapSettings(final String stateDirectory, final String socketPath, final String socketGroup, final int maxConnections,
            final Threading threading, final int maxSessions, final int ringBlockSize, final int ringBlockCount,
            final long ringBlockTimeoutNs, final int agentRingBytes, final Cores cores) {
        this(stateDirectory, socketPath, socketGroup, maxConnections, threading, maxSessions, ringBlockSize, ringBlockCount,
                ringBlockTimeoutNs, agentRingBytes, cores, Ppp.DEFAULT);
    }

    /**
     * How PPPoE sessions are kept in the kernel.
     *
     * @param interfacePrefix what the names of their interfaces begin with, before a number
     * @param holderSocket    the socket of abng-holder, with which sessions outlive the daemon
     * @param clampMss        whether TCP connections through them begin with segments that fit
     */
    public record Ppp(String interfacePrefix, String holderSocket, boolean clampMss) {
        /** What a configuration that says nothing gets. */
        public static final Ppp DEFAULT = new Ppp("ppp", "/opt/athena-bng/run/abng-holder.sock", true);
        /** Longest prefix, characters: eight digits follow, and the kernel takes 15. */
        public static final int PREFIX_MAX = 7;
    }

    /** How agents are spread over threads. */
    public enum Threading {
        /** Tests step every agent by hand. */
        INVOKER,
        /** The packet path on one thread; the kernel, the upstream and management on their own. */
        SHARED,
        /** A thread for each agent. */
        DEDICATED
    }

    /**
     * CPU numbers that agents are pinned to in {@link Threading#DEDICATED}; -1 is not pinned.
     *
     * @param receiver one for each fanout member, in order of the trunks
     * @param session  the session agent's
     * @param sender   the sender's
     * @param kernel   the kernel agent's
     * @param upstream the upstream agent's
     */
    public record Cores(List<Integer> receiver, int session, int sender, int kernel, int upstream) {
        public Cores {
            receiver = List.copyOf(receiver);
        }
    }
}
