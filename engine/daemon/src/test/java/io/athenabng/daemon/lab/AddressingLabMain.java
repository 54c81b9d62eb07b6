package io.athenabng.daemon.lab;

import io.athenabng.daemon.testkit.AbngdProcess;
import io.athenabng.netlink.testkit.LabChecks;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.ShowCounters;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowLeases;
import io.athenabng.rpc.api.ShowRelay;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Inside the lab: how addresses are given, by the built-in server and by two Kea servers and dnsmasq behind the relay, and shaping that
 * takes little memory. {@code abngd} as a process of its own, real clients.
 *
 * <pre>
 *   sub: trunk ─ s500 (802.1ad) ─ a1 500.100, a2 500.101, a3 500.102    here: eth1, abngd    srv: eth0, Kea on 192.0.2.10 and .11
 *              ├ s600 (802.1ad) ─ v600.100 ─ b1, b2 (macvlan, one N:1 line)   core0 192.0.2.1 ── eth0
 *              ├ s700 (802.1ad) ─ r1 700.100, r2 700.101
 *              └ s701 (802.1ad) ─ o1 701.100                             srv2: eth0, dnsmasq on 203.0.113.2
 * </pre>
 */
public final class AddressingLabMain {
    private static final Duration START = Duration.ofSeconds(400);
    private static final String CONFIGURATION = """
        bootstrap:
          state-directory: DIRECTORY/state
          socket: { path: DIRECTORY/abngd.sock, group: root, max-connections: 16 }
          max-sessions: 1000
          receive-ring: { block-size: 64KiB, block-count: 16, block-timeout: 2ms }
          agent-ring-size: 1MiB
        trunks:
          - { name: eth1, max-lines: 32 }
        pools:
          - { name: own, ranges: [10.64.0.10-10.64.0.30] }
          - { name: shared, ranges: [10.66.0.10-10.66.0.30] }
        reservations:
          - { mac: "02:00:00:00:02:01", address: 10.64.0.50 }
          - { circuit-id: eth1.500.101, address: 10.64.0.51 }
        access-groups:
          - name: own
            trunk: eth1
            vlans: [{ stack: 500.100-199, outer-tpid: 802.1ad }]
            gateway: 10.64.0.1/24
            line-idle-timeout: 1m
            shaping: { down: 6mbit, up: 3mbit, queue: fq_codel }
            dhcp: { mode: server, server: { pools: [own], lease-time: 90s, renewal-time: 8s, rebinding-time: 16s } }
          - name: shared
            trunk: eth1
            vlans: [{ stack: 600.100-109, outer-tpid: 802.1ad }]
            subscribers-per-line: 4
            gateway: 10.66.0.1/24
            line-idle-timeout: 1m
            shaping: { down: 6mbit, up: 3mbit, queue: fq_codel }
            dhcp: { mode: server, server: { pools: [shared], lease-time: 10m, decline-quarantine: 5m } }
          - name: wholesale
            trunk: eth1
            vlans: [{ stack: 700.100-109, outer-tpid: 802.1ad }]
            gateway: 10.65.0.1/24
            line-idle-timeout: 1m
            shaping: { down: 6mbit, up: 3mbit }
            dhcp:
              mode: relay
              relay:
                servers: [192.0.2.10, 192.0.2.11]
                server-timeout: 2s
                server-retry: 1h
                giaddr: 198.51.100.1
                link-selection: 10.65.0.1
          - name: override
            trunk: eth1
            vlans: [{ stack: 701.100-109, outer-tpid: 802.1ad }]
            gateway: 10.67.0.1/24
            line-idle-timeout: 1m
            dhcp: { mode: relay, relay: { servers: [203.0.113.2], server-id-override: true } }
        """;
    private static final String KEA = """
        { "Dhcp4": {
            "interfaces-config": { "interfaces": ["eth0/ADDRESS"], "dhcp-socket-type": "udp" },
            "lease-database": { "type": "memfile", "persist": true, "name": "DIRECTORY/leases4.csv", "lfc-interval": 0 },
            "valid-lifetime": 600, "renew-timer": 8, "rebind-timer": 400,
            "subnet4": [
              { "subnet": "198.51.100.0/24", "id": 9, "pools": [{ "pool": "198.51.100.100 - 198.51.100.110" }] },
              { "subnet": "10.65.0.0/24", "id": 2, "pools": [{ "pool": "POOL" }],
                "option-data": [{ "name": "routers", "data": "10.65.0.1" }] } ],
            "loggers": [{ "name": "kea-dhcp4", "severity": "INFO", "output_options": [{ "output": "stdout" }] }] } }
        """;

