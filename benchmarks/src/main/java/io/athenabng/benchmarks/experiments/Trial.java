package io.athenabng.benchmarks.experiments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One experiment: its variants run in turn, several rounds. The first variant is the way that is in use; ratios are to it. */
final class Trial {
    private final String experiment;
    private final String unit;
    private final List<Variant> variants = new ArrayList<>();

    /** Measures once. */
    @FunctionalInterface
    interface Run {
        /** The figure, in the experiment's unit. */
        double measure() throws Exception;
    }

    private record Variant(String name, String why, Run run) {
    }

    Trial(String experiment, String unit) {
        this.experiment = experiment;
        this.unit = unit;
    }

    /** Adds a way, with why it is in use or not. */
    Trial variant(String name, String why, Run run) {
        variants.add(new Variant(name, why, run));
        return this;
    }

    /**
     * Runs all, first once for nothing, and writes a row for each: the medians over the rounds.
     *
     * @throws Exception what a variant throws
     */
    void run(int rounds, ArrayNode rows) throws Exception {
        double[][] figures = new double[variants.size()][rounds];
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < figures.length; i++) {
                double figure = variants.get(i).run.measure();
                if (round >= 0) {
                    figures[i][round] = figure;
                }
            }
        }
        for (int i = 0; i < figures.length; i++) {
            double[] ratios = new double[rounds];
            double[] mine = figures[i];
            Arrays.setAll(ratios, round -> mine[round] / figures[0][round]);
            Variant variant = variants.get(i);
            ObjectNode row = rows.addObject().put("experiment", experiment).put("variant", variant.name).put("figure", median(mine))
                .put("unit", unit).put("ratio", median(ratios)).put("kept", i == 0).put("why", variant.why);
            ArrayNode all = row.putArray("figures");
            for (double figure : mine) {
                all.add(figure);
            }
            System.err.printf(Locale.ROOT, "%s, %s: %.2f %s (%.2f)%n", experiment, variant.name, median(mine), unit, median(ratios));
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
