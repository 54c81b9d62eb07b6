package io.athenabng.benchmarks.receive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * How long a reader of a TPACKET_V3 ring may be off the processor before frames are lost: the reader in C is stopped for a while by a
 * signal. The prediction: a block is handed over when it is full or its time is out, however little is in it, so a ring holds at most its
 * blocks times their time-out, and at most its bytes; what comes later is lost, and the ring has frozen.
 *
 * <p>{@code RingStalls SENDER READER}. One JSON object on standard output.
 */
public final class RingStalls {
    private static final int SENDER_CPU = 0;
    private static final int READER_CPU = 1;
    private static final int FRAME_BYTES = 350;
    /** Header, address, alignment: what a frame takes of a block beside its bytes. */
    private static final int FRAME_OVERHEAD = 82;
    private static final long BEFORE_STOP_MS = 300;
    private static final int SECONDS = 1;
    private static final int[] STOPS_MS = {50, 100, 200, 400};
    private static final long[] RATES = {20_000, 400_000};

    /** A ring. */
    private record Geometry(int blockSize, int blocks, int timeoutMs) {
        /** How long it holds what comes at a rate, ms. */
        double holdsMs(long rate) {
            return Math.min((double) blocks * timeoutMs, 1e3 * blockSize * blocks / ((FRAME_BYTES + FRAME_OVERHEAD) * (double) rate));
        }
    }

    private static final List<Geometry> GEOMETRIES =
        List.of(new Geometry(256 << 10, 64, 2), new Geometry(64 << 10, 256, 2), new Geometry(256 << 10, 64, 8),
            new Geometry(1 << 20, 256, 8));

    private RingStalls() {
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = report.putArray("experiments");
        int right = 0;
        int all = 0;
        try (VethPair pair = new VethPair()) {
            for (Geometry geometry : GEOMETRIES) {
                for (long rate : RATES) {
                    for (int stopMs : STOPS_MS) {
                        JsonNode seen = stopped(pair, arguments[0], arguments[1], geometry, rate, stopMs);
                        long drops = seen.required("drops").asLong();
                        double holds = geometry.holdsMs(rate);
                        boolean expected = stopMs > holds;
                        all++;
                        right += expected == drops > 0 ? 1 : 0;
                        String variant = String.format(Locale.ROOT, "%d blocks of %d KiB, %d ms, %,d frames/s, off for %d ms",
                            geometry.blocks, geometry.blockSize >> 10, geometry.timeoutMs, rate, stopMs);
                        rows.addObject().put("experiment", "reader off the processor").put("variant", variant).put("figure", drops)
                            .put("unit", "frames lost").put("kept", geometry.equals(GEOMETRIES.get(1)))
                            .put("why", String.format(Locale.ROOT, "the ring holds %.0f ms", holds)).put("freezes",
                                seen.required("freezes").asLong());
                        System.err.printf(Locale.ROOT, "%s: %d lost, %d freezes; it holds %.0f ms%n", variant, drops,
                            seen.required("freezes").asLong(), holds);
                    }
                }
            }
        }
        report.put("runs", all).put("runsAsPredicted", right);
        System.out.println(report);
    }

    private static JsonNode stopped(VethPair pair, String sender, String reader, Geometry geometry, long rate, int stopMs)
            throws IOException, InterruptedException {
        Process process = pair.start(READER_CPU, List.of(reader, VethPair.READING_END, Integer.toString(geometry.blockSize),
            Integer.toString(geometry.blocks), Integer.toString(geometry.timeoutMs), Depth.HEADERS.key()));
        byte[] ready = process.getInputStream().readNBytes("ready\n".length());
        if (!new String(ready, StandardCharsets.US_ASCII).equals("ready\n")) {
            throw new IllegalStateException("the reader did not start");
        }
        Process sending = pair.start(SENDER_CPU, List.of(sender, VethPair.SENDING_END, Long.toString(rate * SECONDS), Long.toString(rate)));
        Thread.sleep(BEFORE_STOP_MS);
        signal("-STOP", process);
        Thread.sleep(stopMs);
        signal("-CONT", process);
        VethPair.result(sending);
        process.getOutputStream().close();
        return VethPair.result(process);
    }

    private static void signal(String signal, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }
}
