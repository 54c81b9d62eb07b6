package io.athenabng.benchmarks.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.benchmarks.report.PeerComparison;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import io.athenabng.daemon.edge.store.ChronicleSessionStore;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What a session costs the control plane as sessions grow: {@code ScaleBench DIRECTORY SIZE...}, sizes from small to large. The core with
 * its built-in DHCP server and the daemon's own store; the kernel is a fake that says yes. The time is the gateway's own, without clients
 * and fake. At each size, of {@value #SAMPLE} sessions at a time: the last ones that are set up, in no order of lines, renewals in random
 * order, and releases and set-ups again in random order.
 *
 * <p>One JSON object on standard output.
 */
public final class ScaleBench {
    private static final double GOAL = 1.2;
    private static final double GOAL_HEAP = 100;
    private static final double GOAL_OFF_HEAP = 400;
    private static final int SAMPLE = 500;
    private static final int BATCH = 50;
    private static final int SAMPLES = 21;
    private static final int WARM_UP = 60_000;
    /** Has no divisor in common with a size: every client comes once. */
    private static final long STRIDE = 61_681;
    private static final long CLEANING_MS = 500;
    private static final int SMALLEST_ROOM = 1_000;
    private static final int LINES_PER_OUTER = 4_000;
    private static final int FIRST_OUTER = 500;
    private static final int TPID = 0x88a8;
    private static final long FIRST_MAC = 0x0200_0000_0001L;
    private static final double NS_PER_US = 1e3;
    private static final int COLLECTIONS = 4;
    private static final String CONFIGURATION = """
        bootstrap: { max-sessions: %d }
        trunks:
          - { name: eth1, max-lines: 1000000, new-lines-per-second: 1000000, new-lines-burst: 1000000 }
        pools:
          - { name: main, ranges: [10.64.0.16-10.79.255.250] }
        access-groups:
          - name: main
            trunk: eth1
            vlans: [{ stack: 500-1500.1-4000, outer-tpid: 802.1ad }]
            gateway: 10.64.0.1/12
            shaping: { down: 100mbit, up: 50mbit }
            dhcp: { mode: server, server: { pools: [main], lease-time: 7d } }
        """;

    private final Path directory;
    private final int largest;
    private int gateways;

    /** Costs at a size, µs for each session, a figure for each sample. */
    private record Costs(List<Double> setUp, List<Double> renew, List<Double> again) {
        Costs() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private ScaleBench(Path directory, int largest) {
        this.directory = directory;
        this.largest = largest;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int[] sizes = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
        System.out.println(new ScaleBench(Path.of(arguments[0]), sizes[sizes.length - 1]).measure(sizes));
    }

    private ObjectNode measure(int[] sizes) throws IOException, InterruptedException {
        // Compiled by what it will do, before anything counts.
        grow(new int[] {Math.min(largest, WARM_UP)}, null, null);
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("sessionsOfASample", SAMPLE);
        List<Costs> costs = new ArrayList<>();
        for (int size : sizes) {
            costs.add(new Costs());
        }
        // A small gateway gives few samples: several of them.
        for (int i = 0; i < sizes.length - 1; i++) {
            for (int once = 0; once < Math.max(1, SAMPLES * SAMPLE / sizes[i]); once++) {
                grow(new int[] {sizes[i]}, costs.subList(i, i + 1), null);
            }
        }
        ArrayNode curve = report.putArray("curve");
        grow(new int[] {largest}, costs.subList(sizes.length - 1, sizes.length), report);
        for (int i = 0; i < sizes.length; i++) {
            curve.addObject().put("sessions", sizes[i]).put("setUpMicroseconds", median(costs.get(i).setUp))
                .put("renewMicroseconds", median(costs.get(i).renew)).put("releaseAndSetUpMicroseconds", median(costs.get(i).again))
                .put("samples", costs.get(i).setUp.size());
        }
        String few = String.format(Locale.ROOT, "%,d sessions", sizes[0]);
        String many = String.format(Locale.ROOT, " at %,d", largest);
        Costs first = costs.getFirst();
        Costs last = costs.getLast();
        report.putArray("comparisons").add(compare("set-up" + many, last.setUp, few, first.setUp))
            .add(compare("renewal" + many, last.renew, few, first.renew))
            .add(compare("release and set-up" + many, last.again, few, first.again))
            .add(PeerComparison.absolute("heap a session", "bytes", new double[] {report.get("heapBytesASession").asDouble()},
                Bound.AT_MOST, GOAL_HEAP).toJson())
            .add(PeerComparison.absolute("off-heap a session", "bytes", new double[] {report.get("offHeapBytesASession").asDouble()},
                Bound.AT_MOST, GOAL_OFF_HEAP).toJson());
        return report;
    }

    private static ObjectNode compare(String name, List<Double> ours, String peer, List<Double> theirs) {
        int rounds = Math.min(ours.size(), theirs.size());
        return PeerComparison.of(name, "µs", array(ours, rounds), peer, array(theirs, rounds), Bound.AT_MOST, GOAL).toJson();
    }

    private static double[] array(List<Double> values, int count) {
        return values.stream().mapToDouble(Double::doubleValue).limit(count).toArray();
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** A fresh gateway grows to each of the sizes; what it costs there is noted, and with a report what it holds. */
    private void grow(int[] sizes, List<Costs> costs, ObjectNode report) throws IOException, InterruptedException {
        Path place = directory.resolve("gateway-" + gateways++);
        if (report != null) {
            // What the gateways before it had off the heap is given back by a thread of the JVM's, some time after their collection.
            heapInUse();
            Thread.sleep(CLEANING_MS);
        }
        long heapBefore = heapInUse();
        long directBefore = directBytes();
        try (ChronicleSessionStore store = ChronicleSessionStore.open(place, largest + SMALLEST_ROOM)) {
            SteppedGateway gateway = new SteppedGateway(String.format(Locale.ROOT, CONFIGURATION, largest + SMALLEST_ROOM), store,
                new AnsweringDataPlane());
            gateway.settle();
            int most = sizes[sizes.length - 1];
            LinePlan lines = new LinePlan(most, FIRST_OUTER, FIRST_OUTER + most / LINES_PER_OUTER, TPID, 1, LINES_PER_OUTER, 1, FIRST_MAC);
            ScaleClients clients = new ScaleClients(gateway, lines);
            int there = 0;
            for (int i = 0; i < sizes.length; i++) {
                there = grow(gateway, clients, there, sizes[i], costs == null ? new Costs() : costs.get(i));
            }
            if (report != null) {
                long heap = heapInUse() - heapBefore - (long) Integer.BYTES * most;
                report.put("heapBytesASession", (double) heap / most)
                    .put("storeBytesASession", (double) bytesOnDisk(place) / most)
                    .put("directBytesASession", (double) (directBytes() - directBefore) / most);
                report.put("offHeapBytesASession",
                    report.get("storeBytesASession").asDouble() + report.get("directBytesASession").asDouble());
            }
            if (gateway.sessions() != most) {
                throw new IllegalStateException(gateway.sessions() + " of " + most + " sessions are there");
            }
        } finally {
            new ProcessBuilder("rm", "-rf", place.toString()).start().waitFor();
        }
    }

    private int grow(SteppedGateway gateway, ScaleClients clients, int from, int to, Costs costs) {
        gateway.time();
        int measured = Math.max(from, to - SAMPLES * SAMPLE);
        if (to - from <= SAMPLES * SAMPLE) {
            measured = from + (to - from) / 2;
        }
        int[] batch = new int[BATCH];
        long began = gateway.spentNs();
        for (int next = from; next < to; next += BATCH) {
            if (next >= measured && (next - measured) % SAMPLE == 0) {
                began = gateway.spentNs();
            }
            int first = next;
            // Clients come from everywhere, not line after line.
            Arrays.setAll(batch, i -> (int) ((first + i) * STRIDE % to));
            clients.setUp(batch);
            if (next >= measured && (next + BATCH - measured) % SAMPLE == 0) {
                costs.setUp.add((gateway.spentNs() - began) / NS_PER_US / SAMPLE);
            }
        }
        SplittableRandom random = new SplittableRandom(to);
        for (int sample = 0; sample < costs.setUp.size(); sample++) {
            costs.renew.add(each(gateway, random, to, clients::renew));
            costs.again.add(each(gateway, random, to, some -> {
                clients.release(some);
                clients.setUp(some);
            }));
        }
        return to;
    }

    /** What a sample of clients in random order costs when each does something, µs each. */
    private static double each(SteppedGateway gateway, SplittableRandom random, int clients, Consumer<int[]> action) {
        long began = gateway.spentNs();
        for (int done = 0; done < SAMPLE; done += BATCH) {
            action.accept(random.ints(0, clients).distinct().limit(BATCH).toArray());
        }
        return (gateway.spentNs() - began) / NS_PER_US / SAMPLE;
    }

    private static long heapInUse() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    /** What the store's files occupy; they have holes. */
    private static long bytesOnDisk(Path place) throws IOException, InterruptedException {
        Process usage = new ProcessBuilder("du", "-s", "--block-size=1", place.toString()).start();
        String said = new String(usage.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        usage.waitFor();
        return Long.parseLong(said.split("\\s")[0]);
    }
}
