package io.athenabng.daemon.edge.kernel;

import static io.athenabng.daemon.edge.kernel.LabNetwork.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.port.SubscriberProfile.FramedRoute;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.netlink.testkit.LabChecks;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The checks of {@link PppLabIT}, inside the machine: PPPoE sessions on the kernel's data path with Debian's pppd as the client, which is
 * told the session id instead of finding it ({@code rp_pppoe_sess}): discovery is the core's business.
 */
final class PppLabMain {
    private static final int CAKE = 0;
    private static final int SHARED = 1;
    private static final int FQ_CODEL = 2;
    private static final long DOWN = 20_000_000;
    private static final long UP = 10_000_000;
    private static final long CLIENT_MAC = 0x0200_0000_000bL;
    private static final int MANY = 200;

    private LabGateway gateway = new LabGateway(configuration());
    private final Map<Long, PppPeer> peers = new HashMap<>();
    private final SessionPlan plan = new SessionPlan();

    private PppLabMain() {
    }

    public static void main(final String[] args) {
        sh("sysctl -qw net.ipv6.conf.all.disable_ipv6=1; ip link add eth1 address 02:00:00:00:00:01 type veth peer name sub1;"
            + "ip link set eth1 mtu 1504 up; ip netns add sub; ip link set sub1 netns sub; ip -n sub link set lo up;"
            + "ip -n sub link set sub1 mtu 1504 up; ip -n sub link add link sub1 name s500 type vlan proto 802.1ad id 500;"
            + "ip -n sub link set s500 up; ip -n sub link add link s500 name c100 address 02:00:00:00:00:0b type vlan id 100;"
            + "ip -n sub link set c100 up; ip -n sub link add link s500 name c200 address 02:00:00:00:00:0c type vlan id 200;"
            + "ip -n sub link set c200 up; ip -n sub addr add 192.168.77.1/32 dev lo; ip -n sub addr add 192.168.99.1/32 dev lo");
        final LabChecks checks = new LabChecks();
        final PppLabMain lab = new PppLabMain();
        checks.check("a real client before and after its network phase", lab::client);
        checks.check("a Framed-Route and a spoofed source", lab::framedRoute);
        checks.check("rates change in place", lab::change);
        checks.check("counters are the unit's", lab::counters);
        checks.check("IPoE and PPPoE on one line", lab::bothOnOneLine);
        checks.check("the line down and up", lab::lineFlap);
        checks.check("the trunk down and up", lab::trunkFlap);
        checks.check("another MTU of the line's interface", lab::mtuChange);
        checks.check("a unit deleted by hand", lab::unitDeletedByHand);
        checks.check("the end, and the unit used again", lab::unitReuse);
        checks.check("a shared line and fq_codel", lab::otherQueues);
        checks.check("a line deleted below its channels", lab::lineLost);
        checks.check(MANY + " sessions up and down", lab::many);
        checks.check("nothing is left", lab::nothingLeft);
        checks.end();
    }

    private static RunningConfiguration configuration() {
        return LabNetwork.configuration(List.of("eth1"),
            LabNetwork.group("res", "eth1", "10.64.0.1", 24, 1, false, LabNetwork.shaping(ShapingSettings.Queue.CAKE, DOWN, UP)),
            LabNetwork.group("shr", "eth1", "10.65.0.1", 24, 8, false, LabNetwork.shaping(ShapingSettings.Queue.CAKE, DOWN, UP)),
            LabNetwork.group("fqc", "eth1", "10.66.0.1", 24, 1, false, LabNetwork.shaping(ShapingSettings.Queue.FQ_CODEL, DOWN, UP)));
    }

    private static void has(final String command, final String... parts) {
        final String said = sh(command);
        for (final String part : parts) {
            assertTrue(said.contains(part), () -> command + " does not say '" + part + "' but:\n" + said);
        }
    }

    private static void lacks(final String command, final String part) {
        final String said = sh(command);
        assertFalse(said.contains(part), () -> command + " says '" + part + "':\n" + said);
    }

