package io.athenabng.daemon.lab;

import io.athenabng.daemon.testkit.AbngdProcess;
import io.athenabng.netlink.testkit.LabChecks;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowSession;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Inside the lab: Debian's {@code pppoe-server} and pppd terminate PPPoE, {@code abng-notify} is their hook, and {@code abngd} shapes and
 * accounts for what they report.
 *
 * <pre>
 *   sub: trunk ─ s800 (802.1ad) ─ c1 800.101
 *   here: eth1 ─ eth1.800.101 pppoe-server, abngd, core0 192.0.2.1 ── srv: FreeRADIUS 192.0.2.20
 * </pre>
 */
public final class OutsidePppLabMain {
    private static final Duration START = Duration.ofSeconds(400);
    private static final String SERVER = "192.0.2.20";
    private static final String LINE = "eth1.800.101";
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
        users:
          - { name: anna, down: 8mbit, up: 4mbit }
        radius:
          nas-identifier: lab-gateway
          nas-ip-address: 192.0.2.1
          servers:
            - { name: first, address: 192.0.2.20, secret: lab-secret, source-address: 192.0.2.1 }
          server-groups:
            - { name: aaa, members: [{ server: first }] }
          accounting: { interim-interval: 10m, min-interim-interval: 10s, jitter: 0 }
          dynamic-authorization:
            clients: [{ name: portal, address: 192.0.2.20, secret: coa-secret }]
        counters: { interval: 2s }
        access-groups:
          - name: outside
            trunk: eth1
            vlans: [{ stack: 800.100-199, outer-tpid: 802.1ad }]
            gateway: 10.64.0.1/24
            line-idle-timeout: 10s
            authentication: local
            radius: { accounting: aaa }
            shaping: { down: 10mbit, up: 5mbit }
            dhcp: { mode: server, server: { pools: [own], lease-time: 10m } }
        """;

    private final LabChecks checks = new LabChecks();
    private final Path directory;
    private LabDialer client;
    private AbngdProcess daemon;
    private RadiusServer radius;

    private OutsidePppLabMain(final Path directory) {
        this.directory = directory;
    }

    /** Runs every check. */
    public static void main(final String[] args) throws IOException {
        final OutsidePppLabMain lab = new OutsidePppLabMain(Files.createTempDirectory("outside-ppp-lab"));
        lab.network();
        lab.start();
        lab.aSessionIsReported();
        lab.dynamicAuthorization();
        lab.theDaemonDies();
        lab.ends();
        lab.endsWhileNobodyWatches();
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
            + " && ip -n srv addr add 192.0.2.20/24 dev eth0 && ip -n srv link set eth0 up && ip -n srv route add default via 192.0.2.1"
            + " && ip -n sub link add link trunk name s800 type vlan proto 802.1ad id 800 && ip -n sub link set s800 up"
            + " && ip link add link eth1 name eth1.800 type vlan proto 802.1ad id 800 && ip link set eth1.800 up"
            + " && ip link add link eth1.800 name " + LINE + " type vlan id 101 && ip link set " + LINE + " up"
            + " && sysctl -qw net.ipv4.ip_forward=1");
        client = new LabDialer(directory, LabSubscriber.on(directory, "c1", "02:00:00:00:08:01", "s800", "type vlan id 101"));
        radius = new RadiusServer(directory, "srv", SERVER, "lab-secret", "");
        hooks();
    }

    /** The server's hooks are links to abng-notify, as its documentation says. */
    private void hooks() throws IOException {
        Lab.sh(System.getProperty("abng.root") + "/engine/dist/src/c/build " + directory.resolve("bin"));
        for (final String which : List.of("up", "down")) {
            final Path hooks = Files.createDirectory(directory.resolve("ip-" + which + ".d"));
            Files.createSymbolicLink(hooks.resolve("abng-" + which), directory.resolve("bin/abng-notify"));
            Lab.sh("mount --bind " + hooks + " /etc/ppp/ip-" + which + ".d");
        }
        Files.writeString(directory.resolve("secrets"), "anna * anna-secret *\n");
        Lab.sh("chmod 600 " + directory + "/secrets && mount --bind " + directory + "/secrets /etc/ppp/chap-secrets");
        Files.writeString(directory.resolve("server-options"), "require-chap\nms-dns 192.0.2.53\nlcp-echo-interval 20\n"
            + "lcp-echo-failure 10\nnoipv6\nnoccp\nset ABNG_SOCKET=" + directory.resolve("abngd.sock")
            + "\ndebug\nlogfile " + directory.resolve("server.log")
            + "\n");
    }

    private void start() {
        checks.check("pppoe-server, FreeRADIUS and abngd start", () -> {
            radius.start();
            startDaemon("abngd.log");
            Lab.sh("PATH=$PATH:/usr/sbin:/sbin pppoe-server -I " + LINE + " -L 10.80.0.1 -R 10.80.0.10 -N 16 -O "
                + directory.resolve("server-options"));
        });
    }

    private void startDaemon(final String log) throws RpcException {
        daemon = AbngdProcess.start(directory.resolve(log), List.of(), "--config", directory.resolve("abng.yaml").toString());
        daemon.awaitReady(START);
        Lab.eventually(30, () -> "restoring", () -> call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params()).state().equals("RUNNING"));
    }

    private void aSessionIsReported() {
        checks.check("a client dials, and ip-up reports its session", () -> {
            client.dial("anna", "anna-secret", "persist", "maxfail", "0", "holdoff", "1");
            expect(true, client.awaitAddress(60).startsWith("10.80.0."), client.address());
            Lab.eventually(20, this::story, () -> sessions().size() == 1 && sessions().getFirst().state().equals("up"));
            final ShowSubscribers.Subscriber shown = sessions().getFirst();
            expect("outside-ppp anna " + LINE + ' ' + client.at.mac + ' ' + client.address() + " outside", shown.encapsulation() + ' '
                + shown.user() + ' ' + shown.line() + ' ' + shown.mac() + ' ' + shown.address() + ' ' + shown.group());
            client.awaitPing(20, SERVER);
        });
        checks.check("its interface is shaped both ways at the user's rates, with PPPoE's overhead", () -> {
            expectRates("8Mbit", "4Mbit");
            expect(true, Lab.output("tc qdisc show dev " + unit()).contains("overhead 34"), Lab.output("tc qdisc show dev " + unit()));
            final ShowSession.Session full = call(RpcCatalogue.SHOW_SESSION, new ShowSession.Params(
                sessions().getFirst().id(), null, null, null, null)).sessions().getFirst();
            expect(unit() + " external 34", full.kernelInterface() + ' ' + full.addressSource() + ' ' + full.overheadBytes());
            expect(false, Lab.output("tc qdisc show dev " + LINE).contains("cake"), Lab.output("tc qdisc show dev " + LINE));
        });
        checks.check("RADIUS is told of its start", () -> {
            Lab.eventually(20, radius::log, () -> radius.accounting("Start", client.at.mac).size() == 1);
            final Map<String, String> start = radius.accounting("Start", client.at.mac).getFirst();
            expect(client.address() + " anna " + LINE, start.get("Framed-IP-Address") + ' ' + start.get("User-Name") + ' '
                + start.get("NAS-Port-Id"));
        });
        checks.check("abng-notify makes any call of the management socket", () -> {
            final String said = Lab.sh(directory.resolve("bin/abng-notify") + " --socket " + directory.resolve("abngd.sock")
                + " call show.version");
            expect(true, said.contains("\"result\""), said);
        });
    }

    private void dynamicAuthorization() {
        checks.check("CoA changes the rates in place", () -> {
            final String answer = radclient("coa", "User-Name = \"anna\"", "Athena-Rate-Down = \"9mbit\"", "Athena-Rate-Up = \"2mbit\"");
            expect(true, answer.contains("CoA-ACK"), answer);
            expectRates("9Mbit", "2Mbit");
            client.awaitPing(10, SERVER);
        });
        checks.check("Disconnect is refused: the link is its server's", () -> {
            final String answer = radclient("disconnect", "User-Name = \"anna\"");
            expect(true, answer.contains("Disconnect-NAK") && answer.contains("Session-Context-Not-Removable"), answer);
            expectRates("9Mbit", "2Mbit");
        });
    }

    private String radclient(final String kind, final String... attributes) {
        return Lab.output("printf '%s\\n' 'Message-Authenticator = 0x00' '" + String.join("' '", attributes)
            + "' | ip netns exec srv radclient -x -t 8 -r 1 -d " + directory.resolve(SERVER) + " 192.0.2.1:3799 " + kind
            + " coa-secret 2>&1");
    }

    private void theDaemonDies() {
        checks.check("kill -9: the session goes on, shaped, with its number and its counters", () -> {
            final ShowSubscribers.Subscriber before = sessions().getFirst();
            Lab.sh("ip netns exec c1 ping -q -c 40 -i 0.05 -s 1000 " + SERVER);
            Lab.sleep(4_000);
            final long octets = octets();
            expect(true, octets > 40_000, "octets " + octets);
            daemon.kill();
            Lab.sh("ip netns exec c1 ping -q -c 40 -i 0.05 -s 1000 " + SERVER);
            startDaemon("abngd-2.log");
            expect(before.id() + " up", sessions().getFirst().id() + " " + sessions().getFirst().state());
            expectRates("9Mbit", "2Mbit");
            Lab.eventually(20, () -> octets() + " octets, " + octets + " before the kill", () -> octets() > octets + 40_000);
            client.awaitPing(10, SERVER);
        });
    }

    private long octets() {
        return call(RpcCatalogue.SHOW_SESSION, new ShowSession.Params(sessions().getFirst().id(), null, null, null, null)).sessions()
            .getFirst().inputOctets();
    }

    private void ends() {
        checks.check("the server's pppd dies: Lost-Carrier, and the client's next session is another one", () -> {
            final long before = sessions().getFirst().id();
            Lab.sh("kill -KILL $(cat /run/" + unit() + ".pid)");
            Lab.eventually(60, this::story, () -> sessions().size() == 1 && sessions().getFirst().id() != before
                && sessions().getFirst().state().equals("up"));
            Lab.eventually(20, radius::log, () -> radius.accounting("Stop", client.at.mac).size() == 1);
            expect("Lost-Carrier", radius.accounting("Stop", client.at.mac).getFirst().get("Acct-Terminate-Cause"));
            client.awaitPing(30, SERVER);
            expectRates("8Mbit", "4Mbit");
        });
        checks.check("a client that hangs up ends its session, and one Stop has its octets", () -> {
            Lab.sh("ip netns exec c1 ping -q -c 20 -i 0.05 -s 1000 " + SERVER);
            client.signal("TERM");
            client.awaitEnd(20);
            Lab.eventually(20, this::story, () -> sessions().isEmpty());
            Lab.eventually(20, radius::log, () -> radius.accounting("Stop", client.at.mac).size() == 2);
            final Map<String, String> stop = radius.accounting("Stop", client.at.mac).getLast();
            expect(true, List.of("User-Request", "Lost-Carrier").contains(stop.get("Acct-Terminate-Cause")), stop.toString());
            expect(true, Long.parseLong(stop.get("Acct-Input-Octets")) > 20_000, stop.toString());
            expect(true, Long.parseLong(stop.get("Acct-Output-Octets")) > 20_000, stop.toString());
        });
    }

    private void endsWhileNobodyWatches() {
        checks.check("a session that ends while the daemon is away is ended and accounted after its start", () -> {
            client.dial("anna", "anna-secret");
            client.awaitAddress(60);
            Lab.eventually(20, this::story, () -> sessions().size() == 1 && sessions().getFirst().state().equals("up"));
            daemon.kill();
            client.signal("TERM");
            client.awaitEnd(20);
            startDaemon("abngd-3.log");
            Lab.eventually(30, this::story, () -> sessions().isEmpty());
            Lab.eventually(20, radius::log, () -> radius.accounting("Stop", client.at.mac).size() == 3);
        });
    }

    private void end() {
        checks.check("nothing is left, nothing is an error, and the server's own interfaces stay", () -> {
            expect("", Lab.output("ip -o link show type ppp"));
            expect(true, Lab.output("ip -o link show dev " + LINE).contains("UP"), Lab.output("ip -o link"));
            Lab.eventually(30, () -> Lab.output("ip -o -d link show type ifb"),
                () -> !Lab.output("ip -o -d link show type ifb").contains("ifb-ppp"));
            expect(List.of(), call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors());
            daemon.terminate();
            expect(0, daemon.awaitExit(Duration.ofSeconds(60)));
        });
        Lab.output("pkill pppoe-server");
        System.out.println(Lab.output("cat " + directory + "/abngd*.log"));
    }

    private String story() {
        return sessions() + " " + Lab.output("ip -o link show type ppp; tail -n 60 " + directory + "/server.log") + client.log();
    }

    /** The server's interface of the client's session. */
    private String unit() {
        final String route = Lab.output("ip route show " + client.address());
        final Matcher unit = Pattern.compile("dev (ppp\\d+)").matcher(route);
        expect(true, unit.find(), "no route of " + client.address() + ": " + Lab.output("ip route"));
        return unit.group(1);
    }

    private void expectRates(final String down, final String up) {
        final String unit = unit();
        final String download = Lab.output("tc qdisc show dev " + unit);
        expect(true, download.contains("qdisc cake") && download.contains("bandwidth " + down), unit + " down: " + download);
        final String redirect = Lab.output("tc filter show dev " + unit + " ingress");
        final Matcher ifb = Pattern.compile("Redirect to device (\\S+?)\\)").matcher(redirect);
        expect(true, ifb.find(), redirect);
        final String upload = Lab.output("tc qdisc show dev " + ifb.group(1));
        expect(true, upload.contains("bandwidth " + up), unit + " up: " + upload);
    }

    private List<ShowSubscribers.Subscriber> sessions() {
        return call(RpcCatalogue.SHOW_SUBSCRIBERS, new ShowSubscribers.Params(null, null, null, null, null, null, null)).subscribers();
    }

    private <P extends Record, R extends Record> R call(final RpcMethod<P, R> method, final P params) {
        try (RpcClient rpc = RpcClient.connect(directory.resolve("abngd.sock"))) {
            return rpc.call(method, params);
        } catch (final RpcException | IOException e) {
            throw new AssertionError(method.name() + ": " + e.getMessage(), e);
        }
    }

    private static void expect(final Object expected, final Object actual) {
        expect(expected, actual, "");
    }

    private static void expect(final Object expected, final Object actual, final String where) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", was " + actual + ' ' + where);
        }
    }
}