    private final LabChecks checks = new LabChecks();
    private final Path directory;
    private AbngdProcess daemon;
    private LabSubscriber reservedMac;
    private LabSubscriber reservedLine;
    private LabSubscriber reboots;
    private LabSubscriber holder;
    private LabSubscriber declines;
    private LabSubscriber relayed;
    private LabSubscriber second;
    private LabSubscriber overridden;
    private Process kea;
    private Process dnsmasq;
    private Process otherKea;

    private AddressingLabMain(final Path directory) {
        this.directory = directory;
    }

    /** Runs every check. */
    public static void main(final String[] args) throws IOException {
        final AddressingLabMain lab = new AddressingLabMain(Files.createTempDirectory("addressing-lab"));
        lab.network();
        lab.start();
        lab.reservations();
        lab.rebootsAndRebinds();
        lab.decline();
        lab.cheapShaping();
        lab.relay();
        lab.end();
        lab.checks.end();
    }

    private void network() throws IOException {
        Files.writeString(directory.resolve("abng.yaml"), CONFIGURATION.replace("DIRECTORY", directory.toString()));
        Lab.sh("sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip link set lo up"
            + " && for n in sub srv srv2; do ip netns add $n && ip -n $n link set lo up"
            + " && ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done"
            + " && ip link add eth1 mtu 1600 type veth peer name trunk netns sub mtu 1600"
            + " && ip netns exec sub ethtool -K trunk tx off >/dev/null"
            + " && ip link set eth1 up && ip -n sub link set trunk up"
            + " && ip link add core0 type veth peer name eth0 netns srv && ip netns exec srv ethtool -K eth0 tx off >/dev/null"
            + " && ethtool -K core0 tx off >/dev/null && ip addr add 192.0.2.1/24 dev core0 && ip link set core0 up"
            + " && ip addr add 198.51.100.1/32 dev lo"
            + " && ip -n srv addr add 192.0.2.10/24 dev eth0 && ip -n srv addr add 192.0.2.11/24 dev eth0"
            + " && ip -n srv link set eth0 up && ip -n srv route add default via 192.0.2.1"
            + " && ip link add core1 type veth peer name eth0 netns srv2 && ip netns exec srv2 ethtool -K eth0 tx off >/dev/null"
            + " && ethtool -K core1 tx off >/dev/null && ip addr add 203.0.113.1/24 dev core1 && ip link set core1 up"
            + " && ip -n srv2 addr add 203.0.113.2/24 dev eth0 && ip -n srv2 link set eth0 up"
            + " && ip -n srv2 route add default via 203.0.113.1");
        for (final String vid : List.of("500", "600", "700", "701")) {
            Lab.sh("ip -n sub link add link trunk name s" + vid + " type vlan proto 802.1ad id " + vid
                + " && ip -n sub link set s" + vid + " up");
        }
        Lab.sh("ip -n sub link add link s600 name v600.100 type vlan id 100 && ip -n sub link set v600.100 up");
        reservedMac = LabSubscriber.on(directory, "a1", "02:00:00:00:02:01", "s500", "type vlan id 100");
        reservedLine = LabSubscriber.on(directory, "a2", "02:00:00:00:02:02", "s500", "type vlan id 101");
        reboots = LabSubscriber.on(directory, "a3", "02:00:00:00:02:03", "s500", "type vlan id 102");
        holder = LabSubscriber.on(directory, "b1", "02:00:00:00:02:11", "v600.100", "type macvlan mode bridge");
        declines = LabSubscriber.on(directory, "b2", "02:00:00:00:02:12", "v600.100", "type macvlan mode bridge");
        relayed = LabSubscriber.on(directory, "r1", "02:00:00:00:02:21", "s700", "type vlan id 100");
        overridden = LabSubscriber.on(directory, "o1", "02:00:00:00:02:31", "s701", "type vlan id 100");
        second = LabSubscriber.on(directory, "r2", "02:00:00:00:02:22", "s700", "type vlan id 101");
    }

