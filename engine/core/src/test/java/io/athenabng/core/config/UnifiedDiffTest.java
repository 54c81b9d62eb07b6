package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Differences, read back as {@code patch} reads them. */
final class UnifiedDiffTest {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+)(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@");
    private static final long SEED = Long.getLong("abng.fuzz.seed", System.nanoTime());

    @Test
    void nothingForTheSame() {
        assertEquals("", UnifiedDiff.of("a", "b", "x\ny\n", "x\ny\n"));
    }

    @Test
    void aChangeWithThreeLinesAroundIt() {
        assertEquals("""
                --- running
                +++ candidate
                @@ -2,7 +2,7 @@
                 2
                 3
                 4
                -5
                +five
                 6
                 7
                 8
                """, UnifiedDiff.of("running", "candidate", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"));
        assertEquals("--- a\n+++ b\n@@ -0,0 +1 @@\n+x\n", UnifiedDiff.of("a", "b", "", "x\n"));
    }

    @Test
    void appliedItGivesTheNewText() {
        final Random random = new Random(SEED);
        for (int round = 0; round < 2_000; round++) {
            final List<String> before = lines(random, random.nextInt(40));
            final List<String> after = new ArrayList<>(before);
            for (int i = random.nextInt(8); i > 0; i--) {
                if (random.nextBoolean() || after.isEmpty()) {
                    after.add(random.nextInt(after.size() + 1), "n" + random.nextInt(4));
                } else {
                    after.remove(random.nextInt(after.size()));
                }
            }
            check(before, round % 50 == 0 ? lines(random, 30) : after, "-Dabng.fuzz.seed=" + SEED + ", round " + round);
        }
    }

    @Test
    void textsWithoutAnythingInCommonEndSoon() {
        final List<String> before = new ArrayList<>();
        final List<String> after = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            before.add("a" + i);
            after.add("b" + i);
        }
        check(before, after, "large");
    }

    private static List<String> lines(final Random random, final int count) {
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add("l" + random.nextInt(6));
        }
        return lines;
    }

    private static void check(final List<String> before, final List<String> after, final String where) {
        final String diff = UnifiedDiff.of("a", "b", String.join("\n", before) + "\n", String.join("\n", after) + "\n");
        final List<String> old = List.of((String.join("\n", before) + "\n").lines().toArray(String[]::new));
        final List<String> wanted = List.of((String.join("\n", after) + "\n").lines().toArray(String[]::new));
        assertEquals(wanted, apply(old, diff), where);
    }

    private static List<String> apply(final List<String> before, final String diff) {
        final List<String> out = new ArrayList<>();
        int at = 0;
        for (final String line : diff.lines().skip(2).toList()) {
            final Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                final int count = hunk.group(2) == null ? 1 : Integer.parseInt(hunk.group(2));
                final int start = Integer.parseInt(hunk.group(1)) - (count == 0 ? 0 : 1);
                while (at < start) {
                    out.add(before.get(at++));
                }
                assertEquals(Integer.parseInt(hunk.group(3)) - (hunk.group(4) != null && hunk.group(4).equals("0") ? 0 : 1), out.size());
            } else {
                final String text = line.substring(1);
                if (line.charAt(0) != '+') {
                    assertEquals(before.get(at++), text);
                }
                if (line.charAt(0) != '-') {
                    out.add(text);
                }
            }
        }
        assertTrue(at <= before.size());
        out.addAll(before.subList(at, before.size()));
        return out;
    }
}
