package io.athenabng.benchmarks.crash;

import io.athenabng.benchmarks.load.LinePlan;
import io.athenabng.benchmarks.load.PacketPort;
import io.athenabng.ffi.Netns;
import io.athenabng.rpc.socket.RpcException;
import io.athenabng.wire.ethernet.EtherType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The crash test's command: {@code kill -9} at random moments, some of them while the daemon starts or takes its sessions
 * back, and a {@link Comparison} after each start that was let through. Needs root.
 * Status 0 only if nothing was ever lost and nothing too much was there.
 */
@Command(name = "crash-test", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Kills abngd at random moments under session churn and compares store, kernel, clients and accounting after each start.")
public final class CrashTest implements Callable<Integer> {
    private static final long CLIENT_MACS = 0x0200_0000_0001L;
    private static final long START_LIMIT_NS = TimeUnit.SECONDS.toNanos(20);
    /** A store without a session has nothing to say. */
    private static final long RESTORE_LIMIT_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int WAIT_MS = 1;
    private static final int LONGEST_CHURN_MS = 1_500;
    /** About what a fake kernel is asked for in that time. */
    private static final int CHURN_MESSAGES = 400;
    private static final long LOOK_MS = 1;

    /** When a daemon is killed. Half of the kills hit one that serves, the others one that does not yet. */
    private enum Moment { CHURNING, STARTING, RESTORING }

    private static final long MS = 1_000_000L;

    @Option(names = "--kills", defaultValue = "200", paramLabel = "N", description = "Kills (default ${DEFAULT-VALUE}).")
    private int kills;

    @Option(names = "--clients", defaultValue = "40", paramLabel = "N",
        description = "Clients, each on a line of its own (default ${DEFAULT-VALUE}).")
    private int clientCount;

    @Option(names = "--slowness", defaultValue = "1", paramLabel = "N",
        description = "How many times longer than on real hardware everything takes (default ${DEFAULT-VALUE}).")
    private int slowness;

    @Option(names = "--fake-kernel", description = "Has the daemon make lines and shapers in a fake kernel that outlives it; a part of the "
        + "kills then hit it between two netlink messages. COMMAND takes the fake kernel's socket as its first argument.")
    private boolean fake;

    @Option(names = "--seed", paramLabel = "N", description = "Repeats the moments of an earlier run.")
    private Long seed;

    @Parameters(paramLabel = "COMMAND", arity = "1..*", description = "The command that runs abngd.")
    private List<String> daemon;

    private ChurningClients clients;
    private PacketPort port;
    private Random random;
    private int whileStarting;
    private int whileRestoring;
    private int withinBatch;
    private int withinBatchEarly;
    /** Until the kernel's state is known, and from there until all sessions are back, as last measured. */
    private int startMs = 1_000;
    private int restoreMs = 100;
    /** Netlink messages that change something, from the start until all sessions are back, as last measured. */
    private int startMessages = 100;

    CrashTest() {
    }

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new CrashTest()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException, RpcException, InterruptedException {
        long used = seed != null ? seed : System.nanoTime();
        random = new Random(used);
        System.err.println("crash-test: --seed " + used);
        Path directory = Files.createTempDirectory("abng-crash");
        boolean passed = false;
        try (GatewayUnderTest gateway = new GatewayUnderTest(directory, daemon, clientCount, fake)) {
            try (AccountingSink sink = new AccountingSink(
                    gateway.namespace(), GatewayUnderTest.ACCOUNTING_PORT, GatewayUnderTest.ACCOUNTING_SECRET);
                PacketPort opened = open(gateway)) {
                port = opened;
                LinePlan lines = new LinePlan(clientCount, GatewayUnderTest.OUTER_VID, GatewayUnderTest.OUTER_VID, EtherType.SERVICE_VLAN,
                    GatewayUnderTest.FIRST_INNER_VID, clientCount, 1, CLIENT_MACS);
                clients = new ChurningClients(lines, port, random, slowness);
                port.connect(clients);
                passed = play(gateway, new Inspector(gateway, sink, slowness), sink);
            }
        } catch (Inconsistency e) {
            System.err.println("crash-test: " + e.getMessage());
        }
        if (passed) {
            remove(directory);
        } else {
            System.err.println("crash-test: the daemon's state and output are in " + directory);
        }
        System.out.println(passed ? "crash-test: PASS" : "crash-test: FAIL");
        return passed ? 0 : 1;
    }

    private static PacketPort open(GatewayUnderTest gateway) {
        try (Netns netns = Netns.named(gateway.subscribersNamespace())) {
            return netns.call(() -> new PacketPort(GatewayUnderTest.SUBSCRIBERS_END));
        }
    }

    private boolean play(GatewayUnderTest gateway, Inspector inspector, AccountingSink sink)
            throws IOException, RpcException, InterruptedException {
        int killed = 0;
        while (killed < kills) {
            // The first one finds nothing to restore, and after the last one clients must have something to lose.
            boolean early = killed > 0 && killed + 1 < kills && random.nextBoolean();
            Moment moment = !early ? Moment.CHURNING : random.nextBoolean() ? Moment.STARTING : Moment.RESTORING;
            boolean stop = early && stopKernel(gateway, startMessages);
            gateway.start();
            if (moment == Moment.STARTING && !stop) {
                Thread.sleep(random.nextInt(startMs));
            } else if (early) {
                await(gateway, CrashTest::restoresOrServes);
                churn(gateway, 2 * restoreMs, stop);
            } else {
                letStart(gateway);
                if (!agrees(inspector, killed)) {
                    return false;
                }
                churn(gateway, slowness * LONGEST_CHURN_MS, stopKernel(gateway, CHURN_MESSAGES));
            }
            boolean stopped = hasStopped(gateway);
            gateway.kill();
            killed++;
            count(gateway, moment, stopped);
            if (killed % 10 == 0) {
                System.err.printf(Locale.ROOT, "crash-test: %d of %d kills, %s; %d acknowledgements, %d releases, "
                    + "%d sessions compared%n", killed, kills, moments(), clients.acknowledged(), clients.released(),
                    inspector.sessionsCompared());
            }
        }
        gateway.start();
        await(gateway, GatewayUnderTest::listens);
        if (!agrees(inspector, killed)) {
            return false;
        }
        gateway.stop();
        long repeated = sink.reports().values().stream().filter(of -> of.starts() > 1 || of.stops() > 1).count();
        System.out.printf(Locale.ROOT, "%d kills, %s; %d acknowledgements, %d releases, %d sessions compared, "
            + "%d of %d accounted sessions with a repeated report; 0 inconsistencies%n", killed, moments(), clients.acknowledged(),
            clients.released(), inspector.sessionsCompared(), repeated, sink.reports().size());
        return clients.acknowledged() > 0 && clients.released() > 0;
    }

    private static boolean restoresOrServes(GatewayUnderTest gateway) throws IOException {
        return gateway.hasBegunToRestore() || gateway.listens() || hasStopped(gateway);
    }

    /** Every other time a fake kernel is to stop within a batch, and the kill comes then; else the time alone says when. */
    private boolean stopKernel(GatewayUnderTest gateway, int withinMessages) {
        boolean stop = fake && random.nextBoolean();
        if (stop) {
            gateway.fakeKernel().stopAfter(random.nextInt(withinMessages));
        }
        return stop;
    }

    private static boolean hasStopped(GatewayUnderTest gateway) {
        return gateway.fakeKernel() != null && gateway.fakeKernel().hasStopped();
    }

    private void count(GatewayUnderTest gateway, Moment moment, boolean stopped) throws IOException {
        boolean early = moment != Moment.CHURNING && !gateway.hasSaidAllIsBack();
        if (stopped) {
            withinBatch++;
            withinBatchEarly += early ? 1 : 0;
        } else if (early) {
            whileRestoring += restoresOrServes(gateway) ? 1 : 0;
            whileStarting += restoresOrServes(gateway) ? 0 : 1;
        }
    }

    /** Lets a gateway start. Every other time clients come and go while sessions are taken back, else it is measured. */
    private void letStart(GatewayUnderTest gateway) throws IOException, InterruptedException {
        long fromNs = System.nanoTime();
        long fromMessages = fake ? gateway.fakeKernel().changes() : 0;
        await(gateway, CrashTest::restoresOrServes);
        long begunNs = System.nanoTime();
        if (random.nextBoolean()) {
            churn(gateway, 2 * restoreMs, false);
            await(gateway, GatewayUnderTest::listens);
            return;
        }
        await(gateway, GatewayUnderTest::listens);
        long endNs = System.nanoTime() + slowness * RESTORE_LIMIT_NS;
        while (!gateway.hasSaidAllIsBack() && System.nanoTime() - endNs < 0) {
            Thread.sleep(LOOK_MS);
        }
        if (gateway.hasSaidAllIsBack()) {
            startMs = (int) Math.max(1, (begunNs - fromNs) / MS);
            restoreMs = (int) Math.max(1, (System.nanoTime() - begunNs) / MS);
            startMessages = fake ? (int) Math.max(1, gateway.fakeKernel().changes() - fromMessages) : startMessages;
        }
    }

    private String moments() {
        String moments = whileStarting + " before it knew the kernel's state, " + whileRestoring
            + " from there until all sessions were back";
        return fake ? moments + ", " + withinBatch + " between two netlink messages (" + withinBatchEarly
            + " of these before all sessions were back)" : moments;
    }

    private boolean agrees(Inspector inspector, int killed) throws IOException, RpcException, InterruptedException {
        List<String> differences = new ArrayList<>(clients.complaints());
        differences.addAll(inspector.inspect(clients.holdings()));
        differences.forEach(difference -> System.err.println("crash-test: after " + killed + " kills: " + difference));
        return differences.isEmpty();
    }

    /** What is awaited of a gateway that starts. */
    @FunctionalInterface
    private interface Condition {
        boolean holds(GatewayUnderTest gateway) throws IOException;
    }

    /** Clients are silent meanwhile; what was under way to them is taken. */
    private void await(GatewayUnderTest gateway, Condition condition) throws IOException, InterruptedException {
        port.poll();
        long endNs = System.nanoTime() + slowness * START_LIMIT_NS;
        while (!condition.holds(gateway)) {
            if (System.nanoTime() - endNs > 0) {
                throw new Inconsistency("abngd does not start in time:\n" + gateway.said());
            }
            gateway.requireAlive();
            Thread.sleep(LOOK_MS);
        }
    }

    /** Clients come and go for a while of at most so many milliseconds, all of them if that is to end with the kernel's stop. */
    private void churn(GatewayUnderTest gateway, int mostMs, boolean untilStop) {
        long endNs = port.nowNs() + (untilStop ? mostMs : random.nextInt(mostMs)) * MS;
        while (port.nowNs() - endNs < 0 && !hasStopped(gateway)) {
            int work = port.poll() + clients.doWork(port.nowNs());
            port.flush();
            if (work == 0) {
                port.await(WAIT_MS);
            }
        }
    }

    private static void remove(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
