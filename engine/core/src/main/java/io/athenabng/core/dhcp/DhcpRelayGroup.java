package io.athenabng.core.dhcp;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.DhcpSettings;
import java.util.List;
import org.agrona.collections.IntHashSet;

/** The relay of one access group: its settings and its servers. */
final class DhcpRelayGroup {
    private static final DhcpRelayServer[] NO_SERVERS = new DhcpRelayServer[0];

    final int giaddr;
    final int linkSelection;
    final boolean serverIdOverride;
    final DhcpSettings.Option82Policy policy;
    final int maxHops;
    final boolean all;
    final long serverTimeoutNs;
    final long serverRetryNs;
    final int transactionsPerLine;
    final DhcpRelayServer[] servers;
    private final IntHashSet trustedRelays = new IntHashSet();

    /** The group as it was before, if it was a relay's, has servers whose state is known. */
    DhcpRelayGroup(final int groupIndex, final AccessGroupSettings group, final DhcpRelayGroup before) {
        final DhcpSettings.Relay relay = group.dhcp().relay();
        giaddr = giaddr(group);
        linkSelection = relay.linkSelection();
        serverIdOverride = relay.serverIdOverride();
        policy = relay.option82();
        maxHops = relay.maxHops();
        all = relay.serverSelection() == DhcpSettings.ServerSelection.ALL;
        serverTimeoutNs = relay.serverTimeoutNs();
        serverRetryNs = relay.serverRetryNs();
        transactionsPerLine = 24 + 8 * group.subscribersPerLine();
        final List<Integer> addresses = relay.servers();
        servers = addresses.isEmpty() ? NO_SERVERS : new DhcpRelayServer[addresses.size()];
        for (int i = 0; i < servers.length; i++) {
            final DhcpRelayServer known = before == null ? null : before.server(addresses.get(i));
            servers[i] = known == null ? new DhcpRelayServer(groupIndex, addresses.get(i)) : known;
        }
        trustedRelays.addAll(relay.trustedRelays());
    }

    static int giaddr(final AccessGroupSettings group) {
        return group.dhcp().relay().giaddr() == 0 ? group.gateway() : group.dhcp().relay().giaddr();
    }

    boolean isTrustedRelay(final int candidate) {
        return trustedRelays.contains(candidate);
    }

    DhcpRelayServer server(final int address) {
        for (final DhcpRelayServer server : servers) {
            if (server.address() == address) {
                return server;
            }
        }
        return null;
    }

    /** The first server that answers; if none does, the one that has been left alone longest. */
    DhcpRelayServer preferred() {
        DhcpRelayServer best = null;
        for (final DhcpRelayServer server : servers) {
            if (server.state() == DhcpRelayServer.State.UP) {
                return server;
            }
            if (best == null || server.retryAtNs() < best.retryAtNs()) {
                best = server;
            }
        }
        return best;
    }
}
