package io.athenabng.daemon.testkit;

import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code abngd} as a child of the test, with the test's own class path and Java; all that it writes goes to one file. */
public final class AbngdProcess implements AutoCloseable {
    private static final long POLL_MS = 50;

    private final Process process;
    private final Path output;

    private AbngdProcess(final Process process, final Path output) {
        this.process = process;
        this.output = output;
    }

    /**
     * Starts it.
     *
     * @param output where its standard output and error go
     * @param prefix a command that runs it, like {@code ip netns exec NAME}; empty is none
     * @param args   its arguments
     */
    public static AbngdProcess start(final Path output, final List<String> prefix, final String... args) {
        return start(output, prefix, Map.of(), args);
    }

    /**
     * Starts it.
     *
     * @param environment what its environment has beside the test's own
     */
    public static AbngdProcess start(final Path output, final List<String> prefix, final Map<String, String> environment,
                                     final String... args) {
        final List<String> words = new ArrayList<>(prefix);
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("@" + projectRoot().resolve("scripts/jvm.flags"),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
                "-Xmx256m", "-cp", classPath(), "io.athenabng.daemon.Abngd"));
        words.addAll(List.of(args));
        final ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
        try {
            final Process process = builder.start();
            process.getOutputStream().close();
            return new AbngdProcess(process, output);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path projectRoot() {
        final String told = System.getProperty("abng.root");
        Path path = (told == null ? Path.of("") : Path.of(told)).toAbsolutePath();
        while (path != null && !Files.exists(path.resolve("scripts/jvm.flags"))) {
            path = path.getParent();
        }
        if (path == null) {
            throw new AssertionError("no scripts/jvm.flags above " + Path.of("").toAbsolutePath());
        }
        return path;
    }

    /** The class path of the test; Surefire may hide it behind a jar with a manifest and tells the real one. */
    public static String classPath() {
        final String real = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(real.split(File.pathSeparator)).filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString()).reduce((a, b) -> a + File.pathSeparator + b).orElseThrow();
    }

    /** What it has written until now. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it listens on its management socket. */
    public void awaitReady(final Duration timeout) {
        final long deadlineNs = System.nanoTime() + timeout.toNanos();
        while (!output().contains("abngd: ready")) {
            if (!process.isAlive() || System.nanoTime() > deadlineNs) {
                throw new AssertionError((process.isAlive() ? "not ready in time" : "ended with " + process.exitValue()) + "\n" + output());
            }
            pause();
        }
    }

    /** Waits for its end. */
    public int awaitExit(final Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running\n" + output());
            }
            return process.exitValue();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** A client of its socket. */
    public static RpcClient client(final Path socket) {
        try {
            return RpcClient.connect(socket);
        } catch (final RpcException e) {
            throw new AssertionError(e);
        }
    }

    /** Asks it to end (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** Ends it at once (SIGKILL). */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(30));
    }

    public long processId() {
        return process.pid();
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
