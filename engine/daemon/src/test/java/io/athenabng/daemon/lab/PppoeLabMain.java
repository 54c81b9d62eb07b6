package io.athenabng.daemon.lab;

import io.athenabng.daemon.testkit.AbngdProcess;
import io.athenabng.netlink.testkit.LabChecks;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventType;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.api.MonitorEnd;
import io.athenabng.rpc.api.MonitorSession;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.SessionClear;
import io.athenabng.rpc.api.ShowCounters;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowPppoe;
import io.athenabng.rpc.api.ShowSession;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.pppoe.PppoeCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Inside the lab: PPPoE from a real client's PADI to a shaped session and to its end: {@code abngd} as a process, Debian's pppd on QinQ
 * lines that are made on demand, local users and FreeRADIUS, and {@code abng-holder} while the daemon dies.
 *
 * <pre>
 *   sub: trunk ─ s700 (802.1ad) ─ c1 700.101 ... c5 700.105     here: eth1, abngd, core0 192.0.2.1 ── srv: FreeRADIUS 192.0.2.20
 *              └ s710 (802.1ad) ─ c6 710.101, c7 710.102
 * </pre>
 */
public final class PppoeLabMain {
    private static final Duration START = Duration.ofSeconds(400);
    private static final String SERVER = "192.0.2.20";
    private static final String CONFIGURATION = """
        bootstrap:
          state-directory: DIRECTORY/state
          socket: { path: DIRECTORY/abngd.sock, group: root, max-connections: 16 }
          max-sessions: 1000
          receive-ring: { block-size: 64KiB, block-count: 16, block-timeout: 2ms }
          agent-ring-size: 1MiB
          ppp: { holder-socket: DIRECTORY/holder.sock }
        trunks:
          - { name: eth1, max-lines: 32 }
        pools:
          - { name: own, ranges: [10.64.0.10-10.64.0.99] }
          - { name: dialled, ranges: [10.70.0.10-10.70.0.99] }
        users:
          - { name: anna, password: anna-secret, down: 8mbit, up: 4mbit }
          - { name: paul, password: paul-secret }
          - { name: mia, password: mia-secret, address: 10.64.0.200 }
          - { name: "02:00:00:00:04:04", down: 3mbit, up: 2mbit }
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
        counters: { interval: 5s }
        access-groups:
          - name: subscribers
            trunk: eth1
            vlans: [{ stack: 700.100-199, outer-tpid: 802.1ad }]
            gateway: 10.64.0.1/24
            line-idle-timeout: 10s
            authentication: local
            shaping: { down: 10mbit, up: 5mbit }
            dhcp: { mode: server, server: { pools: [own], lease-time: 10m } }
            pppoe:
              enabled: true
              ac-name: lab-gateway
              authentication: [chap-md5, ms-chap-v2, pap]
              dns: [192.0.2.53, 192.0.2.54]
              pools: [dialled]
              echo-interval: 2s
              echo-failures: 3
          - name: accounted
            trunk: eth1
            vlans: [{ stack: 710.100-199, outer-tpid: 802.1ad }]
            gateway: 10.65.0.1/24
            line-idle-timeout: 10s
            authentication: radius
            radius: { authentication: aaa, accounting: aaa }
            shaping: { down: 10mbit, up: 5mbit }
            dhcp: { mode: server, server: { pools: [], lease-time: 10m } }
            pppoe: { enabled: true, authentication: [chap-md5], pools: [dialled], echo-interval: 2s, echo-failures: 3 }
        """;
    private static final String USERS = """
        rita Cleartext-Password := "rita-secret"
            Framed-IP-Address = 10.65.0.77,
            Athena-Rate-Down = "6mbit",
            Athena-Rate-Up = "3mbit",
            Framed-Route += "10.99.2.0/24 0.0.0.0 1",
            Class = 0x72697461

        rob Cleartext-Password := "rob-secret"

        DEFAULT Auth-Type := Reject
            Reply-Message = "go away"
        """;

    private final LabChecks checks = new LabChecks();
    private final Path directory;
    private final List<LabDialer> dialers = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private AbngdProcess daemon;
    private Process holder;
    private RadiusServer radius;
    private RpcClient eventClient;

