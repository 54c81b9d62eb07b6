package io.athenabng.daemon.edge.kernel;

import io.athenabng.ffi.ppp.PppCalls;
import io.athenabng.netlink.NetlinkSocketTransport;
import io.athenabng.netlink.NetlinkTransport;
import java.util.function.Supplier;

/**
 * What of the kernel PPPoE speaks to beside rtnetlink.
 *
 * @param calls     its calls; the edge closes them
 * @param netfilter opens a socket for nftables
 */
record PppKernel(PppCalls calls, Supplier<NetlinkTransport> netfilter) {
    static PppKernel ofThisMachine() {
        return new PppKernel(new PppCalls(), NetlinkSocketTransport::openNetfilter);
    }
}
