package io.athenabng.core.config;

import io.athenabng.core.config.ConfigurationSchema.Bootstrap;
import io.athenabng.core.config.ConfigurationSchema.Dhcp;
import io.athenabng.core.config.ConfigurationSchema.Group;
import io.athenabng.core.config.ConfigurationSchema.Pool;
import io.athenabng.core.config.ConfigurationSchema.Relay;
import io.athenabng.core.config.ConfigurationSchema.Reservation;
import io.athenabng.core.config.ConfigurationSchema.Root;
import io.athenabng.core.config.ConfigurationSchema.Server;
import io.athenabng.core.config.ConfigurationSchema.Shaping;
import io.athenabng.core.config.ConfigurationSchema.Trunk;
import io.athenabng.core.config.ConfigurationSchema.User;

/** From values without a problem to the immutable running configuration. */
final class ConfigurationAssembler {
    private final String hostName;
    private final RadiusAssembler radius;

    ConfigurationAssembler(final String hostName, final RadiusValidator.Secrets secrets) {
        this.hostName = hostName;
        radius = new RadiusAssembler(hostName, secrets);
    }

    RunningConfiguration assemble(final ConfigSection root) {
        return new RunningConfiguration(
                bootstrap(root.get(Bootstrap.SECTION)),
                root.get(Trunk.LIST).stream().map(ConfigurationAssembler::trunk).toList(),
                root.get(Pool.LIST).stream().map(pool -> new PoolSettings(pool.get(Pool.NAME), pool.get(Pool.RANGES))).toList(),
                root.get(Group.LIST).stream().map(group -> group(root, group)).toList(),
                root.get(Reservation.LIST).stream().map(ConfigurationAssembler::reservation).toList(),
                root.get(User.LIST).stream().map(ConfigurationAssembler::user).toList(),
                radius.assemble(root.get(RadiusSchema.Root.SECTION)),
                root.get(Root.COUNTERS).get(Root.COUNTERS_INTERVAL),
                root.get(Root.LOGGING).get(Root.LOG_LEVEL),
                CommitSchema.Archive.settings(root));
    }

    private static BootstrapSettings bootstrap(final ConfigSection section) {
        final ConfigSection socket = section.get(Bootstrap.SOCKET);
        final ConfigSection ring = section.get(Bootstrap.RECEIVE_RING);
        final ConfigSection cores = section.get(Bootstrap.CORES);
        final ConfigSection ppp = section.get(Bootstrap.PPP);
        return new BootstrapSettings(
                section.get(Bootstrap.STATE_DIRECTORY),
                socket.get(Bootstrap.SOCKET_PATH),
                socket.get(Bootstrap.SOCKET_GROUP),
                socket.get(Bootstrap.MAX_CONNECTIONS),
                section.get(Bootstrap.THREADING),
                section.get(Bootstrap.MAX_SESSIONS),
                ring.get(Bootstrap.BLOCK_SIZE),
                ring.get(Bootstrap.BLOCK_COUNT),
                ring.get(Bootstrap.BLOCK_TIMEOUT),
                section.get(Bootstrap.AGENT_RING_SIZE),
                new BootstrapSettings.Cores(
                        cores.get(Bootstrap.RECEIVER_CORES),
                        cores.get(Bootstrap.SESSION_CORE),
                        cores.get(Bootstrap.SENDER_CORE),
                        cores.get(Bootstrap.KERNEL_CORE),
                        cores.get(Bootstrap.UPSTREAM_CORE)),
                new BootstrapSettings.Ppp(ppp.get(Bootstrap.PPP_PREFIX), ppp.get(Bootstrap.PPP_HOLDER), ppp.get(Bootstrap.PPP_CLAMP)));
    }

    private static TrunkSettings trunk(final ConfigSection section) {
        return new TrunkSettings(section.get(Trunk.NAME), section.get(Trunk.RECEIVERS), section.get(Trunk.MAX_LINES),
                section.get(Trunk.NEW_LINES_PER_SECOND), section.get(Trunk.NEW_LINES_BURST));
    }