    /** Steps the gateway, and takes frames to the peers, until something is so. */
    private void await(final String what, final BooleanSupplier condition) {
        gateway.await(what, () -> {
            RecordingListener.Frame frame = gateway.answers.frames.poll();
            while (frame != null) {
                if (peers.containsKey(frame.channelId())) {
                    peers.get(frame.channelId()).onFrame(frame.protocol(), frame.payload());
                }
                frame = gateway.answers.frames.poll();
            }
            return condition.getAsBoolean();
        });
    }

    private void await(final String answer) {
        await(answer, () -> gateway.answers.has(answer));
    }

    private void lineUp(final int id, final String stack, final int group) {
        gateway.lineUp(id, stack, group);
        gateway.await("line " + id + " up 0");
    }

    private void open(final long id, final int line, final int sessionId, final long mac) {
        assertTrue(gateway.dataPlane.pppChannels().open(id, line, sessionId, mac, false));
        await("channel " + id + " open 0");
    }

    private SessionPlan plan(final long id, final int line, final int group, final String ipv4) {
        plan.sessionId = id;
        plan.lineId = line;
        plan.groupIndex = group;
        plan.encapsulation = SessionRecordFlyweight.ENCAPSULATION_PPPOE;
        plan.mac = CLIENT_MAC;
        plan.ipv4 = Ipv4Address.parse(ipv4);
        plan.mtu = 1480;
        plan.downBitsPerSecond = DOWN;
        plan.upBitsPerSecond = UP;
        plan.overheadBytes = 34;
        plan.routes = List.of();
        return plan;
    }

    private void sessionUp(final SessionPlan session) {
        final String answer = "session " + session.sessionId + " up 0";
        gateway.answers.answers.clear();
        assertTrue(gateway.dataPlane.sessionUp(session));
        await(answer);
    }

    private void sessionDown(final long id) {
        assertTrue(gateway.dataPlane.sessionDown(id));
        await("session " + id + " down");
        assertTrue(gateway.dataPlane.pppChannels().close(id));
        peers.remove(id);
    }

    private String unit(final long id) {
        final SessionLookup at = gateway.dataPlane.session(id);
        assertNotNull(at, "session " + id + " has no unit");
        return at.kernelName();
    }

    private static void startClient(final String link, final int sessionId, final int unit) {
        sh("ip netns exec sub pppd plugin rp-pppoe.so " + link + " rp_pppoe_sess " + sessionId + ":02:00:00:00:00:01 unit " + unit
            + " noauth noccp noipv6 nodefaultroute noipdefault persist maxfail 0 holdoff 1 lcp-echo-interval 2 lcp-echo-failure 30"
            + " logfile /tmp/pppd." + link + " debug");
    }

    /** Pings the gateway from the client for a second or two; how many of the given number came back. */
    private int pings(final int count, final String more) {
        final String said = sh("ip netns exec sub ping -c " + count + " -i 0.2 -W 2 " + more + " 10.64.0.1");
        final int at = said.indexOf(" received");
        assertTrue(at > 0, said);
        return Integer.parseInt(said.substring(said.lastIndexOf(' ', at - 1) + 1, at).strip());
    }

    private void connect(final long id, final int line, final int group, final String address, final String link, final int sessionId) {
        open(id, line, sessionId, CLIENT_MAC + (link.equals("c200") ? 1 : 0));
        final PppPeer peer = new PppPeer(gateway.dataPlane, id, Ipv4Address.parse("10.64.0.1"), Ipv4Address.parse(address),
            ready -> assertTrue(gateway.dataPlane.sessionUp(plan(id, line, group, address))));
        peers.put(id, peer);
        startClient(link, sessionId, (int) id);
        await("IPCP of " + id, () -> peer.ipcpOpen && gateway.answers.has("session " + id + " up 0"));
    }

