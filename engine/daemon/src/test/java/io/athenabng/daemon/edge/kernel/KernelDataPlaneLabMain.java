package io.athenabng.daemon.edge.kernel;

import static io.athenabng.daemon.edge.kernel.LabNetwork.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.port.SubscriberProfile.FramedRoute;
import io.athenabng.netlink.testkit.LabChecks;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.List;

/** The checks of {@link KernelDataPlaneLabIT}, inside the machine: one after the other on one trunk, each looks from outside. */
final class KernelDataPlaneLabMain {
    private static final int CAKE = 0;
    private static final int SHARED = 1;
    private static final int FQ_CODEL = 2;
    private static final int UNSHAPED = 3;
    private static final int SHARED_FQ_CODEL = 4;
    private static final int ISOLATED = 5;
    private static final long DOWN = 20_000_000;
    private static final long UP = 10_000_000;

    private LabGateway gateway = new LabGateway(configuration(true));

    private KernelDataPlaneLabMain() {
    }

    public static void main(final String[] args) {
        sh("ip link add eth1 type veth peer name sub1; ip link set eth1 mtu 1504 up; ip netns add sub; ip link set sub1 netns sub;"
            + "ip -n sub link set sub1 mtu 1504 up; ip -n sub link set lo up; ip link add link eth1 name mine type vlan id 7;"
            + "ip -n sub link add link sub1 name s500 type vlan proto 802.1ad id 500; ip -n sub link set s500 up;"
            + "ip -n sub link add link s500 name c100 address 02:00:00:00:00:0b type vlan id 100;"
            + "ip -n sub addr add 10.64.0.11/24 dev c100; ip -n sub link set c100 up;"
            + "ip -n sub link add link s500 name c200 address 02:00:00:00:00:1e type vlan id 200; ip -n sub link set c200 up;"
            + "ip -n sub addr add 10.69.0.30/24 dev c200; ip -n sub addr add 10.68.0.31/24 dev c300;"
            + "ip -n sub link add link s500 name c300 address 02:00:00:00:00:1f type vlan id 201; ip -n sub link set c300 up;"
            + "ip -n sub addr add 10.68.0.31/24 dev c300");
        final LabChecks checks = new LabChecks();
        final KernelDataPlaneLabMain lab = new KernelDataPlaneLabMain();
        checks.check("a line of its own subscriber", lab::ownLine);
        checks.check("a name of more than 15 characters", lab::longName);
        checks.check("a shared line", lab::sharedLine);
        checks.check("fq_codel and no shaping", lab::otherQueues);
        checks.check("traffic is counted, and spoofed traffic dropped", lab::traffic);
        checks.check("a network behind a subscriber", lab::framedRoute);
        checks.check("counters of a shared line without IFBs", lab::sharedCounters);
        checks.check("an isolated group", lab::isolated);
        checks.check("rates change in place", lab::change);
        checks.check("a restart takes everything over", lab::restart);
        checks.check("what nobody asks for after a restart goes", lab::staleAfterRestart);
        checks.check("an interface deleted by hand", lab::lineDeletedByHand);
        checks.check("an IFB deleted by hand", lab::ifbDeletedByHand);
        checks.check("an interface taken down by hand", lab::lineDownByHand);
        checks.check("the trunk down and up", lab::trunkFlap);
        checks.check("names and tags that somebody else took", lab::foreignInterfaces);
        checks.check("a trunk that is gone", lab::noTrunk);
        checks.check("nothing is left, and nothing of others is gone", lab::nothingLeft);
        checks.end();
    }

