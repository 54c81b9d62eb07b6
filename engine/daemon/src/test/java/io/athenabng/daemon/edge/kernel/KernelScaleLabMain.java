package io.athenabng.daemon.edge.kernel;

import static io.athenabng.daemon.edge.kernel.LabNetwork.sh;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.netlink.testkit.LabChecks;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.ip.Ipv4Address;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assertions;

/**
 * Inside the lab: how long lines with sessions take, and the bare kernel's floor for the same objects by {@code ip -batch} and
 * {@code tc -batch} in the same good order. Prints one JSON object.
 * Beside the time it shows CPU time (of {@code ip} and {@code tc}; of the gateway's thread), which a busy host distorts less.
 */
final class KernelScaleLabMain {
    private static final long DOWN = 20_000_000;
    private static final long UP = 10_000_000;
    private static final int LINES_PER_SVLAN = 250;
    private static final double REQUIRED_RATIO = 0.8;

    private final int count;
    private final RunningConfiguration configuration = LabNetwork.configuration(List.of("eth1"), LabNetwork.group(
        "res", "eth1", "10.64.0.1", 16, 1, false, LabNetwork.shaping(ShapingSettings.Queue.CAKE, DOWN, UP)));
    private double floorSeconds;
    private double floorCpuSeconds;
    private double gatewayCpuSeconds;
    private double floorCpu;
    private double warmSeconds;
    private double gatewaySeconds;
    private double pooledSeconds;
    private double changeSeconds;
    private double countersSeconds;
    private double sessionDownSeconds;
    private double lineDownSeconds;

    private KernelScaleLabMain(final int count) {
        this.count = count;
    }

    public static void main(final String[] args) {
        final int count = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        final boolean ratioRequired = args.length > 1 && Boolean.parseBoolean(args[1]);
        final KernelScaleLabMain main = new KernelScaleLabMain(count);
        final LabChecks checks = new LabChecks();
        sh("ip link add eth1 type veth peer name sub1; ip link set eth1 mtu 1504 up; ip link set sub1 up");
        checks.check("floor: the same objects by ip -batch and tc -batch", main::floor);
        checks.check("warm-up", main::warmUp);
        checks.check("lines and sessions", main::gateway);
        checks.check("nothing is left", main::nothingLeft);
        checks.check("floor, once more: the machine may have been busy with something else", main::floor);
        System.out.println(main.json());
        if (ratioRequired) {
            checks.check("rate against the floor", () -> Assertions.assertTrue(
                main.floorSeconds / main.gatewaySeconds >= REQUIRED_RATIO, main.json()));
        }
        checks.end();
    }

    private int svlan(final int i) {
        return 100 + i / LINES_PER_SVLAN;
    }

    private int cvlan(final int i) {
        return 100 + i % LINES_PER_SVLAN;
    }

    private String address(final int i) {
        return "10.64." + (1 + i / 200) + '.' + (1 + i % 200);
    }

    private static double seconds(final long sinceNs) {
        return (System.nanoTime() - sinceNs) / 1e9;
    }

