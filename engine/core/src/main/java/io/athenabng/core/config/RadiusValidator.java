package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationValueException.quote;

import io.athenabng.core.config.ConfigurationSchema.Dhcp;
import io.athenabng.core.config.ConfigurationSchema.Group;
import io.athenabng.core.config.ConfigurationSchema.Pool;
import io.athenabng.core.config.ConfigurationSchema.Shaping;
import io.athenabng.core.config.RadiusSchema.Access;
import io.athenabng.core.config.RadiusSchema.Dynamic;
import io.athenabng.core.config.RadiusSchema.Policy;
import io.athenabng.core.config.RadiusSchema.QosProfile;
import io.athenabng.core.config.RadiusSchema.Root;
import io.athenabng.core.config.RadiusSchema.Server;
import io.athenabng.core.config.RadiusSchema.ServerGroup;
import io.athenabng.core.config.RadiusSchema.Tls;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Checks what one value of RADIUS alone does not show, and finds the secrets. Values that were reported already are passed over. */
final class RadiusValidator {
    private static final int NAS_IDENTIFIER_MAX = 253;

    private final ConfigSection root;
    private final ConfigSection radius;
    private final String hostName;
    private final ConfigurationProblems problems;

    RadiusValidator(final ConfigSection root, final String hostName, final ConfigurationProblems problems) {
        this.root = root;
        this.hostName = hostName;
        this.problems = problems;
        radius = root.get(Root.SECTION);
    }

    /** The secret of each section that has one, read once. */
    static final class Secrets {
        private final SecretSource source;
        private final ConfigurationProblems problems;
        private final Map<ConfigSection, Secret> bySection = new IdentityHashMap<>();

        Secrets(final SecretSource source, final ConfigurationProblems problems) {
            this.source = source;
            this.problems = problems;
        }

        /** The section's secret; null if it has none. */
        Secret of(final ConfigSection section) {
            return bySection.get(section);
        }

        private void find(final ConfigSection section, final boolean needed) {
            final boolean inline = section.isWritten(RadiusSchema.Secrets.SECRET);
            final boolean file = section.isWritten(RadiusSchema.Secrets.SECRET_FILE);
            final boolean environment = section.isWritten(RadiusSchema.Secrets.SECRET_ENV);
            final int written = (inline ? 1 : 0) + (file ? 1 : 0) + (environment ? 1 : 0);
            if (written > 1) {
                problems.add(section.place(), "the secret is given more than once",
                        "write one of secret, secret-file and secret-env");
            } else if (written == 0 && needed) {
                problems.add(section.place(), "the secret is missing", "write secret, secret-file or secret-env");
            } else if (inline) {
                put(section, section.get(RadiusSchema.Secrets.SECRET));
            } else if (file) {
                fromFile(section, section.get(RadiusSchema.Secrets.SECRET_FILE));
            } else if (environment) {
                fromEnvironment(section, section.get(RadiusSchema.Secrets.SECRET_ENV));
            }
        }

        private void put(final ConfigSection section, final Secret secret) {
            if (secret != null) {
                bySection.put(section, secret);
            }
        }

        private void fromFile(final ConfigSection section, final String path) {
            if (path == null) {
                return;
            }
            try {
                put(section, checked(section, RadiusSchema.Secrets.SECRET_FILE,
                        new Secret(source.file(path), Secret.Origin.FILE, path), "the file"));
            } catch (final ConfigurationValueException e) {
                problems.add(section.place(RadiusSchema.Secrets.SECRET_FILE), e.problem(), e.remedy());
            }
        }

        private void fromEnvironment(final ConfigSection section, final String name) {
            final String text = name == null ? "" : source.environment(name);
            if (text == null) {
                problems.add(section.place(RadiusSchema.Secrets.SECRET_ENV), "the environment has no variable " + name,
                        "set it in the environment that the daemon is started with");
            } else if (name != null) {
                put(section, checked(section, RadiusSchema.Secrets.SECRET_ENV,
                        new Secret(text, Secret.Origin.ENVIRONMENT, name), "the variable"));
            }
        }

        private Secret checked(final ConfigSection section, final ConfigKey key, final Secret secret, final String where) {
            if (source != SecretSource.UNREAD && (secret.length() == 0 || secret.length() > SecretSource.MAX_LENGTH)) {
                problems.add(section.place(key), where + " has a secret of " + (secret.length() == 0 ? "no octets"
                        : "more than " + SecretSource.MAX_LENGTH + " octets"), "write a secret of 1 to " + SecretSource.MAX_LENGTH);
            }
            return secret;
        }
    }

    void validate(final Secrets secrets) {
        if (radius != null) {
            checkRoot();
            unique(radius.get(Server.LIST), Server.NAME, "server");
            unique(radius.get(ServerGroup.LIST), ServerGroup.NAME, "server group");
            unique(radius.get(QosProfile.LIST), QosProfile.NAME, "QoS profile");
            unique(radius.get(Policy.LIST), Policy.NAME, "policy");
            radius.get(Server.LIST).forEach(server -> checkServer(server, secrets));
            final Set<String> servers = names(radius.get(Server.LIST), Server.NAME);
            radius.get(ServerGroup.LIST).forEach(group -> checkServerGroup(group, servers));
            checkDynamic(radius.get(Dynamic.SECTION), secrets);
            checkPolicies();
        }
        for (final ConfigSection group : root.get(Group.LIST)) {
            if (group.get(Access.SECTION) != null) {
                checkAccess(group, group.get(Access.SECTION));
            }
        }
    }

