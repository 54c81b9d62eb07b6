package io.athenabng.benchmarks.store;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import io.athenabng.daemon.edge.store.ChronicleSessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The session table over the persisted store, with {@value #SESSIONS} sessions in it. Run with {@code -prof gc}: nothing allocates. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
public class SessionStoreBenchmark {
    static final int SESSIONS = 100_000;

    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private Path directory;
    private ChronicleSessionStore store;
    private SessionTable table;
    private int index;
    private long octets;

    /**
     * Fills a store.
     *
     * @throws IOException if it cannot be made
     */
    @Setup
    public void open() throws IOException {
        directory = Files.createTempDirectory("session-store");
        store = ChronicleSessionStore.open(directory.resolve("sessions"), SESSIONS + 1);
        table = SessionTable.open(store, SESSIONS + 1);
        SampleSessions.insertAll(table, SESSIONS);
    }

    /**
     * Takes it away.
     *
     * @throws IOException if it cannot be deleted
     */
    @TearDown
    public void close() throws IOException {
        store.close();
        final List<Path> all;
        try (Stream<Path> tree = Files.walk(directory)) {
            all = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (final Path path : all) {
            Files.delete(path);
        }
    }

    /** Another session each time, no two neighbours in memory. */
    private int next() {
        index = (index + 61_681) % SESSIONS;
        return index;
    }

    /** @return what became of a session that comes and goes */
    @Benchmark
    public boolean insertAndRemove() {
        final long sessionId = table.nextSessionId();
        final SessionTable.Result result = table.insert(SampleSessions.fill(record, sessionId, SESSIONS));
        return result == SessionTable.Result.DONE && table.remove(sessionId);
    }

    /** @return what became of new counters */
    @Benchmark
    public SessionTable.Result updateCounters() {
        return table.updateCounters(next() + 1, ++octets, octets, octets, octets, octets);
    }

    /** @return what became of a record that is stored again */
    @Benchmark
    public boolean put() {
        final int i = next();
        return store.put(record.sessionId(i + 1).upOctets(++octets));
    }

    /** @return whether the record was read */
    @Benchmark
    public boolean get() {
        return store.get(next() + 1, record);
    }

    /** @return the session of a line and MAC, without its record */
    @Benchmark
    public long findByLine() {
        final int i = next();
        return table.findByLine(SampleSessions.TRUNK, SampleSessions.vlanStack(i), SampleSessions.mac(i));
    }

    /** @return the session of an address, without its record */
    @Benchmark
    public long findByAddress() {
        return table.findByAddress(SampleSessions.ipv4(next()));
    }

    /** @return the session of a line and MAC, with its record */
    @Benchmark
    public boolean findByLineAndGet() {
        return table.get(findByLine(), record);
    }

    /** @return octets of all sessions; the time is that of one of them */
    @Benchmark
    @OperationsPerInvocation(SESSIONS)
    public long iterate() {
        final long[] sum = new long[1];
        store.forEach(visited -> {
            sum[0] += visited.upOctets();
            return true;
        });
        return sum[0];
    }
}
