package io.athenabng.core.config;

import io.athenabng.core.config.CommitSchema.Archive;
import io.athenabng.core.config.CommitSchema.Service;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * Writes a running configuration in the file's own words, with every default written out: the loader reads it as the same configuration. A
 * secret that stands in the file itself is left out: the loader refuses what is written in its place.
 */
public final class ConfigurationWriter {
    private ConfigurationWriter() {
    }

    /**
     * The configuration as a YAML file.
     *
     * @param configuration the configuration
     * @return the file's text
     */
    public static String toYaml(final RunningConfiguration configuration) {
        final DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(200).setSplitLines(false)
                .setIndicatorIndent(2).setIndent(4).setIndentWithIndicator(false).build();
        return new Dump(settings).dumpToString(toMap(configuration));
    }

    /**
     * The configuration as maps, lists, strings, numbers and booleans, for a JSON document. Values with a unit are text.
     *
     * @param configuration the configuration
     * @return the keys in the order of the reference
     */
    public static Map<String, Object> toMap(final RunningConfiguration configuration) {
        return new Section()
                .put(Bootstrap.SECTION, bootstrap(configuration.bootstrap()))
                .put(Trunk.LIST, configuration.trunks(), ConfigurationWriter::trunk)
                .put(Pool.LIST, configuration.pools(), pool -> new Section().put(Pool.NAME, pool.name()).put(Pool.RANGES, pool.ranges()))
                .put(Group.LIST, configuration.accessGroups(), group -> group(configuration, group))
                .put(Reservation.LIST, configuration.reservations(), ConfigurationWriter::reservation)
                .put(User.LIST, configuration.users(), ConfigurationWriter::user)
                .put(RadiusSchema.Root.SECTION, RadiusWriter.radius(configuration.radius()))
                .put(Root.COUNTERS, new Section().put(Root.COUNTERS_INTERVAL, configuration.countersIntervalNs()))
                .put(Root.LOGGING, new Section().put(Root.LOG_LEVEL, configuration.logLevel()))
                .put(Archive.SECTION, new Section()
                        .put(Archive.DIRECTORY, configuration.commit().archiveDirectory())
                        .put(Archive.KEEP, configuration.commit().archiveKeep())
                        .put(Archive.MAX_AGE, configuration.commit().archiveMaxAgeNs()))
                .put(Service.LIST, configuration.commit().services(), ConfigurationWriter::service)
                .keys;
    }

    private static Section bootstrap(final BootstrapSettings bootstrap) {
        return new Section()
                .put(Bootstrap.STATE_DIRECTORY, bootstrap.stateDirectory())
                .put(Bootstrap.SOCKET, new Section()
                        .put(Bootstrap.SOCKET_PATH, bootstrap.socketPath())
                        .put(Bootstrap.SOCKET_GROUP, bootstrap.socketGroup())
                        .put(Bootstrap.MAX_CONNECTIONS, bootstrap.maxConnections()))
                .put(Bootstrap.THREADING, bootstrap.threading())
                .put(Bootstrap.MAX_SESSIONS, bootstrap.maxSessions())
                .put(Bootstrap.RECEIVE_RING, new Section()
                        .put(Bootstrap.BLOCK_SIZE, bootstrap.ringBlockSize())
                        .put(Bootstrap.BLOCK_COUNT, bootstrap.ringBlockCount())
                        .put(Bootstrap.BLOCK_TIMEOUT, bootstrap.ringBlockTimeoutNs()))
                .put(Bootstrap.AGENT_RING_SIZE, bootstrap.agentRingBytes())
                .put(Bootstrap.CORES, new Section()
                        .put(Bootstrap.RECEIVER_CORES, bootstrap.cores().receiver())
                        .put(Bootstrap.SESSION_CORE, bootstrap.cores().session())
                        .put(Bootstrap.SENDER_CORE, bootstrap.cores().sender())
                        .put(Bootstrap.KERNEL_CORE, bootstrap.cores().kernel())
                        .put(Bootstrap.UPSTREAM_CORE, bootstrap.cores().upstream()))
                .put(Bootstrap.PPP, new Section()
                        .put(Bootstrap.PPP_PREFIX, bootstrap.ppp().interfacePrefix())
                        .put(Bootstrap.PPP_HOLDER, bootstrap.ppp().holderSocket())
                        .put(Bootstrap.PPP_CLAMP, bootstrap.ppp().clampMss()));
    }

