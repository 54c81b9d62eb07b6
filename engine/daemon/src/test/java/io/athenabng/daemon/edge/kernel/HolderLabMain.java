package io.athenabng.daemon.edge.kernel;

import static io.athenabng.daemon.edge.kernel.LabNetwork.sh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.netlink.testkit.LabChecks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The checks of {@link PppLabIT} about survival, inside the machine: a gateway process with many PPPoE sessions, one of them with Debian's
 * pppd behind it, is killed while a ping runs through it, and a second one takes the sessions over from {@code abng-holder}.
 */
final class HolderLabMain {
    private static final int SESSIONS = 200;
    private static final int PINGS = 600;
    private static final Path DIRECTORY = Path.of("/run/abng-lab");
    private static final String HOLDER = DIRECTORY + "/holder.sock";

    private final List<Process> processes = new ArrayList<>();
    private Process gateway;
    private Path log;

    private HolderLabMain() {
    }

    public static void main(final String[] args) throws IOException {
        Files.createDirectories(DIRECTORY);
        sh("sysctl -qw net.ipv6.conf.all.disable_ipv6=1; ip link add eth1 address 02:00:00:00:00:01 type veth peer name sub1;"
            + "ip link set eth1 mtu 1504 up; ip netns add sub; ip link set sub1 netns sub; ip -n sub link set lo up;"
            + "ip -n sub link set sub1 mtu 1504 up; ip -n sub link add link sub1 name s500 type vlan proto 802.1ad id 500;"
            + "ip -n sub link set s500 up; ip -n sub link add link s500 name c100 address 02:00:00:00:00:0b type vlan id 100;"
            + "ip -n sub link set c100 up");
        final LabChecks checks = new LabChecks();
        final HolderLabMain lab = new HolderLabMain();
        checks.check(SESSIONS + " sessions are kept", lab::start);
        checks.check("no packet and no session is lost over kill -9", lab::killed);
        checks.check("what is not asked for again goes", lab::fewer);
        checks.check("without the holder the sessions end with the process", lab::holderGone);
        lab.processes.forEach(Process::destroyForcibly);
        checks.end();
    }

    private Process run(final Path output, final List<String> words) throws IOException {
        final Process process = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        processes.add(process);
        return process;
    }

    private void startGateway(final String name, final int sessions, final String how) throws IOException {
        log = DIRECTORY.resolve(name);
        gateway = run(log, List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + System.getProperty("abng.root") + "/scripts/jvm.flags", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Dabng.root=" + System.getProperty("abng.root"), "-cp", System.getProperty("java.class.path"),
            HolderLabGateway.class.getName(), HOLDER, Integer.toString(sessions), how));
    }

    private void awaitLog(final String words) throws Exception {
        for (int i = 0; i < 1500 && !Files.readString(log).contains(words); i++) {
            Thread.sleep(100);
            assertTrue(gateway.isAlive(), () -> "the gateway ended: " + sh("cat " + log));
        }
        assertTrue(Files.readString(log).contains(words), () -> "no '" + words + "' in " + sh("cat " + log));
    }

    private static int units() {
        return Integer.parseInt(sh("ls -d /sys/class/net/ppp* 2>/dev/null | wc -l").strip());
    }

    private void start() throws Exception {
        sh("cc -O1 -std=c17 -o " + DIRECTORY + "/abng-holder " + System.getProperty("abng.root") + "/engine/dist/src/c/abng-holder.c");
        run(DIRECTORY.resolve("holder.log"), List.of(DIRECTORY + "/abng-holder", "--socket", HOLDER));
        startGateway("first", SESSIONS, "fresh");
        awaitLog("waiting for the client");
        sh("ip netns exec sub pppd plugin rp-pppoe.so c100 rp_pppoe_sess 101:02:00:00:00:00:01 unit 11 noauth noccp noipv6 nodefaultroute"
            + " noipdefault lcp-echo-interval 2 lcp-echo-failure 120 logfile /tmp/pppd.log debug");
        awaitLog("open");
        awaitLog("echo 1");
        sh("ip -n sub route replace 10.64.0.1/32 dev ppp11");
        assertTrue(sh("ip netns exec sub ping -c 3 -i 0.2 10.64.0.1").contains(" 3 received"));
        assertEquals(SESSIONS, units());
    }

    private void killed() throws Exception {
        final String indexes = sh("cd /sys/class/net && grep . ppp*/ifindex");
        final Process ping = new ProcessBuilder("ip", "netns", "exec", "sub", "ping", "-i", "0.1", "-c", Integer.toString(PINGS), "-q",
            "10.64.0.1").redirectErrorStream(true).start();
        Thread.sleep(1000);
        gateway.destroyForcibly().waitFor();
        final long killedAt = System.currentTimeMillis();
        assertEquals(SESSIONS, units(), "units while there is no gateway");
        startGateway("second", SESSIONS, "restored");
        awaitLog("restored " + SESSIONS);
        awaitLog("echo 1");
        final String first = sh("grep -m1 'echo 1 ' " + log).strip();
        final long silentMs = Long.parseLong(first.substring(first.lastIndexOf(' ') + 1)) - killedAt;
        final String said = new String(ping.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(said.contains(PINGS + " received"), said);
        assertEquals(indexes, sh("cd /sys/class/net && grep . ppp*/ifindex"), "the same units");
        assertFalse(Files.readString(log).contains("errors"), () -> sh("cat " + log));
        assertTrue(sh("ip -n sub addr show dev ppp11").contains("10.64.0.11"), "the client is still up");
        final String unit = sh("ip route get 10.64.0.11").replaceAll("(?s).* dev (ppp\\d+).*", "$1");
        assertTrue(sh("tc qdisc show dev " + unit + " root").contains("bandwidth 20Mbit"), () -> sh("tc qdisc show dev " + unit));
        assertTrue(sh("tc qdisc show dev ifb-" + unit + " root").contains("bandwidth 10Mbit"), () -> sh("tc qdisc show"));
        assertEquals(1, sh("tc filter show dev " + unit + " ingress").split("Egress Redirect", -1).length - 1, "filters of the upload");
        System.out.println("figures: " + PINGS + " of " + PINGS + " pings over kill -9 with " + SESSIONS
            + " sessions; the client's echoes are answered " + silentMs + " ms later (emulated, with the start of a JVM)");
    }

    private void fewer() throws Exception {
        gateway.destroyForcibly().waitFor();
        startGateway("third", SESSIONS / 2, "restored");
        awaitLog("restored " + SESSIONS / 2);
        for (int i = 0; i < 300 && units() > SESSIONS / 2; i++) {
            Thread.sleep(100);
        }
        assertEquals(SESSIONS / 2, units());
        assertTrue(sh("ip netns exec sub ping -c 3 -i 0.2 10.64.0.1").contains(" 3 received"));
    }

    private void holderGone() throws Exception {
        gateway.destroyForcibly().waitFor();
        assertEquals(SESSIONS / 2, units());
        processes.getFirst().destroyForcibly().waitFor();
        for (int i = 0; i < 300 && units() > 0; i++) {
            Thread.sleep(100);
        }
        assertEquals(0, units());
    }
}
