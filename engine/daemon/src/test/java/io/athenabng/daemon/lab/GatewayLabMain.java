package io.athenabng.daemon.lab;

import io.athenabng.daemon.testkit.AbngdProcess;
import io.athenabng.netlink.testkit.LabChecks;
import io.athenabng.rpc.api.ConfigCommit;
import io.athenabng.rpc.api.ConfigLoad;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.SessionClear;
import io.athenabng.rpc.api.ShowCounters;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.ip.Ipv4Address;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Inside the lab: {@code abngd} as a process of its own, udhcpc and dhclient on QinQ lines, and everything that goes wrong in a night.
 *
 * <pre>
 *   sub: trunk ─ s500 (802.1ad) ─ c1 500.100, c2 500.101, c5 500.102      here: eth1, abngd
 *              └ s600 (802.1ad) ─ v600.100 ─ c3, c4 (macvlan, one N:1 line)
 *        trunk2 ─ s700 (802.1ad) ─ c6 700.100                                    eth2, later
 * </pre>
 */
public final class GatewayLabMain {
    private static final Duration START = Duration.ofSeconds(400);
    private static final int MAX_LINES = 16;
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
          - { name: own, ranges: [10.64.0.10-10.64.0.250] }
          - { name: shared, ranges: [10.65.0.10-10.65.0.250] }
        access-groups:
          - name: own
            trunk: eth1
            vlans: [{ stack: 500.100-199, outer-tpid: 802.1ad }]
            gateway: 10.64.0.1/24
            line-idle-timeout: 5s
            shaping: { down: 10mbit, up: 5mbit }
            dhcp: { mode: server, server: { pools: [own], lease-time: 10m, renewal-time: 20s } }
          - name: shared
            trunk: eth1
            vlans: [{ stack: 600.100-109, outer-tpid: 802.1ad }]
            subscribers-per-line: 4
            gateway: 10.65.0.1/24
            line-idle-timeout: 5s
            shaping: { down: 10mbit, up: 5mbit }
            dhcp: { mode: server, server: { pools: [shared], lease-time: 10m } }
        """;

    private final LabChecks checks = new LabChecks();
    private final Path directory;
    private final Path socket;
    private AbngdProcess daemon;
    private LabSubscriber one;
    private LabSubscriber two;
    private LabSubscriber three;
    private LabSubscriber four;
    private LabSubscriber moved;

    private GatewayLabMain(final Path directory) {
        this.directory = directory;
        this.socket = directory.resolve("abngd.sock");
    }

    /** Runs every check. */
    public static void main(final String[] args) throws IOException {
        final GatewayLabMain lab = new GatewayLabMain(Files.createTempDirectory("gateway-lab"));
        lab.network();
        lab.start();
        lab.clientsComeUp();
        lab.renewalsAndSpoofing();
        lab.aClientMoves();
        lab.linksGoAndComeBack();
        lab.garbage();
        lab.aTrunkComesAndGoes();
        lab.killAndRestart();
        lab.everythingGoes();
        lab.checks.end();
    }

    private void network() throws IOException {
        Files.writeString(directory.resolve("abng.yaml"), CONFIGURATION.replace("DIRECTORY", directory.toString()));
        Lab.sh("sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip netns add sub"
            + " && ip netns exec sub sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1"
            + " && ip link add eth1 mtu 1600 type veth peer name trunk netns sub mtu 1600"
            + " && ip netns exec sub ethtool -K trunk tx off >/dev/null"
            + " && ip link set eth1 up && ip -n sub link set trunk up"
            + " && ip -n sub link add link trunk name s500 type vlan proto 802.1ad id 500 && ip -n sub link set s500 up"
            + " && ip -n sub link add link trunk name s600 type vlan proto 802.1ad id 600 && ip -n sub link set s600 up"
            + " && ip -n sub link add link s600 name v600.100 type vlan id 100 && ip -n sub link set v600.100 up");
        one = LabSubscriber.on(directory, "c1", "02:00:00:00:01:01", "s500", "type vlan id 100");
        two = LabSubscriber.on(directory, "c2", "02:00:00:00:01:02", "s500", "type vlan id 101");
        moved = LabSubscriber.on(directory, "c5", "02:00:00:00:01:01", "s500", "type vlan id 102");
        three = LabSubscriber.on(directory, "c3", "02:00:00:00:01:03", "v600.100", "type macvlan mode private");
        four = LabSubscriber.on(directory, "c4", "02:00:00:00:01:04", "v600.100", "type macvlan mode private");
    }

    private AbngdProcess abngd() {
        return AbngdProcess.start(directory.resolve("abngd.log"), List.of(), "--config", directory.resolve("abng.yaml").toString());
    }

    private void start() {
        checks.check("abngd starts and listens", () -> {
            daemon = abngd();
            daemon.awaitReady(START);
            expect(List.of(), call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors());
        });
    }

    private void clientsComeUp() {
        checks.check("udhcpc gets an address and reaches the gateway", () -> {
            one.startUdhcpc();
            final String address = one.awaitAddress(60);
            one.awaitPing(20, "10.64.0.1");
            final ShowSubscribers.Subscriber session = session(one);
            expect("eth1.500.100 up " + address, session.line() + ' ' + session.state() + ' ' + session.address());
            final String route = Lab.output("ip route show " + address);
            expect(true, route.contains("dev eth1.500.100"), route);
            expect(true, Lab.output("ip neigh show " + address).contains(one.mac), "neighbour");
            expect(true, Lab.output("tc qdisc show dev eth1.500.100").contains("cake"), "cake");
        });
        checks.check("dhclient gets an address and reaches the gateway", () -> {
            two.startDhclient();
            two.awaitAddress(60);
            two.awaitPing(20, "10.64.0.1");
        });
        checks.check("two subscribers share an N:1 line", () -> {
            three.startUdhcpc();
            three.awaitAddress(60);
            four.startUdhcpc();
            four.awaitAddress(60);
            three.awaitPing(20, "10.65.0.1");
            four.awaitPing(20, "10.65.0.1");
            expect("eth1.600.100 eth1.600.100", session(three).line() + ' ' + session(four).line());
            expect(false, three.address().equals(four.address()), "both have " + three.address());
        });
    }

    private void renewalsAndSpoofing() {
        checks.check("dhclient renews by T1 and keeps its session", () -> {
            final ShowSubscribers.Subscriber before = session(two);
            Lab.eventually(60, () -> "lease end of " + session(two) + " was " + before, () -> session(two).leaseExpiresEpochMs()
                > before.leaseExpiresEpochMs());
            expect(before.id(), session(two).id());
        });
        checks.check("udhcpc renews on demand and keeps its session", () -> renews(one));
        checks.check("an address that is not leased is not served", () -> {
            Lab.sh("ip -n c1 addr add 10.64.0.200/32 dev wan");
            expect(false, one.pings("10.64.0.1", "-I 10.64.0.200"), "spoofed source");
            Lab.sh("ip -n c1 addr del 10.64.0.200/32 dev wan");
            expect(true, one.pings("10.64.0.1", ""), "the leased one still works");
        });
        checks.check("another line's address is not served either", () -> {
            final String stolen = two.address();
            Lab.sh("ip -n c1 addr add " + stolen + "/32 dev wan");
            expect(false, one.pings("10.64.0.1", "-I " + stolen), "stolen source");
            Lab.sh("ip -n c1 addr del " + stolen + "/32 dev wan");
            two.awaitPing(10, "10.64.0.1");
        });
        checks.check("another MAC on the line does not get the lease's traffic", () -> {
            Lab.sh("ip -n c1 link set wan address 02:00:00:00:0f:0f");
            expect(false, one.pings("10.64.0.1", ""), "spoofed MAC");
            Lab.sh("ip -n c1 link set wan address " + one.mac);
            one.awaitPing(10, "10.64.0.1");
        });
    }

    private void renews(final LabSubscriber subscriber) {
        final ShowSubscribers.Subscriber before = session(subscriber);
        final long renewed = counter("session.renewed");
        Lab.sleep(1_100);
        subscriber.signal("USR1");
        Lab.eventually(20, () -> "no renewal of " + before + "; " + subscriber.log(),
            () -> session(subscriber).leaseExpiresEpochMs() > before.leaseExpiresEpochMs());
        expect(before.id(), session(subscriber).id());
        expect(true, counter("session.renewed") > renewed, "session.renewed");
    }

    private void aClientMoves() {
        checks.check("a client that appears on another line ends its old session", () -> {
            final ShowSubscribers.Subscriber before = session(one);
            one.signal("KILL");
            moved.startUdhcpc();
            moved.awaitAddress(60);
            moved.awaitPing(20, "10.64.0.1");
            Lab.eventually(10, () -> sessions().toString(), () -> sessions().stream().filter(
                each -> each.mac().equals(one.mac)).count() == 1);
            expect("eth1.500.102", session(moved).line());
            expect(true, session(moved).id() > before.id(), "a new session");
            Lab.eventually(30, () -> "the old line: " + Lab.output("ip -o link; ip route"),
                () -> !Lab.succeeds("ip link show dev eth1.500.100") && !Lab.output("ip route").contains("eth1.500.100 "));
        });
    }

    private void linksGoAndComeBack() {
        checks.check("a line's interface that is deleted by hand comes back with its session", () -> {
            final ShowSubscribers.Subscriber before = session(two);
            Lab.sh("ip link del eth1.500.101");
            Lab.eventually(20, () -> Lab.output("ip -o link"), () -> Lab.succeeds("ip link show dev eth1.500.101"));
            two.awaitPing(20, "10.64.0.1");
            expect(before.id(), session(two).id());
            expect(true, Lab.output("tc qdisc show dev eth1.500.101").contains("cake"), "cake is back");
            expect(1L, counter("access.lines.repaired"));
        });
        checks.check("a trunk that goes down and comes back has its routes and neighbours again", () -> {
            Lab.sh("ip link set eth1 down");
            expect(false, two.pings("10.64.0.1", ""), "the trunk is down");
            Lab.sleep(1_000);
            Lab.sh("ip link set eth1 up");
            for (final LabSubscriber each : List.of(two, three, four, moved)) {
                final String gateway = each == three || each == four ? "10.65.0.1" : "10.64.0.1";
                each.awaitPing(30, gateway);
                final String address = each.address();
                expect(true, Lab.output("ip route show " + address).contains("dev eth1."), "route of " + address);
                expect(true, Lab.output("ip neigh show " + address).contains("PERMANENT"), "neighbour of " + address);
            }
            renews(moved);
        });
    }

    private void garbage() {
        checks.check("garbage on the management socket disturbs nobody", () -> {
            try (SocketChannel half = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                SocketChannel huge = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                SocketChannel wrong = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                half.write(bytes("{\"jsonrpc\":\"2.0\",\"id\":1,\"meth"));
                wrong.write(bytes("GET / HTTP/1.1\r\n\r\n\u0000\u0001[[[[[\n"));
                flood(huge);
                expect("RUNNING", call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params()).state());
            }
            expect("RUNNING", call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params()).state());
        });
        checks.check("a flood of random tags makes no more lines than allowed", () -> {
            try (FrameInjector injector = new FrameInjector("sub", "trunk")) {
                injector.flood(3_000, 500, 110, 199, 42);
                injector.flood(300, 501, 1, 4_000, 43);
                Lab.eventually(20, () -> "refused " + counter("access.refused."), () -> counter("access.refused.line_limit")
                    + counter("access.refused.line_rate") > 100);
                expect(true, call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params()).lines() <= MAX_LINES, "lines");
                final long links = Lab.output("ip -o link show type vlan").lines().count();
                expect(true, links <= MAX_LINES + 2, links + " VLAN interfaces");
            }
            two.awaitPing(20, "10.64.0.1");
            renews(moved);
        });
        checks.check("truncated and broken frames are counted and change nothing", () -> {
            final List<Long> before = sessions().stream().map(ShowSubscribers.Subscriber::id).toList();
            try (FrameInjector injector = new FrameInjector("sub", "trunk")) {
                injector.garbage(500, 103, 44);
            }
            Lab.eventually(30, () -> "malformed", () -> counter("receive.eth1.0.malformed.") > 300);
            renews(moved);
            expect(before, sessions().stream().map(ShowSubscribers.Subscriber::id).toList());
        });
        checks.check("a foreign Release does not end a session", () -> {
            final long id = session(two).id();
            try (FrameInjector injector = new FrameInjector("sub", "trunk")) {
                final int address = Ipv4Address.parse(two.address());
                injector.send(injector.message(DhcpMessageType.RELEASE, 0x0200_0000_0102L, 500, 104, address));
                injector.send(injector.message(DhcpMessageType.RELEASE, 0x0600_0000_0102L, 500, 101, address));
            }
            Lab.sleep(1_000);
            expect(id, session(two).id());
            two.awaitPing(10, "10.64.0.1");
        });
        checks.check("idle lines of the flood are gone and nothing is in the error log", () -> {
            Lab.eventually(60, () -> Lab.output("ip -o link show type vlan"),
                () -> call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params()).lines() == 3);
            expect(List.of(), call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors());
        });
    }

    private void commit(final String yaml, final boolean force) {
        call(RpcCatalogue.CONFIG_LOAD, new ConfigLoad.Params(yaml, null, null, null, null));
        final ConfigCommit.Result done = call(RpcCatalogue.CONFIG_COMMIT, new ConfigCommit.Params("lab", null, force, null, null, null));
        expect(force, !done.waiting().isEmpty(), done.waiting().toString());
    }

    /** What the kernel has for the second client, without counters. */
    private static String secondClient() {
        return Lab.output("ip -o link show dev eth1.500.101; tc qdisc show dev eth1.500.101; tc filter show dev eth1.500.101 ingress;"
            + " ip route show dev eth1.500.101");
    }

    private void aTrunkComesAndGoes() {
        checks.check("a commit adds a trunk with a group, and nobody else notices", () -> {
            Lab.sh("ip link add eth2 mtu 1600 type veth peer name trunk2 netns sub mtu 1600"
                + " && ip netns exec sub ethtool -K trunk2 tx off >/dev/null && ip link set eth2 up && ip -n sub link set trunk2 up"
                + " && ip -n sub link add link trunk2 name s700 type vlan proto 802.1ad id 700 && ip -n sub link set s700 up");
            final LabSubscriber five = LabSubscriber.on(directory, "c6", "02:00:00:00:01:06", "s700", "type vlan id 100");
            final String running = Files.readString(directory.resolve("abng.yaml"));
            final String before = secondClient();
            expect(true, before.contains("cake"), before);
            commit(running.replace("\npools:\n", "\n  - { name: eth2 }\npools:\n  - { name: late, ranges: [10.66.0.10-10.66.0.20] }\n")
                + "  - { name: late, trunk: eth2, vlans: [{ stack: 700.100, outer-tpid: 802.1ad }], gateway: 10.66.0.1/24,"
                + " shaping: { down: 10mbit, up: 5mbit }, dhcp: { mode: server, server: { pools: [late] } } }\n", false);
            five.startUdhcpc();
            five.awaitAddress(60);
            five.awaitPing(20, "10.66.0.1");
            expect(true, Lab.output("tc qdisc show dev eth2.700.100").contains("cake"), "cake");
            expect(before, secondClient());
            two.awaitPing(10, "10.64.0.1");
            commit(running, true);
            Lab.eventually(20, () -> sessions().toString(), () -> sessions().stream().noneMatch(each -> each.mac().equals(five.mac)));
            Lab.eventually(20, () -> Lab.output("ip -o link"), () -> !Lab.output("ip -o link").contains("eth2."));
            expect(before, secondClient());
            two.awaitPing(10, "10.64.0.1");
            five.signal("KILL");
            Lab.sh("ip netns del c6 && ip link del eth2");
        });
    }

    private void killAndRestart() {
        checks.check("kill -9 and a restart lose no packet and no session", () -> {
            final List<ShowSubscribers.Subscriber> before = sessions();
            final Path log = directory.resolve("ping.log");
            final Process ping = new ProcessBuilder("ip", "netns", "exec", "c2", "ping", "-q", "-i", "0.2", "10.64.0.1")
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            Lab.sleep(2_000);
            daemon.kill();
            Lab.sleep(2_000);
            daemon = AbngdProcess.start(directory.resolve("abngd-2.log"), List.of(),
                "--config", directory.resolve("abng.yaml").toString());
            daemon.awaitReady(START);
            Lab.eventually(20, () -> "restoring", () -> call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params()).state().equals("RUNNING"));
            Lab.sleep(3_000);
            Lab.sh("kill -INT " + ping.pid());
            ping.waitFor();
            final Matcher counts = Pattern.compile("(\\d+) packets transmitted, (\\d+) received").matcher(Files.readString(log));
            expect(true, counts.find(), Files.readString(log));
            expect(true, Integer.parseInt(counts.group(1)) > 25, counts.group());
            expect(counts.group(1), counts.group(2));
            expect(before.stream().map(GatewayLabMain::identity).toList(), sessions().stream().map(GatewayLabMain::identity).toList());
            expect((long) before.size(), counter("session.restored"));
            expect(false, Lab.output("ip addr show lo").contains("10.66.0.1"), "the gateway of a group that was removed");
        });
        checks.check("adopted sessions are renewed", () -> {
            renews(moved);
            renews(three);
            for (final LabSubscriber each : List.of(two, moved)) {
                each.awaitPing(10, "10.64.0.1");
            }
        });
        checks.check("an operator clears a session and its client comes back", () -> {
            final ShowSubscribers.Subscriber before = session(four);
            expect(1L, call(RpcCatalogue.SESSION_CLEAR, new SessionClear.Params(
                before.id(), null, null, null, null, null, null)).cleared());
            Lab.eventually(20, () -> sessions().toString(), () -> sessions().stream().noneMatch(each -> each.id() == before.id()));
            expect(false, four.pings("10.65.0.1", ""), "the cleared session's address");
            four.signal("USR1");
            Lab.eventually(60, () -> four.log(), () -> sessions().stream().anyMatch(each -> each.mac().equals(four.mac)));
            four.awaitPing(20, "10.65.0.1");
        });
    }

    private static String identity(final ShowSubscribers.Subscriber session) {
        return session.id() + " " + session.mac() + " " + session.line() + " " + session.address() + " " + session.state();
    }

    private void everythingGoes() {
        checks.check("after release and the idle time nothing is left", () -> {
            for (final LabSubscriber each : List.of(two, three, four, moved)) {
                each.release();
            }
            Lab.eventually(60, () -> Lab.output("ip -o link show type vlan; ip route; ip neigh") + sessions(),
                () -> sessions().isEmpty() && Lab.output("ip -o link show type vlan").isBlank());
            expect("", Lab.output("ip route | grep eth1"));
            expect("", Lab.output("ip neigh show nud permanent"));
            expect(0L, call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params()).lines());
            expect(List.of(), call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors());
        });
        checks.check("SIGTERM ends it with 0 and leaves no interface of its own", () -> {
            daemon.terminate();
            expect(0, daemon.awaitExit(Duration.ofSeconds(60)));
            expect("", Lab.output("ip -o link show type ifb"));
            expect(false, Files.exists(socket), "the socket");
            expect(true, Lab.output("ip -o link show dev eth1").contains("state UP"), "the trunk stays up");
        });
        System.out.println(Lab.output("cat " + directory + "/abngd*.log"));
    }

    /** 8 MiB on one line: refused as one request, and not kept. */
    private static void flood(final SocketChannel channel) throws IOException {
        final ByteBuffer megabyte = ByteBuffer.wrap("x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 8; i++) {
            channel.write(megabyte.rewind());
        }
        channel.write(bytes("\n"));
        final ByteBuffer answer = ByteBuffer.allocate(4_096);
        channel.read(answer);
        final String text = new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
        expect(true, text.contains("-32600"), text);
    }

    private static ByteBuffer bytes(final String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private <P extends Record, R extends Record> R call(final RpcMethod<P, R> method, final P params) {
        try (RpcClient client = RpcClient.connect(socket)) {
            return client.call(method, params);
        } catch (final RpcException | IOException e) {
            throw new AssertionError(method.name() + ": " + e.getMessage(), e);
        }
    }

    private List<ShowSubscribers.Subscriber> sessions() {
        return call(RpcCatalogue.SHOW_SUBSCRIBERS, new ShowSubscribers.Params(null, null, null, null, null, null, null)).subscribers();
    }

    private ShowSubscribers.Subscriber session(final LabSubscriber subscriber) {
        return sessions().stream().filter(each -> each.mac().equals(subscriber.mac)).reduce((first, second) -> second)
            .orElseThrow(() -> new AssertionError("no session of " + subscriber.name + " in " + sessions()));
    }

    /** The sum of the counters whose names begin so. */
    private long counter(final String prefix) {
        return call(RpcCatalogue.SHOW_COUNTERS, new ShowCounters.Params(prefix, null)).counters().stream()
            .mapToLong(ShowCounters.Counter::value).sum();
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
