package io.athenabng.daemon.edge.kernel;

import io.athenabng.ffi.NativeException;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkException;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.nftables.MssClampRequest;
import io.athenabng.netlink.nftables.NftablesClient;
import java.util.function.Supplier;

/**
 * The one nftables table for all PPP units, which are recognised by their link group: TCP connections through them begin with segments that
 * fit. Made with the first unit, so that a gateway without PPPoE has no hook in its packets' way; kept over restarts. Owned by the kernel
 * agent.
 */
final class MssClamp {
    private static final String TABLE = "abng";

    private final KernelErrors errors;
    private final Supplier<NetlinkTransport> netfilter;
    private final boolean wanted;
    private boolean done;

    MssClamp(final KernelErrors errors, final Supplier<NetlinkTransport> netfilter, final boolean wanted) {
        this.errors = errors;
        this.netfilter = netfilter;
        this.wanted = wanted;
    }

    /** There is a unit, or will be. */
    void ensure() {
        if (done) {
            return;
        }
        done = true;
        try (NftablesClient client = new NftablesClient(netfilter.get())) {
            client.execute(wanted ? MssClampRequest.put(TABLE, KernelNumbers.UNIT_GROUP) : MssClampRequest.remove(TABLE));
        } catch (final NetlinkException e) {
            if (wanted || e.errno() != Errno.ENOENT) {
                errors.onRefused(KernelErrors.Kind.MSS_CLAMP, "inet " + TABLE, e.errno(), e.extAckText());
            }
        } catch (final NativeException e) {
            if (wanted) {
                errors.onRefused(KernelErrors.Kind.MSS_CLAMP, "inet " + TABLE, e.errno(), e.getMessage());
            }
        }
    }
}
