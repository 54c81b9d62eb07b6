package io.athenabng.daemon.lab;

import io.athenabng.daemon.testkit.AbngdProcess;
import io.athenabng.netlink.testkit.LabChecks;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.ShowCounters;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Inside the lab: subscribers that two FreeRADIUS servers decide about, who account for them and change them; both servers' deaths, and the
 * daemon's. What is checked comes from the kernel, the clients and FreeRADIUS's detail files.
 *
 * <pre>
 *   sub: trunk ─ s800 (802.1ad) ─ c1 800.101 ... c6 800.106     here: eth1, abngd, core0 192.0.2.1 ── srv: FreeRADIUS 192.0.2.20 and .21
 * </pre>
 */
public final class RadiusLabMain {
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
          - { name: own, ranges: [10.64.0.10-10.64.0.99] }
          - { name: premium, ranges: [10.64.0.200-10.64.0.220] }
          - { name: garden, ranges: [10.66.0.10-10.66.0.99] }
        radius:
          nas-identifier: lab-gateway
          nas-ip-address: 192.0.2.1
          rate-attributes: [mikrotik]
          servers:
            - { name: first, address: 192.0.2.20, secret: lab-secret, source-address: 192.0.2.1, timeout: 1s, max-timeout: 2s, tries: 2,
                dead-after: 2, dead-time: 5s }
            - { name: second, address: 192.0.2.21, secret: lab-secret, source-address: 192.0.2.1, timeout: 1s, max-timeout: 2s, tries: 2,
                dead-after: 2, dead-time: 5s }
          server-groups:
            - { name: aaa, members: [{ server: first }, { server: second, priority: 1 }] }
          accounting: { interim-interval: 10m, min-interim-interval: 10s, jitter: 0 }
          dynamic-authorization:
            clients: [{ name: portal, address: 192.0.2.20, secret: coa-secret }]
        counters: { interval: 5s }
        access-groups:
          - name: subscribers
            trunk: eth1
            vlans: [{ stack: 800.100-199, outer-tpid: 802.1ad }]
            gateway: 10.64.0.1/24
            line-idle-timeout: 10s
            authentication: radius
            radius: { authentication: aaa, accounting: aaa, on-unavailable: admit, reauthenticate-after: 10s, walled-garden: garden }
            shaping: { down: 10mbit, up: 5mbit }
            dhcp: { mode: server, server: { pools: [own], lease-time: 10m } }
          - name: garden
            trunk: eth1
            vlans: []
            gateway: 10.66.0.1/24
            shaping: { down: 1mbit, up: 1mbit }
            dhcp: { mode: server, server: { pools: [garden], lease-time: 2m } }
        """;
    private static final String USERS = """
        02:00:00:00:03:01 Auth-Type := Accept
            Framed-IP-Address = 10.64.0.77,
            Athena-Rate-Down = "8mbit",
            Athena-Rate-Up = "4mbit",
            Framed-Route += "10.99.1.0/24 0.0.0.0 1",
            Acct-Interim-Interval = 10,
            Class = 0x676f6c64,
            Reply-Message = "welcome"

        02:00:00:00:03:02 Auth-Type := Accept
            Framed-Pool = "premium",
            Mikrotik-Rate-Limit = "2M/6M",
            Session-Timeout = 3600,
            Class = 0x73696c766572

        02:00:00:00:03:04 Auth-Type := Accept
            Class = 0x34

        02:00:00:00:03:05 Auth-Type := Accept
            Athena-Rate-Down = "3mbit",
            Athena-Rate-Up = "2mbit",
            Class = 0x35

        02:00:00:00:03:06 Auth-Type := Accept

