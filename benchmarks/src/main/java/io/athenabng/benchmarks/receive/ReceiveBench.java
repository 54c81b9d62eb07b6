package io.athenabng.benchmarks.receive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.report.PeerComparison;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import io.athenabng.ffi.NetworkInterfaces;
import io.athenabng.ffi.ThreadAffinity;
import io.athenabng.ffi.packet.TpacketV3Ring;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Plays frames over a veth pair to the Java receiver and, in turn, to the C reader, and compares their CPU time a packet; or, with
 * {@code --kept-up}, to the Java receiver alone at a given rate for a while. Needs root. One JSON object on standard output.
 *
 * <p>CPU time is that of the reading thread, so it includes its own system calls and page work and excludes the kernel's receive path:
 * veth delivers on the sender's processor.
 */
@Command(name = "receive-bench", mixinStandardHelpOptions = true, sortOptions = false)
public final class ReceiveBench implements Callable<Integer> {
    private static final int WARM_UP_UNTAGGED = 2;
    private static final double GOAL = 1.1;

    @Option(names = "--sender", required = true, description = "The frame_sender program.")
    private Path sender;

    @Option(names = "--reader", description = "The tpacket_reader program; not needed with --kept-up.")
    private Path reader;

    @Option(names = "--kept-up", description = "Only see whether the Java receiver loses frames.")
    private boolean keptUp;

    @Option(names = "--rate", defaultValue = "400000", description = "Frames a second (default ${DEFAULT-VALUE}).")
    private long rate;