    /** A group without a tag stack is a walled garden, or a mistake. */
    void checkStacks() {
        final Set<String> gardens = new HashSet<>();
        for (final ConfigSection group : root.get(Group.LIST)) {
            if (group.get(Access.SECTION) != null) {
                gardens.add(group.get(Access.SECTION).get(Access.WALLED_GARDEN));
            }
        }
        // A stack that was reported is not in the list: then nothing is known.
        final boolean complete = problems.isEmpty();
        for (final ConfigSection group : root.get(Group.LIST)) {
            if (complete && group.get(Group.VLANS).isEmpty() && !gardens.contains(group.get(Group.NAME))) {
                problems.add(group.place(Group.VLANS), "the group has no tag stacks, and is nobody's walled garden",
                        "add a stack, or leave the group out");
            }
        }
    }

    private void checkRoot() {
        final String identifier = radius.get(Root.NAS_IDENTIFIER);
        if (identifier != null && NameTemplate.expandHost(identifier, hostName).length() > NAS_IDENTIFIER_MAX) {
            problems.add(radius.place(Root.NAS_IDENTIFIER), "the name is longer than " + NAS_IDENTIFIER_MAX + " octets", "shorten it");
        }
        final List<RadiusSettings.RateAttribute> rates = radius.get(Root.RATE_ATTRIBUTES);
        for (int i = 0; rates != null && i < rates.size(); i++) {
            if (rates.get(i) != null && rates.indexOf(rates.get(i)) < i) {
                problems.add(radius.itemPlace(Root.RATE_ATTRIBUTES, i), quote(Root.RATE_ATTRIBUTES.type().format(rates.get(i)))
                        + " stands in the list twice", "keep one of them");
            }
        }
    }

    private void checkServer(final ConfigSection server, final Secrets secrets) {
        final ConfigSection tls = server.get(Tls.SECTION);
        secrets.find(server, !server.isWritten(Tls.SECTION));
        final IpAddress address = server.get(Server.ADDRESS);
        final IpAddress source = server.get(Server.SOURCE_ADDRESS);
        if (address != null && source != null && address.ipv6() != source.ipv6()) {
            problems.add(server.place(Server.SOURCE_ADDRESS), source + " cannot send to " + address, "write an address of the same kind");
        }
        final Long timeout = server.get(Server.TIMEOUT);
        final Long most = server.get(Server.MAX_TIMEOUT);
        if (timeout != null && most != null && most < timeout) {
            problems.add(server.place(Server.MAX_TIMEOUT), "max-timeout of " + DurationText.format(most) + " is below timeout of "
                    + DurationText.format(timeout), "write at least " + DurationText.format(timeout));
        }
        final Integer authentication = server.get(Server.AUTHENTICATION_PORT);
        if (!server.isWritten(Tls.SECTION) && authentication != null && authentication.equals(server.get(Server.ACCOUNTING_PORT))) {
            problems.add(server.place(Server.ACCOUNTING_PORT), "authentication and accounting cannot share the port " + authentication,
                    "write two ports");
        }
        if (tls != null && tls.get(Tls.CERTIFICATE_FILE) != null && tls.get(Tls.KEY_FILE) != null
                && tls.get(Tls.CERTIFICATE_FILE).isEmpty() != tls.get(Tls.KEY_FILE).isEmpty()) {
            problems.add(tls.place(), "certificate-file and key-file belong together", "write both, or neither");
        }
    }

    private void checkServerGroup(final ConfigSection group, final Set<String> servers) {
        final Map<String, ConfigSection> known = new HashMap<>();
        for (final ConfigSection member : group.get(ServerGroup.MEMBERS)) {
            final String name = member.get(ServerGroup.SERVER);
            reference(member, ServerGroup.SERVER, servers, "RADIUS server", "radius.servers");
            if (name != null && known.putIfAbsent(name, member) != null) {
                problems.add(member.place(ServerGroup.SERVER), quote(name) + " is a member twice", "keep one of them");
            }
        }
    }

    private void checkDynamic(final ConfigSection dynamic, final Secrets secrets) {
        if (dynamic == null) {
            return;
        }
        unique(dynamic.get(Dynamic.CLIENTS), Dynamic.CLIENT_NAME, "client");
        unique(dynamic.get(Dynamic.CLIENTS), Dynamic.CLIENT_ADDRESS, "client address");
        final IpAddress local = dynamic.get(Dynamic.ADDRESS);
        for (final ConfigSection client : dynamic.get(Dynamic.CLIENTS)) {
            secrets.find(client, true);
            final IpAddress address = client.get(Dynamic.CLIENT_ADDRESS);
            if (local != null && address != null && local.ipv6() != address.ipv6()) {
                problems.add(client.place(Dynamic.CLIENT_ADDRESS), address + " cannot send to " + local,
                        "write an address of the same kind, or leave the local address out");
            }
        }
    }

