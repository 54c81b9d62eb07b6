package io.athenabng.benchmarks.pppoe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.report.PeerComparison;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.ppp.PppCalls;
import io.athenabng.netlink.CompletionHandler;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkSocketTransport;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.PppLinkRequest;
import io.athenabng.netlink.route.RouteRequest;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The kernel part of a PPPoE session from Java against the same calls from C, in turns: {@code PppKernelBench INTERFACE SESSIONS ROUNDS
 * PROGRAM}, where PROGRAM is {@code ppp_session}. The first {@value #WARM_UP} rounds are not counted. One JSON object on standard output;
 * status 0 only if the median of the rounds' ratios is at most {@value #GOAL}.
 */
public final class PppKernelBench {
    private static final double GOAL = 1.2;
    private static final int WARM_UP = 30;
    private static final int FIRST_INDEX = 500_000;
    private static final int FIRST_ADDRESS = 0x0a60_0001;
    private static final int HOST = 32;
    private static final int MRU = 1_492;
    private static final int IPV4 = 0x21;
    private static final int RTPROT_STATIC = 4;
    private static final long FIRST_MAC = 0x0200_0000_0000L;
    private static final double NS_PER_US = 1e3;

    private final String interfaceName;
    private final int[][] descriptors;
    private final PppCalls calls = new PppCalls();
    private final NetlinkClient netlink = new NetlinkClient(NetlinkSocketTransport.open(), new NothingSubmitted());
    private final PppLinkRequest unit = new PppLinkRequest();
    private final LinkSetRequest set = new LinkSetRequest();
    private final RouteRequest route = new RouteRequest();
    private final LinkDeleteRequest delete = new LinkDeleteRequest();

    /**
     * How long a round took. The ratio is that of CPU time: the compiler's threads share the machine with the one that is measured.
     *
     * @param cpuNs CPU time of the thread, ns
     * @param ns    time, ns
     */
    private record Took(long cpuNs, long ns) {
    }

    /** Every request waits for its answer. */
    private static final class NothingSubmitted implements CompletionHandler {
        @Override
        public void onAck(long correlationId) {
            throw new IllegalStateException("nothing was submitted");
        }

        @Override
        public void onError(long correlationId, int errno, CharSequence extAckText, int extAckOffset) {
            throw new IllegalStateException("nothing was submitted");
        }

        @Override
        public void onUnknown(long correlationId) {
            throw new IllegalStateException("nothing was submitted");
        }
    }

    private PppKernelBench(String interfaceName, int sessions) {
        this.interfaceName = interfaceName;
        descriptors = new int[sessions][];
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int sessions = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        PppKernelBench bench = new PppKernelBench(arguments[0], sessions);
        double[] ours = new double[rounds];
        double[] theirs = new double[rounds];
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("sessions", sessions);
        ArrayNode each = report.putArray("rounds");
        for (int round = -WARM_UP; round < rounds; round++) {
            Took java = bench.round();
            Took c = program(arguments[3], arguments[0], sessions);
            double ratio = (double) java.cpuNs / c.cpuNs;
            System.err.printf(Locale.ROOT, "CPU: Java %.1f us, C %.1f us a session: %.2f; time: %.1f us, %.1f us%n",
                java.cpuNs / NS_PER_US / sessions, c.cpuNs / NS_PER_US / sessions, ratio, java.ns / NS_PER_US / sessions,
                c.ns / NS_PER_US / sessions);
            if (round >= 0) {
                ours[round] = java.cpuNs / NS_PER_US / sessions;
                theirs[round] = c.cpuNs / NS_PER_US / sessions;
                each.addObject().put("javaCpuMicroseconds", ours[round])
                    .put("cCpuMicroseconds", theirs[round]).put("ratio", ratio)
                    .put("javaMicroseconds", java.ns / NS_PER_US / sessions).put("cMicroseconds", c.ns / NS_PER_US / sessions);
            }
        }
        PeerComparison cpu = PeerComparison.of("CPU time", "µs", ours, "C", theirs, Bound.AT_MOST, GOAL);
        report.putArray("comparisons").add(cpu.toJson());
        System.out.println(report);
        System.exit(cpu.held() ? 0 : 1);
    }

    private static Took program(String path, String interfaceName, int sessions) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(path, interfaceName, Integer.toString(sessions))
            .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(path + " failed");
        }
        String[] times = said.split(" ");
        return new Took(Long.parseLong(times[0]), Long.parseLong(times[1]));
    }

    private Took round() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        long before = System.nanoTime();
        for (int i = 0; i < descriptors.length; i++) {
            descriptors[i] = session(i);
        }
        Took took = new Took(threads.getCurrentThreadCpuTime() - cpuBefore, System.nanoTime() - before);
        for (int i = 0; i < descriptors.length; i++) {
            netlink.execute(delete.byIndex(FIRST_INDEX + i));
            for (int k = 2; k >= 0; k--) {
                Syscalls.close(descriptors[i][k]);
            }
        }
        return took;
    }

    private static int check(String what, int result) {
        if (result < 0) {
            throw new IllegalStateException(what + ": errno " + -result);
        }
        return result;
    }

    private int[] session(int number) {
        int socket = check("socket", calls.openSocket());
        check("connect", calls.connect(socket, number + 1, FIRST_MAC + number, interfaceName));
        int index = check("channel", calls.channelIndex(socket));
        int channel = check("/dev/ppp", calls.openDevice());
        check("attach", calls.attachChannel(channel, index));
        int device = check("/dev/ppp", calls.openDevice());
        netlink.execute(unit.reset().name("bench" + number).index(FIRST_INDEX + number).mtu(MRU).descriptor(device));
        check("connect", calls.connectUnit(channel, check("unit", calls.unitNumber(device))));
        check("mru", calls.setMru(device, MRU));
        check("mode", calls.setNetworkMode(device, IPV4, true));
        netlink.execute(set.reset().index(FIRST_INDEX + number).up());
        netlink.execute(route.reset().replace().ipv4Destination(FIRST_ADDRESS + number, HOST).outputIndex(FIRST_INDEX + number)
            .protocol(RTPROT_STATIC));
        return new int[] {socket, channel, device};
    }
}