    private static RunningConfiguration configuration(final boolean withIsolated) {
        final var groups = new java.util.ArrayList<>(List.of(
            LabNetwork.group("res", "eth1", "10.64.0.1", 24, 1, false, LabNetwork.shaping(ShapingSettings.Queue.CAKE, DOWN, UP)),
            LabNetwork.group("shr", "eth1", "10.65.0.1", 24, 8, false, LabNetwork.shaping(ShapingSettings.Queue.CAKE, DOWN, UP)),
            LabNetwork.group("fqc", "eth1", "10.66.0.1", 24, 1, false, LabNetwork.shaping(ShapingSettings.Queue.FQ_CODEL, DOWN, UP)),
            LabNetwork.group("non", "eth1", "10.67.0.1", 24, 1, false, LabNetwork.shaping(ShapingSettings.Queue.NONE, DOWN, UP)),
            LabNetwork.group("sfq", "eth1", "10.69.0.1", 24, 8, false, LabNetwork.shaping(ShapingSettings.Queue.FQ_CODEL, DOWN, UP))));
        if (withIsolated) {
            groups.add(LabNetwork.group(
                "iso", "eth1", "10.68.0.1", 24, 1, true, LabNetwork.shaping(ShapingSettings.Queue.FQ_CODEL, DOWN, UP)));
        }
        return LabNetwork.configuration(List.of("eth1"), groups.toArray(new io.athenabng.core.config.AccessGroupSettings[0]));
    }

    private void has(final String command, final String... parts) {
        final String said = sh(command);
        for (final String part : parts) {
            assertTrue(said.contains(part), () -> command + " does not say '" + part + "' but:\n" + said);
        }
    }

    private void lacks(final String command, final String part) {
        final String said = sh(command);
        assertTrue(!said.contains(part), () -> command + " says '" + part + "':\n" + said);
    }

    private void sessionUp(final SessionPlan plan) {
        final long id = plan.sessionId;
        gateway.answers.answers.clear();
        assertTrue(gateway.dataPlane.sessionUp(plan));
        gateway.await("session " + id + " up 0");
    }

    private void sessionDown(final long id) {
        assertTrue(gateway.dataPlane.sessionDown(id));
        gateway.await("session " + id + " down");
    }

    private void lineDown(final int id) {
        assertTrue(gateway.dataPlane.lineDown(id));
        gateway.await("line " + id + " gone");
    }

    private void ownLine() {
        has("ip addr show lo", "inet 10.64.0.1/32 scope global lo:abng");
        has("ip route", "unreachable 10.64.0.0/24 proto 66");
        assertEquals("1", sh("cat /proc/sys/net/ipv4/ip_forward").strip());
        gateway.lineUp(1, "500.100", CAKE);
        gateway.await("line 1 up 0");
        has("ip -d link show eth1.500", "802.1ad id 500", "UP", "group 1094864385", "addrgenmode none");
        has("ip -d link show eth1.500.100", "802.1Q id 100", "UP", "mtu 1500", "addrgenmode none");
        has("tc qdisc show dev eth1.500.100", "cake", "bandwidth 20Mbit", "diffserv4", "overhead 26 mpu 64", "ingress ffff:");
        has("cd /proc/sys/net/ipv4/conf/eth1.500.100; head -n 1 rp_filter proxy_arp forwarding",
            "rp_filter <==\n1", "proxy_arp <==\n1", "forwarding <==\n1");
        has("cd /proc/sys/net/ipv4/conf/eth1.500; head -n 1 forwarding arp_ignore", "forwarding <==\n0", "arp_ignore <==\n8");
        sessionUp(gateway.plan(11, 1, CAKE, "10.64.0.11", 30_000_000, 5_000_000));
        has("ip route", "10.64.0.11 dev eth1.500.100 proto 66 scope link");
        has("ip neigh", "10.64.0.11 dev eth1.500.100 lladdr 02:00:00:00:00:0b PERMANENT");
        has("tc qdisc show dev eth1.500.100", "bandwidth 30Mbit");
        has("tc qdisc show dev $(ip -br link show ifb-eth1.500.100 | cut -d' ' -f1)", "bandwidth 5Mbit", "ingress", "overhead 26 mpu 64");
        has("tc filter show dev eth1.500.100 ingress", "pref 1 u32", "pref 10 u32", "mirred (Egress Redirect to device abngifb",
            "match 0a40000b/ffffffff at 12", "pref 100 matchall");
        final SessionQdiscs qdiscs = gateway.dataPlane.qdiscs(11);
        assertEquals(30_000_000, qdiscs.download().rateBitsPerSecond());
        assertEquals(5_000_000, qdiscs.upload().rateBitsPerSecond());
        assertEquals(4, qdiscs.download().cakeStatistics().tins().size());
        assertEquals("eth1.500.100", gateway.dataPlane.line(1).kernelName());
        assertTrue(gateway.dataPlane.capacity(CAKE).moreSessions() > 0);
    }