    private void start() {
        checks.check("abngd, two Kea servers and dnsmasq start", () -> {
            daemon = AbngdProcess.start(
                directory.resolve("abngd.log"), List.of(), "--config", directory.resolve("abng.yaml").toString());
            kea = kea("192.0.2.10", "10.65.0.10 - 10.65.0.99");
            otherKea = kea("192.0.2.11", "10.65.0.100 - 10.65.0.199");
            dnsmasq = new ProcessBuilder("ip", "netns", "exec", "srv2", "/usr/sbin/dnsmasq", "-d", "--conf-file=/dev/null", "--port=0",
                "--user=root", "--log-dhcp", "--dhcp-leasefile=" + directory.resolve("dnsmasq.leases"),
                "--dhcp-range=10.67.0.10,10.67.0.50,255.255.255.0,10m", "--dhcp-option=option:router,10.67.0.1",
                "--dhcp-option=option:T1,8")
                .redirectErrorStream(true).redirectOutput(directory.resolve("dnsmasq.log").toFile()).start();
            daemon.awaitReady(START);
            for (final String address : List.of("192.0.2.10", "192.0.2.11")) {
                Lab.eventually(60, () -> Lab.output("tail -n 30 " + directory.resolve(address + "/log")),
                    () -> Lab.output("ip netns exec srv ss -Hlun 'sport = :67'").contains(address));
            }
        });
    }

    private Process kea(final String address, final String pool) throws IOException {
        final Path home = Files.createDirectory(directory.resolve(address));
        Files.writeString(home.resolve("kea.json"), KEA.replace("DIRECTORY", home.toString()).replace("ADDRESS", address)
            .replace("POOL", pool));
        final ProcessBuilder builder = new ProcessBuilder("ip", "netns", "exec", "srv", "/usr/sbin/kea-dhcp4", "-c",
            home.resolve("kea.json").toString()).redirectErrorStream(true).redirectOutput(home.resolve("log").toFile());
        builder.environment().put("KEA_LOCKFILE_DIR", home.toString());
        builder.environment().put("KEA_PIDFILE_DIR", home.toString());
        return builder.start();
    }

    private void reservations() {
        checks.check("a MAC and a Circuit-ID get the addresses that are reserved for them", () -> {
            reservedMac.startUdhcpc();
            reservedLine.startDhclient();
            expect("10.64.0.50", reservedMac.awaitAddress(60));
            expect("10.64.0.51", reservedLine.awaitAddress(60));
            reservedMac.awaitPing(20, "10.64.0.1");
            reservedLine.awaitPing(20, "10.64.0.1");
        });
    }

    private void rebootsAndRebinds() {
        checks.check("a client that starts again keeps its lease and session (init-reboot)", () -> {
            reboots.startDhclient();
            final String address = reboots.awaitAddress(60);
            final long id = session(reboots).id();
            reboots.signal("KILL");
            Lab.sh("ip -n a3 addr flush dev wan; : > " + directory.resolve("a3.log"));
            reboots.startDhclient();
            expect(address, reboots.awaitAddress(60));
            expect(false, reboots.log().contains("DHCPDISCOVER"), "a Discover: " + reboots.log());
            expect(id, session(reboots).id());
            reboots.awaitPing(20, "10.64.0.1");
        });
        checks.check("a client that cannot reach its server by unicast rebinds", () -> {
            final ShowSubscribers.Subscriber before = session(reboots);
            Lab.sh("ip -n a3 route add blackhole 10.64.0.1/32 && : > " + directory.resolve("a3.log"));
            Lab.eventually(60, () -> "no rebinding of " + before + ": " + reboots.log(),
                () -> reboots.log().contains("DHCPREQUEST for " + before.address() + " on wan to 255.255.255.255"));
            Lab.eventually(20, () -> "lease end of " + session(reboots) + " was " + before,
                () -> session(reboots).leaseExpiresEpochMs() > before.leaseExpiresEpochMs());
            expect(before.id(), session(reboots).id());
            Lab.sh("ip -n a3 route del blackhole 10.64.0.1/32");
            reboots.awaitPing(20, "10.64.0.1");
        });
        checks.check("a client that asks for an address of another subnet is told so", () -> {
            reboots.signal("KILL");
            Lab.sh("ip -n a3 addr flush dev wan; sed -i 's/fixed-address .*;/fixed-address 192.168.77.7;/' "
                + directory.resolve("a3.leases") + "; : > " + directory.resolve("a3.log"));
            reboots.startDhclient();
            Lab.eventually(60, reboots::log, () -> reboots.log().contains("DHCPNAK"));
            Lab.eventually(60, reboots::log, () -> reboots.address().startsWith("10.64.0."));
            reboots.awaitPing(20, "10.64.0.1");
        });
    }

