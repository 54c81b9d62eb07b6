package io.athenabng.benchmarks.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.athenabng.ffi.Errno;
import io.athenabng.ffi.NativeException;
import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The load generator's command. Progress on standard error, one JSON object on standard output; status 0 only if every client got an
 * address of its own and kept it.
 */
@Command(name = "dhcp-load", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Plays DHCP clients on lines behind stacked VLAN tags. Run it at the other end of the gateway's trunk.")
public final class DhcpLoad implements Callable<Integer> {
    private static final double NS_PER_S = 1e9;
    private static final long PROGRESS_NS = 1_000_000_000L;
    private static final int IDLE_WAIT_MS = 2;
    private static final int LARGEST_VID = 4094;
    private static final long LOOK_NS = 200_000_000L;
    private static final int BURST = 64;

    @Spec
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--interface", required = true, paramLabel = "NAME", description = "Interface that frames leave by, tags in band.")
    private String interfaceName;

    @Option(names = "--clients", defaultValue = "100", paramLabel = "N", description = "Clients (default ${DEFAULT-VALUE}).")
    private int clients;

    @Option(names = "--outer", defaultValue = "500", paramLabel = "VID[-VID]",
        description = "Outer VIDs, used one after the other; 'none' for lines with the inner tag only (default ${DEFAULT-VALUE}).")
    private String outer;

    @Option(names = "--inner", defaultValue = "100", paramLabel = "VID",
        description = "First inner VID below each outer one (default ${DEFAULT-VALUE}).")
    private int inner;

    @Option(names = "--lines-per-outer", defaultValue = "0", paramLabel = "N",
        description = "Lines below each outer VID (default: as many as there are VIDs).")
    private int linesPerOuter;

    @Option(names = "--clients-per-line", defaultValue = "1", paramLabel = "N",
        description = "Clients that share a line (default ${DEFAULT-VALUE}).")
    private int clientsPerLine;

    @Option(names = "--outer-tpid", defaultValue = "802.1ad", paramLabel = "802.1ad|802.1q",
        description = "The outermost tag's type (default ${DEFAULT-VALUE}).")
    private String outerTpid;

    @Option(names = "--mac-base", defaultValue = "02:00:00:00:00:01", paramLabel = "MAC",
        description = "The first client's address; the others follow (default ${DEFAULT-VALUE}).")
    private String macBase;

    @Option(names = "--rate", defaultValue = "0", paramLabel = "N",
        description = "New clients a second; 0: as fast as the window allows (default ${DEFAULT-VALUE}).")
    private double rate;

    @Option(names = "--window", defaultValue = "64", paramLabel = "N",
        description = "The most clients that wait for an answer at a time (default ${DEFAULT-VALUE}).")
    private int window;

    @Option(names = "--retransmit", defaultValue = "4000,2,4", paramLabel = "MS[,FACTOR[,ATTEMPTS]]",
        description = "First time-out, by what each further one is longer, and how often a message is sent (default ${DEFAULT-VALUE}).")
    private String retransmit;

    @Option(names = "--rounds", defaultValue = "1", paramLabel = "N",
        description = "How often all clients come; between rounds they release (default ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--hold", defaultValue = "0", paramLabel = "SECONDS", description = "How long all stay (default ${DEFAULT-VALUE}).")
    private double holdSeconds;

    @Option(names = "--until", paramLabel = "FILE", description = "They stay until this file is there, if that is longer than --hold.")
    private Path untilFile;

    @Option(names = "--up-file", paramLabel = "FILE", description = "Is written when every client has its address.")
    private Path upFile;

    @Option(names = "--packets", defaultValue = "0", paramLabel = "N",
        description = "UDP packets a second to --to, port 9, while they stay (default ${DEFAULT-VALUE}).")
    private double packetRate;

    @Option(names = "--to", paramLabel = "ADDRESS", defaultValue = "192.0.2.20",
        description = "Where these packets go (default ${DEFAULT-VALUE}).")
    private String destination;

    @Option(names = "--renew", defaultValue = "0", paramLabel = "N",
        description = "How often each client renews its lease after that (default ${DEFAULT-VALUE}).")
    private int renewals;

    @Option(names = "--release", description = "Release at the end, too.")
    private boolean release;

    @Option(names = "--pause", defaultValue = "0", paramLabel = "SECONDS",
        description = "How long nobody is there between rounds (default ${DEFAULT-VALUE}).")
    private double pauseSeconds;

    @Option(names = "--warm-up", defaultValue = "0", paramLabel = "N",
        description = "So many of the clients come before the others and are in no figure (default ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--broadcast", description = "Clients set the broadcast flag.")
    private boolean broadcast;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the JSON object to a file as well.")
    private Path json;

    private final PrintStream progress = System.err;
    private long packets;
    private int packetTurn;
    private long stayBeganNs;
    private long nextLookNs;

    private DhcpLoad() {
    }

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new DhcpLoad()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        LoadPlan plan = plan();
        ObjectNode report;
        boolean sound;
        try (PacketPort port = new PacketPort(interfaceName)) {
            LoadEngine engine = new LoadEngine(plan, broadcast, port);
            port.connect(engine);
            long cpuNs = play(engine, port, plan.lines().clients());
            report = LoadReport.of(plan, engine.statistics());
            report.put("packetsSent", packets);
            report.put("generatorCpuSeconds", cpuNs / NS_PER_S);
            report.putObject("frames").put("sent", port.transmitter().sent()).put("refused", port.transmitter().refused())
                .put("received", port.ring().socket().packets()).put("lost", port.ring().socket().drops())
                .put("freezes", port.ring().socket().queueFreezes());
            sound = engine.statistics().failed() == 0 && port.transmitter().refused() == 0;
            if (port.transmitter().refused() > 0) {
                progress.println("the kernel refused frames, the last one with " + Errno.name(port.transmitter().lastErrno()));
            }
        } catch (NativeException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        String text = report.toString();
        System.out.println(text);
        if (json != null) {
            Files.writeString(json, text + System.lineSeparator());
        }
        return sound ? 0 : 1;
    }

    private LoadPlan plan() {
        try {
            int outerFirst = 0;
            int outerLast = 0;
            if (!outer.equals("none")) {
                int dash = outer.indexOf('-');
                outerFirst = Integer.parseInt(dash < 0 ? outer : outer.substring(0, dash));
                outerLast = dash < 0 ? outerFirst : Integer.parseInt(outer.substring(dash + 1));
            }
            LinePlan lines = new LinePlan(clients, outerFirst, outerLast, tpid(), inner,
                linesPerOuter > 0 ? linesPerOuter : LARGEST_VID - inner + 1, clientsPerLine, MacAddress.parse(macBase));
            return new LoadPlan(lines, rate, window, RetransmitPolicy.parse(retransmit), rounds, (long) (holdSeconds * NS_PER_S),
                renewals, release, (long) (pauseSeconds * NS_PER_S), warmUp);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private int tpid() {
        return switch (outerTpid.toLowerCase(Locale.ROOT)) {
            case "802.1ad" -> EtherType.SERVICE_VLAN;
            case "802.1q" -> EtherType.VLAN;
            default -> throw new IllegalArgumentException("--outer-tpid is 802.1ad or 802.1q, not " + outerTpid);
        };
    }

    /** What all do while they stay: packets that are due, as many as the time since the beginning asks for, a few at a time. */
    private void stay(LoadEngine engine, long nowNs) throws IOException {
        if (stayBeganNs == 0) {
            stayBeganNs = nowNs;
            if (upFile != null) {
                Files.writeString(upFile, engine.holding() + System.lineSeparator());
            }
        }
        if (nowNs - nextLookNs >= 0) {
            nextLookNs = nowNs + LOOK_NS;
            engine.hold(untilFile != null && !Files.exists(untilFile));
        }
        double due = packetRate * (nowNs - stayBeganNs) / NS_PER_S;
        for (int turn = 0; turn < BURST && packets < due; turn++) {
            if (engine.packet(packetTurn++ % clients, Ipv4Address.parse(destination))) {
                packets++;
            }
        }
    }

    /** Steps the engine until it is done; CPU time of this thread, ns. */
    private long play(LoadEngine engine, PacketPort port, int clientCount) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpuBefore = threads.getCurrentThreadCpuTime();
        long nextProgressNs = port.nowNs() + PROGRESS_NS;
        while (!engine.isFinished()) {
            int work = port.poll() + engine.doWork(port.nowNs());
            if (engine.phase() == LoadEngine.Phase.HOLD) {
                stay(engine, port.nowNs());
            }
            port.flush();
            if (work == 0) {
                port.await(IDLE_WAIT_MS);
            }
            long nowNs = port.nowNs();
            if (nowNs - nextProgressNs >= 0) {
                nextProgressNs = nowNs + PROGRESS_NS;
                progress.printf(Locale.ROOT, "round %d, %s: %d of %d clients have an address, %d wait, %d failed%n", engine.round(),
                    engine.phase().name().toLowerCase(Locale.ROOT).replace('_', ' '), engine.holding(), clientCount,
                    engine.outstanding(), engine.statistics().failed());
            }
        }
        port.drain();
        return threads.getCurrentThreadCpuTime() - cpuBefore;
    }
}