    private void longName() {
        gateway.lineUp(2, "1111.2222.3333", CAKE);
        gateway.await("line 2 up 0");
        has("ip -d link show eth1.1111.2222.3333", "altname eth1.1111.2222.3333", "id 3333", ": abng");
        has("ip -d link show eth1.1111.2222", "802.1Q id 2222");
        sessionUp(gateway.plan(12, 2, CAKE, "10.64.0.12", 0, 0));
        has("tc filter show dev " + gateway.dataPlane.line(2).kernelName() + " ingress", "pref 10 u32", "action pass");
        has("tc qdisc show dev " + gateway.dataPlane.line(2).kernelName(), "bandwidth unlimited");
        assertNull(gateway.dataPlane.session(12).ifbName());
        sessionDown(12);
        lineDown(2);
        gateway.settle();
        lacks("ip -br link", "abng5");
        lacks("ip -br link", "eth1.1111");
    }

    private void sharedLine() {
        gateway.lineUp(3, "600.100", SHARED);
        sessionUp(gateway.plan(13, 3, SHARED, "10.65.0.13", 30_000_000, 5_000_000));
        sessionUp(gateway.plan(14, 3, SHARED, "10.65.0.14", 8_000_000, 2_000_000));
        has("tc class show dev eth1.600.100", "class htb 1:1 root leaf 11: prio 0 rate 30Mbit overhead 12", "1:2 root leaf 12:",
            "rate 8Mbit", "class htb 1:fffe root");
        has("tc filter show dev eth1.600.100", "flowid 1:1", "match 0a41000d/ffffffff at 16", "flowid 1:2");
        has("tc filter show dev eth1.600.100 ingress", "pref 10 u32", "pref 12 u32", "pref 65280 matchall");
        has("tc qdisc show dev eth1.600.100", "cake 11: parent 1:1 bandwidth unlimited");
        has("ip link", "altname ifb-eth1.600.100-10.65.0.13", "altname ifb-eth1.600.100-10.65.0.14");
        // The leaf has the overhead too: it is changed in place.
        final SessionPlan longer = gateway.plan(13, 3, SHARED, "10.65.0.13", 30_000_000, 5_000_000);
        longer.overheadBytes = 44;
        assertTrue(gateway.dataPlane.sessionChange(longer));
        gateway.await("session 13 changed 0");
        has("tc qdisc show dev eth1.600.100", "overhead 44");
        sessionDown(13);
        lacks("tc class show dev eth1.600.100", "1:1 ");
        lacks("tc filter show dev eth1.600.100 ingress", "pref 10 ");
        lacks("ip route", "10.65.0.13");
        lacks("ip neigh", "10.65.0.13");
        has("tc class show dev eth1.600.100", "1:2 ");
        sessionUp(gateway.plan(15, 3, SHARED, "10.65.0.15", 9_000_000, 2_000_000));
        has("tc class show dev eth1.600.100", "1:1 root leaf 11: prio 0 rate 9Mbit");
        sessionDown(14);
        sessionDown(15);
        lineDown(3);
    }

