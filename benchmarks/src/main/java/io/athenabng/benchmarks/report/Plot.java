package io.athenabng.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A drawing as SVG, 760 by some hundred pixels, readable on a light and on a dark page: lines over a logarithmic x axis from a y axis that
 * begins at 0, or a bar for each value on a logarithmic axis around 1. No library: the two shapes are all that the page needs.
 */
final class Plot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 300;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 60;
    /** The least distance of two labels below the x axis. */
    private static final int LABEL = 50;
    private static final int BAR = 22;
    private static final int BAR_TEXT = 330;
    private static final int GRID_LINES = 4;
    private static final String[] COLOURS = {"#2a78b8", "#d1661a", "#3a9a4a", "#a04ab0", "#b8a020", "#808080"};

    private final StringBuilder out = new StringBuilder();

    private Plot(int height, String title) {
        out.append(String.format(Locale.ROOT, """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12" fill="#777">
            <text x="10" y="20" font-size="14">%s</text>
            """, WIDTH, height, escaped(title)));
    }

    /**
     * Lines, one for each name, through points (x, y).
     *
     * @param series points by name, in order of x; every x and at least one y above 0
     */
    static String lines(String title, String xName, String yName, Map<String, Map<Double, Double>> series) {
        Plot plot = new Plot(HEIGHT + BOTTOM / 2, title);
        double least = Double.MAX_VALUE;
        double most = 0;
        double highest = 0;
        TreeMap<Double, Boolean> places = new TreeMap<>();
        for (Map<Double, Double> points : series.values()) {
            for (Map.Entry<Double, Double> point : points.entrySet()) {
                least = Math.min(least, point.getKey());
                most = Math.max(most, point.getKey());
                highest = Math.max(highest, point.getValue());
                places.put(point.getKey(), true);
            }
        }
        double left = Math.log(least);
        double scale = most > least ? (WIDTH - LEFT - RIGHT) / (Math.log(most) - left) : 0;
        double top = roundedUp(highest);
        plot.axes(places, left, scale, top, xName, yName);
        int number = 0;
        for (Map.Entry<String, Map<Double, Double>> one : series.entrySet()) {
            plot.line(one.getKey(), one.getValue(), number++, left, scale, top);
        }
        return plot.end();
    }

    private void axes(TreeMap<Double, Boolean> places, double left, double scale, double top, String xName, String yName) {
        for (int i = 0; i <= GRID_LINES; i++) {
            double y = y(top * i / GRID_LINES, top);
            out.append(String.format(Locale.ROOT, "<path d=\"M%d %.1fH%d\" stroke=\"#999\" stroke-opacity=\"0.4\"/>%n", LEFT, y,
                WIDTH - RIGHT));
            text(LEFT - 6, y + 4, "end", grouped(top * i / GRID_LINES));
        }
        double free = 0;
        for (double x : places.keySet()) {
            double at = LEFT + (Math.log(x) - left) * scale;
            if (at >= free) {
                text(at, HEIGHT - BOTTOM + 18, "middle", grouped(x));
                free = at + LABEL;
            }
        }
        text(LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - BOTTOM + 38, "middle", xName);
        text(LEFT - 6, TOP - 6, "end", yName);
    }

    private void line(String name, Map<Double, Double> points, int number, double left, double scale, double top) {
        String colour = COLOURS[number % COLOURS.length];
        List<String> path = new ArrayList<>();
        points.forEach((x, y) -> path.add(String.format(Locale.ROOT, "%.1f %.1f", LEFT + (Math.log(x) - left) * scale, y(y, top))));
        out.append("<path d=\"M").append(String.join("L", path)).append("\" fill=\"none\" stroke-width=\"2\" stroke=\"").append(colour)
            .append("\"/>\n");
        path.forEach(point -> out.append("<circle r=\"3\" fill=\"").append(colour).append("\" cx=\"").append(point.replace(" ", "\" cy=\""))
            .append("\"/>\n"));
        int x = LEFT + number % 3 * 220;
        int y = HEIGHT + number / 3 * 16;
        out.append(String.format(Locale.ROOT, "<path d=\"M%d %dh18\" stroke-width=\"3\" stroke=\"%s\"/>%n", x, y - 4, colour));
        text(x + 24, y, "start", name);
    }

    /**
     * A bar for each value from 1 to the left or to the right.
     *
     * @param bars values above 0 by name
     */
    static String bars(String title, Map<String, Double> bars) {
        int height = TOP + bars.size() * BAR + 40;
        Plot plot = new Plot(height, title);
        double reach = Math.max(1.2, bars.values().stream().mapToDouble(value -> Math.max(value, 1 / value)).max().orElse(1));
        double lowest = Math.max(1 / reach, bars.values().stream().mapToDouble(Double::doubleValue).min().orElse(1) / 1.3);
        double low = Math.log(Math.min(lowest, 0.8));
        double high = Math.log(Math.max(1.2, bars.values().stream().mapToDouble(Double::doubleValue).max().orElse(1) * 1.3));
        double scale = (WIDTH - BAR_TEXT - 70) / (high - low);
        double one = BAR_TEXT - low * scale;
        int y = TOP;
        for (Map.Entry<String, Double> bar : bars.entrySet()) {
            double x = BAR_TEXT + (Math.log(bar.getValue()) - low) * scale;
            plot.text(BAR_TEXT - 8, y + 14, "end", bar.getKey());
            plot.out.append(String.format(Locale.ROOT, "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                Math.min(x, one), y + 3, Math.abs(x - one), BAR - 6, bar.getValue() >= 1 ? COLOURS[0] : COLOURS[1]));
            plot.text(Math.max(x, one) + 6, y + 14, "start", ResultsPage.number(bar.getValue()));
            y += BAR;
        }
        plot.out.append(String.format(Locale.ROOT, "<path d=\"M%.1f %dV%d\" stroke=\"#777\"/>%n", one, TOP - 4, y));
        plot.text(one, y + 16, "middle", "goal");
        return plot.end();
    }

    private void text(double x, double y, String anchor, String text) {
        out.append(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, escaped(text)));
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP);
    }

    /** The next of 1, 2, 4, 5 or 8 times a power of ten: quarters of it are short numbers. */
    private static double roundedUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 4, 5, 8}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String grouped(double value) {
        return value >= 1_000 && value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : ResultsPage.number(value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private String end() {
        return out.append("</svg>\n").toString();
    }
}
