package io.athenabng.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The page of results in Markdown and its drawings: all comparisons with their goals first, then all experiments, how it was measured, and
 * a section for each benchmark. Nothing in it is written by hand but the method, which is a resource beside this class.
 */
final class ResultsPage {
    /** Folder of the drawings, beside the page. */
    static final String DRAWINGS = "benchmarks";
    private static final int LONGEST_LIST = 12;
    private static final int FOLDED = 15;
    private static final String COMPARISON_HEAD = "| comparison | ours | peer | ratio | ± | goal | verdict |\n"
        + "|---|---|--:|--:|--:|--:|--:|---|\n";
    private static final Map<String, String> UNITS = Map.of("Microseconds", "µs", "Milliseconds", "ms", "Bytes", "bytes",
        "PerSecond", "1/s");

    private final StringBuilder out = new StringBuilder();
    private final Map<String, String> drawings = new LinkedHashMap<>();

    private ResultsPage() {
    }

    /** The page for these results. */
    static ResultsPage of(List<JsonNode> results) {
        ResultsPage page = new ResultsPage();
        page.out.append("""
            # Benchmarks

            Made by `scripts/bench` from `benchmarks/results/*.json`; do not edit. The machine is shared and noisy: CPU times and ratios
            within one run say more than rates.

            """);
        page.comparisons(results);
        page.experiments(results);
        page.out.append(method());
        results.forEach(page::section);
        return page;
    }

    /** The page's text. */
    String text() {
        return out.toString().stripTrailing() + "\n";
    }

    /** The drawings that it shows, SVG by file name in the folder {@link #DRAWINGS}. */
    Map<String, String> drawings() {
        return drawings;
    }

