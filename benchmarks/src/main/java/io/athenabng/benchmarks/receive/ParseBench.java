package io.athenabng.benchmarks.receive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import io.athenabng.benchmarks.load.ClientMessages;
import io.athenabng.benchmarks.report.PeerComparison;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpParser;
import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.EthernetFlyweight;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.VlanStack;
import io.athenabng.wire.ip.Ipv4Flyweight;
import io.athenabng.wire.pppoe.PppoeCode;
import io.athenabng.wire.pppoe.PppoeHeader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * From a frame in memory to the decision what it is, against {@code frame_parser.c} on the same frames: DHCP behind 0 to 4 tags, TCP,
 * PPPoE discovery and control, ARP, a wrong checksum. Once with few frames, which stay in the cache, and once with more than any cache
 * holds. Both take turns; what both found must be the same. Arguments: {@code PROGRAM FILE ROUNDS}. One JSON object on standard
 * output; status 0 only if the ratio of CPU times is at most {@value #GOAL} but for the rounds' spread, and nothing was allocated.
 */
public final class ParseBench {
    private static final double GOAL = 1.1;
    private static final int SLOT = 512;
    private static final int HOT = 64;
    private static final int COLD = 1 << 18;
    private static final int PARSED = 1 << 23;
    private static final int WARM_UP = 8;
    private static final int KINDS = 16;
    private static final int TCP = 6;
    private static final int PAYLOAD = 100;
    private static final int LCP = 0xc021;
    /** Ethernet, IPv4, their lengths, a request (RFC 826). */
    private static final long ARP_REQUEST = 0x0001_0800_0604_0001L;
    private static final int ARP_LENGTH = 28;
    private static final long GATEWAY = 0x02ff_0000_0001L;
    private static final long FIRST_MAC = 0x0200_0000_0001L;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ByteBuffer bytes = ByteBuffer.allocateDirect(COLD * SLOT).order(ByteOrder.LITTLE_ENDIAN);
    private final UnsafeBuffer memory = new UnsafeBuffer(bytes);
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private final FrameParser parser = new FrameParser();
    private final DhcpParser dhcp = new DhcpParser();

    /** What a run took and found. */
    private record Run(double nsPerFrame, long digest) {
    }

    private ParseBench() {
        ClientMessages messages = new ClientMessages(false);
        for (int i = 0; i < COLD; i++) {
            memory.putInt(i * SLOT, write(messages, i, i * SLOT + Integer.BYTES), ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static long stack(int number, int tags) {
        long stack = VlanStack.UNTAGGED;
        for (int i = 0; i < tags; i++) {
            int tpid = i == 0 && tags > 1 ? EtherType.SERVICE_VLAN : EtherType.VLAN;
            stack = VlanStack.appendInner(stack, tpid, 1 + (number >> i) % 4_000);
        }
        return stack;
    }

    /** Writes a frame of a kind that follows from its number: its length. */
    private int write(ClientMessages messages, int number, int at) {
        long mac = FIRST_MAC + number;
        int kind = number % KINDS;
        if (kind < 6) {
            int length = messages.discover(stack(number, kind % 5), mac, number, 0);
            memory.putBytes(at, messages.frame(), 0, length);
            return length;
        }
        long stack = stack(number, 2);
        int header = EthernetFlyweight.headerLength(stack);
        int type = kind == 12 ? EtherType.ARP : kind == 13 ? EtherType.PPPOE_DISCOVERY
            : kind == 14 ? EtherType.PPPOE_SESSION : EtherType.IPV4;
        new EthernetFlyweight().wrapMutable(memory, at, SLOT - Integer.BYTES).destination(GATEWAY).source(mac).tagsAndType(stack, type);
        if (type == EtherType.ARP) {
            memory.putLong(at + header, ARP_REQUEST, ByteOrder.BIG_ENDIAN);
            return header + ARP_LENGTH;
        } else if (type != EtherType.IPV4) {
            return header + pppoe(at + header, type == EtherType.PPPOE_SESSION);
        }
        int total = Ipv4Flyweight.MIN_HEADER_LENGTH + PAYLOAD;
        Ipv4Flyweight.encode(memory, at + header, total, 0, 64, TCP, 0x0a40_0100 + number, 0x0808_0808);
        if (kind == 15) {
            memory.putByte(at + header + 8, (byte) 63);
        }
        return header + total;
    }

    private int pppoe(int at, boolean session) {
        memory.putByte(at, (byte) PppoeHeader.VERSION_AND_TYPE);
        memory.putByte(at + 1, (byte) (session ? PppoeCode.SESSION : PppoeCode.PADI));
        memory.putShort(at + 2, (short) (session ? 7 : 0), ByteOrder.BIG_ENDIAN);
        memory.putShort(at + 4, (short) 20, ByteOrder.BIG_ENDIAN);
        memory.putShort(at + PppoeHeader.LENGTH, (short) (session ? LCP : 0), ByteOrder.BIG_ENDIAN);
        return PppoeHeader.LENGTH + 20;
    }

    private Run parse(int frames) {
        long address = memory.addressOffset();
        long digest = 0;
        int at = 0;
        long before = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < PARSED; i++) {
            long slot = address + (long) at * SLOT;
            digest += one(slot + Integer.BYTES, memory.getInt(at * SLOT, ByteOrder.LITTLE_ENDIAN));
            at = at + 1 == frames ? 0 : at + 1;
        }
        return new Run((double) (THREADS.getCurrentThreadCpuTime() - before) / PARSED, digest & Long.MAX_VALUE);
    }

    private long one(long address, int length) {
        int found = parser.parse(address, length, false, 0, 0, false);
        if (found == FrameClass.DHCP4_CLIENT || found == FrameClass.DHCP4_SERVER) {
            frame.wrap(address, length);
            long digest = parser.vlanStack() + parser.srcMac() + parser.dstMac() + (parser.srcIp() & 0xffff_ffffL)
                + (parser.dstIp() & 0xffff_ffffL) + parser.payloadLength();
            if (dhcp.parse(frame, parser.payloadOffset(), parser.payloadLength(), DhcpFlyweight.BOOTREQUEST) != DhcpMalformedReason.NONE) {
                return digest + (2 << 8);
            }
            return digest + (dhcp.header().xid() & 0xffff_ffffL) + dhcp.header().chaddr() + dhcp.messageType() + (1 << 8);
        } else if (found == FrameClass.PPPOE_DISCOVERY || found == FrameClass.PPPOE_CONTROL) {
            return parser.vlanStack() + parser.srcMac() + parser.dstMac() + parser.payloadLength() + (3 << 8);
        }
        return found == FrameClass.MALFORMED ? 2 << 8 : 0;
    }

    private static Run program(String path, Path file, int frames) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(path, file.toString(), Integer.toString(frames), Integer.toString(PARSED))
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String[] said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ");
        if (process.waitFor() != 0) {
            throw new IllegalStateException(path + " failed");
        }
        return new Run(Double.parseDouble(said[0]) / PARSED, Long.parseLong(said[1]));
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path file = Path.of(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        ParseBench bench = new ParseBench();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(bench.bytes.duplicate());
        }
        for (int i = 0; i < WARM_UP; i++) {
            bench.parse(i % 2 == 0 ? HOT : COLD);
        }
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("framesParsedEachRound", PARSED);
        ArrayNode comparisons = report.putArray("comparisons");
        boolean held = bench.compare(report.putObject("hot"), comparisons, "hot", HOT, arguments[0], file, rounds);
        held &= bench.compare(report.putObject("cold"), comparisons, "cold", COLD, arguments[0], file, rounds);
        System.out.println(report);
        System.exit(held ? 0 : 1);
    }

    private boolean compare(ObjectNode report, ArrayNode comparisons, String name, int frames, String program, Path file, int rounds)
            throws IOException, InterruptedException {
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        boolean same = true;
        long allocated = 0;
        ArrayNode each = report.put("frames", frames).put("mebibytes", (double) frames * SLOT / (1 << 20)).putArray("rounds");
        for (int round = 0; round < rounds; round++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            Run java = parse(frames);
            allocated += THREADS.getCurrentThreadAllocatedBytes() - before;
            Run c = program(program, file, frames);
            same &= java.digest == c.digest;
            ours[round] = java.nsPerFrame;
            theirs[round] = c.nsPerFrame;
            each.addObject().put("javaNs", java.nsPerFrame).put("cNs", c.nsPerFrame);
            System.err.printf(Locale.ROOT, "%s: Java %.1f ns, C %.1f ns a frame: %.2f%s%n", name, java.nsPerFrame, c.nsPerFrame,
                java.nsPerFrame / c.nsPerFrame, java.digest == c.digest ? "" : ", and they did not find the same");
        }
        PeerComparison time = PeerComparison.of(name, "ns", ours, "C", theirs, Bound.AT_MOST, GOAL);
        comparisons.add(time.toJson());
        // The run's own record is all that may be there.
        double bytes = (double) allocated / rounds / PARSED;
        report.put("sameFindings", same).put("javaBytesAllocatedAFrame", bytes);
        return same && time.held() && bytes < 0.001;
    }
}
