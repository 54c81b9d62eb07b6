package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.core.config.ConfigurationSchema.Bootstrap;
import io.athenabng.core.config.ConfigurationSchema.Dhcp;
import io.athenabng.core.config.ConfigurationSchema.Group;
import io.athenabng.core.config.ConfigurationSchema.Pool;
import io.athenabng.core.config.ConfigurationSchema.Relay;
import io.athenabng.core.config.ConfigurationSchema.Reservation;
import io.athenabng.core.config.ConfigurationSchema.Server;
import io.athenabng.core.config.ConfigurationSchema.Shaping;
import io.athenabng.core.config.ConfigurationSchema.Trunk;
import io.athenabng.core.config.ConfigurationSchema.User;
import io.athenabng.wire.dhcp.DomainSearchEncoder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** Checks what one value alone does not show. Values that were reported already are null and passed over. */
final class ConfigurationValidator {
    private static final long RING_BYTES_MAX = 1L << 30;
    private static final int CIRCUIT_ID_MAX = 128;
    private static final int REMOTE_ID_MAX = 100;
    private static final int OPTION_MAX = 255;
    /** A RADIUS attribute's value (RFC 2865 section 5). */
    private static final int USER_NAME_MAX = 253;
    /** RFC 2865 section 5.2. */
    private static final int PASSWORD_MAX = 128;

    private final ConfigSection root;
    private final String hostName;
    private final ConfigurationProblems problems;

    ConfigurationValidator(final ConfigSection root, final String hostName, final ConfigurationProblems problems) {
        this.root = root;
        this.hostName = hostName;
        this.problems = problems;
    }

    void validate() {
        checkBootstrap();
        checkTrunks();
        checkUnique(root.get(Pool.LIST), Pool.NAME, UnaryOperator.identity(), "pool");
        checkUnique(root.get(Group.LIST), Group.NAME, UnaryOperator.identity(), "access group");
        checkUnique(root.get(User.LIST), User.NAME, name -> name.toLowerCase(Locale.ROOT), "user");
        checkUnique(root.get(Reservation.LIST), Reservation.CIRCUIT_ID, UnaryOperator.identity(), "reservation of circuit-id");
        checkUnique(root.get(Reservation.LIST), Reservation.MAC, UnaryOperator.identity(), "reservation of mac");
        for (final ConfigSection group : root.get(Group.LIST)) {
            checkTemplates(group);
            if (group.get(Shaping.SECTION) != null) {
                checkShaping(group.get(Shaping.SECTION));
            }
            if (group.get(Dhcp.SECTION) != null) {
                checkDhcp(group.get(Dhcp.SECTION));
            }
        }
        checkUnique(root.get(CommitSchema.Service.LIST), CommitSchema.Service.NAME, UnaryOperator.identity(), "service");
        checkUnique(root.get(CommitSchema.Service.LIST), CommitSchema.Service.FILE, UnaryOperator.identity(), "service with file");
        root.get(CommitSchema.Service.LIST).forEach(service -> CommitSchema.Service.check(service, problems));
        new VlanPlanValidator(root, problems).validate();
        new AddressPlanValidator(root, problems).validate();
        new PppoeValidator(root, problems).validate();
    }

    private <T> void checkUnique(
            final List<ConfigSection> sections, final ConfigKey.Value<T> key, final UnaryOperator<T> identity, final String what) {
        final Map<Object, ConfigSection> known = new HashMap<>();
        for (final ConfigSection section : sections) {
            final T value = section.get(key);
            final ConfigSection first = value == null ? null : known.putIfAbsent(identity.apply(value), section);
            if (first != null) {
                problems.add(section.place(key), "there are two of " + what + " " + quote(key.type().format(value)) + ", the first in line "
                        + first.place(key).line(), "keep one of them");
            }
        }
    }

