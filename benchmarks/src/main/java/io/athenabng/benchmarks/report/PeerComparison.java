package io.athenabng.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A figure of ours beside a peer's, taken in turn in one run, or beside a bound that needs no peer, and the goal. A benchmark puts these
 * into the array {@code comparisons} of its result; recording prints each as a line and fails when a goal is missed by more than the
 * run's own spread. Immutable.
 *
 * @param name   what is compared, within the benchmark: {@code hot}, {@code rate against dhcrelay}
 * @param unit   of both figures: {@code ns}, {@code DORA/s}
 * @param ours   median over the rounds
 * @param peerName the peer; empty with an absolute goal
 * @param peer   its median over the rounds; NaN with an absolute goal
 * @param ratio  median over the rounds of ours by the peer's; ours with an absolute goal
 * @param goal   bound of {@code ratio}
 * @param bound  the side on which {@code ratio} has to be
 * @param spread half the distance between the quartiles of {@code ratio} over the rounds; 0 with one round
 */
public record PeerComparison(String name, String unit, double ours, String peerName, double peer, double ratio, double goal, Bound bound,
        double spread) {
    /** The side of the goal on which a ratio has to be. */
    public enum Bound {
        /** Costs: times, bytes. */
        AT_MOST,
        /** Rates. */
        AT_LEAST
    }

    /**
     * Compares rounds in which both were measured in turn.
     *
     * @throws IllegalArgumentException without a round, or if the peer has not as many
     */
    public static PeerComparison of(String name, String unit, double[] ours, String peerName, double[] peer, Bound bound, double goal) {
        if (ours.length == 0 || ours.length != peer.length) {
            throw new IllegalArgumentException(name + ": " + ours.length + " rounds of ours and " + peer.length + " of " + peerName);
        }
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, round -> ours[round] / peer[round]);
        return new PeerComparison(name, unit, quantile(ours, 0.5), peerName, quantile(peer, 0.5), quantile(ratios, 0.5), goal, bound,
            spread(ratios));
    }

    /** Holds rounds against a bound in their own unit. */
    public static PeerComparison absolute(String name, String unit, double[] ours, Bound bound, double goal) {
        double median = quantile(ours, 0.5);
        return new PeerComparison(name, unit, median, "", Double.NaN, median, goal, bound, spread(ours));
    }

    /**
     * Reads what {@link #toJson} or a script wrote: {@code peer} and {@code peerName} may be missing, {@code ratio} follows from the two
     * figures when missing, {@code spread} is 0 when missing.
     *
     * @throws IllegalArgumentException if a field that must be there is not
     */
    public static PeerComparison fromJson(JsonNode json) {
        double ours = json.required("ours").asDouble();
        double peer = json.path("peer").asDouble(Double.NaN);
        double ratio = json.path("ratio").asDouble(Double.isNaN(peer) ? ours : ours / peer);
        return new PeerComparison(json.required("name").asText(), json.required("unit").asText(), ours, json.path("peerName").asText(""),
            peer, ratio, json.required("goal").asDouble(), Bound.valueOf(json.required("bound").asText()), json.path("spread").asDouble(0));
    }

    /** All comparisons of a benchmark's result; none when it has no such array. */
    static List<PeerComparison> allOf(JsonNode result) {
        List<PeerComparison> comparisons = new ArrayList<>();
        result.path("comparisons").forEach(comparison -> comparisons.add(fromJson(comparison)));
        return comparisons;
    }

    /** As JSON; without {@code peer} and {@code peerName} when the goal is absolute. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name).put("unit", unit).put("ours", ours);
        if (!Double.isNaN(peer)) {
            json.put("peerName", peerName).put("peer", peer);
        }
        return json.put("ratio", ratio).put("goal", goal).put("bound", bound.name()).put("spread", spread);
    }

    /** Whether the goal is met, or missed by no more than the spread. */
    public boolean held() {
        return bound == Bound.AT_MOST ? ratio - spread <= goal : ratio + spread >= goal;
    }

    /** {@code met}, {@code within spread} or {@code MISSED}. */
    public String verdict() {
        boolean met = bound == Bound.AT_MOST ? ratio <= goal : ratio >= goal;
        return met ? "met" : held() ? "within spread" : "MISSED";
    }

    /** The goal with its side: {@code ≤ 1.10}. */
    public String goalText() {
        return (bound == Bound.AT_MOST ? "≤ " : "≥ ") + ResultsPage.number(goal);
    }

    /** {@code name ours peer ratio goal verdict}, for a terminal of 120 columns. */
    public String line(String benchmark) {
        String theirs = Double.isNaN(peer) ? "-" : ResultsPage.number(peer) + " " + peerName;
        return String.format(Locale.ROOT, "%-44s %14s %-26s %7s %8s %s", benchmark + ": " + name, ResultsPage.number(ours) + " " + unit,
            theirs, ResultsPage.number(ratio), goalText(), verdict());
    }

    /** The value below which a share of the values lies, interpolated between neighbours. */
    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static double spread(double[] values) {
        return (quantile(values, 0.75) - quantile(values, 0.25)) / 2;
    }
}
