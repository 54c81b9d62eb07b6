package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.IpAddress;
import io.athenabng.core.config.RadiusAccountingSettings;
import io.athenabng.core.config.RadiusServerGroupSettings;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.Secret;
import java.util.ArrayList;
import java.util.List;

/** RADIUS settings for tests: servers on loopback, all in one group named {@code aaa}. */
public final class TestServers {
    /** 127.0.0.1. */
    public static final IpAddress LOOPBACK = IpAddress.ofIpv4(0x7f00_0001);
    /** ::1. */
    public static final IpAddress LOOPBACK6 = new IpAddress(true, 0, 1);
    private static final long MS = 1_000_000L;

    private TestServers() {
    }

    /** A server with short times. */
    public static RadiusServerSettings server(final String name, final IpAddress address, final int port, final String secret) {
        return new RadiusServerSettings(name, address, port, port + 1, new Secret(secret), null, "", 500 * MS, 1_000 * MS, 3, 10_000, 3,
                500 * MS, true, true, null);
    }

    /** The same over TLS, with time for a handshake on a busy machine. */
    public static RadiusServerSettings tls(final RadiusServerSettings plain, final RadiusServerSettings.Tls tls) {
        return new RadiusServerSettings(plain.name(), plain.address(), plain.authenticationPort(), plain.accountingPort(),
                new Secret("radsec"), plain.sourceAddress(), plain.sourceInterface(), 5_000 * MS, 5_000 * MS, plain.maxTries(),
                plain.maxOutstanding(), plain.deadAfter(), plain.deadTimeNs(), plain.statusServer(),
                plain.requireMessageAuthenticator(), tls);
    }

    /** The same with another source. */
    public static RadiusServerSettings from(
            final RadiusServerSettings plain, final IpAddress sourceAddress, final String sourceInterface) {
        return new RadiusServerSettings(plain.name(), plain.address(), plain.authenticationPort(), plain.accountingPort(),
                plain.secret(), sourceAddress, sourceInterface, plain.timeoutNs(), plain.maxTimeoutNs(),
                plain.maxTries(), plain.maxOutstanding(), plain.deadAfter(), plain.deadTimeNs(), plain.statusServer(),
                plain.requireMessageAuthenticator(), plain.tls());
    }

    /** Settings with these servers, each of its own priority, in the order given. */
    public static RadiusSettings settings(final RadiusServerSettings... servers) {
        final List<RadiusServerGroupSettings.Member> members = new ArrayList<>();
        for (int i = 0; i < servers.length; i++) {
            members.add(new RadiusServerGroupSettings.Member(i, i, 1));
        }
        return new RadiusSettings("athena-test", 0, RadiusSettings.ATHENA_VENDOR, List.of(servers),
                List.of(new RadiusServerGroupSettings("aaa", members)), RadiusAccountingSettings.DEFAULT, null, List.of(),
                List.of(), List.of());
    }
}