    @Option(names = "--seconds", defaultValue = "5", description = "Length of a measurement (default ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "7", description = "Measurements of each reader (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--warm-up", defaultValue = "3", description = "Measurements that do not count (default ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--block-size", defaultValue = "1048576", description = "Bytes of a block (default ${DEFAULT-VALUE}).")
    private int blockSize;

    @Option(names = "--blocks", defaultValue = "256", description = "Blocks (default ${DEFAULT-VALUE}).")
    private int blocks;

    /** A block is handed over when its time is out, however little is in it: the ring holds blocks times this, whatever its size. */
    @Option(names = "--block-timeout", defaultValue = "8", description = "Milliseconds (default ${DEFAULT-VALUE}).")
    private int blockTimeoutMs;

    @Option(names = "--sender-cpu", defaultValue = "0", description = "The sender's processor (default ${DEFAULT-VALUE}).")
    private int senderCpu;

    @Option(names = "--reader-cpu", defaultValue = "1", description = "The readers' processor (default ${DEFAULT-VALUE}).")
    private int readerCpu;

    @Option(names = "--json", description = "Write the JSON object to a file as well.")
    private Path json;

    private ReceiveBench() {
    }

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ReceiveBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (!keptUp && reader == null) {
            throw new IllegalArgumentException("--reader is needed to compare with");
        }
        BitSet processors = new BitSet();
        processors.set(readerCpu);
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        boolean good;
        try (VethPair pair = new VethPair()) {
            pair.enter();
            ThreadAffinity.set(processors);
            report.put("framesPerSecondWanted", rate).put("blockSize", blockSize).put("blocks", blocks)
                .put("blockTimeoutMs", blockTimeoutMs);
            good = keptUp ? keepUp(pair, report) : compare(pair, report);
        }
        System.out.println(report);
        if (json != null) {
            Files.writeString(json, report.toPrettyString() + System.lineSeparator());
        }
        return good ? 0 : 1;
    }

    private boolean keepUp(VethPair pair, ObjectNode report) {
        JavaReader receiver = new JavaReader(Depth.DHCP);
        for (int i = 0; i < warmUp; i++) {
            java(pair, receiver, rate, WARM_UP_UNTAGGED, JsonNodeFactory.instance.objectNode());
        }
        ObjectNode sent = JsonNodeFactory.instance.objectNode();
        ReceiveResult result = java(pair, receiver, rate * seconds, 0, sent);
        long frames = sent.get("sent").asLong();
        double reached = sent.get("framesPerSecond").asDouble() / rate;
        report.set("sender", sent);
        report.set("java", result.toJson());
        report.put("lost", frames - result.packets()).put("rateReached", reached);
        boolean good = result.packets() == frames && result.drops() == 0 && result.dhcp() == frames && reached > 0.98;
        report.put("keptUp", good);
        report.putArray("comparisons").add(PeerComparison.absolute("frames lost", "frames", new double[] {frames - result.packets()},
            Bound.AT_MOST, 0).toJson());
        System.err.printf(Locale.ROOT, "%d of %d frames read at %.0f/s, %d dropped, %d freezes, %.1f ns of CPU a packet%n",
            result.packets(), frames, sent.get("framesPerSecond").asDouble(), result.drops(), result.freezes(), result.cpuNsPerPacket());
        return good;
    }

    private boolean compare(VethPair pair, ObjectNode report) {
        boolean good = true;
        ArrayNode comparisons = report.putArray("comparisons");
        for (Depth depth : Depth.values()) {
            JavaReader receiver = new JavaReader(depth);
            for (int i = 0; i < warmUp; i++) {
                java(pair, receiver, rate, WARM_UP_UNTAGGED, JsonNodeFactory.instance.objectNode());
            }
            good &= compare(pair, receiver, depth, report.putObject(depth.key()), comparisons);
        }
        return good;
    }

    /** Alternates, beginning with each in turn, so that a slow drift of the machine meets both alike. */
    private boolean compare(VethPair pair, JavaReader receiver, Depth depth, ObjectNode report, ArrayNode comparisons) {
        ArrayNode list = report.putArray("rounds");
        List<Double> ratios = new ArrayList<>();
        List<Double> javaNs = new ArrayList<>();
        List<Double> peerNs = new ArrayList<>();
        boolean same = true;
        for (int round = 0; round < rounds; round++) {
            ReceiveResult mine = round % 2 == 0 ? java(pair, receiver, rate * seconds, 0, JsonNodeFactory.instance.objectNode()) : null;
            ReceiveResult peer = peer(pair, depth);
            if (mine == null) {
                mine = java(pair, receiver, rate * seconds, 0, JsonNodeFactory.instance.objectNode());
            }
            double ratio = mine.cpuNsPerPacket() / peer.cpuNsPerPacket();
            boolean complete = mine.packets() == rate * seconds && peer.packets() == mine.packets();
            same &= mine.malformed() == 0 && peer.malformed() == 0 && (!complete || mine.digest() == peer.digest());
            ratios.add(ratio);
            javaNs.add(mine.cpuNsPerPacket());
            peerNs.add(peer.cpuNsPerPacket());
            ObjectNode entry = list.addObject().put("ratio", ratio).put("complete", complete);
            entry.set("java", mine.toJson());
            entry.set("c", peer.toJson());
            System.err.printf(Locale.ROOT, "%s %d: java %.1f ns, C %.1f ns, ratio %.3f%s%n", depth.key(), round + 1,
                mine.cpuNsPerPacket(), peer.cpuNsPerPacket(), ratio, complete ? "" : ", frames were lost");
        }
        comparisons.add(PeerComparison.of("CPU a packet, depth " + depth.key(), "ns", array(javaNs), "C", array(peerNs), Bound.AT_MOST,
            GOAL).toJson());
        report.put("ratioMedian", median(ratios)).put("ratioMin", ratios.stream().min(Double::compare).orElseThrow())
            .put("ratioMax", ratios.stream().max(Double::compare).orElseThrow()).put("javaNsMedian", median(javaNs))
            .put("cNsMedian", median(peerNs)).put("sameFindings", same);
        return same;
    }

    private ReceiveResult java(VethPair pair, JavaReader receiver, long frames, int untagged, ObjectNode sent) {
        int index = NetworkInterfaces.index(VethPair.READING_END);
        try (TpacketV3Ring ring = JavaReader.open(index, blockSize, blocks, blockTimeoutMs)) {
            Process process = sender(pair, frames, untagged);
            ReceiveResult result = receiver.read(ring, process::isAlive);
            JsonNode node = VethPair.result(process);
            sent.setAll((ObjectNode) node);
            return result;
        }
    }

    private ReceiveResult peer(VethPair pair, Depth depth) {
        Process process = pair.start(readerCpu, List.of(reader.toString(), VethPair.READING_END, Integer.toString(blockSize),
            Integer.toString(blocks), Integer.toString(blockTimeoutMs), depth.key()));
        try {
            awaitReady(process);
            VethPair.result(sender(pair, rate * seconds, 0));
            // What is in the ring is read before the end of its standard input is noticed.
            process.getOutputStream().close();
            return ReceiveResult.of(VethPair.result(process));
        } catch (IOException e) {
            throw new IllegalStateException("the C reader", e);
        } finally {
            process.destroy();
        }
    }

    private static void awaitReady(Process process) throws IOException {
        byte[] ready = process.getInputStream().readNBytes("ready\n".length());
        if (!Arrays.equals(ready, "ready\n".getBytes(StandardCharsets.US_ASCII))) {
            throw new IllegalStateException("the C reader did not start");
        }
    }

    private Process sender(VethPair pair, long frames, int untagged) {
        return pair.start(senderCpu, List.of(sender.toString(), VethPair.SENDING_END, Long.toString(frames), Long.toString(rate),
            Integer.toString(untagged)));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
