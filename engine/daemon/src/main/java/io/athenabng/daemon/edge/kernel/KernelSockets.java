package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.NetlinkSocketTransport;
import io.athenabng.netlink.NetlinkTransport;

/** Opens rtnetlink sockets for the data plane: one for requests, one for what happens to interfaces, one for deletions. */
@FunctionalInterface
public interface KernelSockets {
    /** Sockets to the Linux kernel, in the network namespace of the thread that opens them. */
    KernelSockets LINUX = NetlinkSocketTransport::open;

    /**
     * Opens one more.
     *
     * @return the socket; closed by the data plane
     */
    NetlinkTransport open();
}
