package io.athenabng.daemon;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.LoadResult;
import io.athenabng.daemon.commit.CommitEngine;
import io.athenabng.daemon.edge.archive.PendingConfirmation;
import io.athenabng.daemon.edge.kernel.KernelSockets;
import io.athenabng.daemon.edge.system.ServiceManager;
import io.athenabng.ffi.Privileges;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The gateway daemon's {@code main}: {@code abngd --config FILE [--check]}.
 *
 * <p>Exit status: 0 after an orderly stop, 1 if it could not start or failed, 2 for wrong arguments or an invalid configuration,
 * 75 (EX_TEMPFAIL) if it is to be started again ({@code system.restart}; systemd does it by {@code RestartForceExitStatus=}).
 */
public final class Abngd {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_USAGE = 2;
    private static final int EXIT_RESTART = 75;
    /** How long the answer to {@code system.restart} may take to reach its client. */
    private static final long ANSWER_MS = 250;
    private static final String USAGE = """
            Usage: abngd [--config FILE] [--check] [--version]
              --config FILE   the configuration (default /opt/athena-bng/conf/abng.yaml)
              --check         validate the configuration and exit
              --version       print the version and exit""";

    private Abngd() {
    }

    /**
     * Runs the daemon until SIGTERM or SIGINT.
     *
     * @param args see {@code --help}
     */
    public static void main(final String[] args) {
        System.exit(run(args, KernelSockets.LINUX));
    }

    /**
     * Runs the daemon before a kernel until SIGTERM or SIGINT.
     *
     * @param args    see {@code --help}
     * @param sockets opens the sockets to the kernel
     * @return the exit status
     */
    public static int run(final String[] args, final KernelSockets sockets) {
        Path file = Path.of("/opt/athena-bng/conf/abng.yaml");
        boolean check = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--config":
                    if (++i == args.length) {
                        System.err.println("abngd: --config needs a file\n" + USAGE);
                        return EXIT_USAGE;
                    }
                    file = Path.of(args[i]);
                    break;
                case "--check":
                    check = true;
                    break;
                case "--version":
                    System.out.println("abngd " + Version.text());
                    return 0;
                case "--help":
                    System.out.println(USAGE);
                    return 0;
                default:
                    System.err.println("abngd: unknown argument '" + args[i] + "'\n" + USAGE);
                    return EXIT_USAGE;
            }
        }
        final LoadResult loaded = check ? ConfigurationLoader.load(file) : load(file);
        if (loaded instanceof LoadResult.Refused refused) {
            report(refused);
            return EXIT_USAGE;
        }
        if (check) {
            System.out.println("abngd: " + file + " is valid");
            return 0;
        }
        try (ServiceManager manager = ServiceManager.of(System.getenv())) {
            return serve(new DaemonContext().configuration(((LoadResult.Loaded) loaded).configuration()).configurationFile(file)
                    .stopSignal(new StopSignal(manager.isPresent())).conclude(), manager, sockets);
        }
    }

    /** Loads the file; a commit that was not confirmed in time while no daemon ran gives way to the configuration before it. */
    private static LoadResult load(final Path file) {
        final LoadResult loaded = ConfigurationLoader.load(file);
        // A file that cannot be used names no archive: it is then looked for where it is by default.
        final Path archive = loaded.isLoaded() ? CommitEngine.archiveDirectory(file, loaded.configuration())
                : file.toAbsolutePath().resolveSibling("archive");
        try {
            if (PendingConfirmation.returnIfOverdue(file, archive, System.currentTimeMillis())) {
                System.err.println("abngd: the last commit was not confirmed in time: " + file + " is the one before it again");
                return ConfigurationLoader.load(file);
            }
        } catch (final IOException exception) {
            System.err.println("abngd: whether the last commit was confirmed cannot be told: " + exception.getMessage());
        }
        return loaded;
    }

    private static void report(final LoadResult.Refused refused) {
        final int count = refused.problems().size();
        System.err.println("abngd: the configuration has " + count + (count == 1 ? " problem" : " problems"));
        refused.problems().forEach(problem -> System.err.println("  " + problem.describe(refused.source())));
    }

    private static int serve(final DaemonContext context, final ServiceManager manager, final KernelSockets sockets) {
        Logging.configure(context.configuration().logLevel());
        final List<String> missing = Privileges.current().missingForGateway();
        if (!missing.isEmpty()) {
            System.err.println("abngd: needs " + String.join(" and ", missing)
                    + ": run it as root, or give it the capabilities (the systemd unit does)");
            return EXIT_FAILED;
        }
        final StopSignal stop = context.stopSignal();
        final CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            final boolean bySignal = stopped.getCount() > 0;
            stop.stop();
            try {
                stopped.await();
                if (bySignal) {
                    // An orderly stop is a success; the JVM would say 143.
                    Runtime.getRuntime().halt(0);
                }
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }, "abng-stop"));
        try (Gateway gateway = Gateway.start(context, manager, sockets)) {
            System.out.println("abngd: ready, socket " + gateway.socket());
            stop.await();
            manager.stopping();
            System.out.println("abngd: stopping");
            if (stop.isRestart()) {
                Thread.sleep(ANSWER_MS);
                return EXIT_RESTART;
            }
            return 0;
        } catch (final StartException exception) {
            System.err.println("abngd: " + exception.getMessage());
            return EXIT_FAILED;
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return EXIT_FAILED;
        } finally {
            stopped.countDown();
        }
    }
}
