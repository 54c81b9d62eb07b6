package io.athenabng.benchmarks.receive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.report.PeerComparison;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import io.athenabng.ffi.NetworkInterfaces;
import io.athenabng.ffi.ThreadAffinity;
import io.athenabng.ffi.packet.BpfProgram;
import io.athenabng.ffi.packet.ControlFrameFilter;
import io.athenabng.ffi.packet.ReceiveRingConfig;
import io.athenabng.ffi.packet.TpacketV3Ring;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mixed traffic, as fast as the sender can, read by the gateway's ring and parsers and by others, each in turn: our reader in C,
 * tcpdump, netsniff-ng, a libpcap loop in C, and pcap4j. Of each eight frames four are DHCP messages and one is a PADI; the rest is data
 * that a socket filter keeps away: the gateway's own with ours and the reader in C, the same as an expression with the others.
 *
 * <p>{@code ReceivePeersBench SENDER TPACKET_READER PCAP_READER SCRATCH FRAMES ROUNDS}. One JSON object on standard output.
 */
public final class ReceivePeersBench {
    private static final int SENDER_CPU = 0;
    private static final int READER_CPU = 1;
    private static final int BLOCK_SIZE = 1 << 20;
    private static final int BLOCKS = 256;
    private static final int BLOCK_TIMEOUT_MS = 8;
    private static final int WARM_UP = 5;
    private static final int DISTINCT = 4_096;
    private static final int UNTAGGED_ONE_IN = 4;
    private static final int OUTER_VIDS = 40;
    private static final int FIRST_OUTER = 500;
    private static final double GOAL_CPU = 1.1;
    private static final long DRAIN_MS = 300;
    private static final String PLAIN = "(ether proto 0x8863 or (udp and (dst port 67 or dst port 68)))";
    private static final String EXPRESSION = PLAIN + " or (vlan and (" + PLAIN + " or (vlan and " + PLAIN + ")))";

    private final String sender;
    private final String tpacketReader;
    private final String pcapReader;
    private final Path filterFile;
    private final long frames;
    private final BpfProgram filter;
    private final VethPair pair;

    /** What a reader saw. */
    private record Seen(long packets, long cpuNs, long drops) {
    }

    /** A reader, from its start until all frames were sent and nothing comes any more. */
    private interface Reader {
        Seen read() throws IOException, InterruptedException;
    }

    private ReceivePeersBench(String[] arguments, VethPair pair) throws IOException {
        sender = arguments[0];
        tpacketReader = arguments[1];
        pcapReader = arguments[2];
        filterFile = Path.of(arguments[3]).resolve("filter");
        frames = Long.parseLong(arguments[4]);
        this.pair = pair;
        BitSet outer = new BitSet();
        outer.set(FIRST_OUTER, FIRST_OUTER + OUTER_VIDS);
        filter = ControlFrameFilter.builder().dhcpv4().outerVids(outer, true).pppoe().build();
        ByteBuffer instructions = ByteBuffer.allocate(filter.size() * Long.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < filter.size(); i++) {
            instructions.putShort((short) filter.code(i)).put((byte) filter.jumpTrue(i)).put((byte) filter.jumpFalse(i))
                .putInt(filter.k(i));
        }
        Files.write(filterFile, instructions.array());
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        BitSet processors = new BitSet();
        processors.set(READER_CPU);
        try (VethPair pair = new VethPair()) {
            pair.enter();
            ThreadAffinity.set(processors);
            System.out.println(new ReceivePeersBench(arguments, pair).measure(Integer.parseInt(arguments[5])));
        }
    }