        DEFAULT Auth-Type := Reject
            Reply-Message = "go away"
        """;

    private final LabChecks checks = new LabChecks();
    private final Path directory;
    private final List<LabSubscriber> subscribers = new ArrayList<>();
    private AbngdProcess daemon;
    private RadiusServer first;
    private RadiusServer second;

    private RadiusLabMain(final Path directory) {
        this.directory = directory;
    }

    /** Runs every check. */
    public static void main(final String[] args) throws IOException {
        final RadiusLabMain lab = new RadiusLabMain(Files.createTempDirectory("radius-lab"));
        lab.network();
        lab.start();
        lab.answersAreObeyed();
        lab.accounting();
        lab.changes();
        lab.serversDie();
        lab.theDaemonDies();
        lab.end();
        lab.checks.end();
    }

    private void network() throws IOException {
        Files.writeString(directory.resolve("abng.yaml"), CONFIGURATION.replace("DIRECTORY", directory.toString()));
        Lab.sh("sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; ip link set lo up"
            + " && for n in sub srv; do ip netns add $n && ip -n $n link set lo up"
            + " && ip netns exec $n sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1; done"
            + " && ip link add eth1 mtu 1600 type veth peer name trunk netns sub mtu 1600"
            + " && ip netns exec sub ethtool -K trunk tx off >/dev/null"
            + " && ip link set eth1 up && ip -n sub link set trunk up"
            + " && ip link add core0 type veth peer name eth0 netns srv && ip netns exec srv ethtool -K eth0 tx off >/dev/null"
            + " && ethtool -K core0 tx off >/dev/null && ip addr add 192.0.2.1/24 dev core0 && ip link set core0 up"
            + " && ip -n srv addr add 192.0.2.20/24 dev eth0 && ip -n srv addr add 192.0.2.21/24 dev eth0"
            + " && ip -n srv link set eth0 up && ip -n srv route add default via 192.0.2.1"
            + " && ip -n sub link add link trunk name s800 type vlan proto 802.1ad id 800 && ip -n sub link set s800 up");
        for (int i = 1; i <= 6; i++) {
            subscribers.add(LabSubscriber.on(directory, "c" + i, "02:00:00:00:03:0" + i, "s800", "type vlan id " + (100 + i)));
        }
        first = new RadiusServer(directory, "srv", "192.0.2.20", "lab-secret", USERS);
        second = new RadiusServer(directory, "srv", "192.0.2.21", "lab-secret", USERS);
    }

    private LabSubscriber client(final int number) {
        return subscribers.get(number - 1);
    }

    private void start() {
        checks.check("two FreeRADIUS servers and abngd start, and Accounting-On is told", () -> {
            first.start();
            second.start();
            startDaemon("abngd.log");
            Lab.eventually(30, first::log, () -> first.accounting("Accounting-On", null).size() == 1);
            expect("lab-gateway", first.accounting("Accounting-On", null).getFirst().get("NAS-Identifier"));
        });
    }

    private void startDaemon(final String log) {
        daemon = AbngdProcess.start(directory.resolve(log), List.of(), "--config", directory.resolve("abng.yaml").toString());
        daemon.awaitReady(START);
        Lab.eventually(30, () -> "restoring", () -> call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params()).state().equals("RUNNING"));
    }

    private void answersAreObeyed() {
        checks.check("address, rates, route and Class of an Access-Accept are obeyed", () -> {
            client(1).startUdhcpc();
            expect("10.64.0.77", client(1).awaitAddress(60));
            client(1).awaitPing(20, "192.0.2.20");
            expectRates("eth1.800.101", "8Mbit", "4Mbit");
            expect(true, Lab.output("ip route show 10.99.1.0/24").contains("eth1.800.101"), Lab.output("ip route"));
        });
        checks.check("a framed network is reached behind its subscriber", () -> {
            Lab.sh("ip -n c1 addr add 10.99.1.1/32 dev lo");
            expect(true, Lab.succeeds("ip netns exec srv ping -q -c 2 -i 0.3 -W 2 10.99.1.1"), Lab.output("ip route; ip neigh"));
        });
        checks.check("a pool and the rates of another vendor's attribute are obeyed", () -> {
            client(2).startDhclient();
            expect(true, client(2).awaitAddress(60).matches("10\\.64\\.0\\.2[012]\\d"), client(2).address());
            expectRates("eth1.800.102", "6Mbit", "2Mbit");
        });
        checks.check("a rejected subscriber lives in the walled garden", () -> {
            client(3).startUdhcpc();
            expect(true, client(3).awaitAddress(60).startsWith("10.66.0."), client(3).address());
            expectRates("eth1.800.103", "1Mbit", "1Mbit");
        });
    }

    private void expectRates(final String line, final String down, final String up) {
        final String download = Lab.output("tc qdisc show dev " + line);
        expect(true, download.contains("bandwidth " + down), line + " down: " + download);
        final String redirect = Lab.output("tc filter show dev " + line + " ingress");
        final Matcher ifb = Pattern.compile("Redirect to device (\\S+?)\\)").matcher(redirect);
        expect(true, ifb.find(), redirect);
        final String upload = Lab.output("tc qdisc show dev " + ifb.group(1));
        expect(true, upload.contains("bandwidth " + up), line + " up: " + upload);
    }

    private void accounting() {
        checks.check("one Start of each session, with Class, address, line and session id", () -> {
            for (int i = 1; i <= 2; i++) {
                final String mac = client(i).mac;
                Lab.eventually(20, first::log, () -> first.accounting("Start", mac).size() == 1);
                final Map<String, String> start = first.accounting("Start", mac).getFirst();
                expect(client(i).address(), start.get("Framed-IP-Address"));
                expect("eth1.800.10" + i, start.get("NAS-Port-Id"));
                expect(i == 1 ? "0x676f6c64" : "0x73696c766572", start.get("Class"));
                expect(true, start.get("Acct-Session-Id").matches("abng-\\d+-\\d+"), start.toString());
                expect(true, start.containsKey("Event-Timestamp"), start.toString());
            }
        });
        checks.check("interim reports come at the interval that the server gave, with counters that grow", () -> {
            Lab.sh("ip netns exec c1 ping -q -c 100 -i 0.02 -s 1000 192.0.2.20");
            Lab.eventually(90, first::log, () -> {
                final List<Map<String, String>> all = first.accounting("Interim-Update", client(1).mac);
                return all.size() >= 3 && Long.parseLong(all.getLast().get("Acct-Input-Octets")) >= 100 * 1_028;
            });
            final List<Map<String, String>> interims = first.accounting("Interim-Update", client(1).mac);
            expect(true, Long.parseLong(interims.getLast().get("Acct-Output-Octets")) >= 100 * 1_028, interims.getLast().toString());
            expect(true, Long.parseLong(interims.getFirst().get("Acct-Session-Time"))
                < Long.parseLong(interims.getLast().get("Acct-Session-Time")), interims.toString());
            expect(0, first.accounting("Interim-Update", client(2).mac).size());
        });
    }

    /** Sends with FreeRADIUS's own client; what it prints. */
    private String radclient(final String kind, final String secret, final String... attributes) {
        return Lab.output("printf '%s\\n' 'Message-Authenticator = 0x00' '" + String.join("' '", attributes)
            + "' | ip netns exec srv radclient -x -t 8 -r 1 -d " + directory.resolve("192.0.2.20") + " 192.0.2.1:3799 " + kind + ' '
            + secret + " 2>&1");
    }

    private void changes() {
        checks.check("CoA changes rates in place, and a flow through the line loses no packet", () -> {
            final String before = Lab.output("tc -s qdisc show dev eth1.800.101");
            final Path log = directory.resolve("coa-ping.log");
            final Process ping = new ProcessBuilder("ip", "netns", "exec", "c1", "ping", "-q", "-i", "0.05", "192.0.2.20")
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            Lab.sleep(1_000);
            final String answer = radclient("coa", "coa-secret", "User-Name = \"" + client(1).mac + "\"",
                "Framed-IP-Address = 10.64.0.77", "Athena-Rate-Down = \"9mbit\"", "Athena-Rate-Up = \"3mbit\"");
            expect(true, answer.contains("CoA-ACK"), answer);
            expectRates("eth1.800.101", "9Mbit", "3Mbit");
            Lab.sleep(1_000);
            Lab.sh("kill -INT " + ping.pid());
            ping.waitFor();
            final Matcher counts = Pattern.compile("(\\d+) packets transmitted, (\\d+) received").matcher(Files.readString(log));
            expect(true, counts.find(), Files.readString(log));
            expect(counts.group(1), counts.group(2));
            expect(handle(before), handle(Lab.output("tc -s qdisc show dev eth1.800.101")));
        });
        checks.check("300 CoAs in a row are acknowledged when the kernel has them, and a paced flow loses no packet", () -> {
            final Path log = directory.resolve("coas-ping.log");
            final Process ping = new ProcessBuilder("ip", "netns", "exec", "c1", "ping", "-q", "-i", "0.02", "192.0.2.20")
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
            Lab.sleep(1_000);
            final long[] tookNs = new CoaClient("coa-secret").run("srv", "192.0.2.1", client(1).mac, 300);
            Lab.sleep(1_000);
            Lab.sh("kill -INT " + ping.pid());
            ping.waitFor();
            System.out.printf("# CoA to changed qdisc, %d in a row: p50 %.1f ms, p99 %.1f ms, longest %.1f ms%n", tookNs.length,
                tookNs[tookNs.length / 2] / 1e6, tookNs[tookNs.length * 99 / 100] / 1e6, tookNs[tookNs.length - 1] / 1e6);
            final Matcher counts = Pattern.compile("(\\d+) packets transmitted, (\\d+) received").matcher(Files.readString(log));
            expect(true, counts.find(), Files.readString(log));
            expect(counts.group(1), counts.group(2));
            expectRates("eth1.800.101", "9Mbit", "3Mbit");
        });
        checks.check("CoA for an unknown session, for two that disagree, and without a session is refused by the right cause", () -> {
            expectCause("Session-Context-Not-Found", "User-Name = \"nobody\"", "Session-Timeout = 100");
            expectCause("Session-Context-Not-Found", "User-Name = \"" + client(1).mac + "\"",
                "Framed-IP-Address = " + client(2).address(), "Session-Timeout = 100");
            expectCause("Missing-Attribute", "Session-Timeout = 100");
        });
        checks.check("a wrong secret is answered by silence and counted", () -> {
            final long before = counter("radius.dynamic.");
            final String answer = radclient("coa", "wrong", "User-Name = \"" + client(1).mac + "\"", "Session-Timeout = 1");
            expect(false, answer.contains("CoA-ACK") || answer.contains("CoA-NAK"), answer);
            expect(true, counter("radius.dynamic.") > before, "a counter");
            expectRates("eth1.800.101", "9Mbit", "3Mbit");
        });
        checks.check("Disconnect ends the session, and its Stop says so", () -> {
            final String answer = radclient("disconnect", "coa-secret", "NAS-Port-Id = \"eth1.800.102\"");
            expect(true, answer.contains("Disconnect-ACK"), answer);
            expect(true, sessions().stream().noneMatch(each -> each.mac().equals(client(2).mac)), sessions().toString());
            expect("", Lab.output("ip route show " + client(2).address()));
            Lab.eventually(20, first::log, () -> first.accounting("Stop", client(2).mac).size() == 1);
            expect("Admin-Reset", first.accounting("Stop", client(2).mac).getFirst().get("Acct-Terminate-Cause"));
            client(2).signal("KILL");
        });
    }

    private static String handle(final String qdisc) {
        final Matcher handle = Pattern.compile("qdisc cake (\\S+)").matcher(qdisc);
        expect(true, handle.find(), qdisc);
        return handle.group(1);
    }

    private void expectCause(final String cause, final String... attributes) {
        final String answer = radclient("coa", "coa-secret", attributes);
        expect(true, answer.contains("CoA-NAK") && answer.contains(cause), answer);
    }

    private void serversDie() {
        checks.check("the first server dies: the second decides", () -> {
            first.kill();
            client(4).startUdhcpc();
            client(4).awaitAddress(90);
            client(4).awaitPing(20, "10.64.0.1");
            Lab.eventually(60, second::log, () -> second.accounting("Start", client(4).mac).size() == 1);
        });
        checks.check("both are dead: a subscriber is admitted with the group's rates, sessions stay, a Stop waits on disk", () -> {
            second.kill();
            client(5).startUdhcpc();
            client(5).awaitAddress(90);
            expectRates("eth1.800.105", "10Mbit", "5Mbit");
            client(1).awaitPing(10, "10.64.0.1");
            client(4).release();
            Lab.eventually(30, () -> sessions().toString(), () -> sessions().stream().noneMatch(
                each -> each.mac().equals(client(4).mac) && each.state().equals("up")));
        });
        checks.check("they come back: the Stop is delivered once, and who was admitted is asked for and gets the right rates", () -> {
            Lab.sleep(8_000);
            second.start();
            first.start();
            Lab.eventually(120, () -> first.log() + second.log() + counters("radius."), () -> stops(client(4).mac).size() == 1);
            Lab.eventually(60, () -> Lab.output("tc qdisc show dev eth1.800.105") + counters("radius."),
                () -> Lab.output("tc qdisc show dev eth1.800.105").contains("bandwidth 3Mbit"));
            Lab.eventually(60, () -> counters("radius."), () -> starts(client(5).mac).size() == 1);
            expect(1, stops(client(4).mac).size());
        });
    }

    private List<Map<String, String>> stops(final String mac) {
        return both("Stop", mac);
    }

    private List<Map<String, String>> starts(final String mac) {
        return both("Start", mac);
    }

    private List<Map<String, String>> both(final String status, final String mac) {
        final List<Map<String, String>> all = new ArrayList<>(first.accounting(status, mac));
        all.addAll(second.accounting(status, mac));
        return all;
    }

    private void theDaemonDies() {
        checks.check("kill -9: the session goes on under its Acct-Session-Id, no Accounting-On, one Stop with all octets", () -> {
            final String sessionId = starts(client(1).mac).getFirst().get("Acct-Session-Id");
            final int ons = both("Accounting-On", null).size();
            daemon.kill();
            Lab.sleep(1_000);
            startDaemon("abngd-2.log");
            client(1).awaitPing(10, "192.0.2.20");
            Lab.sleep(6_000);
            final long tx = Long.parseLong(Lab.output("cat /sys/class/net/eth1.800.101/statistics/tx_bytes").strip());
            client(1).release();
            Lab.eventually(30, () -> counters("radius."), () -> stops(client(1).mac).size() == 1);
            final Map<String, String> stop = stops(client(1).mac).getFirst();
            expect(sessionId, stop.get("Acct-Session-Id"));
            expect("User-Request", stop.get("Acct-Terminate-Cause"));
            expect("0x676f6c64", stop.get("Class"));
            final long output = Long.parseLong(stop.get("Acct-Output-Octets"));
            expect(true, Math.abs(output - tx) <= 1_500, "Acct-Output-Octets " + output + ", the interface sent " + tx);
            expect(ons, both("Accounting-On", null).size());
            expect("", Lab.output("ip route show 10.99.1.0/24"));
        });
        checks.check("kill -9 with a session that ends while the daemon is away: its Stop is told after all", () -> {
            client(6).startUdhcpc();
            client(6).awaitAddress(60);
            Lab.eventually(30, () -> counters("radius."), () -> starts(client(6).mac).size() == 1);
            first.kill();
            second.kill();
            client(6).release();
            Lab.eventually(20, () -> sessions().toString(), () -> sessions().stream().noneMatch(
                each -> each.mac().equals(client(6).mac) && each.state().equals("up")));
            daemon.kill();
            first.start();
            second.start();
            startDaemon("abngd-3.log");
            Lab.eventually(120, () -> counters("radius."), () -> stops(client(6).mac).size() == 1);
            expect("User-Request", stops(client(6).mac).getFirst().get("Acct-Terminate-Cause"));
        });
    }

    private void end() {
        checks.check("each session has one Start and one Stop, and nothing is left", () -> {
            client(3).release();
            client(5).release();
            for (final int number : List.of(1, 2, 4, 5, 6)) {
                final String mac = client(number).mac;
                Lab.eventually(60, () -> mac + ": " + both("Start", mac) + both("Stop", mac),
                    () -> starts(mac).size() == 1 && stops(mac).size() == 1);
                expect(starts(mac).getFirst().get("Acct-Session-Id"), stops(mac).getFirst().get("Acct-Session-Id"));
            }
            Lab.eventually(60, () -> Lab.output("ip -o link show type vlan") + sessions(),
                () -> sessions().isEmpty() && Lab.output("ip -o link show type vlan").isBlank());
            expect(List.of(), call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors());
        });
        checks.check("SIGTERM ends the daemon with 0", () -> {
            daemon.terminate();
            expect(0, daemon.awaitExit(Duration.ofSeconds(60)));
        });
        System.out.println(Lab.output("cat " + directory + "/abngd*.log") + first.log() + second.log());
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

    private long counter(final String prefix) {
        return call(RpcCatalogue.SHOW_COUNTERS, new ShowCounters.Params(prefix, null)).counters().stream()
            .mapToLong(ShowCounters.Counter::value).sum();
    }

    private String counters(final String prefix) {
        return call(RpcCatalogue.SHOW_COUNTERS, new ShowCounters.Params(prefix, null)).counters().stream()
            .filter(each -> each.value() != 0).toList().toString();
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
