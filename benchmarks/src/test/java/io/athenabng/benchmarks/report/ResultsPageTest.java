package io.athenabng.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultsPageTest {
    private static final String ENVELOPE = """
        {"name": "%s", "command": "scripts/bench %s", "date": "2026-01-01T00:00:00Z", "quick": %s, "status": %d,
         "machine": {"cpu": "A CPU", "processors": 2, "memory": "1 kB", "kernel": "6.1", "jdk": "25", "loadAverage": "0.1"},
         "result": %s}""";

    private static JsonNode result(String name, boolean quick, int status, String body) throws JsonProcessingException {
        return BenchmarkResults.JSON.readTree(String.format(ENVELOPE, name, name, quick, status, body));
    }

    private static String text(List<JsonNode> results) {
        return ResultsPage.of(results).text();
    }

    @Test
    void comparisonsAndExperimentsOfAllResultsComeFirst() throws Exception {
        ResultsPage page = ResultsPage.of(List.of(result("parse", false, 0, """
            {"comparisons": [
               {"name": "hot", "unit": "ns", "ours": 12, "peerName": "C", "peer": 10, "ratio": 1.2, "goal": 1.1, "bound": "AT_MOST",
                "spread": 0.01},
               {"name": "heap", "unit": "bytes", "ours": 90, "goal": 100, "bound": "AT_MOST"}],
             "experiments": [{"experiment": "pages", "variant": "2 MiB", "figure": 8.5, "unit": "ns", "ratio": 0.9, "kept": true,
                              "why": "faster"}],
             "curve": [{"sessions": 100, "setUpPerSecond": 10, "heapBytes": 4},
                       {"sessions": 1000, "setUpPerSecond": 11, "heapBytes": 8}]}""")));
        String text = page.text();
        assertTrue(text.contains("| [parse](#parse) | hot | 12.0 ns | 10.0 (C) | **1.20** | 0.010 | ≤ 1.10 | **missed** |"), text);
        assertTrue(text.contains("| [parse](#parse) | heap | 90.0 bytes |  | **90.0** | 0 | ≤ 100 | met |"), text);
        assertTrue(text.contains("| pages | 2 MiB | 8.50 ns | 0.900 | kept | faster | [parse](#parse) |"), text);
        assertTrue(text.indexOf("## Comparisons") < text.indexOf("## Experiments"), text);
        assertTrue(text.indexOf("## Experiments") < text.indexOf("## How it is measured"), text);
        assertEquals(List.of("comparisons.svg", "parse-curve.svg", "parse-curve-2.svg"), List.copyOf(page.drawings().keySet()));
        assertTrue(page.drawings().get("comparisons.svg").contains("parse: hot"), page.drawings().toString());
        assertTrue(page.drawings().get("parse-curve.svg").contains(">set up<"), page.drawings().get("parse-curve.svg"));
    }

    @Test
    void jmhScoresStandWithTheirAllocation() throws Exception {
        String page = text(List.of(result("parse", false, 0, """
            [{"benchmark": "a.b.FrameBenchmark.parse", "params": {"frames": "64", "kind": "dhcp"},
              "primaryMetric": {"score": 12.345, "scoreError": 0.5, "scoreUnit": "ns/op"},
              "secondaryMetrics": {"gc.alloc.rate": {"score": 7, "scoreUnit": "MB/sec"},
                                   "gc.alloc.rate.norm": {"score": 1e-6, "scoreUnit": "B/op"}}}]""")));
        assertTrue(page.contains("| FrameBenchmark.parse | frames=64, kind=dhcp | 12.3 | 0.500 | ns/op | 0 |"), page);
        assertTrue(page.contains("`scripts/bench parse`, 2026-01-01T00:00:00Z, A CPU, 2 processors, Linux 6.1, JDK 25"), page);
        assertFalse(page.contains("MB/sec"), page);
        assertFalse(page.contains("short run)\n"), page);
        assertFalse(page.contains("Not passed"), page);
    }

    @Test
    void theComparisonShowsRatioAndSpread() throws Exception {
        String part = """
            {"rounds": [{"java": {"packets": 100, "allocatedBytes": 40, "drops": 1}, "c": {"drops": 2}}], "ratioMedian": 1.2345,
             "ratioMin": 1.1, "ratioMax": 1.5, "javaNsMedian": 89.2, "cNsMedian": 70.4, "sameFindings": %s}""";
        String page = text(List.of(result("receive", true, 0, "{\"framesPerSecondWanted\": 400000, \"headers\": "
            + String.format(part, true) + ", \"frame\": " + String.format(part, true)
            + ", \"dhcp\": " + String.format(part, false) + "}")));
        assertTrue(page.contains("| frame | 89.2 | 70.4 | **1.23** | 1.10 | 1.50 | 1 | 3 | 0.400 | yes |"), page);
        assertTrue(page.contains("| dhcp | 89.2 | 70.4 | **1.23** | 1.10 | 1.50 | 1 | 3 | 0.400 | **no** |"), page);
        assertTrue(page.contains("## receive (short run)"), page);
    }

    @Test
    void otherFiguresAreListedWithDottedNames() throws Exception {
        String page = text(List.of(result("leak", false, 3, """
            {"sessions": 10000, "heap": {"growth": 12.5, "each": [1, 2, 3]}, "rounds": [{"a": 1}, {"a": 2}]}""")));
        assertTrue(page.contains("| sessions | 10000 |\n| heap.growth | 12.5 |\n| heap.each | 1 2 3 |\n"
            + "| rounds[1].a | 1 |\n| rounds[2].a | 2 |"), page);
        assertTrue(page.contains("**Not passed**: the benchmark ended with status 3."), page);
    }

    @Test
    void aResultWithoutItsCircumstancesIsRefused() throws Exception {
        JsonNode bare = BenchmarkResults.JSON.readTree("{\"name\": \"x\", \"result\": {}}");
        assertThrows(IllegalArgumentException.class, () -> ResultsPage.of(List.of(bare)));
    }

    @Test
    void pathsOfTheMachineAreNotKept() throws Exception {
        JsonNode kept = BenchmarkResults.Record.withoutPaths(BenchmarkResults.JSON.readTree(
            "[{\"benchmark\": \"a.b\", \"jvm\": \"/somewhere/bin/java\", \"jvmArgs\": [\"-cp\", \"/x\"], \"forks\": 1}]"));
        assertEquals("[{\"benchmark\":\"a.b\",\"forks\":1}]", kept.toString());
    }

    @Test
    void numbersHaveThreeDigits() {
        assertEquals("0", ResultsPage.number(1e-6));
        assertEquals("0.123", ResultsPage.number(0.1234));
        assertEquals("1.23", ResultsPage.number(1.234));
        assertEquals("12.3", ResultsPage.number(12.34));
        assertEquals("1234", ResultsPage.number(1234.4));
        assertEquals("", ResultsPage.number(Double.NaN));
    }
}
