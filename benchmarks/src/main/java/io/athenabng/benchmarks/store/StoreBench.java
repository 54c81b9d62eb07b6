package io.athenabng.benchmarks.store;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.benchmarks.report.PeerComparison;
import io.athenabng.benchmarks.report.PeerComparison.Bound;
import io.athenabng.core.session.SessionRecordFlyweight;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The session store beside others with the same records: {@code StoreBench DIRECTORY SESSIONS OPERATIONS ROUNDS}. Each kind is filled by a
 * child process that is killed with signal 9 while it changes records; this process opens what is left, counts, and measures with all
 * sessions there: records put under new numbers, put again, looked up in random order, and all read.
 *
 * <p>One JSON object on standard output.
 */
public final class StoreBench {
    private static final String CHILD = "--child";
    private static final double GOAL = 10;
    private static final double GOAL_RECOVERY_S = 5;
    private static final double GOAL_BYTES = 400;
    private static final double NS_PER_S = 1e9;
    private static final int SLOW = 20;
    private static final int CHANGES_BEFORE_KILL = 5_000;

    private final Path directory;
    private final int sessions;
    private final int operations;
    private final int rounds;
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final Map<RecordStores, Map<Operation, double[]>> ns = new EnumMap<>(RecordStores.class);

    /** What is measured, each in ns. */
    private enum Operation { PUT, UPDATE, LOOKUP, ITERATE }

