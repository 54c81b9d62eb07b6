package io.athenabng.ffi.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a command of the machine for a test: {@code ip}, {@code tc}, {@code cc}.
 */
public final class Command {
    private static final long TIMEOUT_S = 60;

    private Command() {
    }

    /**
     * How a command ended.
     *
     * @param status its exit status
     * @param output what it wrote, standard output and standard error together
     */
    public record Result(int status, String output) {
    }

    /** Runs a command and returns what it wrote; a status other than 0 is an {@link AssertionError} with the output. */
    public static String run(String... words) {
        Result result = tryRun(words);
        if (result.status() != 0) {
            throw new AssertionError(String.join(" ", words) + ": status " + result.status() + "\n" + result.output());
        }
        return result.output();
    }

    /** Runs a command line, split at white space. */
    public static String runLine(String line) {
        return run(line.strip().split("\\s+"));
    }

    /** Runs a command that may fail. */
    public static Result tryRun(String... words) {
        ProcessBuilder builder = new ProcessBuilder(List.of(words)).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", words) + ": still running after " + TIMEOUT_S + " s");
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", words), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
