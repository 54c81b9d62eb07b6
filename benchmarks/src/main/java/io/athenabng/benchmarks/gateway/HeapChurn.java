package io.athenabng.benchmarks.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.benchmarks.load.LoadEngine;
import io.athenabng.benchmarks.load.LoadPlan;
import io.athenabng.benchmarks.load.RetransmitPolicy;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Lets sessions come and go and looks at the heap in use after every thousand: {@code HeapChurn [SESSIONS]}. Twice: first the same
 * thousand subscribers come again and again; then every thousand has lines and MACs of its own, and the DHCP server remembers, as RFC
 * 2131 (section 4.3.1) asks, which address each had. One JSON object on standard output; status 0 only if everything went away each time,
 * and in the first part the heap has not grown since the first thousand by {@value #TOLERANCE_BYTES} bytes for
 * each session more: an object that is kept for each would take that.
 */
public final class HeapChurn {
    private static final int STEP = 1_000;
    private static final int TOLERANCE_BYTES = 32;
    private static final int LINES_PER_OUTER = 4_000;
    private static final long FIRST_MAC = 0x0200_0000_0001L;
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final int COLLECTIONS = 4;

    private HeapChurn() {
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        int sessions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10_000;
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("sessions", sessions)
            .put("toleranceBytesPerSession", TOLERANCE_BYTES);
        // Classes are loaded, and their own heap is taken, before anything is measured.
        churn(2 * STEP, STEP);
        ObjectNode returning = churn(sessions, 0);
        ObjectNode strangers = churn(sessions, STEP);
        report.set("returning", returning);
        report.set("strangers", strangers);
        boolean stable = returning.get("growthBytes").asLong() < (long) TOLERANCE_BYTES * (sessions - STEP);
        boolean clean = returning.get("nothingLeft").asBoolean() && strangers.get("nothingLeft").asBoolean();
        report.put("stable", stable).put("nothingLeft", clean);
        System.out.println(report);
        System.exit(clean && stable ? 0 : 1);
    }

    /**
     * Every thousand after the other on a fresh gateway.
     *
     * @param stride by how much each thousand's MACs and lines are apart from those of the thousand before
     */
    private static ObjectNode churn(int sessions, int stride) {
        SteppedGateway gateway = new SteppedGateway();
        ArrayNode samples = JsonNodeFactory.instance.arrayNode();
        boolean clean = comeAndGo(gateway, 0);
        long first = heapInUse();
        long last = first;
        samples.add(first);
        for (int done = STEP; done < sessions; done += STEP) {
            clean &= comeAndGo(gateway, done / STEP * stride);
            last = heapInUse();
            samples.add(last);
            System.err.printf(Locale.ROOT, "after %d sessions: %d bytes of heap in use, %d lines, %d sessions%n", done + STEP, last,
                gateway.lines(), gateway.sessions());
        }
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("heapBytesAfterFirstThousand", first).put("heapBytesAtEnd", last)
            .put("growthBytes", last - first).put("nothingLeft", clean);
        report.set("heapBytesAfterEachThousand", samples);
        return report;
    }

    /** A thousand clients on lines that nobody used before come, stay, release; their lines are swept. Whether nothing is left. */
    private static boolean comeAndGo(SteppedGateway gateway, int offset) {
        LinePlan lines = new LinePlan(STEP, 500 + offset / LINES_PER_OUTER % 10, 500 + offset / LINES_PER_OUTER % 10, 0x88a8,
            1 + offset % LINES_PER_OUTER, STEP, 1, FIRST_MAC + offset);
        LoadPlan plan = new LoadPlan(lines, 0, 100, RetransmitPolicy.parse("1000"), 1, 0, 1, true, 0, 0);
        LoadEngine engine = new LoadEngine(plan, false, gateway);
        gateway.connect(engine);
        while (!engine.isFinished()) {
            engine.doWork(gateway.nowNs());
            gateway.settle();
            gateway.advance(1_000_000);
        }
        boolean complete = engine.statistics().bound() == STEP && engine.statistics().renewed() == STEP
            && engine.statistics().released() == STEP;
        for (int minute = 0; minute < 5; minute++) {
            gateway.advance(MINUTE_NS);
            gateway.settle();
        }
        if (!complete) {
            System.err.println("of " + STEP + " clients " + engine.statistics().bound() + " came, " + engine.statistics().renewed()
                + " renewed, " + engine.statistics().released() + " released, " + engine.statistics().failed() + " failed");
        }
        return complete && gateway.lines() == 0 && gateway.sessions() == 0 && gateway.stored() == 0;
    }

    private static long heapInUse() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
