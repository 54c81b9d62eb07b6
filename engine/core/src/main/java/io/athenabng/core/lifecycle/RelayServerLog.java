package io.athenabng.core.lifecycle;

import io.athenabng.core.dhcp.DhcpRelay;
import io.athenabng.core.dhcp.DhcpRelayServer;
import io.athenabng.wire.ip.Ipv4Address;

/** Says in the log when a DHCP server stops answering and when it is back. */
final class RelayServerLog implements DhcpRelay.ServerListener {
    private static final System.Logger LOG = System.getLogger(RelayServerLog.class.getName());

    @Override
    public void onServerTimeout(final DhcpRelayServer server) {
        LOG.log(System.Logger.Level.WARNING, "DHCP server {0} does not answer: is it up, and does it have a route back to the relay agent?",
                Ipv4Address.toString(server.address()));
    }

    @Override
    public void onServerBack(final DhcpRelayServer server) {
        LOG.log(System.Logger.Level.INFO, "DHCP server {0} answers again", Ipv4Address.toString(server.address()));
    }
}
