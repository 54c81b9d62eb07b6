package io.athenabng.core.config;

import io.athenabng.core.config.ConfigurationSchema.Group;
import io.athenabng.core.config.RadiusSchema.Access;
import io.athenabng.core.config.RadiusSchema.Accounting;
import io.athenabng.core.config.RadiusSchema.Dynamic;
import io.athenabng.core.config.RadiusSchema.Policy;
import io.athenabng.core.config.RadiusSchema.QosProfile;
import io.athenabng.core.config.RadiusSchema.Root;
import io.athenabng.core.config.RadiusSchema.Server;
import io.athenabng.core.config.RadiusSchema.ServerGroup;
import io.athenabng.core.config.RadiusSchema.Tls;
import java.util.List;

/** From RADIUS values without a problem to settings. */
final class RadiusAssembler {
    /** The port of RADIUS over TLS (RFC 6614). */
    private static final int TLS_PORT = 2083;
    /** The shared secret of RADIUS over TLS unless another is given (RFC 6614 section 2.3). */
    private static final String TLS_SECRET = "radsec";

    private final String hostName;
    private final RadiusValidator.Secrets secrets;

    RadiusAssembler(final String hostName, final RadiusValidator.Secrets secrets) {
        this.hostName = hostName;
        this.secrets = secrets;
    }

    RadiusSettings assemble(final ConfigSection radius) {
        final List<ConfigSection> servers = radius.get(Server.LIST);
        final ConfigSection dynamic = radius.get(Dynamic.SECTION);
        final String identifier = NameTemplate.expandHost(radius.get(Root.NAS_IDENTIFIER), hostName);
        return new RadiusSettings(
                identifier.isEmpty() ? hostName : identifier,
                radius.get(Root.NAS_ADDRESS),
                radius.get(Root.ATHENA_VENDOR),
                servers.stream().map(this::server).toList(),
                radius.get(ServerGroup.LIST).stream().map(group -> serverGroup(servers, group)).toList(),
                accounting(radius.get(Accounting.SECTION)),
                dynamic == null ? null : dynamic(dynamic),
                radius.get(Root.RATE_ATTRIBUTES),
                radius.get(QosProfile.LIST).stream().map(profile -> new QosProfileSettings(profile.get(QosProfile.NAME),
                        orUnset(profile.get(QosProfile.DOWN)), orUnset(profile.get(QosProfile.UP)))).toList(),
                radius.get(Policy.LIST).stream().map(policy -> new PolicySettings(policy.get(Policy.NAME), policy.get(Policy.QOS_PROFILE),
                        policy.get(Policy.SESSION_TIMEOUT), policy.get(Policy.IDLE_TIMEOUT), policy.get(Policy.POOL))).toList());
    }

    private static long orUnset(final Long rate) {
        return rate == null ? UserSettings.UNSET : rate;
    }

    private RadiusServerSettings server(final ConfigSection section) {
        final ConfigSection tls = section.get(Tls.SECTION);
        final Secret secret = secrets.of(section);
        return new RadiusServerSettings(
                section.get(Server.NAME),
                section.get(Server.ADDRESS),
                tls != null && !section.isWritten(Server.AUTHENTICATION_PORT) ? TLS_PORT : section.get(Server.AUTHENTICATION_PORT),
                section.get(Server.ACCOUNTING_PORT),
                secret == null ? new Secret(TLS_SECRET) : secret,
                section.get(Server.SOURCE_ADDRESS),
                section.get(Server.SOURCE_INTERFACE),
                section.get(Server.TIMEOUT),
                section.get(Server.MAX_TIMEOUT),
                section.get(Server.TRIES),
                section.get(Server.MAX_OUTSTANDING),
                section.get(Server.DEAD_AFTER),
                section.get(Server.DEAD_TIME),
                section.get(Server.STATUS_SERVER),
                section.get(Server.REQUIRE_MESSAGE_AUTHENTICATOR),
                tls == null ? null : new RadiusServerSettings.Tls(tls.get(Tls.TRUST_FILE), tls.get(Tls.CERTIFICATE_FILE),
                        tls.get(Tls.KEY_FILE), tls.get(Tls.SERVER_NAME)));
    }

    private static RadiusServerGroupSettings serverGroup(final List<ConfigSection> servers, final ConfigSection section) {
        return new RadiusServerGroupSettings(section.get(ServerGroup.NAME), section.get(ServerGroup.MEMBERS).stream()
                .map(member -> new RadiusServerGroupSettings.Member(indexOf(servers, Server.NAME, member.get(ServerGroup.SERVER)),
                        member.get(ServerGroup.PRIORITY), member.get(ServerGroup.WEIGHT))).toList());
    }

    private static RadiusAccountingSettings accounting(final ConfigSection section) {
        return new RadiusAccountingSettings(section.get(Accounting.INTERIM_INTERVAL), section.get(Accounting.MIN_INTERIM_INTERVAL),
                section.get(Accounting.JITTER), section.get(Accounting.SPOOL_LIMIT), section.get(Accounting.MAX_AGE));
    }

    private DynamicAuthorizationSettings dynamic(final ConfigSection section) {
        return new DynamicAuthorizationSettings(
                section.get(Dynamic.ADDRESS),
                section.get(Dynamic.PORT),
                section.get(Dynamic.CLIENTS).stream().map(client -> new DynamicAuthorizationSettings.Client(
                        client.get(Dynamic.CLIENT_NAME), client.get(Dynamic.CLIENT_ADDRESS), secrets.of(client),
                        client.get(Dynamic.CLIENT_MESSAGE_AUTHENTICATOR))).toList(),
                section.get(Dynamic.WINDOW),
                section.get(Dynamic.REQUIRE_TIMESTAMP),
                section.get(Dynamic.DUPLICATE_WINDOW),
                section.get(Dynamic.MAX_REQUESTS));
    }

    RadiusAccessSettings access(final ConfigSection root, final ConfigSection section) {
        final List<ConfigSection> groups = root.get(Root.SECTION).get(ServerGroup.LIST);
        return new RadiusAccessSettings(
                indexOf(groups, ServerGroup.NAME, section.get(Access.AUTHENTICATION)),
                indexOf(groups, ServerGroup.NAME, section.get(Access.ACCOUNTING)),
                section.get(Access.ON_UNAVAILABLE),
                section.get(Access.REAUTHENTICATE_AFTER),
                indexOf(root.get(Group.LIST), Group.NAME, section.get(Access.WALLED_GARDEN)),
                section.get(Access.SESSIONS_PER_USER),
                section.get(Access.SESSIONS_PER_MAC),
                NameTemplate.expandHost(section.get(Access.PASSWORD), hostName),
                section.get(Access.MISMATCH));
    }

    private static int indexOf(final List<ConfigSection> sections, final ConfigKey.Value<String> key, final String name) {
        for (int i = 0; i < sections.size(); i++) {
            if (sections.get(i).get(key).equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
