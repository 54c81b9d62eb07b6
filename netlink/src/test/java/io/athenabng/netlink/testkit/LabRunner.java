package io.athenabng.netlink.testkit;

import io.athenabng.ffi.testkit.Command;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs a main class of checks once inside the virtual machine ({@code scripts/lab}) and turns its lines into tests.
 *
 * <p>The main class uses {@link LabChecks}: each check prints {@code ok NAME} or {@code FAIL NAME: why}. A run that ends without
 * the final line, or with another exit status than its lines ask for, is a failed test too.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> insideTheLab() {
 *     return LabRunner.run(NetlinkLabMain.class, 2048, 300);
 * }
 * }</pre>
 */
public final class LabRunner {
    private LabRunner() {
    }

    /**
     * Boots the machine, runs the class and reports.
     *
     * @param memoryMb memory of the machine
     * @param timeoutS longest run, in seconds
     * @param args     arguments of the main class
     */
    public static Stream<DynamicTest> run(final Class<?> main, final int memoryMb, final int timeoutS, final String... args) {
        final Path root = projectRoot();
        requireLab(root);
        final List<String> words = new ArrayList<>(List.of(root.resolve("scripts/lab").toString(), "run", "--cpus", "1",
            "--mem", Integer.toString(memoryMb), "--timeout", Integer.toString(timeoutS), "--",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + root.resolve("scripts/jvm.flags"),
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dabng.lab=true", "-Dabng.root=" + root,
            "-cp", classPath(), main.getName()));
        words.addAll(List.of(args));
        final Result result = execute(words);
        final List<DynamicTest> tests = new ArrayList<>();
        boolean ended = false;
        boolean failed = false;
        for (final String line : result.output().split("\n")) {
            if (line.startsWith("ok ")) {
                tests.add(DynamicTest.dynamicTest(line.substring(3), () -> { }));
            } else if (line.startsWith("FAIL ")) {
                failed = true;
                final int colon = line.indexOf(':');
                final String name = colon < 0 ? line.substring(5) : line.substring(5, colon);
                tests.add(DynamicTest.dynamicTest(name, () -> Assertions.fail(line + "\n" + result.output())));
            } else if (line.equals(LabChecks.END + tests.size())) {
                ended = true;
            }
        }
        final boolean sound = ended && result.status() == (failed ? 1 : 0);
        tests.add(DynamicTest.dynamicTest("the lab's run of " + main.getSimpleName(), () -> Assertions.assertTrue(sound,
            () -> "exit status " + result.status() + ", " + (tests.size() - 1) + " checks\n" + result.output())));
        return tests.stream();
    }

    private record Result(int status, String output) {
    }

    /** The lab's own time-out ends the command, so there is none here. */
    private static Result execute(final List<String> words) {
        try {
            final Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            final String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static void requireLab(final Path root) {
        final Command.Result check = Command.tryRun(root.resolve("scripts/lab").toString(), "check");
        if (check.status() == 0) {
            return;
        }
        final String reason = "capability lab is missing: " + check.output().strip();
        if (Arrays.stream(System.getProperty("abng.require", "").split(",")).map(String::strip).anyMatch("lab"::equals)) {
            Assertions.fail(reason);
        }
        Assumptions.abort(reason);
    }

    private static Path projectRoot() {
        final String told = System.getProperty("abng.root");
        Path path = (told == null ? Path.of("") : Path.of(told)).toAbsolutePath();
        while (path != null && !Files.exists(path.resolve("scripts/lab"))) {
            path = path.getParent();
        }
        if (path == null) {
            throw new AssertionError("no scripts/lab above " + Path.of("").toAbsolutePath());
        }
        return path;
    }

    /** Surefire may hide the class path behind a jar with a manifest: then it tells the real one. */
    private static String classPath() {
        final String real = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(real.split(File.pathSeparator)).filter(entry -> !entry.isEmpty())
            .map(entry -> Path.of(entry).toAbsolutePath().toString()).reduce((a, b) -> a + File.pathSeparator + b).orElseThrow();
    }
}