    private void checkBootstrap() {
        final ConfigSection bootstrap = root.get(Bootstrap.SECTION);
        if (bootstrap == null) {
            return;
        }
        final ConfigSection ring = bootstrap.get(Bootstrap.RECEIVE_RING);
        if (ring != null && ring.get(Bootstrap.BLOCK_SIZE) != null && ring.get(Bootstrap.BLOCK_COUNT) != null) {
            final long bytes = (long) ring.get(Bootstrap.BLOCK_SIZE) * ring.get(Bootstrap.BLOCK_COUNT);
            if (bytes > RING_BYTES_MAX) {
                problems.add(ring.place(Bootstrap.BLOCK_COUNT), "a receive ring of " + SizeText.format(bytes) + " is too large",
                        "make block-size times block-count at most " + SizeText.format(RING_BYTES_MAX));
            }
        }
        final ConfigSection cores = bootstrap.get(Bootstrap.CORES);
        if (cores == null || bootstrap.get(Bootstrap.THREADING) == null) {
            return;
        }
        final List<Integer> receivers = cores.get(Bootstrap.RECEIVER_CORES);
        if (bootstrap.get(Bootstrap.THREADING) != BootstrapSettings.Threading.DEDICATED) {
            final boolean pinned = receivers != null && !receivers.isEmpty() || List.of(Bootstrap.SESSION_CORE, Bootstrap.SENDER_CORE,
                    Bootstrap.KERNEL_CORE, Bootstrap.UPSTREAM_CORE).stream().map(cores::get).anyMatch(cpu -> cpu != null && cpu >= 0);
            if (pinned) {
                problems.add(bootstrap.place(Bootstrap.CORES), "agents are pinned to CPUs only with threading: dedicated",
                        "write threading: dedicated, or leave cores out");
            }
        } else if (receivers != null && !receivers.isEmpty()) {
            final int wanted = root.get(Trunk.LIST).stream().map(trunk -> trunk.get(Trunk.RECEIVERS)).filter(Objects::nonNull)
                    .mapToInt(Integer::intValue).sum();
            if (wanted != receivers.size()) {
                problems.add(cores.place(Bootstrap.RECEIVER_CORES), receivers.size() + " CPUs for " + wanted + " receivers of all trunks",
                        "write one CPU for each receiver, or []");
            }
        }
    }

    private void checkTrunks() {
        final List<ConfigSection> trunks = root.get(Trunk.LIST);
        checkUnique(trunks, Trunk.NAME, UnaryOperator.identity(), "trunk");
        for (final ConfigSection trunk : trunks) {
            final String name = trunk.get(Trunk.NAME);
            for (final ConfigSection other : trunks) {
                // Line names of eth1 begin with "eth1.": a trunk eth1.5 would share them.
                if (name != null && other.get(Trunk.NAME) != null && name.startsWith(other.get(Trunk.NAME) + ".")) {
                    problems.add(trunk.place(Trunk.NAME), "lines of " + name + " and of the trunk " + other.get(Trunk.NAME)
                            + " would have the same names", "keep one of them; tags belong to access-groups[].vlans");
                }
            }
        }
    }

    private void checkTemplates(final ConfigSection group) {
        checkTemplate(group, Group.CIRCUIT_ID, CIRCUIT_ID_MAX, true);
        checkTemplate(group, Group.REMOTE_ID, REMOTE_ID_MAX, false);
        checkTemplate(group, Group.USER_NAME, USER_NAME_MAX, true);
        if (group.get(RadiusSchema.Access.SECTION) != null) {
            checkPassword(group, group.get(RadiusSchema.Access.SECTION));
        }
    }

    private void checkPassword(final ConfigSection group, final ConfigSection access) {
        final String text = access.get(RadiusSchema.Access.PASSWORD);
        if (text != null && maxLength(group, text) > PASSWORD_MAX) {
            problems.add(access.place(RadiusSchema.Access.PASSWORD), "the password can become " + maxLength(group, text)
                    + " characters long", "shorten it: at most " + PASSWORD_MAX + " characters");
        }
    }

    private void checkTemplate(final ConfigSection group, final ConfigKey.Value<String> key, final int max, final boolean needed) {
        final String text = group.get(key);
        if (text == null) {
            return;
        }
        if (needed && text.isEmpty()) {
            problems.add(group.place(key), "the template is empty", "leave the key out: the default is " + key.defaultText());
            return;
        }
        final int longest = maxLength(group, text);
        if (longest > max) {
            problems.add(group.place(key), quote(text) + " can become " + longest + " characters long",
                    "shorten it: at most " + max + " characters");
        }
    }

    private int maxLength(final ConfigSection group, final String text) {
        final String trunk = group.get(Group.TRUNK);
        final String name = group.get(Group.NAME);
        final int trunkLength = trunk == null ? 0 : trunk.length();
        final int groupLength = name == null ? 0 : name.length();
        return compiled(text).maxLength(trunkLength, groupLength, lineWordLength(group, Group.CIRCUIT_ID, trunkLength, groupLength),
                lineWordLength(group, Group.REMOTE_ID, trunkLength, groupLength));
    }

    private int lineWordLength(
            final ConfigSection group, final ConfigKey.Value<String> key, final int trunkLength, final int groupLength) {
        final String text = group.get(key);
        return text == null ? 0 : compiled(text).maxLength(trunkLength, groupLength, 0, 0);
    }

    private NameTemplate compiled(final String text) {
        return NameTemplate.compileForClient(NameTemplate.expandHost(text, hostName));
    }

