package io.athenabng.benchmarks.receive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.athenabng.ffi.Netns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A network namespace with both ends of a veth pair, silent by itself; gone when closed. */
final class VethPair implements AutoCloseable {
    /** The end that frames are sent on. */
    static final String SENDING_END = "bench-tx";
    /** The end that frames are read on. */
    static final String READING_END = "bench-rx";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String namespace = "abng-bench-" + ProcessHandle.current().pid();

    VethPair() {
        run("ip", "netns", "add", namespace);
        try {
            run("ip", "netns", "exec", namespace, "sh", "-c",
                "for f in all default; do p=/proc/sys/net/ipv6/conf/$f/disable_ipv6; [ ! -e $p ] || echo 1 >$p; done");
            run("ip", "-n", namespace, "link", "add", SENDING_END, "mtu", "1600", "type", "veth", "peer", "name", READING_END,
                "mtu", "1600");
            run("ip", "-n", namespace, "link", "set", SENDING_END, "up");
            run("ip", "-n", namespace, "link", "set", READING_END, "up");
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
    }

    /** The calling thread is in the namespace from now on. */
    void enter() {
        try (Netns netns = Netns.named(namespace)) {
            netns.enter();
        }
    }

    /** Starts a program in the namespace on one processor; its standard error is this process's. */
    Process start(int processor, List<String> command) {
        List<String> whole = new ArrayList<>(List.of("ip", "netns", "exec", namespace, "taskset", "-c", Integer.toString(processor)));
        whole.addAll(command);
        try {
            return new ProcessBuilder(whole).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + command.getFirst(), e);
        }
    }

    /** Waits for a program's end and reads the JSON object that is the last line of its output. */
    static JsonNode result(Process process) {
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int status = process.waitFor();
            if (status != 0) {
                throw new IllegalStateException("it ended with status " + status + ": " + output);
            }
            return JSON.readTree(output.substring(output.lastIndexOf('\n') + 1));
        } catch (IOException e) {
            throw new IllegalStateException("its output cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output.strip());
            }
        } catch (IOException e) {
            throw new IllegalStateException(String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        run("ip", "netns", "del", namespace);
    }
}