    private void client() {
        lineUp(1, "500.100", CAKE);
        connect(11, 1, CAKE, "10.64.0.50", "c100", 17);
        await("the client's interface", () -> sh("ip netns exec sub ip -o addr show ppp11").contains("10.64.0.50"));
        sh("ip -n sub route replace 10.64.0.1/32 dev ppp11");
        assertEquals(0, pings(3, ""), "packets pass before the gateway says that IPCP is open");
        assertTrue(gateway.dataPlane.pppChannels().networkUp(11, PppPeer.IPV4, true));
        assertEquals(5, pings(5, ""));
        final String unit = unit(11);
        assertEquals("ppp0", unit);
        has("ip -d link show " + unit, "mtu 1480", "UP", "group " + KernelNumbers.UNIT_GROUP);
        has("ip route show dev " + unit, "10.64.0.50", "proto 66");
        has("tc qdisc show dev " + unit, "qdisc cake", "bandwidth 20Mbit", "overhead 34", "qdisc ingress");
        has("tc filter show dev " + unit + " ingress", "protocol all", "Redirect to device abngifb");
        has("tc qdisc show dev ifb-" + unit, "qdisc cake", "bandwidth 10Mbit", "overhead 34");
        has("tc qdisc show dev eth1.500.100 root", "bandwidth unlimited");
        has("nft list table inet abng", "iifgroup " + KernelNumbers.UNIT_GROUP, "oifgroup " + KernelNumbers.UNIT_GROUP,
            "maxseg size set rt mtu");
        assertEquals("1", sh("cat /proc/sys/net/ipv4/conf/" + unit + "/rp_filter").strip());
        await("an echo from the client", () -> peers.get(11L).echoes > 0);
    }

    private void framedRoute() {
        plan(11, 1, CAKE, "10.64.0.50").routes = List.of(
            new FramedRoute(Ipv4Address.parse("192.168.77.9"), 24, 0, 5), new FramedRoute(Ipv4Address.parse("192.168.78.0"), 24, 0, 0));
        sessionUp(plan);
        has("ip route show dev " + unit(11), "10.64.0.50", "192.168.77.0/24 proto 66 scope link metric 5", "192.168.78.0/24 proto 66");
        assertEquals(4, pings(4, "-I 192.168.77.1"));
        assertEquals(0, pings(2, "-I 192.168.99.1"), "a source that the session has no route for passes");
        plan.routes = List.of();
        sessionUp(plan);
        lacks("ip route show dev " + unit(11), "192.168.");
        assertEquals(0, pings(2, "-I 192.168.77.1"));
        assertEquals(2, pings(2, ""));
    }

    private void change() {
        final SessionPlan faster = plan(11, 1, CAKE, "10.64.0.50");
        faster.downBitsPerSecond = 50_000_000;
        faster.upBitsPerSecond = 25_000_000;
        assertTrue(gateway.dataPlane.sessionChange(faster));
        await("session 11 changed 0");
        has("tc qdisc show dev " + unit(11) + " root", "bandwidth 50Mbit");
        has("tc qdisc show dev ifb-" + unit(11) + " root", "bandwidth 25Mbit");
        assertEquals(2, pings(2, ""));
    }

    private void counters() {
        final int rounds = gateway.answers.counterRounds;
        assertTrue(gateway.dataPlane.readCounters());
        await("counters", () -> gateway.answers.counterRounds > rounds);
        final long before = gateway.answers.counters.get(11L)[1];
        assertEquals(10, pings(10, "-s 100"));
        assertTrue(gateway.dataPlane.readCounters());
        await("counters", () -> gateway.answers.counterRounds > rounds + 1);
        final long[] after = gateway.answers.counters.get(11L);
        assertEquals(before + 10, after[1], "packets up");
        assertTrue(after[0] >= 10 * 128 && after[2] >= 10 * 128, "octets");
    }

    private void bothOnOneLine() {
        sh("ip -n sub addr add 10.64.0.60/24 dev c100");
        final SessionPlan ipoe = plan(12, 1, CAKE, "10.64.0.60");
        ipoe.encapsulation = SessionRecordFlyweight.ENCAPSULATION_IPOE;
        sessionUp(ipoe);
        has("tc qdisc show dev eth1.500.100 root", "bandwidth 70Mbit");
        has("ip route", "10.64.0.60 dev eth1.500.100", "10.64.0.50 dev ppp0");
        assertEquals(3, pings(3, "-I 10.64.0.50"));
        sh("ip -n sub route del 10.64.0.1/32 dev ppp11");
        assertEquals(3, pings(3, "-I c100"));
        sh("ip -n sub route replace 10.64.0.1/32 dev ppp11; ip -n sub addr del 10.64.0.60/24 dev c100");
        assertTrue(gateway.dataPlane.sessionDown(12));
        await("session 12 down");
        assertEquals(3, pings(3, ""));
        has("tc qdisc show dev eth1.500.100 root", "bandwidth unlimited");
    }

