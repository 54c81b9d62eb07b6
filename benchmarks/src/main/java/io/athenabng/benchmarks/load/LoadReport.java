package io.athenabng.benchmarks.load;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.wire.ethernet.MacAddress;

/** What a load did and met, as one JSON object. Durations in it are µs unless their names say seconds. */
final class LoadReport {
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_S = 1e9;

    private LoadReport() {
    }

    /** Plan, sessions, rates, latencies and failures. */
    static ObjectNode of(LoadPlan plan, LoadStatistics statistics) {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        report.put("tool", "DhcpLoad");
        report.set("plan", plan(plan));
        long bringUpNs = 0;
        ArrayNode rounds = JsonNodeFactory.instance.arrayNode();
        for (LoadStatistics.Round round : statistics.rounds()) {
            bringUpNs += round.bringUpNs();
            rounds.addObject().put("sessions", round.sessions()).put("seconds", round.bringUpNs() / NS_PER_S)
                .put("sessionsPerSecond", round(round.sessionsPerSecond()));
        }
        report.put("started", statistics.started());
        report.put("sessions", statistics.bound());
        report.put("bringUpSeconds", bringUpNs / NS_PER_S);
        report.put("sessionsPerSecond", bringUpNs == 0 ? 0 : round(statistics.bound() * NS_PER_S / bringUpNs));
        ArrayNode curve = report.putArray("curve");
        for (LoadStatistics.Stretch stretch : statistics.stretches()) {
            curve.addObject().put("sessions", stretch.sessions())
                .put("setUpPerSecond", round(LoadEngine.STRETCH * NS_PER_S / stretch.ns()));
        }
        report.put("renewed", statistics.renewed());
        report.put("released", statistics.released());
        report.put("retransmissions", statistics.retransmissions());
        report.put("failed", statistics.failed());
        ObjectNode failures = report.putObject("failures");
        for (FailureReason reason : FailureReason.values()) {
            failures.put(reason.key(), statistics.failures(reason));
        }
        report.putObject("ignored").put("unknownTransaction", statistics.ignoredUnknown()).put("otherLine", statistics.ignoredOtherLine())
            .put("late", statistics.ignoredLate()).put("malformed", statistics.malformed());
        ObjectNode latency = report.putObject("latencyMicroseconds");
        latency.set("offer", percentiles(statistics.offer()));
        latency.set("ack", percentiles(statistics.ack()));
        latency.set("session", percentiles(statistics.session()));
        latency.set("renew", percentiles(statistics.renew()));
        report.set("rounds", rounds);
        return report;
    }

    private static ObjectNode plan(LoadPlan plan) {
        LinePlan lines = plan.lines();
        return JsonNodeFactory.instance.objectNode().put("clients", lines.clients()).put("lines", lines.lines())
            .put("outer", lines.outerFirst() == 0 ? "none" : lines.outerFirst() + "-" + lines.outerLast())
            .put("outerTpid", "0x" + Integer.toHexString(lines.outerTpid())).put("inner", lines.innerFirst())
            .put("linesPerOuter", lines.linesPerOuter()).put("clientsPerLine", lines.clientsPerLine())
            .put("macBase", MacAddress.toString(lines.macBase())).put("rate", plan.rate()).put("window", plan.window())
            .put("retransmit", plan.retransmit().toString()).put("rounds", plan.rounds()).put("holdSeconds", plan.holdNs() / NS_PER_S)
            .put("renewals", plan.renewals()).put("release", plan.release()).put("pauseSeconds", plan.pauseNs() / NS_PER_S)
            .put("warmUp", plan.warmUp());
    }

    private static ObjectNode percentiles(LatencyHistogram histogram) {
        return JsonNodeFactory.instance.objectNode().put("count", histogram.count()).put("min", round(histogram.minimum() / NS_PER_US))
            .put("mean", round(histogram.mean() / NS_PER_US)).put("p50", round(histogram.percentile(50) / NS_PER_US))
            .put("p90", round(histogram.percentile(90) / NS_PER_US)).put("p99", round(histogram.percentile(99) / NS_PER_US))
            .put("p99.9", round(histogram.percentile(99.9) / NS_PER_US)).put("max", round(histogram.maximum() / NS_PER_US));
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