    private void decline() {
        checks.check("an address that a client finds in use is put aside, and it gets another", () -> {
            // Somebody on the shared line uses the pool's first free address without a lease.
            Lab.sh("ip -n b1 addr add 10.66.0.10/24 dev wan");
            declines.startUdhcpc("-a500");
            final String address = declines.awaitAddress(90);
            expect(false, address.equals("10.66.0.10"), "the used address");
            expect(true, declines.log().contains("declin"), declines.log());
            final ShowLeases.Result leases = call(RpcCatalogue.SHOW_LEASES,
                new ShowLeases.Params(null, null, null, "10.66.0.10", null, null));
            expect(1L, leases.total());
            expect("quarantined", leases.leases().getFirst().state());
            expect(1L, sessions().stream().filter(each -> each.mac().equals(declines.mac)).count());
            Lab.sh("ip -n b1 addr flush dev wan");
        });
    }

    private void cheapShaping() {
        checks.check("fq_codel below HTB shapes the download, a policer the upload, on 1:1 and N:1 lines", () -> {
            holder.startUdhcpc();
            holder.awaitAddress(60);
            holder.awaitPing(20, "10.66.0.1");
            for (final String line : List.of("eth1.500.100", "eth1.600.100")) {
                final String classes = Lab.output("tc class show dev " + line);
                expect(true, classes.contains("rate 6Mbit"), classes);
                expect(true, Lab.output("tc qdisc show dev " + line).contains("fq_codel"), "fq_codel on " + line);
                expect(true, Lab.output("tc filter show dev " + line + " ingress").contains("police"), "policer on " + line);
            }
        });
        for (final LabSubscriber each : List.of(reservedMac, declines)) {
            checks.check("throughput of " + (each == declines ? "an N:1" : "a 1:1") + " line is near its rates, and never above", () -> {
                final double down = iperf(each, "-R");
                final double up = iperf(each, "");
                expect(true, down > 3.5 && down < 6.6, "down " + down + " Mbit/s of 6");
                expect(true, up > 1.0 && up < 3.5, "up " + up + " Mbit/s of 3");
                System.out.printf("# %s: %.2f Mbit/s down of 6, %.2f up of 3%n", each.name, down, up);
            });
        }
    }

    private double iperf(final LabSubscriber subscriber, final String option) {
        Lab.sh("ip netns exec srv iperf3 -s -1 -D -B 192.0.2.10 --pidfile " + directory.resolve("iperf.pid"));
        Lab.eventually(20, () -> "iperf3", () -> Lab.output("ip netns exec srv ss -Hltn 'sport = :5201'").contains("5201"));
        final String report = Lab.sh("ip netns exec " + subscriber.name + " iperf3 -f m -t 8 -O 2 -c 192.0.2.10 " + option);
        final Matcher rate = Pattern.compile("([0-9.]+) Mbits/sec +receiver").matcher(report);
        expect(true, rate.find(), report);
        return Double.parseDouble(rate.group(1));
    }

