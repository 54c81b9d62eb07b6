package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever a file holds, loading it ends soon with a configuration or with problems, and throws nothing. System property
 * {@code abng.fuzz.iterations} sets the effort, {@code abng.fuzz.seed} repeats a run; the seed is in every failure.
 */
final class ConfigurationFuzzTest {
    // A whole file costs about as much as some hundred packets.
    private static final int ROUNDS = Math.max(1000, Integer.getInteger("abng.fuzz.iterations", 0) / 250);
    private static final long SEED = Long.getLong("abng.fuzz.seed", System.nanoTime());
    private static final String[] TOKENS = {
        "{", "}", "[", "]", ":", ": ", "- ", ",", "\n", "\t", "  ", "#", "&a ", "*a", "!!x ", "!", "|", ">", "'", "\"", "\\", "%", "@",
        "`", "?",
        "? ", "---\n", "...\n", "<<: ", "null", "~", "true", "0", "-1", "99999999999999999999", "1e9", ".inf", "0x7f", "\u0000", "\u0085",
        "\u2028", "\ud83d\ude00", "\ufeff", "{line}", "{", "1.2.3.4", "1.2.3.4/0", "0.0.0.0-255.255.255.255", "1-4094.1-4094", "untagged",
        "100gbit",
        "5d", "16MiB", "pools", "trunks", "name", "users: ", "mode: relay", "queue: none", "threading: dedicated", "\ud800"};

    private int loaded;
    private int refused;

    @Test
    void mutatedExamples() {
        final Random random = new Random(SEED);
        final String[] seeds = {TestConfigurations.MINIMAL, TestConfigurations.example(), ConfigurationLoaderTest.EVERYTHING};
        for (int round = 0; round < ROUNDS; round++) {
            final StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int i = random.nextInt(4); i >= 0; i--) {
                mutate(text, random);
            }
            check(text.toString(), round);
        }
        // Both outcomes were met: the mutations are neither void nor always fatal.
        assertTrue(loaded > ROUNDS / 50 && refused > ROUNDS / 4, loaded + " loaded, " + refused + " refused");
    }

    @Test
    void mutatedBytes() {
        final Random random = new Random(SEED + 1);
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] bytes = TestConfigurations.MINIMAL.getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(6); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            check(bytes, round);
        }
    }

    @Test
    void randomBytesAndTokens() {
        final Random random = new Random(SEED + 2);
        for (int round = 0; round < ROUNDS; round++) {
            final byte[] bytes = new byte[random.nextInt(400)];
            random.nextBytes(bytes);
            check(bytes, round);
            final StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i >= 0; i--) {
                text.append(TOKENS[random.nextInt(TOKENS.length)]);
            }
            check(text.toString(), round);
        }
    }

    @Test
    void hugeAndRepetitiveFilesEndSoon() {
        for (final String unit : new String[] {"[", "{", "- ", "? ", "a: ", "'", "\"", "a\n", "\n", " ", "&a ", "!a", "#", "a: b\n",
                "- a\n", "|\n", "%",
            "trunks: []\n", "- {name: x}\n", "[a, ", "{a: b}, ", ": ", "*a ", "\\", "-\n ", "\u00e4"}) {
            final String text = unit.repeat((1 << 16) / unit.length());
            assertTimeout(Duration.ofSeconds(60), () -> judge(ConfigurationLoader.load("fuzz", text), 0), unit);
            final String nested = TestConfigurations.MINIMAL + "users:\n  " + text;
            assertTimeout(Duration.ofSeconds(60), () -> judge(ConfigurationLoader.load("fuzz", nested), 0), unit);
        }
    }

    private void check(final String text, final int round) {
        judge(assertDoesNotThrow(() -> ConfigurationLoader.load("fuzz", text), () -> where(round) + "\n" + text), round);
    }

    private void check(final byte[] bytes, final int round) {
        judge(assertDoesNotThrow(() -> ConfigurationLoader.load("fuzz", bytes, "h"), () -> where(round)), round);
    }

    private static String where(final int round) {
        return "-Dabng.fuzz.seed=" + SEED + ", round " + round;
    }

    private void judge(final LoadResult result, final int round) {
        final String where = where(round);
        if (result.isLoaded()) {
            loaded++;
            final RunningConfiguration configuration = result.configuration();
            final LoadResult again = ConfigurationLoader.load("again",
                    ConfigurationWriter.toYaml(configuration).replace(Secret.HIDDEN, "testing123"));
            assertEquals(List.of(), again.problems(), where);
            // As text: secrets, which are not written, may differ.
            assertEquals(configuration.toString(), again.configuration().toString(), where);
        } else {
            refused++;
            for (final ConfigurationProblem problem : result.problems()) {
                assertFalse(problem.message().isBlank(), where);
                assertFalse(problem.remedy().isBlank(), where);
                assertTrue(problem.line() >= 0 && problem.column() >= 0, where);
                assertEquals(1, problem.describe("fuzz").lines().count(), problem.describe("fuzz"));
            }
        }
    }

    private static void mutate(final StringBuilder text, final Random random) {
        final int at = random.nextInt(text.length());
        final int length = Math.min(text.length() - at, 1 + random.nextInt(random.nextInt(8) == 0 ? 200 : 12));
        switch (random.nextInt(6)) {
            case 0 -> text.deleteCharAt(at);
            case 1 -> text.insert(at, TOKENS[random.nextInt(TOKENS.length)]);
            case 2 -> text.replace(at, at + length, TOKENS[random.nextInt(TOKENS.length)]);
            case 3 -> text.insert(random.nextInt(text.length()), text.substring(at, at + length));
            case 4 -> text.setCharAt(at, (char) ('0' + random.nextInt(75)));
            default -> {
                // A whole line, as an editor's slip would.
                final int end = text.indexOf("\n", at);
                final int start = text.lastIndexOf("\n", at) + 1;
                if (end > start) {
                    final String line = text.substring(start, end + 1);
                    if (random.nextBoolean()) {
                        text.insert(start, line);
                    } else {
                        text.delete(start, end + 1);
                    }
                }
            }
        }
        if (text.isEmpty()) {
            text.append('x');
        }
    }
}
