package io.athenabng.benchmarks.store;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import io.athenabng.daemon.edge.store.ChronicleSessionStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A store of many sessions in a daemon that is killed: {@code SessionStoreScale DIRECTORY [SESSIONS]}. A child JVM fills the store,
 * measures it and goes on changing it until it is killed with signal 9; then this JVM, cold, recovers it and checks that every session
 * is there. Prints one JSON object. Exit status 1 if a session is missing.
 */
public final class SessionStoreScale {
    private static final int OPERATIONS = 2_000_000;
    private static final String CHILD = "--child";

    private SessionStoreScale() {
    }

    /**
     * Runs it.
     *
     * @param arguments where the store goes (a new directory), and how many sessions
     * @throws Exception if the store or the child fails
     */
    public static void main(final String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals(CHILD)) {
            child(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
            return;
        }
        if (arguments.length < 1 || arguments.length > 2) {
            System.err.println("usage: SessionStoreScale DIRECTORY [SESSIONS]");
            System.exit(2);
        }
        final Path directory = Path.of(arguments[0]).resolve("sessions");
        if (Files.exists(directory)) {
            System.err.println(directory + " exists: give a new directory");
            System.exit(2);
        }
        final int sessions = arguments.length == 2 ? Integer.parseInt(arguments[1]) : 1_000_000;
        final String measured = runAndKill(directory, sessions);
        System.out.println("{\"sessions\":" + sessions + ',' + measured + ',' + disk(directory, sessions) + ','
            + recover(directory, sessions) + '}');
    }

    private static void child(final Path directory, final int sessions) throws IOException {
        final long heapBefore = usedHeap();
        final ChronicleSessionStore store = ChronicleSessionStore.open(directory, sessions);
        final SessionTable table = SessionTable.open(store, sessions);
        long from = cpuNs();
        SampleSessions.insertAll(table, sessions);
        final double insertNs = (double) (cpuNs() - from) / sessions;
        final long heapBytes = usedHeap() - heapBefore;
        for (int round = 0; round < 2; round++) {
            lookUp(table, sessions);
            read(table, sessions);
            update(table, sessions, OPERATIONS);
        }
        from = cpuNs();
        lookUp(table, sessions);
        final double lookUpNs = (double) (cpuNs() - from) / OPERATIONS;
        from = cpuNs();
        read(table, sessions);
        final double readNs = (double) (cpuNs() - from) / OPERATIONS;
        from = cpuNs();
        update(table, sessions, OPERATIONS);
        final double updateNs = (double) (cpuNs() - from) / OPERATIONS;
        System.out.println(String.format(Locale.ROOT,
            "\"insert_cold_cpu_ns\":%.0f,\"lookup_line_cpu_ns\":%.0f,\"lookup_line_and_read_cpu_ns\":%.0f,"
                + "\"update_counters_cpu_ns\":%.0f,\"heap_bytes_per_session\":%.1f,\"direct_bytes_per_session\":%.1f",
            insertNs, lookUpNs, readNs, updateNs, (double) heapBytes / sessions, (double) directBytes() / sessions));
        System.out.flush();
        while (store.size() == sessions) {
            update(table, sessions, OPERATIONS);
        }
    }

    private static void lookUp(final SessionTable table, final int sessions) {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < OPERATIONS; i++) {
            find(table, random.nextInt(sessions));
        }
    }

    private static void read(final SessionTable table, final int sessions) {
        final SplittableRandom random = new SplittableRandom(2);
        final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        for (int i = 0; i < OPERATIONS; i++) {
            if (!table.get(find(table, random.nextInt(sessions)), record)) {
                throw new IllegalStateException("a session has no record");
            }
        }
    }

    private static long find(final SessionTable table, final int index) {
        final long sessionId = table.findByLine(SampleSessions.TRUNK, SampleSessions.vlanStack(index), SampleSessions.mac(index));
        if (sessionId != index + 1) {
            throw new IllegalStateException("line " + index + " has session " + sessionId);
        }
        return sessionId;
    }

    private static void update(final SessionTable table, final int sessions, final int operations) {
        final SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < operations; i++) {
            if (table.updateCounters(1 + random.nextInt(sessions), i, i, i, i, i) != SessionTable.Result.DONE) {
                throw new IllegalStateException("a session cannot be changed");
            }
        }
    }

    /** The thread's own time: on a machine that others use, the wall's says little. */
    private static long cpuNs() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct")).mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    }

    private static String runAndKill(final Path directory, final int sessions) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SessionStoreScale.class.getName(),
            CHILD, directory.toString(), Integer.toString(sessions)));
        final Process child = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader output = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            final String measured = output.readLine();
            if (measured == null) {
                throw new IllegalStateException("the child ended with status " + child.waitFor());
            }
            Thread.sleep(500);
            child.destroyForcibly();
            child.waitFor();
            return measured;
        }
    }

    private static String disk(final Path directory, final int sessions) throws IOException, InterruptedException {
        final Process stat = new ProcessBuilder("stat", "-c", "%b %B", directory.resolve("map").toString(),
            directory.resolve("header").toString()).start();
        long bytes = 0;
        for (final String line : new String(stat.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().split("\n")) {
            final String[] figures = line.split(" ");
            bytes += Long.parseLong(figures[0]) * Long.parseLong(figures[1]);
        }
        if (stat.waitFor() != 0) {
            throw new IOException("stat failed");
        }
        return String.format(Locale.ROOT, "\"disk_bytes_per_session\":%.1f", (double) bytes / sessions);
    }

    private static String recover(final Path directory, final int sessions) throws IOException {
        final long from = System.nanoTime();
        final long cpuFrom = cpuNs();
        final long recoveryCpuNs;
        final long opened;
        final long indexed;
        final long closing;
        try (ChronicleSessionStore store = ChronicleSessionStore.open(directory, sessions)) {
            opened = System.nanoTime();
            recoveryCpuNs = cpuNs() - cpuFrom;
            final SessionTable table = SessionTable.open(store, sessions);
            indexed = System.nanoTime();
            if (!store.recovered() || table.size() != sessions) {
                System.err.println(table.size() + " of " + sessions + " sessions are there; recovered: " + store.recovered());
                System.exit(1);
            }
            for (int i = 0; i < sessions; i++) {
                find(table, i);
            }
            update(table, sessions, sessions);
            closing = System.nanoTime();
        }
        final long closed = System.nanoTime();
        try (ChronicleSessionStore reopened = ChronicleSessionStore.open(directory, sessions)) {
            return String.format(Locale.ROOT,
                "\"recovery_ms\":%d,\"recovery_cpu_ms\":%d,\"index_ms\":%d,\"close_ms\":%d,\"open_after_close_ms\":%d,"
                    + "\"found_after_close\":%d",
                millis(from, opened), recoveryCpuNs / 1_000_000, millis(opened, indexed), millis(closing, closed),
                millis(closed, System.nanoTime()), reopened.size());
        }
    }

    private static long millis(final long from, final long to) {
        return (to - from) / 1_000_000;
    }
}