    private void otherQueues() {
        gateway.lineUp(4, "700.100", FQ_CODEL);
        gateway.lineUp(5, "700.101", UNSHAPED);
        gateway.lineUp(6, "700.102", ISOLATED);
        sessionUp(gateway.plan(16, 4, FQ_CODEL, "10.66.0.16", 30_000_000, 5_000_000));
        sessionUp(gateway.plan(17, 5, UNSHAPED, "10.67.0.17", 30_000_000, 5_000_000));
        has("tc class show dev eth1.700.100", "1:1 root leaf 11: prio 0 rate 30Mbit");
        has("tc qdisc show dev eth1.700.100", "fq_codel 11: parent 1:1");
        has("tc filter show dev eth1.700.100 ingress", "police", "rate 5Mbit");
        has("tc filter show dev eth1.700.101 ingress", "action pass", "pref 100 matchall");
        lacks("tc qdisc show dev eth1.700.101", "cake");
        assertEquals("0", sh("cat /proc/sys/net/ipv4/conf/eth1.700.102/proxy_arp").strip());
        gateway.answers.answers.clear();
        assertTrue(gateway.dataPlane.sessionChange(gateway.plan(16, 4, FQ_CODEL, "10.66.0.16", 40_000_000, 6_000_000)));
        gateway.await("session 16 changed 0");
        has("tc -d class show dev eth1.700.100", "mpu 64b");
        has("tc qdisc show dev eth1.700.100", "target 5ms interval 100ms");
        has("tc filter show dev eth1.700.100 ingress", "pref 11 u32", "rate 6Mbit");
        lacks("tc filter show dev eth1.700.100 ingress", "rate 5Mbit");
        has("tc class show dev eth1.700.100", "rate 40Mbit");
        sessionDown(16);
        sessionDown(17);
        lineDown(4);
        lineDown(5);
        lineDown(6);
    }

    private void traffic() {
        has("ip netns exec sub ping -c 3 -i 0.2 -W 2 10.64.0.1", "3 received");
        gateway.answers.counters.clear();
        gateway.dataPlane.readCounters();
        gateway.await("counters", () -> gateway.answers.counters.containsKey(11L));
        final long[] counters = gateway.answers.counters.get(11L);
        assertTrue(counters[0] >= 3 * 84 && counters[1] >= 3, "up " + counters[0] + " octets, " + counters[1] + " packets");
        assertTrue(counters[2] >= 3 * 84 && counters[3] >= 3, "down " + counters[2] + " octets, " + counters[3] + " packets");
        // Another address of the same subscriber, another MAC with the right address: neither comes through.
        sh("ip -n sub addr add 10.64.0.99/24 dev c100");
        has("ip netns exec sub ping -c 2 -i 0.2 -W 1 -I 10.64.0.99 10.64.0.1", "0 received");
        sh("ip -n sub addr del 10.64.0.99/24 dev c100; ip -n sub link set c100 down; ip -n sub link set c100 address 02:00:00:00:00:0c up");
        has("ip netns exec sub ping -c 2 -i 0.2 -W 1 10.64.0.1", "0 received");
        sh("ip -n sub link set c100 down; ip -n sub link set c100 address 02:00:00:00:00:0b up");
        has("ip netns exec sub ping -c 2 -i 0.2 -W 2 10.64.0.1", "2 received");
        // An address that nobody has leased is not answered for.
        has("ip netns exec sub ping -c 2 -i 0.2 -W 1 10.64.0.200", "0 received");
    }

    private void framedRoute() {
        sh("ip -n sub addr add 192.168.77.1/32 dev lo");
        final String ping = "ip netns exec sub ping -c 3 -i 0.2 -W 2 -I 192.168.77.1 10.64.0.1";
        has(ping, "0 received");
        final SessionPlan plan = gateway.plan(11, 1, CAKE, "10.64.0.11", DOWN, UP);
        plan.routes = List.of(new FramedRoute(Ipv4Address.parse("192.168.77.9"), 24, 0, 7));
        sessionUp(plan);
        has("ip route", "192.168.77.0/24 via 10.64.0.11 dev eth1.500.100 proto 66 metric 7");
        has(ping, "3 received");
        has("ip netns exec sub ping -c 2 -i 0.2 -W 2 10.64.0.1", "2 received");
        sessionUp(gateway.plan(11, 1, CAKE, "10.64.0.11", DOWN, UP));
        lacks("ip route", "192.168.77");
        has(ping, "0 received");
        has("ip netns exec sub ping -c 2 -i 0.2 -W 2 10.64.0.1", "2 received");
        sh("ip -n sub addr del 192.168.77.1/32 dev lo");
    }