    private AccessGroupSettings group(final ConfigSection root, final ConfigSection section) {
        final AddressText.InterfaceAddress gateway = section.get(Group.GATEWAY);
        return new AccessGroupSettings(
                section.get(Group.NAME),
                section.get(Group.TRUNK),
                section.get(Group.VLANS).stream().map(vlan -> new VlanRange(vlan.get(Group.OUTER_TPID), vlan.get(Group.STACK))).toList(),
                section.get(Group.SUBSCRIBERS_PER_LINE),
                gateway.address(),
                gateway.prefixLength(),
                section.get(Group.ISOLATED),
                section.get(Group.LINE_IDLE_TIMEOUT),
                section.get(Group.SESSION_IDLE_TIMEOUT),
                section.get(Group.SESSION_TIMEOUT),
                NameTemplate.expandHost(section.get(Group.CIRCUIT_ID), hostName),
                NameTemplate.expandHost(section.get(Group.REMOTE_ID), hostName),
                NameTemplate.expandHost(section.get(Group.USER_NAME), hostName),
                section.get(Group.AUTHENTICATION),
                section.get(Group.ON_REJECT),
                radius.access(root, section.get(RadiusSchema.Access.SECTION)),
                shaping(section.get(Shaping.SECTION)),
                dhcp(section.get(Dhcp.SECTION)),
                PppoeSchema.assemble(section.get(PppoeSchema.SECTION)));
    }

    private static ShapingSettings shaping(final ConfigSection section) {
        return new ShapingSettings(
                section.get(Shaping.DOWN),
                section.get(Shaping.UP),
                section.get(Shaping.QUEUE),
                section.get(Shaping.OVERHEAD),
                section.get(Shaping.MPU),
                section.get(Shaping.DIFFSERV),
                section.get(Shaping.FLOW_MODE),
                section.get(Shaping.RTT),
                section.get(Shaping.ACK_FILTER),
                section.get(Shaping.NAT),
                section.get(Shaping.WASH),
                section.get(Shaping.SPLIT_GSO));
    }

    private static DhcpSettings dhcp(final ConfigSection section) {
        final ConfigSection server = section.get(Server.SECTION);
        final ConfigSection relay = section.get(Relay.SECTION);
        return new DhcpSettings(section.get(Dhcp.MODE), server == null ? null : server(server), relay == null ? null : relay(relay));
    }

    private static DhcpSettings.Server server(final ConfigSection section) {
        return new DhcpSettings.Server(
                section.get(Server.POOLS),
                section.get(Server.LEASE_TIME),
                section.get(Server.RENEWAL_TIME),
                section.get(Server.REBINDING_TIME),
                section.get(Server.OFFER_TIME),
                section.get(Server.DECLINE_QUARANTINE),
                section.get(Server.DNS),
                section.get(Server.NTP),
                section.get(Server.DOMAIN_NAME),
                section.get(Server.DOMAIN_SEARCH),
                section.get(Server.MTU),
                section.get(Server.ROUTES),
                section.get(Server.AUTHORITATIVE));
    }

    private static DhcpSettings.Relay relay(final ConfigSection section) {
        return new DhcpSettings.Relay(
                section.get(Relay.SERVERS),
                section.get(Relay.SERVER_SELECTION),
                section.get(Relay.SERVER_TIMEOUT),
                section.get(Relay.SERVER_RETRY),
                section.get(Relay.GIADDR),
                section.get(Relay.LINK_SELECTION),
                section.get(Relay.SERVER_ID_OVERRIDE),
                section.get(Relay.OPTION_82),
                section.get(Relay.TRUSTED_RELAYS),
                section.get(Relay.MAX_HOPS));
    }

    private static ReservationSettings reservation(final ConfigSection section) {
        final Long mac = section.get(Reservation.MAC);
        return new ReservationSettings(mac == null ? 0 : mac, section.get(Reservation.CIRCUIT_ID), section.get(Reservation.ADDRESS));
    }

    private static UserSettings user(final ConfigSection section) {
        final Integer address = section.get(User.ADDRESS);
        return new UserSettings(section.get(User.NAME), orUnset(section.get(User.DOWN)), orUnset(section.get(User.UP)),
                address == null ? 0 : address, section.get(User.POOL), section.get(User.SESSION_TIMEOUT),
                section.get(User.PASSWORD));
    }

    private static long orUnset(final Long rate) {
        return rate == null ? UserSettings.UNSET : rate;
    }
}
