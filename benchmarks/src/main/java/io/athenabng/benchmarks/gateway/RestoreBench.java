package io.athenabng.benchmarks.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.benchmarks.load.LoadEngine;
import io.athenabng.benchmarks.load.LoadPlan;
import io.athenabng.benchmarks.load.RetransmitPolicy;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.daemon.edge.store.ChronicleSessionStore;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long a gateway of many sessions takes to be itself again after {@code kill -9}: {@code RestoreBench DIRECTORY SESSIONS...}. A child
 * JVM fills the store, and goes on changing it until it is killed. Then a new JVM, cold, recovers the store, holds every address,
 * asks a {@link RecordingKernel} for every session again, and has it remove the rest. One session in a hundred is missing there, one has
 * other rates, and one more is stale. A new subscriber comes in the first moment; it is timed too.
 *
 * <p>Times begin when the JVM is up and the configuration is not read yet. One JSON object on standard output. Status 0 only if every
 * session came back, the kernel is as it should be, and the time is within
 * the goal: {@value #GOAL_SMALL_MS} ms up to {@value #SMALL} sessions, {@value #GOAL_LARGE_MS} ms for more.
 */
public final class RestoreBench {
    private static final int SMALL = 100_000;
    private static final long GOAL_SMALL_MS = 5_000;
    private static final long GOAL_LARGE_MS = 15_000;
    private static final String FILL = "--fill";
    private static final String RESTORE = "--restore";
    private static final int ODD_ONE_IN = 100;
    private static final int LINES_PER_OUTER = 4_000;
    private static final int FIRST_OUTER = 500;
    private static final int NEWCOMER_OUTER = 499;
    private static final int TPID = 0x88a8;
    private static final long FIRST_MAC = 0x0200_0000_0001L;
    private static final int FIRST_ADDRESS = 0x0a40_0010;
    private static final int SECOND_ADDRESS = 0x0a50_0010;
    private static final long RATE = 100_000_000L;
    private static final long KILL_AFTER_MS = 500;
    private static final long GIVE_UP_NS = 60_000_000_000L;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final double NS_PER_MS = 1e6;
    private static final String CONFIGURATION = """
        bootstrap: { max-sessions: %d }
        trunks:
          - { name: eth1, max-lines: 1000000, new-lines-per-second: 100, new-lines-burst: 100 }
          - { name: eth2, max-lines: 1000000, new-lines-per-second: 100, new-lines-burst: 100 }
        pools:
          - { name: first, ranges: [10.64.0.16-10.79.255.250] }
          - { name: second, ranges: [10.80.0.16-10.95.255.250] }
        access-groups:
          - name: first
            trunk: eth1
            vlans: [{ stack: 499-1500.1-4000, outer-tpid: 802.1ad }]
            gateway: 10.64.0.1/12
            shaping: { down: 100mbit, up: 50mbit }
            dhcp: { mode: server, server: { pools: [first], lease-time: 1h } }
          - name: second
            trunk: eth2
            vlans: [{ stack: 500-1500.1-4000, outer-tpid: 802.1ad }]
            gateway: 10.80.0.1/12
            shaping: { down: 100mbit, up: 50mbit }
            dhcp: { mode: server, server: { pools: [second], lease-time: 1h } }
        """;

    private RestoreBench() {
    }

    /**
     * Runs it.
     *
     * @param arguments where stores go (a directory that is there), and how many sessions, each in turn
     * @throws Exception if a store or a child fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 3 && arguments[0].equals(FILL)) {
            fill(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        } else if (arguments.length == 3 && arguments[0].equals(RESTORE)) {
            restore(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        } else if (arguments.length >= 2 && !arguments[0].startsWith("-")) {
            drive(Path.of(arguments[0]), arguments);
        } else {
            System.err.println("usage: RestoreBench DIRECTORY SESSIONS...");
            System.exit(2);
        }
    }

    private static void drive(Path directory, String[] arguments) throws IOException, InterruptedException {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        boolean passed = true;
        for (int i = 1; i < arguments.length; i++) {
            Path store = directory.resolve("sessions-" + arguments[i]);
            if (Files.exists(store)) {
                System.err.println(store + " exists: give a new directory");
                System.exit(2);
            }
            Process filling = jvm(FILL, store, arguments[i]);
            try (InputStreamReader output = new InputStreamReader(filling.getInputStream(), StandardCharsets.UTF_8)) {
                if (output.read() < 0) {
                    throw new IllegalStateException("the child that fills the store ended with status " + filling.waitFor());
                }
                Thread.sleep(KILL_AFTER_MS);
                filling.destroyForcibly();
                filling.waitFor();
            }
            Process restoring = jvm(RESTORE, store, arguments[i]);
            String said = new String(restoring.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            passed &= restoring.waitFor() == 0;
            report.set("of_" + arguments[i], new ObjectMapper().readTree(said));
        }
        System.out.println(report);
        System.exit(passed ? 0 : 1);
    }

    private static Process jvm(String mode, Path store, String sessions) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RestoreBench.class.getName(), mode, store.toString(),
            sessions));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static LinePlan lines(int sessions) {
        return new LinePlan(sessions, FIRST_OUTER, FIRST_OUTER + sessions / LINES_PER_OUTER, TPID, 1, LINES_PER_OUTER, 1, FIRST_MAC);
    }

    /** Half of the sessions are on each trunk. */
    private static int address(int session) {
        return (session % 2 == 0 ? FIRST_ADDRESS : SECOND_ADDRESS) + session / 2;
    }

    /** A store that somebody works in until he is killed. */
    private static void fill(Path directory, int sessions) throws IOException {
        ChronicleSessionStore store = ChronicleSessionStore.open(directory, sessions + 1L);
        LinePlan lines = lines(sessions);
        SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        for (int i = 0; i < sessions; i++) {
            record.clear().sessionId(store.allocateSessionId()).trunk(i % 2 == 0 ? "eth1" : "eth2")
                .group(i % 2 == 0 ? "first" : "second").vlanStack(lines.vlanStack(i))
                .mac(lines.mac(i)).ipv4(address(i)).startNs(SteppedGateway.START_NS).leaseSeconds(3_600)
                .leaseExpiryNs(SteppedGateway.START_NS + 3_600 * NS_PER_SECOND).downBitsPerSecond(RATE).upBitsPerSecond(RATE / 2)
                .state(SessionState.UP).flags(SessionRecordFlyweight.FLAG_WAS_UP).userName("subscriber-" + i + "@isp.example");
            if (!store.put(record)) {
                throw new IllegalStateException("the store takes no more than " + i + " sessions");
            }
        }
        System.out.print('.');
        System.out.flush();
        for (long octets = 1; store.size() == sessions; octets++) {
            if (!store.get(1 + octets % sessions, record) || !store.put(record.upOctets(octets).downOctets(octets))) {
                throw new IllegalStateException("a session cannot be changed");
            }
        }
    }

    private static RecordingKernel kernel(int sessions) {
        RecordingKernel kernel = new RecordingKernel(sessions + sessions / ODD_ONE_IN + 2);
        LinePlan lines = lines(sessions);
        for (int i = 0; i < sessions; i++) {
            if (i % ODD_ONE_IN != 0) {
                kernel.had(i + 1, address(i), lines.mac(i), i % ODD_ONE_IN == 1 ? RATE / 2 : RATE);
            }
        }
        for (int i = 0; i < sessions / ODD_ONE_IN; i++) {
            // Not the very next number: that will be the newcomer's.
            kernel.had(sessions + 2 + i, address(sessions + i), FIRST_MAC + sessions + i, RATE);
        }
        return kernel;
    }

    private static void restore(Path directory, int sessions) throws IOException {
        RecordingKernel kernel = kernel(sessions);
        LinePlan newcomerLine = new LinePlan(1, NEWCOMER_OUTER, NEWCOMER_OUTER, TPID, 1, 1, 1, FIRST_MAC + 2L * sessions);
        String configuration = String.format(Locale.ROOT, CONFIGURATION, sessions + 1);
        long beginNs = System.nanoTime();
        long beginCpuNs = cpuNs();
        try (ChronicleSessionStore store = ChronicleSessionStore.open(directory, sessions + 1L)) {
            long recoveredNs = System.nanoTime();
            SteppedGateway gateway = new SteppedGateway(configuration, store, kernel);
            long heldNs = System.nanoTime();
            LoadEngine newcomer = new LoadEngine(new LoadPlan(newcomerLine, 0, 1, RetransmitPolicy.parse("1000"), 1, 0, 0, false, 0, 0),
                false, gateway);
            gateway.connect(newcomer);
            long servedNs = 0;
            long clockNs = heldNs;
            long nowNs = heldNs;
            int upBeforeNewcomer = 0;
            while ((gateway.upCount() < sessions + 1 || gateway.isRestoring()) && nowNs - heldNs < GIVE_UP_NS) {
                newcomer.doWork(gateway.nowNs());
                gateway.step();
                nowNs = System.nanoTime();
                gateway.advance(nowNs - clockNs);
                clockNs = nowNs;
                if (servedNs == 0 && newcomer.statistics().bound() == 1) {
                    servedNs = nowNs;
                    upBeforeNewcomer = gateway.upCount() - 1;
                }
            }
            boolean whole = store.recovered() && gateway.upCount() == sessions + 1 && !gateway.isRestoring() && servedNs != 0
                && kernel.kept() + kernel.repaired() + kernel.made() == sessions + 1 && kernel.removed() == sessions / ODD_ONE_IN
                && kernel.made() == sessions / ODD_ONE_IN + 1 && kernel.repaired() == sessions / ODD_ONE_IN;
            long goalMs = sessions <= SMALL ? GOAL_SMALL_MS : GOAL_LARGE_MS;
            ObjectNode report = JsonNodeFactory.instance.objectNode().put("sessions", sessions).put("sessionsUp", gateway.upCount() - 1)
                .put("recoveryMs", ms(beginNs, recoveredNs)).put("indexAndHoldAddressesMs", ms(recoveredNs, heldNs))
                .put("restoreAndReconcileMs", ms(heldNs, nowNs)).put("totalMs", ms(beginNs, nowNs))
                .put("totalCpuMs", ms(beginCpuNs, cpuNs())).put("goalMs", goalMs)
                .put("newSubscriberServedMs", ms(heldNs, servedNs)).put("sessionsUpBeforeIt", upBeforeNewcomer)
                .put("kernelHad", kernel.present()).put("kernelKept", kernel.kept()).put("kernelMade", kernel.made())
                .put("kernelRepaired", kernel.repaired()).put("kernelRemoved", kernel.removed()).put("nothingLost", whole);
            System.out.println(report);
            System.out.flush();
            System.exit(whole && nowNs - beginNs <= goalMs * NS_PER_MS ? 0 : 1);
        }
    }

    /** The thread's own time: on a machine that others use, the wall's says little. */
    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static double ms(long fromNs, long toNs) {
        return Math.round((toNs - fromNs) / NS_PER_MS * 10) / 10.0;
    }
}