    private void sharedCounters() {
        gateway.lineUp(20, "500.200", SHARED_FQ_CODEL);
        sessionUp(gateway.plan(30, 20, SHARED_FQ_CODEL, "10.69.0.30", DOWN, UP));
        has("ip netns exec sub ping -c 3 -i 0.2 -W 2 10.69.0.1", "3 received");
        gateway.answers.counters.clear();
        gateway.dataPlane.readCounters();
        gateway.await("counters", () -> gateway.answers.counters.containsKey(30L));
        assertAtLeastThreePings(gateway.answers.counters.get(30L), 1);
        // Another rate is another policer, which counts from zero: the session goes on.
        assertTrue(gateway.dataPlane.sessionChange(gateway.plan(30, 20, SHARED_FQ_CODEL, "10.69.0.30", DOWN, UP / 2)));
        gateway.await("session 30 changed 0");
        has("ip netns exec sub ping -c 3 -i 0.2 -W 2 10.69.0.1", "3 received");
        sessionDown(30);
        assertAtLeastThreePings(gateway.answers.counters.get(30L), 2);
        lineDown(20);
    }

    private static void assertAtLeastThreePings(final long[] counters, final int times) {
        for (int i = 0; i < counters.length; i += 2) {
            assertTrue(counters[i] >= times * 3 * 84 && counters[i] < times * 10 * 98, counters[i] + " octets");
            assertTrue(counters[i + 1] >= times * 3 && counters[i + 1] < times * 10, counters[i + 1] + " packets");
        }
    }

    private void isolated() {
        gateway.lineUp(21, "500.201", ISOLATED);
        sessionUp(gateway.plan(31, 21, ISOLATED, "10.68.0.31", DOWN, UP));
        has("ip netns exec sub ping -c 2 -i 0.2 -W 2 10.68.0.1", "2 received");
        sh("ip -n sub neigh replace 10.68.0.50 lladdr $(cat /sys/class/net/eth1/address) dev c300 nud permanent");
        has("ip netns exec sub ping -c 1 -W 1 10.68.0.50", "0 received");
        has("tc -s filter show dev eth1.500.201 ingress prio 3", "Sent 84 bytes 1 pkt (dropped 1");
        sessionDown(31);
        lineDown(21);
    }

    private String qdiscHandles() {
        return sh("tc qdisc show dev eth1.500.100 | grep cake | cut -d' ' -f3; tc qdisc show dev " + gateway.dataPlane.session(11).ifbName()
            + " | cut -d' ' -f3");
    }

    /** Octets that the download's queue has sent since it was made. */
    private static long sent() {
        return Long.parseLong(sh("tc -s qdisc show dev eth1.500.100 | sed -n 's/.*Sent \\([0-9]*\\).*/\\1/p' | head -n 1").strip());
    }

    private void change() {
        final String before = qdiscHandles();
        final long sent = sent();
        assertTrue(sent > 0);
        gateway.answers.answers.clear();
        assertTrue(gateway.dataPlane.sessionChange(gateway.plan(11, 1, CAKE, "10.64.0.11", 50_000_000, 8_000_000)));
        gateway.await("session 11 changed 0");
        has("tc qdisc show dev eth1.500.100", "bandwidth 50Mbit");
        has("tc qdisc show dev " + gateway.dataPlane.session(11).ifbName(), "bandwidth 8Mbit");
        assertEquals(before, qdiscHandles(), "the queues are the same ones");
        assertTrue(sent() >= sent, "and go on counting");
    }

    private String identity() {
        return sh("ip -o link show eth1.500.100 | cut -d: -f1; ip -o link show " + gateway.dataPlane.session(11).ifbName()
            + " | cut -d: -f1; tc filter show dev eth1.500.100 ingress; tc qdisc show dev eth1.500.100");
    }