    private PppoeLabMain(final Path directory) {
        this.directory = directory;
    }

    /** Runs every check. */
    public static void main(final String[] args) throws IOException {
        final PppoeLabMain lab = new PppoeLabMain(Files.createTempDirectory("pppoe-lab"));
        lab.network();
        lab.start();
        lab.aClientComesUp();
        lab.otherMethods();
        lab.theDaemonDies();
        lab.garbage();
        lab.radius();
        lab.ends();
        lab.theHolderDiesToo();
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
            + " && for s in 700 710; do ip -n sub link add link trunk name s$s type vlan proto 802.1ad id $s"
            + " && ip -n sub link set s$s up; done");
        for (int i = 1; i <= 7; i++) {
            dialers.add(new LabDialer(directory, LabSubscriber.on(directory, "c" + i, "02:00:00:00:04:0" + i, i < 6 ? "s700" : "s710",
                "type vlan id " + (i < 6 ? 100 + i : 95 + i))));
        }
        radius = new RadiusServer(directory, "srv", SERVER, "lab-secret", USERS);
    }

    private LabDialer client(final int number) {
        return dialers.get(number - 1);
    }

    private void start() {
        checks.check("abng-holder, FreeRADIUS and abngd start", () -> {
            Lab.sh(System.getProperty("abng.root") + "/engine/dist/src/c/build " + directory.resolve("bin"));
            holder = new ProcessBuilder(directory.resolve("bin/abng-holder").toString(), "--socket",
                directory.resolve("holder.sock").toString()).redirectErrorStream(true)
                .redirectOutput(directory.resolve("holder.log").toFile()).start();
            radius.start();
            startDaemon("abngd.log");
        });
    }

    private void startDaemon(final String log) throws RpcException {
        daemon = AbngdProcess.start(directory.resolve(log), List.of(), "--config", directory.resolve("abng.yaml").toString());
        daemon.awaitReady(START);
        Lab.eventually(30, () -> "restoring", () -> call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params()).state().equals("RUNNING"));
        eventClient = AbngdProcess.client(directory.resolve("abngd.sock"));
        eventClient.subscribe(new EventsSubscribe.Params(null, null), events::add);
    }

    private void awaitEvent(final int seconds, final String type, final String mac) {
        Lab.eventually(seconds, () -> type + " of " + mac + " is not in " + events, () -> lastEvent(type, mac) != null);
    }

    private Event lastEvent(final String type, final String mac) {
        try {
            while (eventClient.receive(Duration.ofMillis(100)) > 0) {
                Thread.onSpinWait();
            }
        } catch (final RpcException e) {
            throw new AssertionError(e);
        }
        return events.stream().filter(each -> each.type().equals(type) && each.session() != null && each.session().mac().equals(mac))
            .reduce((first, second) -> second).orElse(null);
    }

    private void aClientComesUp() {
        checks.check("CHAP-MD5: PADI to address on a line made on demand, and a ping through", () -> {
            expect("", Lab.output("ip -o link show type vlan"));
            client(1).dial("anna", "anna-secret");
            final String address = client(1).awaitAddress(60);
            expect(true, address.startsWith("10.70.0."), address);
            client(1).awaitPing(20, SERVER);
            expect(true, client(1).count("primary   DNS address 192.0.2.53") > 0, client(1).log());
            expect(true, client(1).count("secondary DNS address 192.0.2.54") > 0, client(1).log());
            expect(true, client(1).count("CHAP authentication succeeded") > 0, client(1).log());
        });
        checks.check("its interface is shaped both ways at the user's rates, with PPPoE's overhead, and has its route", () -> {
            final String unit = unit(client(1).address());
            expect(true, Lab.output("ip -o link show dev " + unit).contains("mtu 1492"), Lab.output("ip -d link show dev " + unit));
            expectRates(unit, "8Mbit", "4Mbit");
            expect(true, Lab.output("tc qdisc show dev " + unit).contains("overhead 34"), Lab.output("tc qdisc show dev " + unit));
        });
        checks.check("show.pppoe, show.subscribers, show.session and the event tell of it", () -> {
            final ShowPppoe.Session shown = pppoe(client(1));
            expect("network chap-md5 1492 true", shown.phase() + ' ' + shown.authentication() + ' ' + shown.mtu() + ' ' + shown.ipv4());
            expect(client(1).address(), shown.address());
            final ShowSubscribers.Subscriber session = session(client(1));
            expect("pppoe anna up eth1.700.101 " + client(1).address(), session.encapsulation() + ' ' + session.user() + ' '
                + session.state() + ' ' + session.line() + ' ' + session.address());
            expect(8_000_000L, session.rateDownBitsPerSecond());
            final ShowSession.Session full = call(RpcCatalogue.SHOW_SESSION,
                new ShowSession.Params(session.id(), null, null, null, null)).sessions().getFirst();
            expect("pppoe " + unit(client(1).address()), full.addressSource() + ' ' + full.kernelInterface());
            expect(34, full.overheadBytes());
            expect(shown.pppoeSessionId() + " 1492 null", full.pppoeSessionId() + " " + full.mtu() + ' ' + full.leaseSeconds());
            awaitEvent(10, "session.pppoe_up", client(1).at.mac);
        });
    }

    /** The interface of a session's route. */
    private static String unit(final String address) {
        final String route = Lab.output("ip route show " + address);
        final Matcher unit = Pattern.compile("dev (ppp\\d+)").matcher(route);
        expect(true, unit.find(), "no route of " + address + ": " + Lab.output("ip route"));
        return unit.group(1);
    }

    private static void expectRates(final String unit, final String down, final String up) {
        final String download = Lab.output("tc qdisc show dev " + unit);
        expect(true, download.contains("qdisc cake") && download.contains("bandwidth " + down), unit + " down: " + download);
        final String redirect = Lab.output("tc filter show dev " + unit + " ingress");
        final Matcher ifb = Pattern.compile("Redirect to device (\\S+?)\\)").matcher(redirect);
        expect(true, ifb.find(), redirect);
        final String upload = Lab.output("tc qdisc show dev " + ifb.group(1));
        expect(true, upload.contains("bandwidth " + up), unit + " up: " + upload);
    }

    private void otherMethods() {
        checks.check("PAP, by negotiation down, watched from the first PADI without its password", () -> {
            final long monitor =
                call(RpcCatalogue.MONITOR_SESSION, new MonitorSession.Params(null, client(2).at.mac, null, null)).monitor();
            eventClient.subscribe(new EventsSubscribe.Params(List.of(EventType.MONITOR_FRAME.wireName()), null), events::add);
            client(2).dial("paul", "paul-secret", "refuse-chap", "refuse-mschap", "refuse-mschap-v2");
            expect(true, client(2).awaitAddress(60).startsWith("10.70.0."), client(2).address());
            client(2).awaitPing(20, SERVER);
            expect("pap", pppoe(client(2)).authentication());
            awaitEvent(1, "session.pppoe_up", client(2).at.mac);
            final List<Event.Frame> frames = events.stream().map(Event::frame).filter(Objects::nonNull).toList();
            final List<String> seen = frames.stream()
                .map(each -> each.direction() + ' ' + each.protocol() + ' ' + each.summary().split(" ")[0]).distinct().toList();
            expect(true, seen.containsAll(List.of("in pppoe PADI", "out pppoe PADO", "in pppoe PADR", "out pppoe PADS",
                "out lcp Configure-Request", "in lcp Configure-Request", "in pap Authenticate-Request", "out pap Authenticate-Ack",
                "in ipcp Configure-Request", "out ipcp Configure-Ack")), seen.toString());
            expect(true, frames.stream().allMatch(each -> each.monitor() == monitor && each.mac().equals(client(2).at.mac)),
                seen.toString());
            expect(false, frames.stream().anyMatch(each -> new String(Base64.getDecoder().decode(each.octets()),
                StandardCharsets.ISO_8859_1).contains("paul-secret")), "the password is in a frame");
            call(RpcCatalogue.MONITOR_END, new MonitorEnd.Params(monitor));
            expectRates(unit(client(2).address()), "10Mbit", "5Mbit");
        });
        checks.check("MS-CHAPv2, and a fixed address", () -> {
            client(3).dial("mia", "mia-secret", "refuse-chap", "refuse-mschap", "refuse-pap", "persist", "maxfail", "0", "holdoff", "1");
            expect("10.64.0.200", client(3).awaitAddress(60));
            client(3).awaitPing(20, SERVER);
            expect("ms-chap-v2", pppoe(client(3)).authentication());
        });
        checks.check("IPoE on a line of the same range at the same time", () -> {
            client(4).at.startUdhcpc();
            expect(true, client(4).at.awaitAddress(60).startsWith("10.64.0."), client(4).at.address());
            client(4).at.awaitPing(20, SERVER);
            expect("ipoe", session(client(4)).encapsulation());
            client(1).awaitPing(10, SERVER);
            client(1).awaitPing(10, client(4).at.address());
        });
        checks.check("a wrong password is refused and counted, and leaves nothing", () -> {
            final long before = counter("pppoe.authentication.rejected");
            for (final String[] options : new String[][] {{}, {"refuse-chap", "refuse-mschap", "refuse-mschap-v2"},
                {"refuse-chap", "refuse-mschap", "refuse-pap"}}) {
                client(5).dial("anna", "wrong", options);
                client(5).awaitEnd(40);
                expect(1, Math.min(1, client(5).count("authentication failed")), client(5).log());
            }
            expect(before + 3, counter("pppoe.authentication.rejected"));
            expect(true, sessions().stream().noneMatch(each -> each.mac().equals(client(5).at.mac)), sessions().toString());
            Lab.eventually(10, () -> pppoe().toString(), () -> pppoe().stream().noneMatch(each -> each.mac().equals(client(5).at.mac)));
            expect(3, Lab.output("ip -o link show type ppp").lines().filter(each -> each.contains("UP")).count() == 3 ? 3 : -1,
                Lab.output("ip -o link show type ppp"));
        });
    }

    private void garbage() {
        checks.check("a unit that is deleted by hand comes back, open and shaped", () -> {
            final String address = client(2).address();
            final long id = session(client(2)).id();
            Lab.sh("ip link del " + unit(address));
            Lab.eventually(20, () -> Lab.output("ip route; ip -o link show type ppp"), () -> Lab.output("ip route show " + address)
                .contains("dev ppp"));
            client(2).awaitPing(20, SERVER);
            expectRates(unit(address), "10Mbit", "5Mbit");
            expect(id, session(client(2)).id());
        });
        checks.check("broken and foreign discovery packets change nothing", () -> {
            final List<Long> before = sessions().stream().map(ShowSubscribers.Subscriber::id).toList();
            final long gateway = MacAddress.parse(Lab.output("cat /sys/class/net/eth1/address").strip());
            final long mac = MacAddress.parse(client(1).at.mac);
            final int id = pppoe(client(1)).pppoeSessionId();
            final long foreign = counter("pppoe.refused.foreign_padt");
            try (FrameInjector injector = new FrameInjector("sub", "trunk")) {
                injector.send(injector.discovery(PppoeCode.PADT, mac + 0x1000, gateway, 700, 101, id));
                injector.send(injector.discovery(PppoeCode.PADT, mac, gateway, 700, 101, id == 1 ? 2 : id - 1));
                injector.send(injector.discovery(PppoeCode.PADT, mac, gateway, 700, 102, id));
                injector.flush();
                Lab.eventually(20, () -> "foreign PADTs " + counters("pppoe."), () -> counter("pppoe.refused.foreign_padt") == foreign + 3);
                injector.send(injector.discovery(PppoeCode.PADR, mac + 0x1001, gateway, 700, 101, 0));
                injector.flush();
                Lab.eventually(20, () -> counters("pppoe."), () -> counter("pppoe.refused.bad_cookie") > 0);
                injector.discoveryGarbage(gateway, 700, 103, 45);
            }
            Lab.eventually(30, () -> counters("receive.eth1"), () -> counter("pppoe.malformed.") + counter("receive.eth1.0.malformed.")
                + counter("pppoe.refused.line_rate") > 300);
            for (int i = 1; i <= 3; i++) {
                client(i).awaitPing(10, SERVER);
            }
            expect(before, sessions().stream().map(ShowSubscribers.Subscriber::id).toList());
        });
    }

    /** Sends with FreeRADIUS's own client; what it prints. */
    private String radclient(final String kind, final String... attributes) {
        return Lab.output("printf '%s\\n' 'Message-Authenticator = 0x00' '" + String.join("' '", attributes)
            + "' | ip netns exec srv radclient -x -t 8 -r 1 -d " + directory.resolve(SERVER) + " 192.0.2.1:3799 " + kind
            + " coa-secret 2>&1");
    }

    private void radius() {
        final String mac = client(6).at.mac;
        checks.check("RADIUS: CHAP, Framed-IP-Address, rates and route are obeyed, and Start says it", () -> {
            client(6).dial("rita", "rita-secret");
            expect("10.65.0.77", client(6).awaitAddress(60));
            client(6).awaitPing(20, SERVER);
            expectRates(unit("10.65.0.77"), "6Mbit", "3Mbit");
            expect(true, Lab.output("ip route show 10.99.2.0/24").contains(unit("10.65.0.77")), Lab.output("ip route"));
            Lab.eventually(20, radius::log, () -> radius.accounting("Start", mac).size() == 1);
            final Map<String, String> start = radius.accounting("Start", mac).getFirst();
            expect("10.65.0.77 rita 0x72697461 eth1.710.101", start.get("Framed-IP-Address") + ' ' + start.get("User-Name") + ' '
                + start.get("Class") + ' ' + start.get("NAS-Port-Id"));
        });
        checks.check("RADIUS: who is rejected is told so", () -> {
            client(7).dial("nobody", "nothing");
            client(7).awaitEnd(40);
            expect(true, client(7).count("CHAP authentication failed") > 0 && client(7).count("go away") > 0, client(7).log());
        });
        checks.check("CoA changes the rates in place", () -> {
            final String answer = radclient("coa", "User-Name = \"rita\"", "Athena-Rate-Down = \"9mbit\"", "Athena-Rate-Up = \"2mbit\"");
            expect(true, answer.contains("CoA-ACK"), answer);
            expectRates(unit("10.65.0.77"), "9Mbit", "2Mbit");
            client(6).awaitPing(10, SERVER);
        });
        checks.check("Disconnect ends it: the client is told, and one Stop has its octets", () -> {
            Lab.sh("ip netns exec c6 ping -q -c 20 -i 0.05 -s 1000 " + SERVER);
            final String answer = radclient("disconnect", "User-Name = \"rita\"");
            expect(true, answer.contains("Disconnect-ACK"), answer);
            client(6).awaitEnd(20);
            expect(true, client(6).count("rcvd [LCP TermReq") > 0, client(6).log());
            expectGone(client(6), "10.65.0.77");
            expect("", Lab.output("ip route show 10.99.2.0/24"));
            Lab.eventually(20, radius::log, () -> radius.accounting("Stop", mac).size() == 1);
            final Map<String, String> stop = radius.accounting("Stop", mac).getFirst();
            expect("Admin-Reset", stop.get("Acct-Terminate-Cause"));
            expect(true, Long.parseLong(stop.get("Acct-Input-Octets")) > 20_000, stop.toString());
            expect(true, Long.parseLong(stop.get("Acct-Output-Octets")) > 20_000, stop.toString());
            expect(1, radius.accounting("Start", mac).size());
        });
    }

    private void expectGone(final LabDialer client, final String address) {
        Lab.eventually(20, () -> sessions() + " " + pppoe(), () -> sessions().stream().noneMatch(each -> each.mac().equals(client.at.mac))
            && pppoe().stream().noneMatch(each -> each.mac().equals(client.at.mac)));
        expect("", Lab.output("ip route show " + address));
        expect("", Lab.output("ip neigh show " + address));
        expect(false, Lab.output("ip -4 -o addr").contains(address + "/"), Lab.output("ip -4 -o addr"));
    }

    private void theDaemonDies() {
        checks.check("kill -9 under traffic with three sessions: no packet and no session is lost, and echoes are answered", () -> {
            final List<String> before = sessions().stream().map(PppoeLabMain::identity).toList();
            final List<String> ids = pppoe().stream().map(each -> each.id() + "/" + each.pppoeSessionId()).toList();
            final String links = Lab.output("ip -o link show type ppp | cut -d: -f1,2");
            final List<Path> logs = new ArrayList<>();
            final List<Process> pings = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                logs.add(directory.resolve("ping" + i + ".log"));
                pings.add(new ProcessBuilder("ip", "netns", "exec", "c" + i, "ping", "-q", "-i", "0.2", SERVER)
                    .redirectErrorStream(true).redirectOutput(logs.getLast().toFile()).start());
            }
            Lab.sleep(2_000);
            daemon.kill();
            Lab.sleep(2_000);
            startDaemon("abngd-2.log");
            final int echoes = client(1).count("rcvd [LCP EchoRep");
            Lab.eventually(20, () -> story(client(1)), () -> client(1).count("rcvd [LCP EchoRep") > echoes + 1);
            for (int i = 0; i < 3; i++) {
                Lab.sh("kill -INT " + pings.get(i).pid());
                pings.get(i).waitFor();
                final String said = Files.readString(logs.get(i));
                final Matcher counts = Pattern.compile("(\\d+) packets transmitted, (\\d+) received").matcher(said);
                expect(true, counts.find(), said);
                expect(counts.group(1), counts.group(2), "packets of c" + (i + 1));
            }
            expect(before, sessions().stream().map(PppoeLabMain::identity).toList());
            expect(ids, pppoe().stream().map(each -> each.id() + "/" + each.pppoeSessionId()).toList());
            expect(links, Lab.output("ip -o link show type ppp | cut -d: -f1,2"));
            expectRates(unit(client(1).address()), "8Mbit", "4Mbit");
        });
        checks.check("a trunk that goes down and comes back has its PPPoE sessions still", () -> {
            final List<String> before = sessions().stream().map(PppoeLabMain::identity).toList();
            Lab.sh("ip link set eth1 down");
            Lab.sleep(1_000);
            Lab.sh("ip link set eth1 up");
            for (int i = 1; i <= 3; i++) {
                client(i).awaitPing(20, SERVER);
            }
            expect(before, sessions().stream().map(PppoeLabMain::identity).toList());
        });
        checks.check("an adopted session is asked for echoes and answers them", () -> {
            final long replies = counter("ppp.echo.replies");
            Lab.eventually(20, () -> counters("ppp."), () -> counter("ppp.echo.replies") > replies + 2);
        });
    }

    /** All that is known of what became of a client. */
    private String story(final LabDialer client) {
        lastEvent("error", client.at.mac);
        return events + " " + pppoe() + " " + counters("ppp") + counters("session.") + counters("kernel.")
            + call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors() + " " + client.log();
    }

    private static String identity(final ShowSubscribers.Subscriber session) {
        return session.id() + " " + session.mac() + " " + session.line() + " " + session.address() + " " + session.state();
    }

    private void ends() {
        checks.check("a client that hangs up leaves nothing: User-Request", () -> {
            final String address = client(1).address();
            client(1).signal("TERM");
            client(1).awaitEnd(20);
            expectGone(client(1), address);
            awaitEvent(10, "session.pppoe_down", client(1).at.mac);
            expect("User-Request", lastEvent("session.pppoe_down", client(1).at.mac).session().terminateCause());
        });
        checks.check("a client that dies without a word is found out by its echoes: Lost-Carrier", () -> {
            final String address = client(2).address();
            client(2).signal("KILL");
            awaitEvent(40, "session.pppoe_down", client(2).at.mac);
            expect("Lost-Carrier", lastEvent("session.pppoe_down", client(2).at.mac).session().terminateCause());
            expectGone(client(2), address);
            expect(1L, counter("ppp.echo.lost"));
        });
        checks.check("an operator clears a session: the client is told and comes back", () -> {
            final ShowSubscribers.Subscriber before = session(client(3));
            final SessionClear.Params it = new SessionClear.Params(before.id(), null, null, null, null, null, null);
            expect(1L, call(RpcCatalogue.SESSION_CLEAR, it).cleared());
            Lab.eventually(60, () -> client(3).log(), () -> sessions().stream().anyMatch(each -> each.mac().equals(client(3).at.mac)
                && each.id() != before.id() && each.state().equals("up")));
            client(3).awaitPing(30, SERVER);
            expect(true, client(3).count("rcvd [LCP TermReq") > 0, client(3).log());
        });
        checks.check("RADIUS: one Start and one Stop of a client that hangs up", () -> {
            client(7).dial("rob", "rob-secret");
            final String address = client(7).awaitAddress(60);
            client(7).awaitPing(20, SERVER);
            client(7).signal("TERM");
            client(7).awaitEnd(20);
            expectGone(client(7), address);
            Lab.eventually(20, radius::log, () -> radius.accounting("Stop", client(7).at.mac).size() == 1);
            expect(1, radius.accounting("Start", client(7).at.mac).size());
            final Map<String, String> stop = radius.accounting("Stop", client(7).at.mac).getFirst();
            expect("User-Request", stop.get("Acct-Terminate-Cause"));
            expect(true, Long.parseLong(stop.get("Acct-Output-Octets")) > 0, stop.toString());
        });
    }

    private void theHolderDiesToo() {
        checks.check("without the holder sessions end with the daemon: clients are told and come back", () -> {
            final ShowSubscribers.Subscriber before = session(client(3));
            final int told = client(3).count("Modem hangup");
            holder.destroyForcibly().waitFor();
            daemon.kill();
            startDaemon("abngd-3.log");
            Lab.eventually(60, () -> counters("pppoe.") + client(3).log(), () -> client(3).count("Modem hangup") > told);
            expect(true, counter("pppoe.sent.padt") > 0, counters("pppoe."));
            Lab.eventually(60, () -> sessions() + client(3).log(), () -> sessions().stream().anyMatch(
                each -> each.mac().equals(client(3).at.mac) && each.id() != before.id() && each.state().equals("up")));
            client(3).awaitPing(30, SERVER);
        });
    }

    private void end() {
        checks.check("after the last client and the idle time nothing is left, and the error log is empty", () -> {
            client(3).signal("TERM");
            client(4).at.release();
            Lab.eventually(60, () -> Lab.output("ip -o link show type vlan; ip route; ip neigh") + sessions(),
                () -> sessions().isEmpty() && Lab.output("ip -o link show type vlan").isBlank());
            expect("", Lab.output("ip route | grep -e eth1 -e ppp"));
            expect("", Lab.output("ip neigh show nud permanent"));
            expect(List.of(), pppoe());
            expect(List.of(), call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors());
        });
        checks.check("SIGTERM ends the daemon with 0 and leaves no interface of its own", () -> {
            daemon.terminate();
            expect(0, daemon.awaitExit(Duration.ofSeconds(60)));
            expect("", Lab.output("ip -o link show type ifb; ip -o link show type ppp"));
        });
        for (final LabDialer each : dialers) {
            if (each.isAlive()) {
                each.signal("KILL");
            }
        }
        System.out.println(Lab.output("cat " + directory + "/abngd*.log " + directory + "/holder.log") + radius.log());
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

    private ShowSubscribers.Subscriber session(final LabDialer client) {
        return sessions().stream().filter(each -> each.mac().equals(client.at.mac)).findFirst()
            .orElseThrow(() -> new AssertionError("no session of " + client.at.name + " in " + sessions()));
    }

    private List<ShowPppoe.Session> pppoe() {
        return call(RpcCatalogue.SHOW_PPPOE, new ShowPppoe.Params(null, null, null, null, null)).sessions();
    }

    private ShowPppoe.Session pppoe(final LabDialer client) {
        return pppoe().stream().filter(each -> each.mac().equals(client.at.mac)).findFirst()
            .orElseThrow(() -> new AssertionError("no PPPoE session of " + client.at.name + " in " + pppoe()));
    }

    /** The sum of the counters whose names begin so. */
    private long counter(final String prefix) {
        return call(RpcCatalogue.SHOW_COUNTERS, new ShowCounters.Params(prefix, null)).counters().stream()
            .mapToLong(ShowCounters.Counter::value).sum();
    }

    private String counters(final String prefix) {
        return call(RpcCatalogue.SHOW_COUNTERS, new ShowCounters.Params(prefix, null)).counters().stream()
            .filter(each -> each.value() != 0).map(each -> each.name() + "=" + each.value()).toList().toString();
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
