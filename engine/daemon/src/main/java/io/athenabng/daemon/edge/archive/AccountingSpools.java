package io.athenabng.daemon.edge.archive;

import io.athenabng.core.config.RadiusServerGroupSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.AccountingSpool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A spool for each group of RADIUS servers, in a directory of the group's name, and the one thread that waits for the disk. Reports of a
 * group that is no longer configured stay where they are until it is there again.
 */
public final class AccountingSpools implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AccountingSpools.class.getName());
    private static final String DIRECTORY = "accounting";
    private static final String THREAD = "abng-spl";
    private static final int CLOSE_SECONDS = 10;

    private final ExecutorService forcer = Executors.newSingleThreadExecutor(task -> {
        final Thread thread = new Thread(task, THREAD);
        thread.setDaemon(true);
        return thread;
    });
    private final List<AccountingSpool> spools = new ArrayList<>();
    private final Path directory;

    private AccountingSpools(final Path directory) {
        this.directory = directory;
    }

    /**
     * Opens the spools.
     *
     * @param stateDirectory the daemon's state directory
     * @param settings       the RADIUS settings
     * @return the spools
     * @throws IOException if a directory cannot be used
     */
    public static AccountingSpools open(final Path stateDirectory, final RadiusSettings settings) throws IOException {
        final Path directory = stateDirectory.resolve(DIRECTORY);
        final AccountingSpools all = new AccountingSpools(directory);
        final Set<String> configured = new HashSet<>();
        try {
            for (final RadiusServerGroupSettings group : settings.serverGroups()) {
                final String name = directoryName(group.name());
                configured.add(name);
                all.spools.add(new FileSpool(directory.resolve(name), settings.accounting().spoolLimitBytes(), all.forcer));
            }
            warnOfOthers(directory, configured);
            return all;
        } catch (final IOException | UncheckedIOException exception) {
            all.close();
            throw exception;
        }
    }

    /**
     * Opens the spool of a group that a commit adds, and reads what is there. It is closed with the others.
     *
     * @param group      the group's name
     * @param limitBytes most bytes that it may take on disk
     * @return the spool
     * @throws IOException if its directory cannot be used
     */
    public synchronized AccountingSpool open(final String group, final long limitBytes) throws IOException {
        final FileSpool spool = new FileSpool(directory.resolve(directoryName(group)), limitBytes, forcer);
        try {
            spool.recover();
        } catch (final UncheckedIOException exception) {
            spool.close();
            throw exception.getCause();
        }
        spools.add(spool);
        return spool;
    }

    /** A name that no configuration can use to leave the directory. */
    static String directoryName(final String group) {
        final StringBuilder name = new StringBuilder();
        for (int i = 0; i < group.length(); i++) {
            final char c = group.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
                name.append(c);
            } else {
                name.append('%').append(Integer.toHexString(c)).append('%');
            }
        }
        return name.toString();
    }

    private static void warnOfOthers(final Path directory, final Set<String> configured) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (final Path other : stream) {
                if (!configured.contains(other.getFileName().toString())) {
                    LOG.log(System.Logger.Level.WARNING, "{0} has accounting reports of a server group that is not configured; they wait "
                            + "until it is. Delete the directory if nobody wants them", other);
                }
            }
        }
    }

    /** @return a spool for each of the server groups, in their order */
    public synchronized List<AccountingSpool> byGroup() {
        return List.copyOf(spools);
    }

    @Override
    public synchronized void close() {
        forcer.shutdown();
        try {
            if (!forcer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "the disk of the accounting spool is slow; what is not written yet is in the kernel");
            }
        } catch (final InterruptedException exception) {
            Thread.currentThread().interrupt();
        }
        spools.forEach(AccountingSpool::close);
    }
}