    private void checkShaping(final ConfigSection shaping) {
        final ShapingSettings.Queue queue = shaping.get(Shaping.QUEUE);
        if (queue == null || queue == ShapingSettings.Queue.CAKE) {
            return;
        }
        final List<ConfigKey.Value<?>> unused = queue == ShapingSettings.Queue.NONE
                ? List.of(Shaping.OVERHEAD, Shaping.MPU, Shaping.RTT, Shaping.DIFFSERV, Shaping.FLOW_MODE, Shaping.ACK_FILTER, Shaping.NAT,
                        Shaping.WASH, Shaping.SPLIT_GSO)
                : List.of(Shaping.DIFFSERV, Shaping.FLOW_MODE, Shaping.ACK_FILTER, Shaping.NAT, Shaping.WASH, Shaping.SPLIT_GSO);
        for (final ConfigKey.Value<?> key : unused) {
            if (shaping.isWritten(key)) {
                problems.add(shaping.place(key), "queue: " + Shaping.QUEUE.type().format(queue) + " does not use " + key.name(),
                        "leave the key out, or write queue: cake");
            }
        }
    }

    private void checkDhcp(final ConfigSection dhcp) {
        final DhcpSettings.Mode mode = dhcp.get(Dhcp.MODE);
        if (mode == null) {
            return;
        }
        final boolean server = mode == DhcpSettings.Mode.SERVER;
        final ConfigKey.Section wanted = server ? Server.SECTION : Relay.SECTION;
        final ConfigKey.Section other = server ? Relay.SECTION : Server.SECTION;
        if (!dhcp.isWritten(wanted)) {
            problems.add(dhcp.place(wanted), "dhcp mode " + wanted.name() + " needs the section " + wanted.name(), server
                    ? "add dhcp: { server: { pools: [NAME] } }" : "add relay: { servers: [ADDRESS] }");
        }
        if (dhcp.isWritten(other)) {
            problems.add(dhcp.place(other), "the section " + other.name() + " is not used with mode: " + wanted.name(),
                    "leave it out, or write mode: " + other.name());
        }
        if (server && dhcp.get(Server.SECTION) != null) {
            checkServer(dhcp.get(Server.SECTION));
        } else if (!server && dhcp.get(Relay.SECTION) != null) {
            checkDistinct(dhcp.get(Relay.SECTION), Relay.SERVERS);
            checkDistinct(dhcp.get(Relay.SECTION), Relay.TRUSTED_RELAYS);
        }
    }

    private void checkServer(final ConfigSection server) {
        checkDistinct(server, Server.POOLS);
        checkTimes(server);
        final List<String> search = server.get(Server.DOMAIN_SEARCH);
        if (search != null && search.stream().allMatch(Objects::nonNull) && DomainSearchEncoder.encode(search).length > OPTION_MAX) {
            problems.add(server.place(Server.DOMAIN_SEARCH), "the search list is longer than " + OPTION_MAX + " bytes", "shorten it");
        }
        final List<DhcpSettings.Route> routes = server.get(Server.ROUTES);
        if (routes != null && routes.stream().allMatch(Objects::nonNull)
                && routes.stream().mapToInt(route -> 5 + (route.prefixLength() + 7) / 8).sum() > OPTION_MAX) {
            problems.add(server.place(Server.ROUTES), "the routes need more than " + OPTION_MAX + " bytes", "list fewer of them");
        }
    }

    private void checkTimes(final ConfigSection server) {
        final Long lease = server.get(Server.LEASE_TIME);
        final Long renewal = server.get(Server.RENEWAL_TIME);
        final Long rebinding = server.get(Server.REBINDING_TIME);
        if (lease == null || renewal == null || rebinding == null) {
            return;
        }
        final long t1 = renewal == 0 ? lease / 2 : renewal;
        final long t2 = rebinding == 0 ? lease - lease / 8 : rebinding;
        if (t2 >= lease) {
            problems.add(server.place(Server.REBINDING_TIME), "T2 of " + DurationText.format(t2) + " is not below the lease time of "
                    + DurationText.format(lease), "write a shorter rebinding-time, or leave it out");
        } else if (t1 >= t2) {
            final ConfigKey.Value<Long> key = renewal == 0 ? Server.REBINDING_TIME : Server.RENEWAL_TIME;
            problems.add(server.place(key), "T1 of " + DurationText.format(t1) + " is not below T2 of " + DurationText.format(t2),
                    "write renewal-time < rebinding-time < lease-time, or leave them out");
        }
    }

    private <T> void checkDistinct(final ConfigSection section, final ConfigKey.ValueList<T> key) {
        final List<T> values = section.get(key);
        final Map<T, Integer> known = new HashMap<>();
        for (int i = 0; values != null && i < values.size(); i++) {
            final T value = values.get(i);
            if (value != null && known.putIfAbsent(value, i) != null) {
                problems.add(section.itemPlace(key, i), quote(key.type().format(value)) + " stands in the list twice", "keep one of them");
            }
        }
    }
}
