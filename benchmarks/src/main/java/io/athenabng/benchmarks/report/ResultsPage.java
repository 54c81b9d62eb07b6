package io.athenabng.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page of results in Markdown. Nothing in it is written by hand. */
final class ResultsPage {
    private static final int LONGEST_LIST = 12;

    private final StringBuilder out = new StringBuilder();

    private ResultsPage() {
    }

    /** The page for these results. */
    static String of(List<JsonNode> results) {
        ResultsPage page = new ResultsPage();
        page.out.append("""
            # Benchmarks

            Made by `scripts/bench` from `benchmarks/results/*.json`; do not edit. The machine is shared and noisy: CPU times and ratios
            within one run say more than rates. A short run (`--quick`) is marked.

            """);
        results.forEach(page::section);
        return page.out.toString().stripTrailing() + "\n";
    }

    private void section(JsonNode result) {
        String name = result.required("name").asText();
        JsonNode machine = result.required("machine");
        out.append("## ").append(name).append(result.required("quick").asBoolean() ? " (short run)" : "").append("\n\n");
        out.append("`").append(result.required("command").asText()).append("`, ").append(result.required("date").asText()).append(", ")
            .append(machine.required("cpu").asText()).append(", ").append(machine.required("processors").asInt()).append(" processors, ")
            .append("Linux ").append(machine.required("kernel").asText()).append(", JDK ").append(machine.required("jdk").asText())
            .append(", load average before ").append(machine.required("loadAverage").asText()).append("\n\n");
        if (result.required("status").asInt() != 0) {
            out.append("**Not passed**: the benchmark ended with status ").append(result.required("status").asInt()).append(".\n\n");
        }
        JsonNode body = result.required("result");
        if (body.isArray()) {
            jmh(body);
        } else if (name.equals("receive")) {
            receive(body);
        } else {
            figures(body);
        }
        out.append('\n');
    }

    private void jmh(JsonNode benchmarks) {
        out.append("| benchmark | parameters | score | ± (99.9 %) | unit | B/op |\n|---|---|--:|--:|---|--:|\n");
        for (JsonNode benchmark : benchmarks) {
            String[] names = benchmark.required("benchmark").asText().split("\\.");
            JsonNode metric = benchmark.required("primaryMetric");
            StringBuilder parameters = new StringBuilder();
            benchmark.path("params").properties().forEach(parameter ->
                parameters.append(parameters.isEmpty() ? "" : ", ").append(parameter.getKey()).append('=')
                    .append(parameter.getValue().asText()));
            row(names[names.length - 2] + '.' + names[names.length - 1], parameters.toString(), metric,
                number(allocation(benchmark.path("secondaryMetrics"))));
            benchmark.path("secondaryMetrics").properties().forEach(secondary -> {
                if (!secondary.getKey().contains("gc.")) {
                    row("… " + secondary.getKey(), parameters.toString(), secondary.getValue(), "");
                }
            });
        }
    }

    private void row(String name, String parameters, JsonNode metric, String allocated) {
        out.append("| ").append(name).append(" | ").append(parameters).append(" | ").append(number(metric.required("score").asDouble()))
            .append(" | ").append(number(metric.path("scoreError").asDouble(Double.NaN))).append(" | ")
            .append(metric.required("scoreUnit").asText()).append(" | ").append(allocated).append(" |\n");
    }

    /** Bytes for each operation, as JMH's GC profiler measured them; NaN without it. */
    private static double allocation(JsonNode metrics) {
        for (Map.Entry<String, JsonNode> field : metrics.properties()) {
            if (field.getKey().endsWith("gc.alloc.rate.norm")) {
                return field.getValue().required("score").asDouble();
            }
        }
        return Double.NaN;
    }

    private void receive(JsonNode body) {
        out.append("CPU time of the reading thread for each packet, TPACKET_V3 on veth, both readers in turn in one run, ")
            .append(body.required("framesPerSecondWanted").asLong()).append(" frames/s wanted. ")
            .append("`headers`: tags, IPv4 with its checksum, UDP; `frame`: and the UDP checksum; ")
            .append("`dhcp`: and the message with an index of its options. ")
            .append("The same frames gave the same findings in both.\n\n")
            .append("| depth | Java ns | C ns | ratio | lowest | highest | rounds | lost | Java B/packet | same findings |\n")
            .append("|---|--:|--:|--:|--:|--:|--:|--:|--:|---|\n");
        for (String depth : List.of("headers", "frame", "dhcp")) {
            JsonNode part = body.required(depth);
            double bytes = 0;
            long packets = 0;
            long lost = 0;
            for (JsonNode round : part.required("rounds")) {
                bytes += round.required("java").required("allocatedBytes").asDouble();
                packets += round.required("java").required("packets").asLong();
                lost += round.required("java").required("drops").asLong() + round.required("c").required("drops").asLong();
            }
            out.append("| ").append(depth).append(" | ").append(number(part.required("javaNsMedian").asDouble())).append(" | ")
                .append(number(part.required("cNsMedian").asDouble())).append(" | **")
                .append(number(part.required("ratioMedian").asDouble())).append("** | ")
                .append(number(part.required("ratioMin").asDouble())).append(" | ")
                .append(number(part.required("ratioMax").asDouble())).append(" | ").append(part.required("rounds").size()).append(" | ")
                .append(lost).append(" | ").append(packets == 0 ? "" : number(bytes / packets)).append(" | ")
                .append(part.required("sameFindings").asBoolean() ? "yes" : "**no**").append(" |\n");
        }
    }

    /** Any other object: one line a figure, nested ones with dotted names. */
    private void figures(JsonNode body) {
        out.append("| figure | value |\n|---|--:|\n");
        figures("", body);
    }

    private void figures(String prefix, JsonNode node) {
        node.properties().forEach(field -> {
            String name = prefix + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                figures(name + ".", value);
            } else if (value.isArray()) {
                list(name, value);
            } else {
                line(name, value.isFloatingPointNumber() ? number(value.asDouble()) : value.asText());
            }
        });
    }

    private void list(String name, JsonNode values) {
        if (values.size() > LONGEST_LIST) {
            return;
        }
        if (!values.isEmpty() && values.get(0).isObject()) {
            for (int i = 0; i < values.size(); i++) {
                figures(name + "[" + (i + 1) + "].", values.get(i));
            }
            return;
        }
        StringBuilder text = new StringBuilder();
        values.forEach(value -> text.append(text.isEmpty() ? "" : " ").append(value.asText()));
        line(name, text.toString());
    }

    private void line(String name, String value) {
        out.append("| ").append(name).append(" | ").append(value.replace("|", "\\|")).append(" |\n");
    }

    /** Three significant digits are more than a shared machine gives. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "";
        }
        double magnitude = Math.abs(value);
        if (magnitude < 0.0005) {
            return "0";
        }
        if (magnitude >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        return String.format(Locale.ROOT, magnitude >= 10 ? "%.1f" : magnitude >= 1 ? "%.2f" : "%.3f", value);
    }
}
