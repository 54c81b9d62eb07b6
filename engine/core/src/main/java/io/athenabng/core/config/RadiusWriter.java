package io.athenabng.core.config;

import io.athenabng.core.config.ConfigurationWriter.Section;
import io.athenabng.core.config.RadiusSchema.Access;
import io.athenabng.core.config.RadiusSchema.Accounting;
import io.athenabng.core.config.RadiusSchema.Dynamic;
import io.athenabng.core.config.RadiusSchema.Policy;
import io.athenabng.core.config.RadiusSchema.QosProfile;
import io.athenabng.core.config.RadiusSchema.Root;
import io.athenabng.core.config.RadiusSchema.Secrets;
import io.athenabng.core.config.RadiusSchema.Server;
import io.athenabng.core.config.RadiusSchema.ServerGroup;
import io.athenabng.core.config.RadiusSchema.Tls;
import java.util.List;

/** Writes the settings of RADIUS in the file's own words. Secrets are left out. */
final class RadiusWriter {
    private RadiusWriter() {
    }

    static Section radius(final RadiusSettings radius) {
        final Section section = new Section()
                .put(Root.NAS_IDENTIFIER, radius.nasIdentifier())
                .put(Root.NAS_ADDRESS, radius.nasAddress())
                .put(Root.ATHENA_VENDOR, radius.athenaVendor())
                .put(Root.RATE_ATTRIBUTES, radius.rateAttributes())
                .put(Server.LIST, radius.servers(), RadiusWriter::server)
                .put(ServerGroup.LIST, radius.serverGroups(), group -> new Section()
                        .put(ServerGroup.NAME, group.name())
                        .put(ServerGroup.MEMBERS, group.members(), member -> new Section()
                                .put(ServerGroup.SERVER, radius.servers().get(member.serverIndex()).name())
                                .put(ServerGroup.PRIORITY, member.priority())
                                .put(ServerGroup.WEIGHT, member.weight())))
                .put(Accounting.SECTION, new Section()
                        .put(Accounting.INTERIM_INTERVAL, radius.accounting().interimIntervalNs())
                        .put(Accounting.MIN_INTERIM_INTERVAL, radius.accounting().minInterimNs())
                        .put(Accounting.JITTER, radius.accounting().jitterPercent())
                        .put(Accounting.SPOOL_LIMIT, radius.accounting().spoolLimitBytes())
                        .put(Accounting.MAX_AGE, radius.accounting().maxAgeNs()));
        if (radius.dynamicAuthorization() != null) {
            section.put(Dynamic.SECTION, dynamic(radius.dynamicAuthorization()));
        }
        return section.put(QosProfile.LIST, radius.qosProfiles(), RadiusWriter::qosProfile)
                .put(Policy.LIST, radius.policies(), policy -> new Section()
                        .put(Policy.NAME, policy.name())
                        .put(Policy.QOS_PROFILE, policy.qosProfile())
                        .put(Policy.SESSION_TIMEOUT, policy.sessionTimeoutNs())
                        .put(Policy.IDLE_TIMEOUT, policy.idleTimeoutNs())
                        .put(Policy.POOL, policy.pool()));
    }