    private static Section trunk(final TrunkSettings trunk) {
        return new Section()
                .put(Trunk.NAME, trunk.name())
                .put(Trunk.RECEIVERS, trunk.receivers())
                .put(Trunk.MAX_LINES, trunk.maxLines())
                .put(Trunk.NEW_LINES_PER_SECOND, trunk.newLinesPerSecond())
                .put(Trunk.NEW_LINES_BURST, trunk.newLinesBurst());
    }

    private static Section group(final RunningConfiguration configuration, final AccessGroupSettings group) {
        return new Section()
                .put(Group.NAME, group.name())
                .put(Group.TRUNK, group.trunk())
                .put(Group.VLANS, group.vlans(), ConfigurationWriter::vlan)
                .put(Group.SUBSCRIBERS_PER_LINE, group.subscribersPerLine())
                .put(Group.GATEWAY, new AddressText.InterfaceAddress(group.gateway(), group.gatewayPrefixLength()))
                .put(Group.ISOLATED, group.isolated())
                .put(Group.LINE_IDLE_TIMEOUT, group.lineIdleTimeoutNs())
                .put(Group.SESSION_IDLE_TIMEOUT, group.sessionIdleTimeoutNs())
                .put(Group.SESSION_TIMEOUT, group.sessionTimeoutNs())
                .put(Group.CIRCUIT_ID, group.circuitId())
                .put(Group.REMOTE_ID, group.remoteId())
                .put(Group.USER_NAME, group.userName())
                .put(Group.AUTHENTICATION, group.authentication())
                .put(Group.ON_REJECT, group.onReject())
                .put(RadiusSchema.Access.SECTION, RadiusWriter.access(configuration, group.radius()))
                .put(Shaping.SECTION, shaping(group.shaping()))
                .put(Dhcp.SECTION, dhcp(group.dhcp()))
                .put(PppoeSchema.SECTION, PppoeSchema.write(group.pppoe()));
    }

    private static Section vlan(final VlanRange vlan) {
        final Section section = new Section().put(Group.STACK, vlan.levels());
        return vlan.levels().isEmpty() ? section : section.put(Group.OUTER_TPID, vlan.outerTpid());
    }

    private static Section shaping(final ShapingSettings shaping) {
        final Section section = new Section()
                .put(Shaping.DOWN, shaping.downBitsPerSecond())
                .put(Shaping.UP, shaping.upBitsPerSecond())
                .put(Shaping.QUEUE, shaping.queue());
        if (shaping.queue() != ShapingSettings.Queue.NONE) {
            section.put(Shaping.OVERHEAD, shaping.overhead()).put(Shaping.MPU, shaping.mpu()).put(Shaping.RTT, shaping.rttNs());
        }
        if (shaping.queue() == ShapingSettings.Queue.CAKE) {
            section.put(Shaping.DIFFSERV, shaping.diffserv())
                    .put(Shaping.FLOW_MODE, shaping.flowMode())
                    .put(Shaping.ACK_FILTER, shaping.ackFilter())
                    .put(Shaping.NAT, shaping.nat())
                    .put(Shaping.WASH, shaping.wash())
                    .put(Shaping.SPLIT_GSO, shaping.splitGso());
        }
        return section;
    }

    private static Section dhcp(final DhcpSettings dhcp) {
        final Section section = new Section().put(Dhcp.MODE, dhcp.mode());
        return dhcp.mode() == DhcpSettings.Mode.SERVER ? section.put(Server.SECTION, server(dhcp.server()))
                : section.put(Relay.SECTION, relay(dhcp.relay()));
    }