    private ObjectNode measure(int rounds) throws IOException, InterruptedException {
        JavaReader receiver = new JavaReader(Depth.DHCP);
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("ours", () -> ours(receiver));
        readers.put("C reader", () -> program(List.of(tpacketReader, VethPair.READING_END, Integer.toString(BLOCK_SIZE),
            Integer.toString(BLOCKS), Integer.toString(BLOCK_TIMEOUT_MS), Depth.DHCP.key(), filterFile.toString())));
        readers.put("libpcap", () -> program(List.of(pcapReader, VethPair.READING_END, EXPRESSION)));
        readers.put("tcpdump", () -> tool(List.of("tcpdump", "-i", VethPair.READING_END, "-Q", "in", "-n", "-s", "1600", "-B", "262144",
            "-w", "/dev/null", EXPRESSION), "([0-9]+) packets captured", "([0-9]+) packets dropped by kernel"));
        readers.put("netsniff-ng", () -> tool(List.of("netsniff-ng", "--in", VethPair.READING_END, "--out", "/dev/null", "--silent",
            "--ring-size", "256MiB", "--filter", EXPRESSION),
            "([0-9]+) +packets passed filter", "([0-9]+) +packets failed filter"));
        readers.put("pcap4j", () -> program(jvm("raw")));
        readers.put("pcap4j objects", () -> program(jvm("objects")));
        for (int i = 0; i < WARM_UP; i++) {
            ours(receiver);
        }
        long wanted = frames / 8 * 5;
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("frames", frames).put("framesWanted", wanted)
            .put("filterInstructions", filter.size()).put("expression", EXPRESSION);
        Map<String, double[]> kept = new LinkedHashMap<>();
        Map<String, double[]> cpu = new LinkedHashMap<>();
        ArrayNode list = report.putArray("rounds");
        for (int round = 0; round < rounds; round++) {
            ObjectNode one = list.addObject();
            for (Map.Entry<String, Reader> reader : readers.entrySet()) {
                Seen seen = reader.getValue().read();
                double share = (double) seen.packets / wanted;
                double ns = seen.packets == 0 ? Double.NaN : (double) seen.cpuNs / seen.packets;
                kept.computeIfAbsent(reader.getKey(), any -> new double[rounds])[round] = share;
                cpu.computeIfAbsent(reader.getKey(), any -> new double[rounds])[round] = ns;
                one.putObject(reader.getKey()).put("packets", seen.packets).put("share", share).put("drops", seen.drops)
                    .put("cpuNsPerPacket", ns);
                System.err.printf(Locale.ROOT, "round %d, %s: %.1f %% of the frames, %.1f ns of CPU each%n", round + 1, reader.getKey(),
                    share * 100, ns);
            }
        }
        ArrayNode comparisons = report.putArray("comparisons");
        comparisons.add(PeerComparison.of("CPU a packet", "ns", cpu.get("ours"), "C reader", cpu.get("C reader"), Bound.AT_MOST, GOAL_CPU)
            .toJson());
        for (String peer : readers.keySet()) {
            if (!peer.equals("ours")) {
                comparisons.add(PeerComparison.of("frames kept against " + peer, "of 1", kept.get("ours"), peer, kept.get(peer),
                    Bound.AT_LEAST, 1).toJson());
            }
        }
        return report;
    }

    private static List<String> jvm(String how) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Pcap4jReader.class.getName(), VethPair.READING_END, EXPRESSION,
            how));
        return command;
    }

    private Process send() {
        return pair.start(SENDER_CPU, List.of(sender, VethPair.SENDING_END, Long.toString(frames), "0", Integer.toString(UNTAGGED_ONE_IN),
            Integer.toString(DISTINCT), "1"));
    }

    private Seen ours(JavaReader receiver) {
        int index = NetworkInterfaces.index(VethPair.READING_END);
        ReceiveRingConfig config = ReceiveRingConfig.of(index, filter).withBlocks(BLOCK_SIZE, BLOCKS, BLOCK_TIMEOUT_MS);
        try (TpacketV3Ring ring = TpacketV3Ring.open(config)) {
            Process sending = send();
            ReceiveResult result = receiver.read(ring, sending::isAlive);
            VethPair.result(sending);
            return new Seen(result.packets(), result.cpuNs(), result.drops());
        }
    }

    /** One of ours that says when it is ready, reads until its standard input ends or has a byte, and says what it saw. */
    private Seen program(List<String> command) throws IOException {
        Process process = pair.start(READER_CPU, command);
        try {
            byte[] ready = process.getInputStream().readNBytes("ready\n".length());
            if (!new String(ready, StandardCharsets.US_ASCII).equals("ready\n")) {
                throw new IllegalStateException(command.getFirst() + " did not start");
            }
            VethPair.result(send());
            process.getOutputStream().write('\n');
            process.getOutputStream().close();
            JsonNode node = VethPair.result(process);
            return new Seen(node.required("packets").asLong(), node.required("cpuNs").asLong(), node.required("drops").asLong());
        } finally {
            process.destroy();
        }
    }

    /** A tool that says what it saw when it is interrupted. */
    private Seen tool(List<String> command, String packets, String drops) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread.sleep(2 * DRAIN_MS);
        VethPair.result(send());
        Thread.sleep(DRAIN_MS);
        long cpuNs = process.toHandle().info().totalCpuDuration().orElseThrow().toNanos();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return new Seen(number(packets, said), cpuNs, number(drops, said));
    }

    private static long number(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("not said: " + pattern + " in " + text);
        }
        return matcher.groupCount() < 1 || matcher.group(1) == null ? 0 : Long.parseLong(matcher.group(1));
    }
}
