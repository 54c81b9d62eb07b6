package io.athenabng.benchmarks.pppoe;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.gateway.SteppedGateway;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.benchmarks.load.RetransmitPolicy;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * PPPoE's control plane alone, on one thread and without a kernel: {@code PppoeControl [CLIENTS [ROUNDS]]}. Complete set-ups a second from
 * PADI to the address, by CHAP with MD5 against local users; then every session's echoes over simulated minutes. The clients run on the
 * same thread, and their time counts. One JSON object on standard output; status 0 only if no client failed and none was lost. What the
 * turning of the clock itself costs is told by the same minutes with one session.
 */
public final class PppoeControl {
    private static final int WINDOW = 100;
    private static final int LINES_PER_OUTER = 4_000;
    private static final long FIRST_MAC = 0x0200_0000_0001L;
    private static final long STEP_NS = 1_000_000L;
    private static final long ECHO_SECONDS = 120;
    private static final double NS_PER_S = 1e9;

    private PppoeControl() {
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("clients", count).put("rounds", rounds);
        double best = 0;
        boolean sound = true;
        ObjectNode echo = null;
        var rates = report.putArray("setUpsPerSecond");
        for (int round = 0; round < rounds; round++) {
            Round run = new Round(count);
            double rate = run.bringUp();
            rates.add(Math.round(rate));
            best = Math.max(best, rate);
            echo = run.echoes();
            sound &= run.isSound();
            System.err.printf(Locale.ROOT, "round %d: %.0f set-ups/s, echoes of %d sessions take %.2f %% of a core%n", round + 1, rate,
                count, echo.get("cpuPercent").asDouble());
        }
        Round nearlyIdle = new Round(1);
        nearlyIdle.bringUp();
        report.put("bestSetUpsPerSecond", Math.round(best)).put("cpuPercentOfOneSession", nearlyIdle.echoes().get("cpuPercent").asDouble())
            .set("echo", echo);
        report.put("sound", sound);
        System.out.println(report);
        System.exit(sound ? 0 : 1);
    }

    private static final class Round {
        private final int count;
        private final SteppedGateway gateway;
        private final PppoeClients clients;

        Round(int count) {
            this.count = count;
            SteppedChannels channels = new SteppedChannels();
            gateway = new SteppedGateway(SteppedGateway.pppoeConfiguration(count), channels);
            LinePlan lines = new LinePlan(count, 500, 500 + (count - 1) / LINES_PER_OUTER, 0x88a8, 1, LINES_PER_OUTER, 1, FIRST_MAC);
            clients = new PppoeClients(lines, WINDOW, RetransmitPolicy.parse("3000"), channels);
            channels.connect(gateway, clients);
        }

        private static long cpuNs() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        double bringUp() {
            long before = cpuNs();
            while (!clients.isSettled()) {
                clients.doWork(gateway.nowNs());
                gateway.settle();
                gateway.advance(STEP_NS);
            }
            return clients.up() * NS_PER_S / (cpuNs() - before);
        }

        /** The clock goes on by a millisecond at a time, as if the agents turned that often. */
        ObjectNode echoes() {
            long before = cpuNs();
            long answered = clients.echoes();
            long untilNs = gateway.nowNs() + ECHO_SECONDS * 1_000_000_000L;
            while (gateway.nowNs() < untilNs) {
                gateway.advance(STEP_NS);
                gateway.settle();
            }
            long took = cpuNs() - before;
            return JsonNodeFactory.instance.objectNode().put("sessions", clients.up()).put("seconds", ECHO_SECONDS)
                .put("answered", clients.echoes() - answered).put("cpuPercent", 100.0 * took / (ECHO_SECONDS * NS_PER_S));
        }

        boolean isSound() {
            return clients.up() == count && clients.failed() == 0 && clients.lost() == 0 && clients.malformed() == 0
                && gateway.sessions() == count && gateway.stored() == count && clients.echoes() >= count;
        }
    }
}