    private static Section server(final DhcpSettings.Server server) {
        return new Section()
                .put(Server.POOLS, server.pools())
                .put(Server.LEASE_TIME, server.leaseNs())
                .put(Server.RENEWAL_TIME, server.renewalNs())
                .put(Server.REBINDING_TIME, server.rebindingNs())
                .put(Server.OFFER_TIME, server.offerNs())
                .put(Server.DECLINE_QUARANTINE, server.declineQuarantineNs())
                .put(Server.DNS, server.dns())
                .put(Server.NTP, server.ntp())
                .put(Server.DOMAIN_NAME, server.domainName())
                .put(Server.DOMAIN_SEARCH, server.domainSearch())
                .put(Server.MTU, server.mtu())
                .put(Server.ROUTES, server.routes())
                .put(Server.AUTHORITATIVE, server.authoritative());
    }

    private static Section relay(final DhcpSettings.Relay relay) {
        return new Section()
                .put(Relay.SERVERS, relay.servers())
                .put(Relay.SERVER_SELECTION, relay.serverSelection())
                .put(Relay.SERVER_TIMEOUT, relay.serverTimeoutNs())
                .put(Relay.SERVER_RETRY, relay.serverRetryNs())
                .put(Relay.GIADDR, relay.giaddr())
                .put(Relay.LINK_SELECTION, relay.linkSelection())
                .put(Relay.SERVER_ID_OVERRIDE, relay.serverIdOverride())
                .put(Relay.OPTION_82, relay.option82())
                .put(Relay.TRUSTED_RELAYS, relay.trustedRelays())
                .put(Relay.MAX_HOPS, relay.maxHops());
    }

    private static Section reservation(final ReservationSettings reservation) {
        final Section section = new Section();
        if (reservation.circuitId() == null) {
            section.put(Reservation.MAC, reservation.mac());
        } else {
            section.put(Reservation.CIRCUIT_ID, reservation.circuitId());
        }
        return section.put(Reservation.ADDRESS, reservation.address());
    }

    private static Section user(final UserSettings user) {
        final Section section = new Section().put(User.NAME, user.name());
        if (user.downBitsPerSecond() != UserSettings.UNSET) {
            section.put(User.DOWN, user.downBitsPerSecond());
        }
        if (user.upBitsPerSecond() != UserSettings.UNSET) {
            section.put(User.UP, user.upBitsPerSecond());
        }
        if (user.address() != 0) {
            section.put(User.ADDRESS, user.address());
        }
        section.put(User.POOL, user.pool()).put(User.SESSION_TIMEOUT, user.sessionTimeoutNs());
        return user.password() == null ? section : section.put(User.PASSWORD, user.password());
    }

    private static Section service(final CommitSettings.Service service) {
        return new Section()
                .put(Service.NAME, service.name())
                .put(Service.KIND, service.kind())
                .put(Service.TEMPLATE, service.template())
                .put(Service.FILE, service.file())
                .put(Service.CHECK, service.check())
                .put(Service.RELOAD, service.reload())
                .put(Service.HEALTH, service.health())
                .put(Service.CHECK_TIMEOUT, service.checkTimeoutNs())
                .put(Service.RELOAD_TIMEOUT, service.reloadTimeoutNs())
                .put(Service.HEALTH_TIMEOUT, service.healthTimeoutNs());
    }

    /** A section that is being written. */
    static final class Section {
        private final Map<String, Object> keys = new LinkedHashMap<>();

        <T> Section put(final ConfigKey.Value<T> key, final T value) {
            keys.put(key.name(), key.type().plain(value));
            return this;
        }

        <T> Section put(final ConfigKey.ValueList<T> key, final List<T> values) {
            keys.put(key.name(), values.stream().map(key.type()::plain).toList());
            return this;
        }

        Section put(final ConfigKey.Section key, final Section section) {
            keys.put(key.name(), section.keys);
            return this;
        }

        <T> Section put(final ConfigKey.SectionList key, final List<T> items, final Function<T, Section> writer) {
            keys.put(key.name(), items.stream().map(item -> writer.apply(item).keys).toList());
            return this;
        }
    }
}
