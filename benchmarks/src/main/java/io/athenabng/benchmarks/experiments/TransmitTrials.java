package io.athenabng.benchmarks.experiments;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How frames leave: {@code packet_tx.c} on a veth pair, in the network namespace that this process is in. */
final class TransmitTrials {
    private final String program;
    private final long frames;

    TransmitTrials(String program, long frames) {
        this.program = program;
        this.frames = frames;
    }

    void run(int rounds, ArrayNode rows) throws Exception {
        sh("ip link add tx0 type veth peer name tx1 && ip link set tx0 up && ip link set tx1 up");
        new Trial("frames sent on AF_PACKET, 64 at a time", "ns")
            .variant("sendmmsg", "no ring of frames to be kept, and each refused frame has its own errno", () -> send("sendmmsg"))
            .variant("sendmmsg through the qdisc layer", "without PACKET_QDISC_BYPASS", () -> send("qdisc"))
            .variant("PACKET_TX_RING", "saves the copy of the descriptors only; a refused frame stops the ring", () -> send("ring"))
            .variant("a send for each frame", "a system call each", () -> send("send"))
            .run(rounds, rows);
        sh("ip link del tx0");
    }

    private double send(String mode) throws IOException, InterruptedException {
        return Double.parseDouble(sh(program + " tx0 " + mode + " " + frames));
    }

    private static String sh(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(command);
        }
        return said;
    }
}
