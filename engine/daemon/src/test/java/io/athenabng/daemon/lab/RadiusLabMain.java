package io.athenabng.daemon.lab;

import io.athenabng.daemon.testkit.AbngdProcess;
import io.athenabng.netlink.testkit.LabChecks;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Inside the lab: {@code abngd}, a real FreeRADIUS, and real DHCP clients on QinQ lines: what FreeRADIUS says is what {@code ip} and
 * {@code tc} show.
 */
public final class RadiusLabMain {
    private static final Duration START = Duration.ofSeconds(180);
    private static final String CONFIGURATION = """
        bootstrap:
          state-directory: DIRECTORY/state
          socket: { path: DIRECTORY/abngd.sock, group: root, max-connections: 16 }
          max-sessions: 1000
          receive-ring: { block-size: 64KiB, block-count: 16, block-timeout: 2ms }
          agent-ring-size: 1MiB
        trunks:
          - { name: eth1, max-lines: 16, new-lines-per-second: 10, new-lines-burst: 10 }
        pools:
          - { name: own, ranges: [10.64.0.10-10.64.0.60] }
          - { name: garden, ranges: [10.66.0.10-10.66.0.60] }
        access-groups:
          - name: own
            trunk: eth1
            vlans: [{ stack: 500.100-199, outer-tpid: 802.1ad }]
            gateway: 10.64.0.1/24
            authentication: radius
            radius: { authentication: aaa, on-unavailable: admit, reauthenticate-after: 20s, walled-garden: garden }
            shaping: { down: 10mbit, up: 5mbit }
            dhcp: { mode: server, server: { pools: [own], lease-time: 10m } }
          - name: garden
            trunk: eth1
            vlans: []
            gateway: 10.66.0.1/24
            shaping: { down: 1mbit, up: 1mbit }
            dhcp: { mode: server, server: { pools: [garden], lease-time: 2m } }
        radius:
          nas-identifier: lab
          servers: [{ name: one, address: 127.0.0.1, authentication-port: 11812, accounting-port: 11813, secret: testing123,
                      timeout: 1s, tries: 2, dead-after: 2, dead-time: 2s }]
          server-groups: [{ name: aaa, members: [{ server: one }] }]
        """;
    private static final String USERS = """
        "02:00:00:00:01:01" Auth-Type := Accept
            Framed-IP-Address = 10.64.0.77,
            Framed-Route = "198.51.100.0/24 0.0.0.0 5",
            Athena-Rate-Down = "30mbit",
            Athena-Rate-Up = "7mbit",
            Class = 0x6368

        "02:00:00:00:01:03" Auth-Type := Accept
            Athena-Rate-Down = "33mbit"

        DEFAULT Auth-Type := Reject
        """;

    private final LabChecks checks = new LabChecks();
    private final Path directory;
    private AbngdProcess daemon;
    private Process server;
    private LabSubscriber accepted;
    private LabSubscriber rejected;
    private LabSubscriber late;

    private RadiusLabMain(final Path directory) {
        this.directory = directory;
    }

    /** Runs every check. */
    public static void main(final String[] args) throws IOException {
        final RadiusLabMain lab = new RadiusLabMain(Files.createTempDirectory("radius-lab"));
        lab.network();
        lab.start();
        lab.whatTheServerSays();
        lab.whatAReleaseTakesAway();
        lab.nobodyAnswers();
        lab.checks.end();
    }

    private void network() throws IOException {
        final Path root = Path.of(System.getProperty("abng.root"));
        Files.writeString(directory.resolve("abng.yaml"), CONFIGURATION.replace("DIRECTORY", directory.toString()));
        Lab.sh("ip link set lo up; sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip netns add sub"
            + " && ip netns exec sub sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1"
            + " && ip link add eth1 mtu 1600 type veth peer name trunk netns sub mtu 1600"
            + " && ip netns exec sub ethtool -K trunk tx off >/dev/null"
            + " && ip link set eth1 up && ip -n sub link set trunk up"
            + " && ip -n sub link add link trunk name s500 type vlan proto 802.1ad id 500 && ip -n sub link set s500 up");
        accepted = LabSubscriber.on(directory, "c1", "02:00:00:00:01:01", "s500", "type vlan id 100");
        rejected = LabSubscriber.on(directory, "c2", "02:00:00:00:01:02", "s500", "type vlan id 101");
        late = LabSubscriber.on(directory, "c3", "02:00:00:00:01:03", "s500", "type vlan id 102");
        Lab.sh(root.resolve("scripts/lib/freeradius-config") + " " + directory.resolve("raddb") + " 11812");
        Files.writeString(directory.resolve("raddb/users"), USERS);
        Files.writeString(directory.resolve("raddb/dictionary"),
            "$INCLUDE " + root.resolve("engine/dist/src/dictionary/dictionary.athena") + "\n");
    }

    private void startServer() throws IOException {
        Files.deleteIfExists(directory.resolve("raddb/radius.log"));
        server = new ProcessBuilder("freeradius", "-f", "-d", directory.resolve("raddb").toString(), "-n", "radiusd", "-l",
            directory.resolve("raddb/radius.log").toString()).redirectErrorStream(true)
            .redirectOutput(directory.resolve("raddb/out").toFile()).start();
        Lab.eventually(60, () -> Lab.output("cat " + directory.resolve("raddb/out") + " " + directory.resolve("raddb/radius.log")),
            () -> Lab.succeeds("grep -q 'Ready to process requests' " + directory.resolve("raddb/radius.log")));
    }