    private void stillThere(final String index) {
        assertEquals(index, sh("cat /sys/class/net/ppp0/ifindex"), "the same unit");
        await("pings", () -> pings(2, "") == 2);
        has("ip route show dev ppp0", "10.64.0.50");
        final int echoes = peers.get(11L).echoes;
        await("an echo afterwards", () -> peers.get(11L).echoes > echoes);
        assertFalse(gateway.answers.has("channel 11 lost 19"), () -> gateway.answers.answers.toString());
    }

    private void lineFlap() {
        final String index = sh("cat /sys/class/net/ppp0/ifindex");
        sh("ip link set eth1.500.100 down");
        gateway.settle();
        sh("ip link set eth1.500.100 up");
        gateway.settle();
        stillThere(index);
    }

    private void trunkFlap() {
        final String index = sh("cat /sys/class/net/ppp0/ifindex");
        sh("ip link set eth1 down");
        gateway.settle();
        assertEquals(0, pings(2, ""));
        sh("ip link set eth1 up");
        gateway.settle();
        stillThere(index);
    }

    private void mtuChange() {
        final String index = sh("cat /sys/class/net/ppp0/ifindex");
        sh("ip link set eth1.500.100 mtu 1496");
        gateway.settle();
        stillThere(index);
        sh("ip link set eth1.500.100 mtu 1500");
        gateway.settle();
        stillThere(index);
    }

    private void unitDeletedByHand() {
        sh("ip link del ppp0");
        await("another unit", () -> gateway.dataPlane.session(11) != null && sh("ip route").contains("10.64.0.50 dev ppp"));
        gateway.settle();
        assertEquals(3, pings(3, ""), "the network that was open is open again");
        has("tc qdisc show dev " + unit(11), "qdisc cake", "bandwidth 50Mbit");
    }

    private void unitReuse() {
        final String unit = unit(11);
        final String index = sh("cat /sys/class/net/" + unit + "/ifindex");
        sh("pkill -INT -f 'rp-pppoe.so c100'");
        await("the client's Terminate-Request", () -> peers.get(11L).terminated);
        sessionDown(11);
        assertTrue(gateway.answers.counters.get(11L)[0] > 1000, "the last counters");
        has("ip route show dev " + unit, "");
        lacks("ip route", "10.64.0.50");
        has("tc qdisc show dev eth1.500.100 root", "bandwidth 20Mbit");
        lineUp(2, "500.200", CAKE);
        connect(13, 2, CAKE, "10.64.0.51", "c200", 18);
        assertEquals(unit, unit(13));
        assertEquals(index, sh("cat /sys/class/net/" + unit + "/ifindex"));
        sh("ip -n sub route replace 10.64.0.1/32 dev ppp13");
        assertEquals(0, pings(2, ""), "a unit that is used again is closed");
        assertTrue(gateway.dataPlane.pppChannels().networkUp(13, PppPeer.IPV4, true));
        assertEquals(3, pings(3, ""));
        has("tc qdisc show dev " + unit + " root", "bandwidth 20Mbit");
        final int rounds = gateway.answers.counterRounds;
        assertTrue(gateway.dataPlane.readCounters());
        await("counters", () -> gateway.answers.counterRounds > rounds);
        assertTrue(gateway.answers.counters.get(13L)[1] < 20, () -> "counting goes on from the session before: "
            + gateway.answers.counters.get(13L)[1]);
        sh("pkill -KILL -f 'rp-pppoe.so c200'");
        sessionDown(13);
    }

    private void otherQueues() {
        lineUp(3, "600.100", SHARED);
        open(31, 3, 1, CLIENT_MAC);
        sessionUp(plan(31, 3, SHARED, "10.65.0.50"));
        has("tc qdisc show dev " + unit(31), "qdisc cake", "bandwidth 20Mbit");
        has("tc filter show dev eth1.600.100", "protocol ppp_ses", "1:fffd");
        lineUp(4, "600.200", FQ_CODEL);
        open(41, 4, 1, CLIENT_MAC);
        sessionUp(plan(41, 4, FQ_CODEL, "10.66.0.50"));
        assertNotEquals(unit(31), unit(41));
        has("tc qdisc show dev " + unit(41), "qdisc htb", "qdisc fq_codel");
        has("tc class show dev " + unit(41), "rate 20Mbit");
        has("tc filter show dev " + unit(41) + " ingress", "police", "10Mbit");
        sessionDown(31);
        sessionDown(41);
    }

