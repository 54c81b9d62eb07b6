package io.athenabng.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import org.junit.jupiter.api.Test;

class PeerComparisonTest {
    private static PeerComparison cost(double goal) {
        double[] ours = {11, 12, 13, 14, 30};
        return PeerComparison.of("hot", "ns", ours, "C", new double[] {10, 10, 10, 10, 10}, Bound.AT_MOST, goal);
    }

    @Test
    void theRatioIsTheMedianOfTheRoundsAndTheSpreadHalfTheQuartiles() {
        PeerComparison comparison = cost(1.1);
        assertEquals(1.3, comparison.ratio(), 1e-9);
        assertEquals(0.1, comparison.spread(), 1e-9);
        assertEquals(13, comparison.ours(), 1e-9);
        assertEquals(10, comparison.peer(), 1e-9);
    }

    @Test
    void aGoalMissedByNoMoreThanTheSpreadIsHeld() {
        assertEquals("met", cost(1.3).verdict());
        assertEquals("within spread", cost(1.25).verdict());
        assertTrue(cost(1.25).held());
        assertEquals("MISSED", cost(1.15).verdict());
        assertFalse(cost(1.15).held());
    }

    @Test
    void aRateHasToBeAbove() {
        double[] ours = {30, 31, 32};
        double[] peer = {10, 10, 10};
        assertEquals("met", PeerComparison.of("rate", "1/s", ours, "p", peer, Bound.AT_LEAST, 3).verdict());
        assertFalse(PeerComparison.of("rate", "1/s", ours, "p", peer, Bound.AT_LEAST, 4).held());
    }

    @Test
    void anAbsoluteGoalNeedsNoPeer() {
        PeerComparison cold = PeerComparison.absolute("cold", "ms", new double[] {200}, Bound.AT_MOST, 250);
        assertEquals("met", cold.verdict());
        assertEquals(cold, PeerComparison.fromJson(cold.toJson()));
        assertTrue(cold.line("cli").contains("cli: cold"));
        assertTrue(cold.line("cli").contains("≤ 250"), cold.line("cli"));
    }

    @Test
    void whatAScriptWritesNeedsNeitherRatioNorSpread() throws Exception {
        PeerComparison read = PeerComparison.fromJson(new ObjectMapper().readTree("""
            {"name": "sessions", "unit": "1/s", "ours": 20, "peerName": "ip and tc", "peer": 40, "goal": 0.8, "bound": "AT_LEAST"}"""));
        assertEquals(0.5, read.ratio(), 1e-9);
        assertEquals("MISSED", read.verdict());
        assertEquals(read, PeerComparison.fromJson(read.toJson()));
    }

    @Test
    void roundsHaveToBeThereForBoth() {
        assertThrows(IllegalArgumentException.class,
            () -> PeerComparison.of("x", "ns", new double[] {1}, "C", new double[] {}, Bound.AT_MOST, 1));
    }
}