    private void startDaemon(final String log) {
        daemon = AbngdProcess.start(directory.resolve(log), List.of(), "--config", directory.resolve("abng.yaml").toString());
        daemon.awaitReady(START);
    }

    private void start() {
        checks.check("FreeRADIUS and abngd start", () -> {
            startServer();
            startDaemon("abngd.log");
        });
    }

    private void whatTheServerSays() {
        checks.check("an accepted client has its address, its route, its rates", () -> {
            accepted.startUdhcpc();
            expect("10.64.0.77", accepted.awaitAddress(60));
            accepted.awaitPing(20, "10.64.0.1");
            assertDelivered();
        });
        checks.check("the network behind the client is reached, and another's source is not let in", () -> {
            Lab.sh("ip -n c1 addr add 198.51.100.5/32 dev wan; ip -n c1 addr add 203.0.113.5/32 dev wan");
            expect(true, accepted.pings("10.64.0.1", "-I 198.51.100.5"), "from the routed network");
            expect(false, accepted.pings("10.64.0.1", "-I 203.0.113.5"), "from a network that is nobody's");
            expect(true, Lab.succeeds("ping -c 1 -W 3 198.51.100.5"), "towards the routed network");
        });
        checks.check("a rejected client lives in the walled garden", () -> {
            rejected.startUdhcpc();
            final String address = rejected.awaitAddress(60);
            expect(true, address.startsWith("10.66.0."), address);
            rejected.awaitPing(20, "10.66.0.1");
            final String queue = Lab.output("tc qdisc show dev eth1.500.101");
            expect(true, queue.contains("bandwidth 1Mbit"), queue);
        });
        checks.check("after kill -9 and a restart everything is as before", () -> {
            final long id = session(accepted).id();
            daemon.kill();
            startDaemon("abngd-2.log");
            Lab.eventually(30, () -> sessions().toString(), () -> sessions().size() == 2);
            expect(id, session(accepted).id());
            Lab.sleep(3_000);
            assertDelivered();
            expect(true, accepted.pings("10.64.0.1", "-I 198.51.100.5"), "from the routed network");
            expect(List.of(), errors());
        });
    }

    private void assertDelivered() {
        final String routes = Lab.output("ip route show 198.51.100.0/24");
        expect(true, routes.contains("via 10.64.0.77 dev eth1.500.100") && routes.contains("metric 5"), routes);
        final String queue = Lab.output("tc qdisc show dev eth1.500.100");
        expect(true, queue.contains("bandwidth 30Mbit"), queue);
        final String upload = Lab.output("tc qdisc show | grep cake");
        expect(true, upload.contains("bandwidth 7Mbit"), upload);
    }

    private void whatAReleaseTakesAway() {
        checks.check("with the session its route and its filters go", () -> {
            accepted.release();
            Lab.eventually(30, () -> sessions().toString(), () -> sessions().stream().noneMatch(each -> each.mac().equals(accepted.mac)));
            Lab.eventually(10, () -> Lab.output("ip route"), () -> !Lab.output("ip route").contains("198.51.100.0/24"));
            expect(false, Lab.output("tc filter show dev eth1.500.100 ingress").contains("c6336400"), "filter of the network");
        });
    }

    private void nobodyAnswers() {
        checks.check("without a server a client is admitted, and gets its own rates in place when the server is back", () -> {
            server.destroyForcibly();
            late.startUdhcpc();
            final String address = late.awaitAddress(90);
            late.awaitPing(20, "10.64.0.1");
            final long id = session(late).id();
            final String before = Lab.output("tc qdisc show dev eth1.500.102");
            expect(true, before.contains("bandwidth 10Mbit"), before);
            startServer();
            Lab.eventually(90, () -> Lab.output("tc qdisc show dev eth1.500.102"),
                () -> Lab.output("tc qdisc show dev eth1.500.102").contains("bandwidth 33Mbit"));
            expect(id, session(late).id());
            expect(address, session(late).address());
            late.awaitPing(10, "10.64.0.1");
            expect(List.of(), errors());
            server.destroyForcibly();
            daemon.terminate();
        });
    }

    private <P extends Record, R extends Record> R call(final RpcMethod<P, R> method, final P params) {
        try (RpcClient client = RpcClient.connect(directory.resolve("abngd.sock"))) {
            return client.call(method, params);
        } catch (final RpcException | IOException e) {
            throw new AssertionError(method.name() + ": " + e.getMessage(), e);
        }
    }

    private List<ShowErrors.DistinctError> errors() {
        return call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors();
    }

    private List<ShowSubscribers.Subscriber> sessions() {
        return call(RpcCatalogue.SHOW_SUBSCRIBERS, new ShowSubscribers.Params(null, null, null, null, null, null, null)).subscribers();
    }

    private ShowSubscribers.Subscriber session(final LabSubscriber subscriber) {
        return sessions().stream().filter(each -> each.mac().equals(subscriber.mac)).reduce((first, second) -> second)
            .orElseThrow(() -> new AssertionError("no session of " + subscriber.name + " in " + sessions()));
    }

    private static void expect(final Object expected, final Object actual) {
        expect(expected, actual, "");
    }

    private static void expect(final Object expected, final Object actual, final String what) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", not " + actual + ' ' + what);
        }
    }
}
