package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkException;
import io.athenabng.netlink.link.IfbLinkRequest;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.VlanLinkRequest;
import io.athenabng.netlink.message.NetlinkRequest;
import io.athenabng.netlink.tc.CakeQdiscRequest;
import io.athenabng.netlink.tc.FqCodelQdiscRequest;
import io.athenabng.netlink.tc.GactAction;
import io.athenabng.netlink.tc.HtbQdiscRequest;
import io.athenabng.netlink.tc.IngressQdiscRequest;
import io.athenabng.netlink.tc.MatchallFilterRequest;
import io.athenabng.netlink.tc.QdiscDeleteRequest;
import io.athenabng.netlink.tc.TcAttributes;
import io.athenabng.netlink.tc.TcHandle;
import io.athenabng.netlink.tc.U32FilterRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the running kernel can, found out by trying it on an interface that is made and deleted for it.
 *
 * @param matchall whether there is the matchall filter; u32 does the same where it is absent
 * @param ipv6     whether interfaces have IPv6 settings
 */
record KernelCapabilities(boolean matchall, boolean ipv6) {
    private static final String PROBE_NAME = "abngprobe0";
    private static final String VLAN_PROBE_NAME = "abngprobe1";
    private static final int PROBE_VLAN = 4094;

    /**
     * Tries what the configuration needs.
     *
     * @throws KernelRefusedException naming every kernel module that is missing
     */
    static KernelCapabilities probe(final NetlinkClient client, final RunningConfiguration configuration, final LinkTable links) {
        return new Probe(client, configuration, links).run();
    }

    private static final class Probe {
        private final NetlinkClient client;
        private final RunningConfiguration configuration;
        private final LinkTable links;
        private final Set<KernelErrors.Kind> missing = EnumSet.noneOf(KernelErrors.Kind.class);
        private final int index;
        private final int vlanIndex;

        Probe(final NetlinkClient client, final RunningConfiguration configuration, final LinkTable links) {
            this.client = client;
            this.configuration = configuration;
            this.links = links;
            index = links.allocateIndex();
            vlanIndex = links.allocateIndex();
        }

        KernelCapabilities run() {
            final Set<ShapingSettings.Queue> queues = EnumSet.noneOf(ShapingSettings.Queue.class);
            boolean shared = false;
            boolean tagged = false;
            for (final AccessGroupSettings group : configuration.accessGroups()) {
                queues.add(group.shaping().queue());
                shared |= group.subscribersPerLine() > 1;
                tagged |= group.vlans().stream().anyMatch(range -> !range.levels().isEmpty());
            }
            final boolean cake = queues.contains(ShapingSettings.Queue.CAKE);
            final boolean fqCodel = queues.contains(ShapingSettings.Queue.FQ_CODEL);
            removeLeftovers();
            boolean matchall = true;
            try {
                final int onto = makeProbe(cake, tagged);
                if (onto != 0) {
                    if (cake) {
                        tryRoot(new CakeQdiscRequest().index(onto), KernelErrors.Kind.CAKE, onto);
                    }
                    if (fqCodel) {
                        tryRoot(new FqCodelQdiscRequest().index(onto), KernelErrors.Kind.FQ_CODEL, onto);
                    }
                    if (fqCodel || shared) {
                        tryRoot(new HtbQdiscRequest().index(onto).handle(KernelNumbers.HTB_HANDLE), KernelErrors.Kind.HTB, onto);
                    }
                    matchall = tryFilters(onto);
                }
            } finally {
                removeLeftovers();
            }
            failIfMissing();
            return new KernelCapabilities(matchall, Files.exists(Path.of("/proc/sys/net/ipv6/conf/all")));
        }

        /** The interface to try on: an IFB if those are needed, a VLAN interface otherwise. */
        private int makeProbe(final boolean ifb, final boolean vlan) {
            int onto = 0;
            if (vlan) {
                final Trunk trunk = firstTrunk();
                if (trunk != null && tried(new VlanLinkRequest().name(VLAN_PROBE_NAME).index(vlanIndex).group(KernelNumbers.PROBE_GROUP)
                        .parentIndex(trunk.device.ifIndex).vlanId(PROBE_VLAN), KernelErrors.Kind.VLAN)) {
                    onto = vlanIndex;
                }
            }
            if (ifb && tried(new IfbLinkRequest().name(PROBE_NAME).index(index).group(KernelNumbers.PROBE_GROUP), KernelErrors.Kind.IFB)) {
                onto = index;
            }
            return onto;
        }

        private Trunk firstTrunk() {
            for (final Trunk trunk : links.trunks) {
                if (trunk.exists()) {
                    return trunk;
                }
            }
            return null;
        }

        private void tryRoot(final NetlinkRequest request, final KernelErrors.Kind kind, final int onto) {
            if (tried(request, kind)) {
                execute(new QdiscDeleteRequest().root(onto));
            }
        }

        private boolean tryFilters(final int onto) {
            if (!tried(new IngressQdiscRequest().index(onto), KernelErrors.Kind.INGRESS)) {
                return true;
            }
            final int errno = execute(new MatchallFilterRequest().index(onto).parent(TcHandle.INGRESS_QDISC).priority(1)
                .protocol(TcAttributes.ETH_P_IP).action(new GactAction().drop()));
            tried(new U32FilterRequest().index(onto).parent(TcHandle.INGRESS_QDISC).priority(2).protocol(TcAttributes.ETH_P_IP)
                .matchU32(0, -1, 0).action(new GactAction().drop()), KernelErrors.Kind.FILTER);
            return errno == 0;
        }

        private boolean tried(final NetlinkRequest request, final KernelErrors.Kind kind) {
            final int errno = execute(request);
            if (errno == Errno.EPERM || errno == Errno.EACCES) {
                throw new KernelRefusedException(KernelErrors.describe(kind, "a probe", errno, ""), errno);
            }
            if (errno == Errno.EOPNOTSUPP || errno == Errno.ENOENT) {
                missing.add(kind);
            }
            return errno == 0;
        }

        private int execute(final NetlinkRequest request) {
            try {
                client.execute(request);
                return 0;
            } catch (final NetlinkException e) {
                return e.errno();
            }
        }

        private void removeLeftovers() {
            execute(new LinkDeleteRequest().byGroup(KernelNumbers.PROBE_GROUP));
        }

        private void failIfMissing() {
            if (missing.isEmpty()) {
                return;
            }
            final List<String> lines = new ArrayList<>();
            missing.forEach(kind -> lines.add(kind.missing()));
            throw new KernelRefusedException(String.join("; ", lines), Errno.EOPNOTSUPP);
        }
    }
}
