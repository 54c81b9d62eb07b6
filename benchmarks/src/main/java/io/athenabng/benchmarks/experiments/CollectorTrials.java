package io.athenabng.benchmarks.experiments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.athenabng.benchmarks.gateway.SteppedGateway;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.benchmarks.load.LoadEngine;
import io.athenabng.benchmarks.load.LoadPlan;
import io.athenabng.benchmarks.load.RetransmitPolicy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The core under each collector: sessions that come, renew their leases and go, each collector in a JVM of its own. The core allocates
 * little, so this is mostly what its barriers cost.
 */
public final class CollectorTrials {
    private static final int CLIENTS = 4_000;
    private static final int WARM_UP = 8;
    private static final int PLAYED = 6;
    private static final long FIRST_MAC = 0x0200_0000_0001L;
    private static final double NS_PER_US = 1e3;

    void run(int rounds, ArrayNode rows) throws Exception {
        new Trial("collector and flags: a session comes, renews its lease five times, goes; the core alone", "µs")
            .variant("as the JVM chooses: G1 on two processors", "pauses stay short as sessions grow", () -> child(List.of()))
            .variant("Serial", "pauses grow with the sessions", () -> child(List.of("-XX:+UseSerialGC")))
            .variant("Parallel", "the same", () -> child(List.of("-XX:+UseParallelGC")))
            .variant("ZGC", "its load barriers cost the core more than its pauses gain", () -> child(List.of("-XX:+UseZGC")))
            .variant("G1, compiled by C1 alone", "for short-lived processes and emulated machines",
                () -> child(List.of("-XX:TieredStopAtLevel=1")))
            .variant("G1, compact object headers", "less memory to walk; JDKs before 25 do not know the flag or want another to allow it",
                () -> child(List.of("-XX:+UseCompactObjectHeaders")))
            .run(rounds, rows);
    }

    private static double child(List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(flags);
        command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), CollectorTrials.class.getName()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(flags + ": the core did not run");
        }
        return Double.parseDouble(said);
    }

    /** The child: prints µs of this process's CPU time for each session. */
    public static void main(String[] arguments) {
        SteppedGateway gateway = new SteppedGateway();
        for (int i = 0; i < WARM_UP; i++) {
            play(gateway);
        }
        long before = cpuNs();
        for (int i = 0; i < PLAYED; i++) {
            play(gateway);
        }
        System.out.println((cpuNs() - before) / NS_PER_US / (PLAYED * CLIENTS));
    }

    private static void play(SteppedGateway gateway) {
        LinePlan lines = new LinePlan(CLIENTS, 500, 500, 0x88a8, 1, CLIENTS, 1, FIRST_MAC);
        LoadPlan plan = new LoadPlan(lines, 0, 100, RetransmitPolicy.parse("1000"), 1, 0, 5, true, 0, 0);
        LoadEngine engine = new LoadEngine(plan, false, gateway);
        gateway.connect(engine);
        while (!engine.isFinished()) {
            engine.doWork(gateway.nowNs());
            gateway.settle();
            gateway.advance(1_000_000);
        }
        if (engine.statistics().bound() != CLIENTS || engine.statistics().failed() > 0) {
            throw new IllegalStateException("not every client came");
        }
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
