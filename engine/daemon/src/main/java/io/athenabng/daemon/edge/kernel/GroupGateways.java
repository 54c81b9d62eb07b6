package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkException;
import io.athenabng.netlink.address.AddressRequest;
import io.athenabng.netlink.message.NetlinkRequest;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.route.RouteRequest;
import io.athenabng.wire.ip.Ipv4Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The groups' gateway addresses, once each on the loopback interface, and below each subnet an unreachable route, so that an address that
 * nobody has leased is neither answered for (proxy ARP) nor sent upstream. A global address on {@code lo} also spares the kernel a walk
 * over every interface with each route. Kept over restarts.
 */
final class GroupGateways {
    private static final System.Logger LOG = System.getLogger(GroupGateways.class.getName());
    private static final Path IP_FORWARD = Path.of("/proc/sys/net/ipv4/ip_forward");

    private RunningConfiguration configuration;
    private final NetlinkClient client;
    private final KernelInventory inventory;
    private final int loopback;
    private final AddressRequest address = new AddressRequest();
    private final RouteRequest route = new RouteRequest();

    GroupGateways(
            final RunningConfiguration configuration, final NetlinkClient client, final KernelInventory inventory, final int loopback) {
        this.configuration = configuration;
        this.client = client;
        this.inventory = inventory;
        this.loopback = loopback;
    }

    /** Groups may have come; the gateways of those that went stay until the next start, as their sessions' addresses do. */
    void reconfigure(final RunningConfiguration to) {
        final RunningConfiguration before = configuration;
        configuration = to;
        try {
            if (to.accessGroups().size() > before.accessGroups().size()) {
                putUp();
            }
        } catch (final KernelRefusedException e) {
            configuration = before;
            throw e;
        }
    }

    /** Makes what is not there. */
    void putUp() {
        for (final AccessGroupSettings group : configuration.accessGroups()) {
            final String what = "access group " + group.name() + ", gateway " + Ipv4Address.toString(group.gateway());
            execute(address.reset().add().index(loopback).ipv4(group.gateway(), Integer.SIZE).scope(RouteAttributes.RT_SCOPE_UNIVERSE)
                .label(KernelNumbers.GATEWAY_LABEL), KernelErrors.Kind.ADDRESS, what, Errno.EEXIST);
            if (group.gatewayPrefixLength() < Integer.SIZE) {
                execute(unreachable(subnet(group), group.gatewayPrefixLength()).replace(), KernelErrors.Kind.ROUTE, what, 0);
            }
        }
    }

    /** Takes away what an earlier configuration had and this one has not. */
    void removeStale() {
        for (final KernelInventory.Entry entry : inventory.gatewayAddresses()) {
            if (configuration.accessGroups().stream().noneMatch(group -> group.gateway() == entry.ipv4())) {
                LOG.log(System.Logger.Level.INFO, Ipv4Address.toString(entry.ipv4()) + " is no group's gateway any more: removed");
                execute(address.reset().delete().index(entry.ifIndex()).ipv4(entry.ipv4(), entry.prefixLength()),
                    KernelErrors.Kind.ADDRESS, Ipv4Address.toString(entry.ipv4()), Errno.EADDRNOTAVAIL);
            }
        }
        final List<KernelInventory.Entry> unreachable = inventory.routes(RouteAttributes.RTN_UNREACHABLE);
        for (final KernelInventory.Entry entry : unreachable) {
            if (configuration.accessGroups().stream().noneMatch(group -> subnet(group) == entry.ipv4()
                    && group.gatewayPrefixLength() == entry.prefixLength())) {
                execute(unreachable(entry.ipv4(), entry.prefixLength()).delete(), KernelErrors.Kind.ROUTE,
                    Ipv4Address.toString(entry.ipv4()), Errno.ESRCH);
            }
        }
    }

    private RouteRequest unreachable(final int subnet, final int prefixLength) {
        return route.reset().ipv4Destination(subnet, prefixLength).type(RouteAttributes.RTN_UNREACHABLE)
            .protocol(KernelNumbers.ROUTE_PROTOCOL);
    }

    private static int subnet(final AccessGroupSettings group) {
        final int length = group.gatewayPrefixLength();
        return length == 0 ? 0 : group.gateway() & -1 << Integer.SIZE - length;
    }

    private void execute(final NetlinkRequest request, final KernelErrors.Kind kind, final String what, final int tolerated) {
        try {
            client.execute(request);
        } catch (final NetlinkException e) {
            if (e.errno() != tolerated) {
                throw new KernelRefusedException(KernelErrors.describe(kind, what, e.errno(), e.extAckText()), e.errno());
            }
        }
    }

    /** Switches the kernel's forwarding on. */
    static void enableForwarding() {
        try {
            if (Files.readString(IP_FORWARD).trim().equals("0")) {
                Files.writeString(IP_FORWARD, "1\n");
                LOG.log(System.Logger.Level.INFO, "net.ipv4.ip_forward was off and has been switched on");
            }
        } catch (final IOException e) {
            final KernelRefusedException refused = new KernelRefusedException(
                "cannot switch on forwarding (" + e.getMessage() + "); sysctl -w net.ipv4.ip_forward=1 before the start", Errno.EACCES);
            refused.initCause(e);
            throw refused;
        }
    }
}