    private void floor() throws IOException {
        final List<String> links = new ArrayList<>();
        final List<String> qdiscs = new ArrayList<>();
        final List<String> up = new ArrayList<>();
        final List<String> filters = new ArrayList<>();
        final String cake = " bandwidth 20mbit diffserv4 triple-isolate overhead 26 mpu 64 rtt 100ms split-gso nonat nowash no-ack-filter";
        for (int i = 0; i < count; i++) {
            final String svlan = "eth1." + svlan(i);
            final String line = svlan + '.' + cvlan(i);
            if (i % LINES_PER_SVLAN == 0) {
                links.add("link add link eth1 name " + svlan + " type vlan proto 802.1ad id " + svlan(i));
                links.add("link set " + svlan + " addrgenmode none");
                links.add("link set " + svlan + " up");
            }
            links.add("link add link " + svlan + " name " + line + " type vlan id " + cvlan(i));
            links.add("link add name fifb" + i + " type ifb");
            qdiscs.add("qdisc add dev " + line + " ingress");
            qdiscs.add("qdisc add dev " + line + " root cake" + cake);
            qdiscs.add("qdisc add dev fifb" + i + " root cake" + cake + " ingress");
            up.add("link set " + line + " addrgenmode none");
            up.add("link set fifb" + i + " addrgenmode none");
            up.add("link set " + line + " up");
            up.add("link set fifb" + i + " up");
            up.add("link property add dev fifb" + i + " altname ifb-" + line);
            up.add("route replace " + address(i) + "/32 dev " + line + " scope link proto 66");
            up.add("neigh replace " + address(i) + " lladdr 02:00:00:00:" + hex(i) + " dev " + line + " nud permanent");
            filters.add("filter add dev " + line + " ingress prio 1 protocol ip u32 match u8 0x45 0xff at 0 match u16 0 0x1fff at 6"
                + " match u8 17 0xff at 9 match u16 67 0xffff at 22 action drop");
            filters.add("filter add dev " + line + " ingress prio 100 protocol ip matchall action drop");
            filters.add("filter add dev " + line + " ingress prio 10 protocol ip u32 match ip src " + address(i)
                + " match u32 0x02000000 0xffffffff at -8 match u16 0x" + hex(i).replace(":", "")
                + " 0xffff at -4 action mirred egress redirect dev fifb" + i);
        }
        sh("ip addr add 10.64.0.1/32 dev lo");
        floorCpu = 0;
        final double took = batch("ip", links) + batch("tc", qdiscs) + batch("ip", up) + batch("tc", filters);
        floorSeconds = floorSeconds == 0 ? took : (floorSeconds + took) / 2;
        floorCpuSeconds = floorCpuSeconds == 0 ? floorCpu : (floorCpuSeconds + floorCpu) / 2;
        Assertions.assertEquals(count, Integer.parseInt(sh("ip route | grep -c '10.64.*proto 66 scope link'").strip()));
        Assertions.assertEquals(count, Integer.parseInt(sh("ip link | grep -c fifb").strip()));
        Assertions.assertEquals(3, Integer.parseInt(sh("tc filter show dev eth1.100.100 ingress | grep -c 'action order'").strip()));
        final List<String> doom = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            doom.add("link set fifb" + i + " group 77");
            doom.add("link set eth1." + svlan(i) + '.' + cvlan(i) + " group 77");
        }
        batch("ip", doom);
        sh("ip link del group 77; ip addr del 10.64.0.1/32 dev lo;"
            + "for i in $(ls /sys/class/net | grep '^eth1[.]'); do ip link del $i; done");
        Assertions.assertEquals("", sh("ip -br link | grep 'eth1[.]\\|fifb'"));
    }

    private static String hex(final int i) {
        return String.format("%02x:%02x", i >>> 8, i & 0xff);
    }

    private double batch(final String command, final List<String> lines) throws IOException {
        final Path file = Files.createTempFile("batch", "");
        Files.write(file, lines);
        final long beganNs = System.nanoTime();
        final String[] out = sh("bash -c 'TIMEFORMAT=\"%U %S\"; time " + command + " -batch " + file + " && echo done'")
            .strip().split("\\s+");
        final double took = seconds(beganNs);
        Assertions.assertEquals("done", out[out.length - 1], () -> command + ": " + String.join(" ", out));
        floorCpu += Double.parseDouble(out[0]) + Double.parseDouble(out[1]);
        return took;
    }

    /** The daemon is warm when its first thousandth subscriber comes; so is this. */
    private void warmUp() {
        try (LabGateway gateway = new LabGateway(configuration)) {
            final long beganNs = System.nanoTime();
            raise(gateway, 100);
            warmSeconds = seconds(beganNs);
            lower(gateway, 100);
        }
    }

    private void gateway() {
        try (LabGateway gateway = new LabGateway(configuration)) {
            long beganNs = System.nanoTime();
            final long beganCpuNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            raise(gateway, count);
            gatewaySeconds = seconds(beganNs);
            gatewayCpuSeconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - beganCpuNs) / 1e9;
            Assertions.assertEquals(List.of(), gateway.errors);
            Assertions.assertEquals(count, Integer.parseInt(sh("ip route | grep -c '10.64.*scope link'").strip()));
            Assertions.assertEquals(count, Integer.parseInt(sh("ip link | grep -c 'altname ifb-'").strip()));
            beganNs = System.nanoTime();
            gateway.dataPlane.readCounters();
            gateway.await("counters", () -> gateway.answers.counterRounds == count);
            countersSeconds = seconds(beganNs);
            beganNs = System.nanoTime();
            each(gateway, count, i -> gateway.dataPlane.sessionChange(plan(gateway, i, 2 * DOWN, 2 * UP)));
            gateway.await("changes", () -> counted(gateway, " changed 0") == count);
            changeSeconds = seconds(beganNs);
            beganNs = System.nanoTime();
            each(gateway, count, i -> gateway.dataPlane.sessionDown(i + 1));
            gateway.await("sessions down", () -> counted(gateway, " down") == count);
            sessionDownSeconds = seconds(beganNs);
            gateway.settle();
            beganNs = System.nanoTime();
            each(gateway, count, i -> gateway.dataPlane.sessionUp(plan(gateway, i, DOWN, UP)));
            gateway.await("sessions again", () -> counted(gateway, " up 0") >= 3 * count);
            pooledSeconds = seconds(beganNs);
            gateway.answers.answers.clear();
            beganNs = System.nanoTime();
            lower(gateway, count);
            lineDownSeconds = seconds(beganNs);
            Assertions.assertEquals(List.of(), gateway.errors);
        }
    }

    private void raise(final LabGateway gateway, final int number) {
        each(gateway, number, i -> gateway.dataPlane.lineUp(
            i + 1, 0, VlanStack.parse(svlan(i) + "." + cvlan(i), 0x88a8), 0));
        each(gateway, number, i -> gateway.dataPlane.sessionUp(plan(gateway, i, DOWN, UP)));
        gateway.await("sessions", () -> counted(gateway, " up 0") >= 2 * number);
    }

    private void lower(final LabGateway gateway, final int number) {
        each(gateway, number, i -> gateway.dataPlane.sessionDown(i + 1));
        gateway.await("sessions down", () -> counted(gateway, " down") == number);
        each(gateway, number, i -> gateway.dataPlane.lineDown(i + 1));
        gateway.await("lines gone", () -> counted(gateway, " gone") == number);
        gateway.settle();
    }

    private SessionPlan plan(final LabGateway gateway, final int i, final long down, final long up) {
        final SessionPlan plan = gateway.plan(i + 1, i + 1, 0, address(i), down, up);
        plan.mac = 0x0200_0000_0000L | i;
        plan.ipv4 = Ipv4Address.parse(address(i));
        return plan;
    }

    private interface Request {
        boolean taken(int i);
    }

    private static void each(final LabGateway gateway, final int number, final Request request) {
        for (int i = 0; i < number; i++) {
            while (!request.taken(i)) {
                gateway.dataPlane.onDutyCycle();
            }
        }
    }

    private static long counted(final LabGateway gateway, final String suffix) {
        int number = 0;
        final List<String> answers = gateway.answers.answers;
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i).endsWith(suffix) && !answers.get(i).startsWith("trunk")) {
                number++;
            }
        }
        return number;
    }

    private void nothingLeft() {
        Assertions.assertEquals("", sh("ip -br link | grep 'eth1[.]\\|abng'"));
        Assertions.assertEquals("", sh("ip route | grep 'scope link proto 66'"));
    }

    private String json() {
        return String.format(Locale.ROOT, "{\"sessions\": %d, \"floorSeconds\": %.3f, \"floorPerSecond\": %.1f, \"gatewaySeconds\": %.3f, "
            + "\"gatewayPerSecond\": %.1f, \"ratio\": %.2f, \"floorCpuSeconds\": %.3f, \"gatewayCpuSeconds\": %.3f, "
            + "\"cpuRatio\": %.2f, \"warmUp100Seconds\": %.3f, \"sessionsFromPoolPerSecond\": %.1f, "
            + "\"changesPerSecond\": %.1f, \"readCountersMs\": %.1f, \"sessionsDownPerSecond\": %.1f, "
            + "\"sessionsAndLinesDownPerSecond\": %.1f}", count, floorSeconds, count / floorSeconds, gatewaySeconds,
            count / gatewaySeconds, floorSeconds / gatewaySeconds, floorCpuSeconds, gatewayCpuSeconds,
            floorCpuSeconds / gatewayCpuSeconds, warmSeconds, count / pooledSeconds, count / changeSeconds,
            countersSeconds * 1000, count / sessionDownSeconds, count / lineDownSeconds);
    }
}