    private void relay() {
        checks.check("link selection: Kea takes the subnet of the line, not that of giaddr", () -> {
            relayed.startDhclient();
            final String address = relayed.awaitAddress(60);
            expect(true, address.startsWith("10.65.0.") && lastOctet(address) < 100, address + " is of the first server's pool");
            relayed.awaitPing(20, "10.65.0.1");
        });
        checks.check("server override: the client knows the relay as its server and renews through it", () -> {
            overridden.startDhclient();
            final String address = overridden.awaitAddress(60);
            final String leases = Files.readString(directory.resolve("o1.leases"));
            expect(true, leases.contains("dhcp-server-identifier 10.67.0.1;"), leases);
            final ShowSubscribers.Subscriber before = session(overridden);
            Lab.eventually(60, () -> "lease end of " + session(overridden) + " was " + before + ": " + overridden.log(),
                () -> session(overridden).leaseExpiresEpochMs() > before.leaseExpiresEpochMs());
            expect(before.id(), session(overridden).id());
            final String log = Files.readString(directory.resolve("o1.log"));
            expect(true, log.contains("DHCPREQUEST for " + address + " on wan to 10.67.0.1 port 67"), log);
        });
        checks.check("a renewal straight to the server goes through the relay all the same", () -> {
            final ShowSubscribers.Subscriber before = session(relayed);
            Lab.eventually(60, () -> "lease end of " + session(relayed) + " was " + before + ": " + relayed.log(),
                () -> session(relayed).leaseExpiresEpochMs() > before.leaseExpiresEpochMs());
            expect(before.id(), session(relayed).id());
        });
        checks.check("failover: a dead server is passed over, and the other gives the address", () -> {
            kea.destroyForcibly();
            second.startUdhcpc();
            final String address = second.awaitAddress(90);
            expect(true, lastOctet(address) >= 100, address + " is of the second server's pool");
            second.awaitPing(20, "10.65.0.1");
            final List<ShowRelay.Server> servers = call(RpcCatalogue.SHOW_RELAY, new ShowRelay.Params("wholesale")).servers();
            expect("192.0.2.10 down, 192.0.2.11 up", servers.get(0).address() + ' ' + servers.get(0).state() + ", "
                + servers.get(1).address() + ' ' + servers.get(1).state());
        });
        checks.check("both servers dead: nothing is given, and sessions stay", () -> {
            otherKea.destroyForcibly();
            final long timeouts = counter("dhcp.relay.server_timeouts");
            second.signal("USR1");
            Lab.eventually(30, () -> "server time-outs " + counter("dhcp.relay.server_timeouts"),
                () -> counter("dhcp.relay.server_timeouts") > timeouts);
            relayed.awaitPing(10, "10.65.0.1");
            second.awaitPing(10, "10.65.0.1");
        });
    }

    private void end() {
        checks.check("nothing is in the error log, and SIGTERM ends the daemon with 0", () -> {
            expect(List.of(), call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors());
            for (final LabSubscriber each : List.of(
                reservedMac, reservedLine, reboots, holder, declines, relayed, second, overridden)) {
                each.signal("KILL");
            }
            dnsmasq.destroyForcibly();
            daemon.terminate();
            expect(0, daemon.awaitExit(Duration.ofSeconds(60)));
        });
        System.out.println(Lab.output("cat " + directory + "/abngd*.log; "
            + "tail -n 40 " + directory + "/192.0.2.1?/log " + directory + "/dnsmasq.log"));
    }

    private static int lastOctet(final String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
    }

    private <P extends Record, R extends Record> R call(final RpcMethod<P, R> method, final P params) {
        try (RpcClient client = RpcClient.connect(directory.resolve("abngd.sock"))) {
            return client.call(method, params);
        } catch (final RpcException | IOException e) {
            throw new AssertionError(method.name() + ": " + e.getMessage(), e);
        }
    }

    private List<ShowSubscribers.Subscriber> sessions() {
        return call(RpcCatalogue.SHOW_SUBSCRIBERS, new ShowSubscribers.Params(null, null, null, null, null, null, null)).subscribers();
    }

    private ShowSubscribers.Subscriber session(final LabSubscriber subscriber) {
        return sessions().stream().filter(each -> each.mac().equals(subscriber.mac)).reduce((first, last) -> last)
            .orElseThrow(() -> new AssertionError("no session of " + subscriber.name + " in " + sessions()));
    }

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
