package io.athenabng.benchmarks.netlink;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.report.PeerComparison;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkSocketTransport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Creates, changes and deletes IFBs, TBFs and addresses: through our client, through {@code ip -batch} and {@code tc -batch}, with a
 * process for each command, through pyroute2, and by a program in C that sends the very bytes that ours sent (the kernel's floor). In turn,
 * in the network namespace that this process is in, which has to be empty.
 *
 * <p>{@code NetlinkBench stand-ins|lines OBJECTS ROUNDS FEW SCRATCH REPLAY [PYROUTE]}: the slow ones do FEW objects. One JSON object on
 * standard output. A rate is requests a second.
 */
public final class NetlinkBench {
    private static final double NS_PER_S = 1e9;
    private static final int WARM_UP = 3;
    private static final int FEWEST = 50;

    private final Path scratch;
    private final RecordingTransport transport = new RecordingTransport(NetlinkSocketTransport.open());
    private final NetlinkDriver driver = new NetlinkDriver(transport, NetlinkClient.Settings.DEFAULT);

    /** A way to do a phase; answers the nanoseconds that it says it took, or 0 to be timed from outside. */
    private interface Contender {
        long run(Phase phase) throws IOException, InterruptedException;
    }

    private NetlinkBench(Path scratch) {
        this.scratch = scratch;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        NetlinkBench bench = new NetlinkBench(Path.of(arguments[4]));
        IntFunction<KernelObjects> kind = arguments[0].equals("lines") ? ShapedLines::new : StandIns::new;
        System.out.println(bench.measure(kind.apply(Integer.parseInt(arguments[1])), Integer.parseInt(arguments[2]),
            kind.apply(Integer.parseInt(arguments[3])), arguments[5], arguments.length > 6 ? arguments[6] : null));
    }

    private ObjectNode measure(KernelObjects all, int rounds, KernelObjects some, String replay, String pyroute)
            throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UP; i++) {
            for (Phase phase : Phase.values()) {
                all.run(driver, phase);
            }
        }
        for (Phase phase : Phase.values()) {
            transport.record(recorded(phase));
            all.run(driver, phase);
            transport.record(null);
            writeBatches(all, phase);
            writeScript(some, phase);
        }
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("objects", all.count()).put("objectsOfSlowPeers", some.count());
        ArrayNode list = report.putArray("rounds");
        Map<String, Map<Phase, double[]>> rates = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            ObjectNode one = list.addObject();
            take(one, rates, round, rounds, "ours", all, phase -> {
                all.run(driver, phase);
                return 0;
            });
            take(one, rates, round, rounds, "batch", all, phase -> batch(all, phase));
            // The floor is the kernel's: the program that sends was started before.
            take(one, rates, round, rounds, "floor", all, phase -> Long.parseLong(program(replay, recorded(phase).toString()).strip()));
            take(one, rates, round, rounds, "fork", some, phase -> timed("sh", "-e", file(phase, "fork", 0).toString()));
            if (pyroute != null) {
                take(one, rates, round, rounds, "pyroute2", some,
                    phase -> timed("/usr/bin/python3", pyroute, phase.key(), Integer.toString(some.count())));
            }
        }
        ArrayNode comparisons = report.putArray("comparisons");
        for (Phase phase : Phase.values()) {
            // A tool's start would be all that is measured.
            if (all.operations(phase) >= FEWEST) {
                compare(comparisons, phase, rates, "batch", "ip/tc -batch", 1);
                compare(comparisons, phase, rates, "floor", "C, same bytes", 0.9);
            }
        }
        for (Phase phase : List.of(Phase.CREATE, Phase.CHANGE)) {
            compare(comparisons, phase, rates, "fork", "a process each", 30);
            if (pyroute != null) {
                compare(comparisons, phase, rates, "pyroute2", "pyroute2", 10);
            }
        }
        return report;
    }

    private static void compare(ArrayNode comparisons, Phase phase, Map<String, Map<Phase, double[]>> rates, String peer, String name,
            double goal) {
        comparisons.add(PeerComparison.of(phase.key() + " against " + peer, "1/s", rates.get("ours").get(phase), name,
            rates.get(peer).get(phase), Bound.AT_LEAST, goal).toJson());
    }

    private void take(ObjectNode report, Map<String, Map<Phase, double[]>> rates, int round, int rounds, String name, KernelObjects objects,
            Contender contender) throws IOException, InterruptedException {
        ObjectNode mine = report.putObject(name);
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "round %d, %s:", round + 1, name));
        for (Phase phase : Phase.values()) {
            long before = System.nanoTime();
            long said = contender.run(phase);
            long took = said > 0 ? said : System.nanoTime() - before;
            double rate = objects.operations(phase) * NS_PER_S / took;
            rates.computeIfAbsent(name, any -> new EnumMap<>(Phase.class)).computeIfAbsent(phase, any -> new double[rounds])[round] = rate;
            mine.put(phase.key() + "PerSecond", rate);
            line.append(String.format(Locale.ROOT, " %s %,.0f/s", phase.key(), rate));
            check(objects.census(), phase == Phase.DELETE ? 0 : objects.count());
        }
        System.err.println(line);
    }

    /** All of them are there, or none: a tool that does half of its work fast is not faster. */
    private static void check(String census, int expected) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", census).start();
        String[] counts = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip().split("\\s+");
        process.waitFor();
        for (String count : counts) {
            if (Integer.parseInt(count) != expected) {
                throw new IllegalStateException("there are " + String.join(", ", counts) + " objects of the kinds instead of " + expected);
            }
        }
    }

    private Path recorded(Phase phase) {
        return scratch.resolve(phase.key() + ".bytes");
    }

    private Path file(Phase phase, String kind, int number) {
        return scratch.resolve(phase.key() + "-" + kind + "-" + number);
    }

    /** A file for each run of a batch tool. */
    private void writeBatches(KernelObjects objects, Phase phase) throws IOException {
        int number = 0;
        for (KernelObjects.Pass pass : objects.passes(phase)) {
            Files.write(file(phase, "batch", number++), pass.commands());
        }
    }

    /** A shell script that starts a tool for each command. */
    private void writeScript(KernelObjects objects, Phase phase) throws IOException {
        List<String> script = new ArrayList<>();
        for (KernelObjects.Pass pass : objects.passes(phase)) {
            pass.commands().forEach(command -> script.add(pass.tool() + " " + command));
        }
        Files.write(file(phase, "fork", 0), script);
    }

    private long batch(KernelObjects objects, Phase phase) throws IOException, InterruptedException {
        int number = 0;
        for (KernelObjects.Pass pass : objects.passes(phase)) {
            program(pass.tool(), "-batch", file(phase, "batch", number++).toString());
        }
        return 0;
    }

    private static long timed(String... command) throws IOException, InterruptedException {
        program(command);
        return 0;
    }

    private static String program(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int status = process.waitFor();
        if (status != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with status " + status + ": "
                + said.lines().limit(5).toList());
        }
        return said;
    }
}