    private static Section server(final RadiusServerSettings server) {
        final Section section = new Section()
                .put(Server.NAME, server.name())
                .put(Server.ADDRESS, server.address())
                .put(Server.AUTHENTICATION_PORT, server.authenticationPort())
                .put(Server.ACCOUNTING_PORT, server.accountingPort());
        secret(section, server.secret());
        if (server.sourceAddress() != null) {
            section.put(Server.SOURCE_ADDRESS, server.sourceAddress());
        }
        section.put(Server.SOURCE_INTERFACE, server.sourceInterface())
                .put(Server.TIMEOUT, server.timeoutNs())
                .put(Server.MAX_TIMEOUT, server.maxTimeoutNs())
                .put(Server.TRIES, server.maxTries())
                .put(Server.MAX_OUTSTANDING, server.maxOutstanding())
                .put(Server.DEAD_AFTER, server.deadAfter())
                .put(Server.DEAD_TIME, server.deadTimeNs())
                .put(Server.STATUS_SERVER, server.statusServer())
                .put(Server.REQUIRE_MESSAGE_AUTHENTICATOR, server.requireMessageAuthenticator());
        if (server.tls() != null) {
            section.put(Tls.SECTION, new Section()
                    .put(Tls.TRUST_FILE, server.tls().trustFile())
                    .put(Tls.CERTIFICATE_FILE, server.tls().certificateFile())
                    .put(Tls.KEY_FILE, server.tls().keyFile())
                    .put(Tls.SERVER_NAME, server.tls().serverName()));
        }
        return section;
    }

    private static void secret(final Section section, final Secret secret) {
        switch (secret.origin()) {
            case CONFIGURATION -> section.put(Secrets.SECRET, secret);
            case FILE -> section.put(Secrets.SECRET_FILE, secret.reference());
            case ENVIRONMENT -> section.put(Secrets.SECRET_ENV, secret.reference());
            default -> throw new IllegalStateException("origin " + secret.origin());
        }
    }

    private static Section dynamic(final DynamicAuthorizationSettings dynamic) {
        final Section section = new Section();
        if (dynamic.address() != null) {
            section.put(Dynamic.ADDRESS, dynamic.address());
        }
        return section.put(Dynamic.PORT, dynamic.port())
                .put(Dynamic.CLIENTS, dynamic.clients(), client -> {
                    final Section written = new Section()
                            .put(Dynamic.CLIENT_NAME, client.name())
                            .put(Dynamic.CLIENT_ADDRESS, client.address());
                    secret(written, client.secret());
                    return written.put(Dynamic.CLIENT_MESSAGE_AUTHENTICATOR, client.requireMessageAuthenticator());
                })
                .put(Dynamic.WINDOW, dynamic.eventTimestampWindowNs())
                .put(Dynamic.REQUIRE_TIMESTAMP, dynamic.requireEventTimestamp())
                .put(Dynamic.DUPLICATE_WINDOW, dynamic.duplicateWindowNs())
                .put(Dynamic.MAX_REQUESTS, dynamic.maxRequestsPerSecond());
    }

    private static Section qosProfile(final QosProfileSettings profile) {
        final Section section = new Section().put(QosProfile.NAME, profile.name());
        if (profile.downBitsPerSecond() != UserSettings.UNSET) {
            section.put(QosProfile.DOWN, profile.downBitsPerSecond());
        }
        if (profile.upBitsPerSecond() != UserSettings.UNSET) {
            section.put(QosProfile.UP, profile.upBitsPerSecond());
        }
        return section;
    }

    static Section access(final RunningConfiguration configuration, final RadiusAccessSettings access) {
        final List<RadiusServerGroupSettings> groups = configuration.radius().serverGroups();
        return new Section()
                .put(Access.AUTHENTICATION, access.authenticationGroup() < 0 ? "" : groups.get(access.authenticationGroup()).name())
                .put(Access.ACCOUNTING, access.accountingGroup() < 0 ? "" : groups.get(access.accountingGroup()).name())
                .put(Access.ON_UNAVAILABLE, access.onUnavailable())
                .put(Access.REAUTHENTICATE_AFTER, access.reauthenticateAfterNs())
                .put(Access.WALLED_GARDEN,
                        access.gardenGroup() < 0 ? "" : configuration.accessGroups().get(access.gardenGroup()).name())
                .put(Access.SESSIONS_PER_USER, access.sessionsPerUser())
                .put(Access.SESSIONS_PER_MAC, access.sessionsPerMac())
                .put(Access.PASSWORD, access.passwordTemplate())
                .put(Access.MISMATCH, access.framedAddressMismatch());
    }
}
