package io.athenabng.benchmarks.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a result was measured on. */
final class Machine {
    private Machine() {
    }

    static ObjectNode describe() throws IOException {
        return BenchmarkResults.JSON.createObjectNode().put("cpu", line(Path.of("/proc/cpuinfo"), "model name", "unknown"))
            .put("processors", Runtime.getRuntime().availableProcessors()).put("memory", line(Path.of("/proc/meminfo"), "MemTotal", "?"))
            .put("kernel", System.getProperty("os.version")).put("jdk", Runtime.version().toString())
            .put("loadAverage", Files.readString(Path.of("/proc/loadavg")).split(" ")[0]);
    }

    private static String line(Path file, String key, String otherwise) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key)).findFirst().map(line -> line.substring(line.indexOf(':') + 1).strip())
                .orElse(otherwise);
        }
    }
}
