package io.athenabng.core.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The difference between two texts in the unified format (the one of {@code diff -u}), lines compared by the greedy algorithm of E. W.
 * Myers,
 * "An O(ND) Difference Algorithm and Its Variations" (1986). Texts that have little in common are shown as one replaced block.
 */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;
    /** More edits than this are not looked for: their number squared is what it costs. */
    private static final int EDITS_MAX = 2_000;

    private UnifiedDiff() {
    }

    /** A line of the script: {@code ' '} kept, {@code '-'} of the old text, {@code '+'} of the new one. */
    private record Step(char kind, String line) {
    }

    /**
     * The difference.
     *
     * @param oldName what the old text is called
     * @param newName what the new text is called
     * @param oldText the old text
     * @param newText the new text
     * @return the difference; empty if there is none
     */
    public static String of(final String oldName, final String newName, final String oldText, final String newText) {
        final String[] before = oldText.lines().toArray(String[]::new);
        final String[] after = newText.lines().toArray(String[]::new);
        int head = 0;
        while (head < before.length && head < after.length && before[head].equals(after[head])) {
            head++;
        }
        int tail = 0;
        while (tail < before.length - head && tail < after.length - head
                && before[before.length - 1 - tail].equals(after[after.length - 1 - tail])) {
            tail++;
        }
        final List<Step> steps = new ArrayList<>();
        for (int i = 0; i < head; i++) {
            steps.add(new Step(' ', before[i]));
        }
        script(Arrays.copyOfRange(before, head, before.length - tail), Arrays.copyOfRange(after, head, after.length - tail), steps);
        for (int i = before.length - tail; i < before.length; i++) {
            steps.add(new Step(' ', before[i]));
        }
        return render(oldName, newName, steps);
    }

    private static void script(final String[] a, final String[] b, final List<Step> steps) {
        final int limit = Math.min(EDITS_MAX, a.length + b.length);
        final int[] furthest = new int[2 * limit + 3];
        final List<int[]> trace = new ArrayList<>();
        for (int d = 0; d <= limit; d++) {
            trace.add(Arrays.copyOfRange(furthest, limit - d, limit + d + 3));
            for (int k = -d; k <= d; k += 2) {
                final int at = limit + 1 + k;
                int x = k == -d || k != d && furthest[at - 1] < furthest[at + 1] ? furthest[at + 1] : furthest[at - 1] + 1;
                while (x < a.length && x - k < b.length && a[x].equals(b[x - k])) {
                    x++;
                }
                furthest[at] = x;
                if (x >= a.length && x - k >= b.length) {
                    backtrack(a, b, trace, steps);
                    return;
                }
            }
        }
        for (final String line : a) {
            steps.add(new Step('-', line));
        }
        for (final String line : b) {
            steps.add(new Step('+', line));
        }
    }

    /** From the end of both texts to their beginning, along the furthest points of each round. */
    private static void backtrack(final String[] a, final String[] b, final List<int[]> trace, final List<Step> steps) {
        final List<Step> reversed = new ArrayList<>();
        int x = a.length;
        int y = b.length;
        for (int d = trace.size() - 1; d >= 0; d--) {
            final int[] furthest = trace.get(d);
            final int k = x - y;
            // The copy of round d begins at diagonal -d - 1.
            final int at = k + d + 1;
            final int previous = k == -d || k != d && furthest[at - 1] < furthest[at + 1] ? k + 1 : k - 1;
            final int previousX = d == 0 ? 0 : furthest[previous + d + 1];
            final int previousY = d == 0 ? 0 : previousX - previous;
            while (x > previousX && y > previousY) {
                reversed.add(new Step(' ', a[--x]));
                y--;
            }
            if (d > 0) {
                if (x == previousX) {
                    reversed.add(new Step('+', b[--y]));
                } else {
                    reversed.add(new Step('-', a[--x]));
                }
            }
        }
        steps.addAll(reversed.reversed());
    }

    private static String render(final String oldName, final String newName, final List<Step> steps) {
        final StringBuilder out = new StringBuilder();
        int oldLine = 1;
        int newLine = 1;
        int i = 0;
        while (i < steps.size()) {
            if (steps.get(i).kind == ' ') {
                oldLine++;
                newLine++;
                i++;
                continue;
            }
            final int start = Math.max(0, i - CONTEXT);
            final int end = hunkEnd(steps, i);
            final int lead = i - start;
            int olds = 0;
            int news = 0;
            final StringBuilder body = new StringBuilder();
            for (int j = start; j < end; j++) {
                final Step step = steps.get(j);
                olds += step.kind != '+' ? 1 : 0;
                news += step.kind != '-' ? 1 : 0;
                body.append(step.kind).append(step.line).append('\n');
            }
            if (out.isEmpty()) {
                out.append("--- ").append(oldName).append("\n+++ ").append(newName).append('\n');
            }
            out.append("@@ -").append(range(oldLine - lead, olds)).append(" +").append(range(newLine - lead, news)).append(" @@\n")
                    .append(body);
            oldLine += olds - lead;
            newLine += news - lead;
            i = end;
        }
        return out.toString();
    }

    private static String range(final int start, final int count) {
        return (count == 0 ? start - 1 : start) + (count == 1 ? "" : "," + count);
    }

    /** Behind the last change that is near enough to the one before, with its context. */
    private static int hunkEnd(final List<Step> steps, final int first) {
        int last = first;
        for (int j = first; j < steps.size() && j - last <= 2 * CONTEXT; j++) {
            last = steps.get(j).kind == ' ' ? last : j;
        }
        return Math.min(steps.size(), last + CONTEXT + 1);
    }
}
