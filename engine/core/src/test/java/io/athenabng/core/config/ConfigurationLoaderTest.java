package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ip.Ipv4Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationLoaderTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private static final SecretSource SECRETS = new SecretSource() {
        @Override
        public String file(final String path) {
            return "in " + path;
        }

        @Override
        public String environment(final String name) {
            return "of " + name;
        }
    };

    static final String EVERYTHING = """
            bootstrap:
              state-directory: /srv/state
              socket: { path: /run/a.sock, group: ops, max-connections: 3 }
              threading: dedicated
              max-sessions: 7
              receive-ring: { block-size: 1MiB, block-count: 8, block-timeout: 30ms }
              agent-ring-size: 64KiB
              cores: { receiver: [0, 1, 2], session: 3, sender: 4, kernel: 5, upstream: 6 }
              ppp: { interface-prefix: wan, holder-socket: /run/h.sock, clamp-mss: false }
            trunks:
              - { name: eth1, receivers: 2, max-lines: 20, new-lines-per-second: 21, new-lines-burst: 22 }
              - { name: eth2 }
            pools:
              - { name: p, ranges: [10.1.0.2-10.1.0.9, 10.1.0.20] }
            access-groups:
              - name: served
                trunk: eth2
                vlans: [{ stack: 7.8-9.10, outer-tpid: 0x9100 }, { stack: untagged }]
                subscribers-per-line: 5
                gateway: 10.1.0.1/16
                isolated: true
                line-idle-timeout: 1s
                session-idle-timeout: 11s
                session-timeout: 1d
                circuit-id: "{host}/{svlan}"
                remote-id: "r{mac}"
                user-name: "{group}@{trunk}"
                authentication: local
                on-reject: nak
                radius: { authentication: "", accounting: main, reauthenticate-after: 1m, walled-garden: garden, sessions-per-user: 2,
                          sessions-per-mac: 3, password: "", on-unavailable: deny, framed-address-mismatch: log }
                shaping: { down: 2.5gbit, up: 640kbit, queue: cake, overhead: pppoe_ethernet, mpu: 84, diffserv: besteffort,
                           flow-mode: dual-srchost, rtt: 250us, ack-filter: aggressive, nat: true, wash: true, split-gso: false }
                dhcp:
                  mode: server
                  server: { pools: [p], lease-time: 100s, renewal-time: 40s, rebinding-time: 80s, offer-time: 5s,
                            decline-quarantine: 0s, dns: [192.0.2.1, 192.0.2.2], ntp: [192.0.2.3], domain-name: example.net,
                            domain-search: [a.example, b.example], mtu: 1400,
                            routes: [192.0.2.0/24 via 10.1.0.1, 0.0.0.0/0 via 0.0.0.0],
                            authoritative: false }
              - name: relayed
                trunk: eth1
                vlans: [{ stack: 5 }]
                gateway: 10.2.0.1/16
                dhcp:
                  mode: relay
                  relay: { servers: [192.0.2.9, 192.0.2.8], server-selection: all, server-timeout: 150ms, server-retry: 2s,
                           giaddr: 192.0.2.7, link-selection: 10.2.0.0, server-id-override: true, option-82: keep,
                           trusted-relays: [192.0.2.6], max-hops: 4 }
              - name: asked
                trunk: eth1
                vlans: [{ stack: 6 }]
                gateway: 10.3.0.1/16
                authentication: radius
                radius: { authentication: main, on-unavailable: admit, password: "{mac}", framed-address-mismatch: refuse }
                dhcp: { server: { pools: [] } }
              - name: garden
                trunk: eth1
                vlans: []
                gateway: 10.4.0.1/16
                dhcp: { server: { pools: [] } }
            reservations:
              - { mac: 02-AA-bb-00-00-01, address: 10.1.0.5 }
              - { circuit-id: eth2.7.8.10, address: 10.1.1.1 }
            users:
              - { name: Bob, down: 1mbit, up: unlimited, address: 10.1.0.6, password: testing123 }
              - { name: eve, pool: p, session-timeout: 90s }
            radius:
              nas-identifier: "{host}-bng"
              nas-ip-address: 192.0.2.1
              athena-vendor: 64999
              rate-attributes: [filter-id, wispr]
              servers:
                - { name: a, address: "2001:db8:0:0:1::20", authentication-port: 11812, accounting-port: 11813, secret: testing123,
                    source-address: "2001:db8::1", source-interface: vrf-aaa, timeout: 300ms, max-timeout: 4s, tries: 5,
                    max-outstanding: 99, dead-after: 7, dead-time: 30s, status-server: false, require-message-authenticator: false }
                - { name: b, address: 192.0.2.21, secret-file: /srv/secret }
                - { name: c, address: 192.0.2.22, secret-env: SECRET,
                    tls: { trust-file: /srv/ca.pem, certificate-file: /srv/us.pem, key-file: /srv/us.key, server-name: c.example } }
              server-groups:
                - { name: main, members: [{ server: b, priority: 4, weight: 3 }, { server: a }] }
              accounting: { interim-interval: 5m, min-interim-interval: 30s, jitter: 20, spool-limit: 2MiB, max-age: 2d }
              dynamic-authorization:
                address: 192.0.2.1
                port: 13799
                clients:
                  - { name: x, address: 192.0.2.30, secret: testing123, require-message-authenticator: false }
                  - { name: y, address: 192.0.2.31, secret-file: /srv/secret }
                  - { name: z, address: 192.0.2.32, secret-env: SECRET }
                event-timestamp-window: 10m
                require-event-timestamp: true
                duplicate-window: 20s
                max-requests-per-second: 50
              qos-profiles: [{ name: gold, down: 100mbit, up: 40mbit }, { name: half, down: unlimited }]
              policies: [{ name: evening, qos-profile: gold, session-timeout: 4h, idle-timeout: 30m, pool: p }]
            counters: { interval: 5s }
            logging: { level: debug }
            archive: { directory: /srv/archive, keep: 7, max-age: 2d }
            services:
              - { name: fw, kind: other, template: /srv/fw.j2, file: /etc/fw, check: [fw, -c, "{file}"], reload: [fw, reload],
                  health: ["true"], check-timeout: 1s, reload-timeout: 2s, health-timeout: 3s }
            """;

    @Test
    void minimalConfigurationTakesEveryDefault() {
        final RunningConfiguration configuration = ConfigurationLoader.load("abng.yaml", TestConfigurations.MINIMAL).configuration();

        final BootstrapSettings bootstrap = configuration.bootstrap();
        assertEquals("/var/lib/athena-bng", bootstrap.stateDirectory());
        assertEquals("/opt/athena-bng/run/abngd.sock", bootstrap.socketPath());
        assertEquals("abng", bootstrap.socketGroup());
        assertEquals(64, bootstrap.maxConnections());
        assertEquals(BootstrapSettings.Threading.SHARED, bootstrap.threading());
        assertEquals(100_000, bootstrap.maxSessions());
        assertEquals(64 << 10, bootstrap.ringBlockSize());
        assertEquals(256, bootstrap.ringBlockCount());
        assertEquals(2_000_000, bootstrap.ringBlockTimeoutNs());
        assertEquals(4 << 20, bootstrap.agentRingBytes());
        assertEquals(new BootstrapSettings.Cores(List.of(), -1, -1, -1, -1), bootstrap.cores());
        assertEquals(List.of(new TrunkSettings("eth1", 1, 10_000, 500, 1000)), configuration.trunks());
        assertEquals(CommitSettings.DEFAULT, configuration.commit());
        assertEquals(List.of(new PoolSettings("residential", List.of(AddressText.parseRange("10.64.0.10-10.64.0.250")))),
                configuration.pools());
        assertEquals(30 * SECOND_NS, configuration.countersIntervalNs());
        assertEquals(LogLevel.INFO, configuration.logLevel());
        assertTrue(configuration.reservations().isEmpty());
        assertTrue(configuration.users().isEmpty());

        assertEquals(1, configuration.accessGroups().size());
        assertEquals(new AccessGroupSettings("residential", "eth1",
                List.of(new VlanRange(EtherType.VLAN, List.of(new VlanRange.Level(500, 500), new VlanRange.Level(100, 199)))), 1,
                Ipv4Address.parse("10.64.0.1"), 24, false, 300 * SECOND_NS, 0, 0, "{line}", "", "{mac}",
                AccessGroupSettings.Authentication.NONE, AccessGroupSettings.OnReject.SILENT, RadiusAccessSettings.NONE,
                new ShapingSettings(0, 0, ShapingSettings.Queue.CAKE, ShapingSettings.OVERHEAD_AUTO, 64, ShapingSettings.Diffserv.DIFFSERV4,
                        ShapingSettings.FlowMode.TRIPLE_ISOLATE, 100_000_000, ShapingSettings.AckFilter.OFF, false, false, true),
                new DhcpSettings(DhcpSettings.Mode.SERVER, new DhcpSettings.Server(List.of("residential"), 3600 * SECOND_NS, 0, 0,
                        15 * SECOND_NS, 600 * SECOND_NS, List.of(), List.of(), "", List.of(), 0, List.of(), true), null)),
                configuration.accessGroups().getFirst());
    }

    @Test
    void everyWrittenValueIsTaken() {
        final RunningConfiguration configuration = ConfigurationLoader.load("abng.yaml",
                EVERYTHING, "bng7", SECRETS).configuration();

        assertEquals(new BootstrapSettings("/srv/state", "/run/a.sock", "ops", 3, BootstrapSettings.Threading.DEDICATED, 7, 1 << 20, 8,
                30_000_000, 64 << 10, new BootstrapSettings.Cores(List.of(0, 1, 2), 3, 4, 5, 6),
                new BootstrapSettings.Ppp("wan", "/run/h.sock", false)), configuration.bootstrap());
        assertEquals(List.of(new TrunkSettings("eth1", 2, 20, 21, 22), new TrunkSettings("eth2", 1, 10_000, 500, 1000)),
                configuration.trunks());
        assertEquals(new CommitSettings("/srv/archive", 7, 2 * 86_400 * SECOND_NS, List.of(new CommitSettings.Service("fw",
                CommitSettings.Kind.OTHER, "/srv/fw.j2", "/etc/fw", List.of("fw", "-c", "{file}"), List.of("fw", "reload"),
                List.of("true"), SECOND_NS, 2 * SECOND_NS, 3 * SECOND_NS))), configuration.commit());
        assertEquals(new AccessGroupSettings("served", "eth2", List.of(
                new VlanRange(EtherType.QINQ_LEGACY, VlanText.parse("7.8-9.10")), new VlanRange(EtherType.VLAN, List.of())),
                5, Ipv4Address.parse("10.1.0.1"), 16, true, SECOND_NS, 11 * SECOND_NS, 86_400 * SECOND_NS, "bng7/{svlan}", "r{mac}",
                "{group}@{trunk}", AccessGroupSettings.Authentication.LOCAL, AccessGroupSettings.OnReject.NAK,
                new RadiusAccessSettings(-1, 0, RadiusAccessSettings.OnUnavailable.DENY, 60 * SECOND_NS, 3, 2, 3, "",
                        RadiusAccessSettings.Mismatch.LOG),
                new ShapingSettings(2_500_000_000L, 640_000, ShapingSettings.Queue.CAKE, 34, 84, ShapingSettings.Diffserv.BESTEFFORT,
                        ShapingSettings.FlowMode.DUAL_SRCHOST, 250_000, ShapingSettings.AckFilter.AGGRESSIVE, true, true, false),
                new DhcpSettings(DhcpSettings.Mode.SERVER, new DhcpSettings.Server(List.of("p"), 100 * SECOND_NS, 40 * SECOND_NS,
                        80 * SECOND_NS, 5 * SECOND_NS, 0, List.of(0xc0000201, 0xc0000202), List.of(0xc0000203), "example.net",
                        List.of("a.example", "b.example"), 1400,
                        List.of(new DhcpSettings.Route(0xc0000200, 24, 0x0a010001), new DhcpSettings.Route(0, 0, 0)), false), null)),
                configuration.accessGroups().get(0));
        assertEquals(new DhcpSettings(DhcpSettings.Mode.RELAY, null, new DhcpSettings.Relay(List.of(0xc0000209, 0xc0000208),
                DhcpSettings.ServerSelection.ALL, 150_000_000, 2 * SECOND_NS, 0xc0000207, 0x0a020000, true,
                DhcpSettings.Option82Policy.KEEP, List.of(0xc0000206), 4)), configuration.accessGroups().get(1).dhcp());
        assertEquals(List.of(new ReservationSettings(0x02aabb000001L, null, 0x0a010005),
                new ReservationSettings(0, "eth2.7.8.10", 0x0a010101)), configuration.reservations());
        assertEquals(List.of(new UserSettings("Bob", 1_000_000, 0, 0x0a010006, "", 0, new Secret("testing123")),
                new UserSettings("eve", UserSettings.UNSET, UserSettings.UNSET, 0, "p", 90 * SECOND_NS)), configuration.users());
        assertEquals(5 * SECOND_NS, configuration.countersIntervalNs());
        assertEquals(LogLevel.DEBUG, configuration.logLevel());
    }

    @Test
    void everyWrittenValueOfRadiusIsTaken() {
        final RunningConfiguration configuration = ConfigurationLoader.load("abng.yaml", EVERYTHING, "bng7", SECRETS).configuration();
        final RadiusSettings radius = configuration.radius();
        assertEquals("bng7-bng", radius.nasIdentifier());
        assertEquals(0xc0000201, radius.nasAddress());
        assertEquals(64_999, radius.athenaVendor());
        assertEquals(List.of(RadiusSettings.RateAttribute.FILTER_ID, RadiusSettings.RateAttribute.WISPR), radius.rateAttributes());
        final Secret file = new Secret("in /srv/secret", Secret.Origin.FILE, "/srv/secret");
        final Secret environment = new Secret("of SECRET", Secret.Origin.ENVIRONMENT, "SECRET");
        assertEquals(List.of(
                new RadiusServerSettings("a", new IpAddress(true, 0x2001_0db8_0000_0000L, 0x0001_0000_0000_0020L), 11_812, 11_813,
                        new Secret("testing123"), new IpAddress(true, 0x2001_0db8_0000_0000L, 1), "vrf-aaa", 300_000_000, 4 * SECOND_NS, 5,
                        99, 7, 30 * SECOND_NS, false, false, null),
                new RadiusServerSettings("b", IpAddress.ofIpv4(0xc0000215), 1812, 1813, file, null, "", 2 * SECOND_NS, 8 * SECOND_NS, 3,
                        4096, 10, 60 * SECOND_NS, true, true, null),
                new RadiusServerSettings("c", IpAddress.ofIpv4(0xc0000216), 2083, 1813, environment, null, "", 2 * SECOND_NS,
                        8 * SECOND_NS, 3, 4096, 10, 60 * SECOND_NS, true, true,
                        new RadiusServerSettings.Tls("/srv/ca.pem", "/srv/us.pem", "/srv/us.key", "c.example"))), radius.servers());
        assertEquals(List.of(new RadiusServerGroupSettings("main", List.of(new RadiusServerGroupSettings.Member(1, 4, 3),
                new RadiusServerGroupSettings.Member(0, 0, 1)))), radius.serverGroups());
        assertEquals(new RadiusAccountingSettings(300 * SECOND_NS, 30 * SECOND_NS, 20, 2 << 20, 172_800 * SECOND_NS),
                radius.accounting());
        assertEquals(new DynamicAuthorizationSettings(IpAddress.ofIpv4(0xc0000201), 13_799, List.of(
                new DynamicAuthorizationSettings.Client("x", IpAddress.ofIpv4(0xc000021e), new Secret("testing123"), false),
                new DynamicAuthorizationSettings.Client("y", IpAddress.ofIpv4(0xc000021f), file, true),
                new DynamicAuthorizationSettings.Client("z", IpAddress.ofIpv4(0xc0000220), environment, true)),
                600 * SECOND_NS, true, 20 * SECOND_NS, 50), radius.dynamicAuthorization());
        assertEquals(List.of(new QosProfileSettings("gold", 100_000_000, 40_000_000),
                new QosProfileSettings("half", 0, UserSettings.UNSET)), radius.qosProfiles());
        assertEquals(List.of(new PolicySettings("evening", "gold", 14_400 * SECOND_NS, 1_800 * SECOND_NS, "p")), radius.policies());
        assertEquals(new RadiusAccessSettings(0, -1, RadiusAccessSettings.OnUnavailable.ADMIT, 300 * SECOND_NS, -1, 0, 0, "{mac}",
                RadiusAccessSettings.Mismatch.REFUSE), configuration.accessGroups().get(2).radius());
        assertEquals(AccessGroupSettings.Authentication.RADIUS, configuration.accessGroups().get(2).authentication());
    }

    @Test
    void secretsAreReadFromTheirFileAndNeverSaid(@TempDir final Path directory) throws IOException {
        final Path secret = directory.resolve("secret");
        final String text = TestConfigurations.MINIMAL + "radius: { servers: [{ name: a, address: 192.0.2.1, secret-file: " + secret
                + " }] }\n";
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertTrue(ConfigurationLoader.load("a", bytes, "h").problems().getFirst().message().contains("the secret cannot be read"));
        Files.writeString(secret, "s3cr3t\n");
        final RunningConfiguration configuration = ConfigurationLoader.load("a", bytes, "h").configuration();
        assertEquals("s3cr3t", new String(configuration.radius().servers().getFirst().secret().octets(), StandardCharsets.UTF_8));
        assertFalse(configuration.toString().contains("s3cr3t"));
        assertFalse(ConfigurationWriter.toYaml(configuration).contains("s3cr3t"));
        Files.writeString(secret, "");
        assertTrue(ConfigurationLoader.load("a", bytes, "h").problems().getFirst().message().contains("no octets"));
        for (final String wrong : List.of("s3cr3t".repeat(40), "s3cr3t".repeat(400))) {
            final LoadResult refused = ConfigurationLoader.load("a",
                    TestConfigurations.MINIMAL + "radius: { servers: [{ name: a, address: 192.0.2.1, secret: " + wrong + " }] }\n");
            assertEquals(1, refused.problems().size());
            assertFalse(refused.problems().toString().contains("s3cr3t"), refused.problems().toString());
        }
        assertTrue(ConfigurationLoader.load("a", TestConfigurations.MINIMAL
                + "radius: { servers: [{ name: a, address: 192.0.2.1, secret: <secret> }] }\n").problems().getFirst().message()
                .contains("left out"));
    }

    @Test
    void documentedExampleLoads() {
        final LoadResult result = ConfigurationLoader.load("example", TestConfigurations.example());
        assertEquals(List.of(), result.problems());
        assertTrue(result.isLoaded());
        assertEquals(5, result.configuration().accessGroups().size());
        assertEquals(1, result.configuration().groupIndex("business"));
        assertEquals(-1, result.configuration().groupIndex("nobody"));
        assertEquals(0, result.configuration().trunkIndex("eth1"));
    }

    @Test
    void namesFitTheSessionRecord() {
        assertEquals(SessionRecordFlyweight.GROUP_MAX, AccessGroupSettings.NAME_MAX);
        assertEquals(SessionRecordFlyweight.TRUNK_MAX, TrunkSettings.NAME_MAX);
        assertEquals(SessionRecordFlyweight.USER_NAME_MAX, UserSettings.NAME_MAX);
    }

    @Test
    void anchorsAndAliasesSaveWriting() {
        final String text = TestConfigurations.MINIMAL + """
                    shaping: &gold { down: 50mbit, up: 50mbit }
                  - name: other
                    trunk: eth1
                    vlans: [{ stack: 501 }]
                    gateway: 10.64.0.1/24
                    shaping: *gold
                    dhcp: { server: { pools: [] } }
                """.indent(0);
        final RunningConfiguration configuration = ConfigurationLoader.load("abng.yaml", text).configuration();
        assertEquals(50_000_000, configuration.accessGroups().get(1).shaping().downBitsPerSecond());
    }

    @Test
    void byteOrderMarkIsPassedOver() {
        assertTrue(ConfigurationLoader.load("a", ("\ufeff" + TestConfigurations.MINIMAL).getBytes(StandardCharsets.UTF_8), "h").isLoaded());
    }

    @Test
    void refusedFileHasNoConfigurationButEveryProblem() {
        final LoadResult result = ConfigurationLoader.load("abng.yaml", "trunks: [{ name: eth1, mtu: 3 }]\n");
        assertFalse(result.isLoaded());
        final IllegalStateException e = assertThrows(IllegalStateException.class, result::configuration);
        assertEquals("""
                abng.yaml:1:1: access-groups: the key is missing: add access-groups: What is served behind which tags, and how.
                abng.yaml:1:24: trunks[0].mtu: unknown key "mtu": it belongs to access-groups[].dhcp.server or access-groups[].pppoe""",
                e.getMessage());
    }

    @Test
    void filesThatCannotBeReadAreProblems(@TempDir final Path directory) throws IOException {
        assertFileProblem(directory.resolve("none.yaml"), "there is no such file");
        assertFileProblem(directory, "this is a directory");
        assertFileProblem(Path.of("/dev/zero"), "this is not a regular file");
        assertFileProblem(Files.createFile(directory.resolve("file")).resolve("below"), "the file cannot be read");
        final Path huge = directory.resolve("huge.yaml");
        Files.write(huge, new byte[ConfigurationLoader.MAX_BYTES + 1]);
        assertFileProblem(huge, "the file is larger than 16MiB");
    }

    private static void assertFileProblem(final Path file, final String message) {
        final LoadResult result = ConfigurationLoader.load(file);
        assertEquals(1, result.problems().size());
        final ConfigurationProblem problem = result.problems().getFirst();
        assertTrue(problem.message().startsWith(message), problem.message());
        assertEquals(0, problem.line());
        assertEquals(file.toString(), result.source());
        assertFalse(problem.remedy().isEmpty());
        assertNull(result.problems().stream().filter(p -> !p.path().isEmpty()).findAny().orElse(null));
    }
}