    private StoreBench(Path directory, int sessions, int operations, int rounds) {
        this.directory = directory;
        this.sessions = sessions;
        this.operations = operations;
        this.rounds = rounds;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        if (arguments[0].equals(CHILD)) {
            child(RecordStores.valueOf(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
            return;
        }
        System.out.println(new StoreBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3])).measure());
    }

    private static void child(RecordStores kind, Path directory, int sessions) throws IOException {
        SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        RecordStore store = kind.open(directory, capacity(sessions));
        store.putAll(record, 1, sessions);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0;; i++) {
            if (i == CHANGES_BEFORE_KILL) {
                System.out.println("filled");
            }
            long id = 1 + random.nextInt(sessions);
            store.put(SampleSessions.fill(record, id, id));
        }
    }

    private static long capacity(int sessions) {
        return sessions + sessions / 8L;
    }

    private ObjectNode measure() throws IOException, InterruptedException {
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("sessions", sessions).put("operationsARound", operations)
            .put("bytesOfARecord", SessionRecordFlyweight.LENGTH);
        Map<RecordStores, RecordStore> stores = new EnumMap<>(RecordStores.class);
        double recovery = 0;
        double bytes = 0;
        for (RecordStores kind : RecordStores.values()) {
            Path place = directory.resolve(kind.key());
            ObjectNode mine = report.putObject(kind.key());
            if (kind.durable()) {
                fillAndKill(kind, place);
                double each = (double) bytesOnDisk(place) / sessions;
                long from = System.nanoTime();
                RecordStore store = kind.open(place, capacity(sessions));
                if (store.size() != sessions) {
                    throw new IllegalStateException(kind + ": " + store.size() + " of " + sessions + " sessions outlived the kill");
                }
                double seconds = (System.nanoTime() - from) / NS_PER_S;
                mine.put("secondsToRecover", seconds).put("bytesOnDiskASession", each);
                System.err.printf(Locale.ROOT, "%s: back after %.2f s, %.0f bytes a session%n", kind.key(), seconds, each);
                recovery = kind == RecordStores.OURS ? seconds : recovery;
                bytes = kind == RecordStores.OURS ? each : bytes;
                stores.put(kind, store);
            } else {
                RecordStore store = kind.open(place, capacity(sessions));
                store.putAll(record, 1, sessions);
                stores.put(kind, store);
            }
        }
        for (int round = -1; round < rounds; round++) {
            for (Map.Entry<RecordStores, RecordStore> one : stores.entrySet()) {
                round(one.getKey(), one.getValue(), round);
            }
        }
        ArrayNode comparisons = report.putArray("comparisons");
        for (RecordStores kind : RecordStores.values()) {
            ObjectNode mine = (ObjectNode) report.get(kind.key());
            ns.get(kind).forEach((operation, all) -> {
                ArrayNode list = mine.putArray(operation.name().toLowerCase(Locale.ROOT) + "Nanoseconds");
                for (double one : all) {
                    list.add(one);
                }
                if (kind.durable() && kind != RecordStores.OURS && operation != Operation.ITERATE) {
                    comparisons.add(PeerComparison.of(operation.name().toLowerCase(Locale.ROOT) + " against " + kind.key(), "1/s",
                        perSecond(ns.get(RecordStores.OURS).get(operation)), kind.key(), perSecond(all), Bound.AT_LEAST, GOAL).toJson());
                }
            });
        }
        comparisons.add(PeerComparison.absolute("recovery", "s", new double[] {recovery}, Bound.AT_MOST, GOAL_RECOVERY_S).toJson());
        comparisons.add(PeerComparison.absolute("bytes a session", "bytes", new double[] {bytes}, Bound.AT_MOST, GOAL_BYTES).toJson());
        stores.values().forEach(RecordStore::close);
        return report;
    }

    private static double[] perSecond(double[] nanoseconds) {
        double[] rates = new double[nanoseconds.length];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = NS_PER_S / nanoseconds[i];
        }
        return rates;
    }

    private void round(RecordStores kind, RecordStore store, int round) {
        SplittableRandom random = new SplittableRandom(round);
        // A commit of MVStore's takes a hundred times as long as a change of ours.
        int operations = kind == RecordStores.MV_STORE ? this.operations / SLOW : this.operations;
        long from = System.nanoTime();
        for (int i = 1; i <= operations; i++) {
            store.put(SampleSessions.fill(record, sessions + i, sessions + i));
        }
        note(kind, Operation.PUT, round, (double) (System.nanoTime() - from) / operations);
        for (int i = 1; i <= operations; i++) {
            store.remove(sessions + i);
        }
        from = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            long id = 1 + random.nextInt(sessions);
            store.put(SampleSessions.fill(record, id, id).upOctets(i));
        }
        note(kind, Operation.UPDATE, round, (double) (System.nanoTime() - from) / operations);
        from = System.nanoTime();
        for (int i = 0; i < operations; i++) {
            if (!store.get(1 + random.nextInt(sessions), record)) {
                throw new IllegalStateException(kind + ": a session is not there");
            }
        }
        note(kind, Operation.LOOKUP, round, (double) (System.nanoTime() - from) / operations);
        from = System.nanoTime();
        long sum = store.sumOfUpOctets();
        note(kind, Operation.ITERATE, round, (double) (System.nanoTime() - from) / sessions);
        if (sum <= 0) {
            throw new IllegalStateException(kind + ": no record was read");
        }
    }

    private void note(RecordStores kind, Operation operation, int round, double nanoseconds) {
        System.err.printf(Locale.ROOT, "%s %s: %.0f ns%n", kind.key(), operation.name().toLowerCase(Locale.ROOT), nanoseconds);
        if (round >= 0) {
            ns.computeIfAbsent(kind, any -> new EnumMap<>(Operation.class)).computeIfAbsent(operation, any -> new double[rounds])[round]
                = nanoseconds;
        }
    }

    private void fillAndKill(RecordStores kind, Path place) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StoreBench.class.getName(), CHILD, kind.name(),
            place.toString(), Integer.toString(sessions)));
        Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            if (!"filled".equals(output.readLine())) {
                throw new IllegalStateException("the child ended with status " + child.waitFor());
            }
            child.destroyForcibly();
            child.waitFor();
        }
    }

    /** What files occupy; Chronicle's have holes. */
    private static long bytesOnDisk(Path directory) throws IOException, InterruptedException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Process stat = new ProcessBuilder("stat", "-c", "%b %B", file.toString()).start();
                String[] figures = new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ");
                stat.waitFor();
                bytes += Long.parseLong(figures[0]) * Long.parseLong(figures[1]);
            }
        }
        return bytes;
    }
}
