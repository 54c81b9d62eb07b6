package io.athenabng.benchmarks.radius;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.report.PeerComparison;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Authentications a second by PAP through our client and through {@code radclient -p}, in turn on the same FreeRADIUS, and 20,000 requests
 * in flight towards a server that answers after one second. The JVM is warm when it is measured; of radclient's time, that of a run with
 * one request (its start) is taken off.
 */
@Command(name = "radius-bench")
public final class RadiusBench implements Callable<Integer> {
    private static final String SECRET = "testing123";
    private static final String USER = "alice";
    private static final String PASSWORD = "correct horse";
    private static final int IN_FLIGHT = 20_000;
    private static final long DELAY_NS = 1_000_000_000L;
    private static final double NS_PER_SECOND = 1e9;
    /** What memory may grow by, bytes for each request that came and went. */
    private static final int FLAT_BYTES = 16;

    @Option(names = "--port", required = true, description = "FreeRADIUS's authentication port on 127.0.0.1.")
    private int port;

    @Option(names = "--requests", defaultValue = "20000")
    private int requests;

    @Option(names = "--parallel", defaultValue = "100", description = "Requests under way at once, in both clients.")
    private int parallel;

    @Option(names = "--rounds", defaultValue = "5")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "10", description = "How long 20,000 are kept in flight.")
    private int seconds;

    @Option(names = "--scratch", required = true, description = "A directory for radclient's requests.")
    private Path scratch;

    private RadiusBench() {
    }

    /** Runs it and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RadiusBench()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ObjectNode report = JsonNodeFactory.instance.objectNode();
        boolean held = compare(report.putObject("authentication"), report.putArray("comparisons"));
        held &= inFlight(report.putObject("inFlight"));
        report.put("held", held);
        System.out.println(report);
        return held ? 0 : 1;
    }

    private boolean compare(ObjectNode report, ArrayNode comparisons) throws IOException, InterruptedException {
        Path one = requests(1);
        Path many = requests(requests);
        double[] oursPerSecond = new double[rounds];
        double[] theirsPerSecond = new double[rounds];
        ArrayNode list = report.put("requests", requests).put("parallel", parallel).putArray("rounds");
        int lost = 0;
        try (BenchClient client = new BenchClient(port, SECRET, PASSWORD)) {
            client.run(requests, parallel, 0, USER, false);
            for (int round = 0; round < rounds; round++) {
                BenchClient.Run ours = client.run(requests, parallel, 0, USER, false);
                double start = radclient(one, 1);
                double seconds = radclient(many, requests) - start;
                double theirs = (requests - 1) / seconds;
                double ratio = ours.perSecond() / theirs;
                oursPerSecond[round] = ours.perSecond();
                theirsPerSecond[round] = theirs;
                lost += ours.lost();
                list.addObject().put("oursPerSecond", ours.perSecond()).put("radclientPerSecond", theirs).put("ratio", ratio)
                    .put("lost", ours.lost()).put("bytesPerRequest", ours.allocatedBytes() / (double) requests);
                System.err.printf(Locale.ROOT, "round %d: %.0f/s through our client, %.0f/s through radclient, ratio %.2f, %d lost%n",
                    round + 1, ours.perSecond(), theirs, ratio, ours.lost());
            }
            report.put("retransmits", client.counters().retransmits());
        }
        PeerComparison rate = PeerComparison.of("authentications", "1/s", oursPerSecond, "radclient", theirsPerSecond, Bound.AT_LEAST, 1);
        comparisons.add(rate.toJson());
        report.put("lost", lost);
        return rate.held() && lost == 0;
    }

    private Path requests(int count) throws IOException {
        String request = "User-Name = \"" + USER + "\", User-Password = \"" + PASSWORD + "\", Message-Authenticator = 0x00\n\n";
        return Files.writeString(scratch.resolve("requests-" + count), request.repeat(count));
    }

    /** The time of a run, seconds. */
    private double radclient(Path file, int count) throws IOException, InterruptedException {
        Path output = scratch.resolve("radclient.out");
        long startNs = System.nanoTime();
        Process process = new ProcessBuilder("radclient", "-q", "-s", "-r", "5", "-t", "2", "-p", Integer.toString(parallel),
            "-f", file.toString(), "127.0.0.1:" + port, "auth", SECRET).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        int status = process.waitFor();
        double elapsed = (System.nanoTime() - startNs) / NS_PER_SECOND;
        String said = Files.readString(output);
        if (status != 0 || !said.replaceAll("\\s+", " ").matches(".*Accepted : " + count + " .*")) {
            throw new IllegalStateException("radclient ended with status " + status + ": " + said);
        }
        return elapsed;
    }

    private boolean inFlight(ObjectNode report) throws IOException {
        try (SlowReflector server = new SlowReflector(SECRET, DELAY_NS);
             BenchClient client = new BenchClient(server.port(), SECRET, null)) {
            int total = IN_FLIGHT * seconds;
            client.run(2 * IN_FLIGHT, IN_FLIGHT, IN_FLIGHT, "user:", true);
            long before = memoryInUse();
            BenchClient.Run run = client.run(total, IN_FLIGHT, IN_FLIGHT, "user:", true);
            long growth = memoryInUse() - before;
            boolean flat = growth < (long) FLAT_BYTES * total;
            report.put("requests", total).put("mostInFlight", run.mostInFlight()).put("answered", run.answered()).put("lost", run.lost())
                .put("confused", run.confused()).put("perSecond", run.perSecond()).put("retransmits", client.counters().retransmits())
                .put("sources", client.endpoint().sourceCount()).put("memoryGrowthBytes", growth).put("memoryFlat", flat)
                .put("bytesPerRequest", run.allocatedBytes() / (double) total)
                .put("answerMedianUs", client.endpoint().rtt().percentileUs(50))
                .put("answerP99Us", client.endpoint().rtt().percentileUs(99));
            System.err.printf(Locale.ROOT, "%d requests, at most %d in flight: %d answered, %d lost, %d confused, memory grew by "
                + "%d bytes%n",
                total, run.mostInFlight(), run.answered(), run.lost(), run.confused(), growth);
            return run.lost() == 0 && run.confused() == 0 && run.mostInFlight() >= IN_FLIGHT * 95 / 100 && flat;
        }
    }

    /** Heap and direct buffers. */
    private static long memoryInUse() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct;
    }
}