    private void restart() throws Exception {
        gateway.lineUp(7, "500.101", CAKE);
        sessionUp(gateway.plan(18, 7, CAKE, "10.64.0.18", DOWN, UP));
        gateway.lineUp(8, "800.100", SHARED);
        sessionUp(gateway.plan(19, 8, SHARED, "10.65.0.19", DOWN, UP));
        sessionUp(gateway.plan(20, 8, SHARED, "10.65.0.20", DOWN, UP));
        final String before = identity();
        final String sharedBefore = sh("tc filter show dev eth1.800.100 ingress");
        final Process ping = new ProcessBuilder("ip", "netns", "exec", "sub", "ping", "-q", "-c", "60", "-i", "0.1", "-W", "2", "10.64.0.1")
            .redirectErrorStream(true).start();
        gateway.close();
        gateway = new LabGateway(configuration(false));
        gateway.lineUp(101, "500.100", CAKE);
        gateway.await("line 101 up 0");
        final SessionPlan plan = gateway.plan(11, 101, CAKE, "10.64.0.11", 50_000_000, 8_000_000);
        plan.restored = true;
        plan.upOctets = 1_000_000;
        plan.downOctets = 2_000_000;
        sessionUp(plan);
        assertEquals(before, identity());
        gateway.lineUp(108, "800.100", SHARED);
        final SessionPlan twenty = gateway.plan(20, 108, SHARED, "10.65.0.20", DOWN, UP);
        twenty.restored = true;
        sessionUp(twenty);
        assertEquals(sharedBefore, sh("tc filter show dev eth1.800.100 ingress"));
        final String pinged = new String(ping.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(pinged.contains(" 0% packet loss"), pinged);
        gateway.answers.counters.clear();
        gateway.dataPlane.readCounters();
        gateway.await("counters", () -> gateway.answers.counters.containsKey(11L));
        assertTrue(gateway.answers.counters.get(11L)[0] > 1_000_000, "counters go on");
        assertTrue(gateway.answers.counters.get(11L)[2] > 2_000_000, "counters go on");
    }

    private void staleAfterRestart() {
        has("ip -br link", "eth1.500.101");
        has("ip route", "10.65.0.19");
        assertTrue(gateway.dataPlane.restoreComplete());
        gateway.settle();
        gateway.await("removal", () -> !sh("ip -br link").contains("eth1.500.101"));
        lacks("ip route", "10.65.0.19");
        lacks("ip neigh", "10.65.0.19");
        lacks("tc filter show dev eth1.800.100 ingress", "0a410013");
        lacks("tc class show dev eth1.800.100", "class htb 1:1 ");
        has("tc class show dev eth1.800.100", "class htb 1:2 ");
        lacks("ip link", "altname ifb-eth1.500.101");
        lacks("ip addr show lo", "10.68.0.1");
        lacks("ip route", "10.68.0.0");
        has("ip addr show lo", "10.64.0.1/32", "10.65.0.1/32", "10.66.0.1/32", "10.67.0.1/32", "10.69.0.1/32");
        has("ip netns exec sub ping -c 2 -i 0.2 -W 2 10.64.0.1", "2 received");
    }

    private void lineDeletedByHand() {
        gateway.answers.answers.clear();
        sh("ip link del eth1.500.100");
        gateway.await("line 101 gone by other");
        gateway.lineUp(101, "500.100", CAKE);
        final SessionPlan plan = gateway.plan(11, 101, CAKE, "10.64.0.11", 50_000_000, 8_000_000);
        plan.restored = true;
        sessionUp(plan);
        has("tc filter show dev eth1.500.100 ingress", "pref 10 u32", "mirred", "pref 100");
        has("ip netns exec sub ping -c 2 -i 0.2 -W 2 10.64.0.1", "2 received");
        // The S-VLAN interface takes the line above it with it.
        gateway.answers.answers.clear();
        sh("ip link del eth1.500");
        gateway.await("line 101 gone by other");
        gateway.lineUp(101, "500.100", CAKE);
        plan.ipv4 = gateway.plan(11, 101, CAKE, "10.64.0.11", 50_000_000, 8_000_000).ipv4;
        sessionUp(plan);
        has("ip netns exec sub ping -c 2 -i 0.2 -W 2 10.64.0.1", "2 received");
    }

    private void ifbDeletedByHand() {
        final String before = gateway.dataPlane.session(11).ifbName();
        sh("ip link del " + before);
        gateway.await("another IFB", () -> gateway.dataPlane.session(11).ifbName() != null
            && !gateway.dataPlane.session(11).ifbName().equals(before));
        gateway.settle();
        final String after = gateway.dataPlane.session(11).ifbName();
        assertNotEquals(before, after);
        has("tc filter show dev eth1.500.100 ingress", "device " + after);
        has("tc qdisc show dev " + after, "bandwidth 8Mbit");
        has("ip netns exec sub ping -c 2 -i 0.2 -W 2 10.64.0.1", "2 received");
    }

    private void lineDownByHand() {
        sh("ip link set eth1.500.100 down");
        gateway.await("up again", () -> sh("ip -br link show eth1.500.100").contains("UP"));
        gateway.await("route again", () -> sh("ip route").contains("10.64.0.11 dev eth1.500.100"));
        gateway.settle();
        has("ip neigh", "10.64.0.11 dev eth1.500.100 lladdr 02:00:00:00:00:0b PERMANENT");
        has("ip netns exec sub ping -c 2 -i 0.2 -W 2 10.64.0.1", "2 received");
    }

    private void trunkFlap() {
        gateway.answers.answers.clear();
        sh("ip link set eth1 down");
        gateway.await("trunk 0 down");
        lacks("ip route", "10.64.0.11");
        gateway.lineUp(9, "500.109", CAKE);
        gateway.await("line 9 up 0");
        sh("ip link set eth1 up");
        gateway.await("trunk 0 up");
        gateway.await("route again", () -> sh("ip route").contains("10.64.0.11 dev eth1.500.100"));
        gateway.settle();
        has("ip -br link show eth1.500.109", "UP");
        has("ip neigh", "10.64.0.11 dev eth1.500.100 lladdr 02:00:00:00:00:0b PERMANENT");
        has("ip netns exec sub ping -c 2 -i 0.2 -W 2 10.64.0.1", "2 received");
        lineDown(9);
    }

    private void foreignInterfaces() {
        // The name of a line on an interface that is something else, and the tags of a line under another name.
        sh("ip link add eth1.900.100 type ifb; ip link add link eth1 name theirs type vlan proto 802.1ad id 901;"
            + "ip link add link theirs name theirline type vlan id 100; ip link set theirs up; ip link set theirline up");
        gateway.lineUp(10, "900.100", CAKE);
        gateway.await("line 10 up 0");
        assertTrue(gateway.dataPlane.line(10).kernelName().startsWith("abng"));
        sessionUp(gateway.plan(21, 10, CAKE, "10.64.0.21", DOWN, UP));
        gateway.lineUp(11, "901.100", CAKE);
        gateway.await("line 11 up 0");
        assertEquals("theirline", gateway.dataPlane.line(11).kernelName());
        sessionUp(gateway.plan(22, 11, CAKE, "10.64.0.22", DOWN, UP));
        has("tc qdisc show dev theirline", "cake", "ingress");
        sessionDown(21);
        sessionDown(22);
        lineDown(10);
        lineDown(11);
        gateway.settle();
        has("ip -br link", "eth1.900.100", "theirline", "theirs");
        lacks("tc qdisc show dev theirline", "cake");
        sh("ip link del eth1.900.100; ip link del theirs");
    }

    private void noTrunk() {
        gateway.answers.answers.clear();
        sh("ip link del mine; ip link del eth1");
        gateway.await("line 101 gone by other");
        gateway.await("line 108 gone by other");
        gateway.await("trunk 0 down");
        gateway.lineUp(12, "500.112", CAKE);
        gateway.await("line 12 up 19");
        assertNull(gateway.dataPlane.trunk(0));
        sessionDown(11);
        sessionDown(20);
        sh("ip link add eth1 type veth peer name sub1; ip link set eth1 mtu 1504 up; ip link set sub1 up;"
            + "ip link add link eth1 name mine type vlan id 7");
        gateway.await("trunk 0 up");
        assertNotNull(gateway.dataPlane.trunk(0));
        gateway.lineUp(12, "500.112", CAKE);
        gateway.await("line 12 up 0");
        lineDown(12);
    }

    private void nothingLeft() {
        gateway.settle();
        lacks("ip -br link", "eth1.");
        lacks("ip link", "altname");
        lacks("ip route", "scope link proto 66");
        gateway.close();
        lacks("ip -br link", "abng");
        has("ip -br link", "mine@eth1");
        // What was provoked above, and nothing else.
        assertTrue(gateway.errors.stream().allMatch(error -> error.contains("there is no trunk eth1")
            || error.contains("alternative name of eth1.900.100: EEXIST")), gateway.errors.toString());
    }
}
