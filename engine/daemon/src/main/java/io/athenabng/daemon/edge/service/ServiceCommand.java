package io.athenabng.daemon.edge.service;

import io.athenabng.core.port.ConfigurationConsumer.RefusedException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a service's command, without a shell, and waits for it no longer than it may take. */
final class ServiceCommand {
    private static final long NS_PER_MS = 1_000_000L;
    private static final int OUTPUT_MAX = 300;
    private static final long REAP_S = 5;

    private ServiceCommand() {
    }

    /**
     * Runs a command. Its output goes to a file: a pipe that nobody reads would stop it, and one that a grandchild holds would never end.
     *
     * @param what      what it is, for messages
     * @param command   program and arguments
     * @param timeoutNs it is killed, with what it started, after so long
     * @throws RefusedException if it cannot be started, fails, or takes too long; the message has what it said
     */
    static void run(final String what, final List<String> command, final long timeoutNs) {
        Path output = null;
        try {
            output = Files.createTempFile("abng-command", ".out");
            final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile())
                    .redirectInput(new File("/dev/null")).start();
            if (!process.waitFor(timeoutNs, TimeUnit.NANOSECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor(REAP_S, TimeUnit.SECONDS);
                throw new RefusedException(what + " (" + command.getFirst() + ") took longer than " + timeoutNs / NS_PER_MS
                        + " ms and was killed");
            }
            if (process.exitValue() != 0) {
                throw new RefusedException(what + " (" + command.getFirst() + ") failed with status " + process.exitValue() + ": "
                        + said(output));
            }
        } catch (final IOException e) {
            throw new RefusedException(what + " (" + command.getFirst() + ") cannot be run: " + e.getMessage());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the daemon is stopping");
        } finally {
            delete(output);
        }
    }

    /** The end of what it said, in one line: that is where tools name the error. */
    private static String said(final Path output) throws IOException {
        final byte[] bytes = Files.readAllBytes(output);
        final String text = new String(bytes, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ").strip();
        return text.isEmpty() ? "it said nothing" : text.substring(Math.max(0, text.length() - OUTPUT_MAX));
    }

    static void delete(final Path file) {
        if (file != null && !file.toFile().delete() && Files.exists(file)) {
            System.getLogger(ServiceCommand.class.getName()).log(System.Logger.Level.WARNING, file + " cannot be deleted");
        }
    }
}