    private static String method() {
        try (InputStream resource = ResultsPage.class.getResourceAsStream("method.md")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8) + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException("method.md", e);
        }
    }

    private void comparisons(List<JsonNode> results) {
        StringBuilder rows = new StringBuilder();
        Map<String, Double> bars = new LinkedHashMap<>();
        for (JsonNode result : results) {
            String benchmark = result.required("name").asText();
            for (PeerComparison one : PeerComparison.allOf(result.required("result"))) {
                rows.append("| [").append(benchmark).append("](#").append(benchmark).append(") | ");
                rows.append(cells(one));
                double met = one.bound() == PeerComparison.Bound.AT_MOST ? one.goal() / one.ratio() : one.ratio() / one.goal();
                if (met > 0 && Double.isFinite(met)) {
                    bars.put(benchmark + ": " + one.name(), met);
                }
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        out.append("## Comparisons\n\nEach ratio is the median over rounds in which both sides ran in turn in one run, ± half the ")
            .append("distance between its quartiles. Without a peer, the ratio is the figure itself. A goal missed by no more than the ")
            .append("spread counts as held.\n\n").append("| benchmark ").append(COMPARISON_HEAD).append(rows).append('\n');
        if (!bars.isEmpty()) {
            drawing("comparisons", "Goals, and how often each is met over (right) or missed by (left)", Plot.bars("Times the goal", bars));
        }
    }

    private static String cells(PeerComparison one) {
        String peer = Double.isNaN(one.peer()) ? "" : number(one.peer()) + " (" + one.peerName() + ")";
        return one.name() + " | " + number(one.ours()) + ' ' + one.unit() + " | " + peer + " | **" + number(one.ratio()) + "** | "
            + number(one.spread()) + " | " + one.goalText() + " | " + (one.held() ? one.verdict() : "**missed**") + " |\n";
    }

    private void experiments(List<JsonNode> results) {
        StringBuilder rows = new StringBuilder();
        for (JsonNode result : results) {
            for (JsonNode row : result.required("result").path("experiments")) {
                rows.append("| ").append(row.required("experiment").asText()).append(" | ").append(row.required("variant").asText())
                    .append(" | ").append(number(row.required("figure").asDouble())).append(' ').append(row.required("unit").asText())
                    .append(" | ").append(row.has("ratio") ? number(row.get("ratio").asDouble()) : "").append(" | ")
                    .append(row.required("kept").asBoolean() ? "kept" : "").append(" | ").append(row.path("why").asText())
                    .append(" | [").append(result.required("name").asText()).append("](#").append(result.required("name").asText())
                    .append(") |\n");
            }
        }
        if (!rows.isEmpty()) {
            out.append("## Experiments\n\nVariants of one experiment ran side by side in one run; `ratio` is to the way that is in use.")
                .append("\n\n").append("| experiment | variant | figure | ratio | | why | run |\n|---|---|--:|--:|---|---|---|\n")
                .append(rows).append('\n');
        }
    }

    /** Plots the array {@code curve} of a result: its figures over its sessions, a drawing for each unit. */
    private void curve(String name, JsonNode points) {
        Map<String, Map<String, Map<Double, Double>>> byUnit = new LinkedHashMap<>();
        for (JsonNode point : points) {
            double sessions = point.required("sessions").asDouble();
            point.properties().forEach(field -> UNITS.forEach((suffix, unit) -> {
                if (field.getKey().endsWith(suffix) && field.getValue().isNumber()) {
                    byUnit.computeIfAbsent(unit, any -> new LinkedHashMap<>())
                        .computeIfAbsent(words(field.getKey().substring(0, field.getKey().length() - suffix.length())),
                            any -> new TreeMap<>())
                        .put(sessions, field.getValue().asDouble());
                }
            }));
        }
        int number = 0;
        for (Map.Entry<String, Map<String, Map<Double, Double>>> unit : byUnit.entrySet()) {
            String file = name + "-curve" + (number++ == 0 ? "" : "-" + number);
            drawing(file, name + " as sessions grow, " + unit.getKey(), Plot.lines(name, "sessions", unit.getKey(), unit.getValue()));
        }
    }

    /** {@code setUpFromPool} as {@code set up from pool}. */
    private static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    }

    private void drawing(String file, String text, String svg) {
        drawings.put(file + ".svg", svg);
        out.append("![").append(text).append("](").append(DRAWINGS).append('/').append(file).append(".svg)\n\n");
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
        } else {
            List<PeerComparison> comparisons = PeerComparison.allOf(body);
            if (!comparisons.isEmpty()) {
                out.append("| ").append(COMPARISON_HEAD.substring(2).replaceFirst("\\|---", ""));
                comparisons.forEach(one -> out.append("| ").append(cells(one)));
                out.append('\n');
            }
            if (body.path("curve").size() > 1) {
                curve(name, body.get("curve"));
            }
            if (name.equals("receive") && body.has("headers")) {
                receive(body);
            } else {
                figures(body);
            }
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

    /** Any other object: one line a figure, nested ones with dotted names; what has its own table is left out. A long list is folded. */
    private void figures(JsonNode body) {
        List<String> lines = new ArrayList<>();
        body.properties().forEach(field -> {
            if (!field.getKey().equals("comparisons") && !field.getKey().equals("experiments")) {
                figures(field.getKey(), field.getValue(), lines);
            }
        });
        if (lines.isEmpty()) {
            return;
        }
        boolean folded = lines.size() > FOLDED;
        if (folded) {
            out.append("<details><summary>").append(lines.size()).append(" figures</summary>\n\n");
        }
        out.append("| figure | value |\n|---|--:|\n");
        lines.forEach(out::append);
        if (folded) {
            out.append("\n</details>\n");
        }
    }

    private static void figures(String name, JsonNode value, List<String> lines) {
        if (value.isObject()) {
            value.properties().forEach(field -> figures(name + '.' + field.getKey(), field.getValue(), lines));
        } else if (value.isArray()) {
            list(name, value, lines);
        } else {
            lines.add(line(name, value.isFloatingPointNumber() ? number(value.asDouble()) : value.asText()));
        }
    }

    private static void list(String name, JsonNode values, List<String> lines) {
        if (values.size() > LONGEST_LIST) {
            return;
        }
        if (!values.isEmpty() && values.get(0).isObject()) {
            for (int i = 0; i < values.size(); i++) {
                figures(name + "[" + (i + 1) + "]", values.get(i), lines);
            }
            return;
        }
        StringBuilder text = new StringBuilder();
        values.forEach(value -> text.append(text.isEmpty() ? "" : " ").append(value.asText()));
        lines.add(line(name, text.toString()));
    }

    private static String line(String name, String value) {
        return "| " + name + " | " + value.replace("|", "\\|") + " |\n";
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