    private void lineLost() {
        open(42, 4, 2, CLIENT_MAC);
        sessionUp(plan(42, 4, FQ_CODEL, "10.66.0.51"));
        open(43, 4, 3, CLIENT_MAC);
        sh("ip link del eth1.600.200");
        await("channel 42 lost 19");
        await("channel 43 lost 19");
        assertTrue(gateway.dataPlane.sessionDown(42));
        await("session 42 down");
        lacks("ip route", "10.66.0.51");
    }

    private void many() {
        gateway.answers.answers.clear();
        long started = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            final int line = 1000 + i;
            await("room", () -> gateway.dataPlane.isIdle() || !gateway.answers.answers.isEmpty());
            while (!gateway.dataPlane.lineUp(line, 0, ScriptedGateway.stack(i), CAKE)) {
                gateway.dataPlane.onDutyCycle();
            }
        }
        await("lines", () -> gateway.answers.answers.stream().filter(each -> each.startsWith("line 1") && each.endsWith(" up 0")).count()
            == MANY);
        final long linesNs = System.nanoTime() - started;
        started = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            final long id = 1000 + i;
            assertTrue(gateway.dataPlane.pppChannels().open(id, 1000 + i, 1 + i, CLIENT_MAC, false));
            final SessionPlan session = plan(id, 1000 + i, CAKE, "10.64.1." + (1 + i));
            while (!gateway.dataPlane.sessionUp(session)) {
                gateway.dataPlane.onDutyCycle();
            }
            gateway.dataPlane.onDutyCycle();
        }
        await("sessions", () -> gateway.answers.answers.stream().filter(each -> each.startsWith("session 1") && each.endsWith(" up 0"))
            .count() == MANY);
        final long upNs = System.nanoTime() - started;
        assertEquals(MANY, Integer.parseInt(sh("ip -o route show proto 66 | grep -c ' dev ppp'").strip()));
        started = System.nanoTime();
        for (int i = 0; i < MANY; i++) {
            final long id = 1000 + i;
            while (!gateway.dataPlane.sessionDown(id)) {
                gateway.dataPlane.onDutyCycle();
            }
            gateway.dataPlane.onDutyCycle();
        }
        await("ends", () -> gateway.answers.answers.stream().filter(each -> each.startsWith("session 1") && each.endsWith(" down")).count()
            == MANY);
        for (int i = 0; i < MANY; i++) {
            assertTrue(gateway.dataPlane.pppChannels().close(1000 + i));
        }
        gateway.await("the units that are not kept are gone", () -> Integer.parseInt(
            sh("ls -d /sys/class/net/ppp* | wc -l").strip()) <= PppUnits.CACHE + 1);
        System.out.println("figures: " + MANY + " lines in " + linesNs / 1_000_000 + " ms, their sessions in " + upNs / 1_000_000
            + " ms, their ends with deletion in " + (System.nanoTime() - started) / 1_000_000 + " ms");
        lacks("ip route", " dev ppp");
        for (int i = 0; i < MANY; i++) {
            while (!gateway.dataPlane.lineDown(1000 + i)) {
                gateway.dataPlane.onDutyCycle();
            }
        }
        await("lines gone", () -> gateway.answers.answers.stream().filter(each -> each.startsWith("line 1") && each.endsWith(" gone"))
            .count() == MANY);
    }

    private void nothingLeft() {
        for (final int line : new int[] {1, 2, 3}) {
            assertTrue(gateway.dataPlane.lineDown(line));
            gateway.await("line " + line + " gone");
        }
        gateway.close();
        assertEquals(0, Integer.parseInt(sh("ls -d /sys/class/net/ppp* 2>/dev/null | wc -l").strip()), () -> sh("ip link"));
        lacks("ip link", "abngifb");
        lacks("ip route", "dev ppp");
        assertTrue(gateway.errors.isEmpty(), () -> gateway.errors.toString());
    }
}
