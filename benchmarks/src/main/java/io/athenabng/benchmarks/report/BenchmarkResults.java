package io.athenabng.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code record} puts a benchmark's raw output into the directory of results, with command, date and machine, and prints its comparisons;
 * {@code render} makes the page of all results there with its drawings.
 */
@Command(name = "benchmark-results", subcommands = {BenchmarkResults.Record.class, BenchmarkResults.Render.class})
public final class BenchmarkResults {
    static final ObjectMapper JSON = new ObjectMapper();

    private BenchmarkResults() {
    }

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchmarkResults()).execute(arguments));
    }

    /** Keeps one benchmark's output. */
    @Command(name = "record")
    static final class Record implements Callable<Integer> {
        @Option(names = "--name", required = true)
        private String name;

        @Option(names = "--command", required = true, description = "What repeats the measurement.")
        private String command;

        @Option(names = "--status", defaultValue = "0", description = "The benchmark's exit status.")
        private int status;

        @Option(names = "--quick", description = "It was a short run.")
        private boolean quick;

        @Parameters(index = "0", description = "The benchmark's JSON output.")
        private Path output;

        @Parameters(index = "1", description = "Directory of results.")
        private Path directory;

        @Override
        public Integer call() throws IOException {
            JsonNode result = withoutPaths(JSON.readTree(output.toFile()));
            ObjectNode envelope = JSON.createObjectNode().put("name", name).put("command", command)
                .put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString()).put("quick", quick).put("status", status);
            envelope.set("machine", Machine.describe());
            envelope.set("result", result);
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name + ".json"), envelope.toPrettyString() + "\n");
            List<PeerComparison> comparisons = PeerComparison.allOf(result);
            comparisons.forEach(comparison -> System.out.println(comparison.line(name)));
            return comparisons.stream().allMatch(PeerComparison::held) ? 0 : 1;
        }

        /** JMH tells where the JVM is, its arguments and every iteration's raw data: nothing of use elsewhere. */
        static JsonNode withoutPaths(JsonNode result) {
            if (result instanceof ArrayNode benchmarks) {
                benchmarks.forEach(benchmark -> {
                    if (benchmark instanceof ObjectNode object) {
                        object.remove(List.of("jvm", "jvmArgs"));
                    }
                });
            }
            return result;
        }
    }

    /** Makes the page. */
    @Command(name = "render")
    static final class Render implements Callable<Integer> {
        @Parameters(index = "0", description = "Directory of results.")
        private Path directory;

        @Parameters(index = "1", description = "The page.")
        private Path page;

        @Override
        public Integer call() throws IOException {
            ResultsPage made = ResultsPage.of(read(directory));
            Path drawings = Files.createDirectories(page.resolveSibling(ResultsPage.DRAWINGS));
            try (Stream<Path> old = Files.list(drawings)) {
                for (Path file : old.filter(file -> file.toString().endsWith(".svg")).toList()) {
                    Files.delete(file);
                }
            }
            for (Map.Entry<String, String> drawing : made.drawings().entrySet()) {
                Files.writeString(drawings.resolve(drawing.getKey()), drawing.getValue());
            }
            Files.writeString(page, made.text());
            return 0;
        }

        private static List<JsonNode> read(Path directory) throws IOException {
            try (Stream<Path> files = Files.list(directory)) {
                return files.filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".json")).sorted(Comparator.naturalOrder())
                    .map(Render::readTree).toList();
            }
        }

        private static JsonNode readTree(Path file) {
            try {
                return JSON.readTree(file.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(file.toString(), e);
            }
        }
    }
}