    private void checkPolicies() {
        final Set<String> profiles = names(radius.get(QosProfile.LIST), QosProfile.NAME);
        final Set<String> pools = names(root.get(Pool.LIST), Pool.NAME);
        for (final ConfigSection policy : radius.get(Policy.LIST)) {
            reference(policy, Policy.QOS_PROFILE, profiles, "QoS profile", "radius.qos-profiles");
            reference(policy, Policy.POOL, pools, "pool", "pools");
        }
    }

    private void checkAccess(final ConfigSection group, final ConfigSection access) {
        if (radius != null) {
            final Set<String> groups = names(radius.get(ServerGroup.LIST), ServerGroup.NAME);
            reference(access, Access.AUTHENTICATION, groups, "server group", "radius.server-groups");
            reference(access, Access.ACCOUNTING, groups, "server group", "radius.server-groups");
        }
        final boolean asked = group.get(Group.AUTHENTICATION) == AccessGroupSettings.Authentication.RADIUS;
        final String authentication = access.get(Access.AUTHENTICATION);
        if (authentication != null && group.get(Group.AUTHENTICATION) != null && asked == authentication.isEmpty()) {
            problems.add(access.place(Access.AUTHENTICATION), asked ? "authentication: radius needs a server group"
                    : "the server group is only asked with authentication: radius",
                    asked ? "add radius: { authentication: NAME }" : "write authentication: radius, or leave the key out");
        }
        if (!asked && group.get(Group.AUTHENTICATION) != null) {
            for (final ConfigKey.Value<?> key : List.of(Access.ON_UNAVAILABLE, Access.PASSWORD, Access.MISMATCH)) {
                if (access.isWritten(key) && !Objects.equals(access.get(key), key.defaultValue())) {
                    problems.add(access.place(key), "authentication: " + Group.AUTHENTICATION.type().format(group.get(Group.AUTHENTICATION))
                            + " does not use " + key.name(), "write authentication: radius, or leave the key out");
                }
            }
        }
        checkGarden(group, access);
    }

    private void checkGarden(final ConfigSection group, final ConfigSection access) {
        final String name = access.get(Access.WALLED_GARDEN);
        if (name == null || name.isEmpty()) {
            return;
        }
        reference(access, Access.WALLED_GARDEN, names(root.get(Group.LIST), Group.NAME), "access group", "access-groups");
        if (group.get(Group.AUTHENTICATION) == AccessGroupSettings.Authentication.NONE) {
            problems.add(access.place(Access.WALLED_GARDEN), "authentication: none rejects nobody", "leave the key out");
        }
        for (final ConfigSection garden : root.get(Group.LIST)) {
            if (!name.equals(garden.get(Group.NAME))) {
                continue;
            }
            final ConfigSection dhcp = garden.get(Dhcp.SECTION);
            if (garden == group) {
                problems.add(access.place(Access.WALLED_GARDEN), "a group is not its own walled garden", "name another group");
            } else if (dhcp != null && dhcp.get(Dhcp.MODE) == DhcpSettings.Mode.RELAY) {
                problems.add(access.place(Access.WALLED_GARDEN), "the group " + quote(name) + " has a relay",
                        "name a group with the built-in DHCP server");
            }
            final ConfigSection own = group.get(Shaping.SECTION);
            final ConfigSection theirs = garden.get(Shaping.SECTION);
            if (own != null && theirs != null && own.get(Shaping.QUEUE) != theirs.get(Shaping.QUEUE)) {
                problems.add(access.place(Access.WALLED_GARDEN), "the group " + quote(name) + " has another shaping.queue",
                        "write the same queue for both: a line keeps its own");
            }
            return;
        }
    }

    private void reference(
            final ConfigSection section, final ConfigKey.Value<String> key, final Collection<String> names, final String what,
            final String where) {
        final String name = section.get(key);
        if (name == null || name.isEmpty() || names.contains(name)) {
            return;
        }
        final String meant = Suggestions.closest(name, names);
        problems.add(section.place(key), "there is no " + what + " " + quote(name),
                meant == null ? "add it to " + where : "did you mean " + meant + "?");
    }

    private static Set<String> names(final List<ConfigSection> sections, final ConfigKey.Value<String> key) {
        final Set<String> names = new HashSet<>();
        sections.forEach(section -> names.add(section.get(key)));
        names.remove(null);
        return names;
    }

    private <T> void unique(final List<ConfigSection> sections, final ConfigKey.Value<T> key, final String what) {
        final Map<T, ConfigSection> known = new HashMap<>();
        for (final ConfigSection section : sections) {
            final T value = section.get(key);
            final ConfigSection first = value == null ? null : known.putIfAbsent(value, section);
            if (first != null) {
                problems.add(section.place(key), "there are two of " + what + " " + quote(key.type().format(value)) + ", the first in line "
                        + first.place(key).line(), "keep one of them");
            }
        }
    }
}
