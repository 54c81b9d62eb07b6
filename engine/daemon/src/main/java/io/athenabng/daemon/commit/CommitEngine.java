package io.athenabng.daemon.commit;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.ConfigurationChange;
import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.ConfigurationTree;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.daemon.edge.archive.AtomicFile;
import io.athenabng.daemon.edge.archive.ConfigurationArchive;
import io.athenabng.daemon.edge.archive.PendingConfirmation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;

/**
 * Puts a configuration in force: everywhere, or nowhere. A commit goes through these steps, and what fails takes back those before it:
 *
 * <ol>
 * <li>the candidate is checked as a whole, and each consumer says what it would do (a dry run);</li>
 * <li>the file as it is goes into the archive;</li>
 * <li>the file is replaced in one step: from here a daemon that starts uses the new one;</li>
 * <li>each consumer puts it in force, in the order of their dependencies, and then verifies it.</li>
 * </ol>
 *
 * <p>Owned by the thread that commits.
 */
public final class CommitEngine {
    private static final System.Logger LOG = System.getLogger(CommitEngine.class.getName());
    private static final long MS_PER_MINUTE = 60_000L;
    private static final String AUTOMATIC = "abngd";

    private final Path file;
    private final ConfigurationArchive archive;
    private final List<ConfigurationConsumer> consumers;
    private final ActiveConfiguration active;
    private final EpochClock clock;
    private final ErrorHandler errors;
    private ConfigurationTree running;
    private ConfigurationTree live;
    private String runningText;
    private PendingConfirmation pending;
    private long returnAtMs;
    private long revision = 1;
    private long committedMs;
    private boolean foreignTold;
    private String fileSeen = "";

    /**
     * An engine for the configuration that the daemon was started with.
     *
     * @param file      the configuration file
     * @param active    what the gateway works with
     * @param consumers who is told, in the order of their dependencies
     * @param clock     wall-clock time
     * @param errors    takes what goes wrong when nobody waits for an answer
     * @throws IOException if the file or the archive cannot be read
     */
    public CommitEngine(
            final Path file, final ActiveConfiguration active, final List<ConfigurationConsumer> consumers, final EpochClock clock,
            final ErrorHandler errors) throws IOException {
        this.file = file;
        this.active = active;
        this.consumers = List.copyOf(consumers);
        this.clock = clock;
        this.errors = errors;
        archive = new ConfigurationArchive(archiveDirectory(file, active.get()));
        runningText = Files.readString(file);
        final ConfigurationTree.Parsed parsed = ConfigurationTree.parse(runningText);
        if (parsed.tree() == null) {
            throw new IOException(parsed.problems().getFirst().describe(file.toString()));
        }
        running = parsed.tree();
        live = running;
        committedMs = clock.time();
        pending = PendingConfirmation.read(archive.directory());
        returnAtMs = pending == null ? 0 : pending.deadlineEpochMs();
    }

    /**
     * Where a file's earlier versions are kept.
     *
     * @param file          the configuration file
     * @param configuration what it says
     * @return the archive's folder
     */
    public static Path archiveDirectory(final Path file, final RunningConfiguration configuration) {
        final String named = configuration.commit().archiveDirectory();
        return named.isEmpty() ? file.toAbsolutePath().resolveSibling("archive") : Path.of(named);
    }

    /** @return what was committed last */
    public ConfigurationTree running() {
        return running;
    }

    /** @return counts commits since the start; the first is the file that was read */
    public long revision() {
        return revision;
    }

    /** @return when the running configuration came into force */
    public long committedMs() {
        return committedMs;
    }

    /** @return the archive */
    public ConfigurationArchive archive() {
        return archive;
    }

    /** @return the configuration file */
    public Path file() {
        return file;
    }

    /** @return the confirmation that is awaited, or null */
    public PendingConfirmation pending() {
        return pending;
    }

    /** @return changes that were committed and wait for the next start */
    public List<ConfigurationChange> waiting() {
        return live.changesTo(running);
    }

    /**
     * The file as it is now.
     *
     * @return its text; empty if it is not there
     */
    public String fileText() {
        try {
            return Files.readString(file);
        } catch (final NoSuchFileException e) {
            // Somebody has removed it: an edit like any other, and the next commit may write it again.
            return "";
        } catch (final IOException e) {
            throw new CommitException(CommitException.Kind.STATE, file + " cannot be read: " + e.getMessage(), "check it and its folder");
        }
    }

    /** @return whether the file is not what was committed last: somebody has edited it */
    public boolean isFileEdited() {
        return !fileText().equals(runningText);
    }

    /**
     * Says what a commit would do, and does nothing.
     *
     * @param candidate the candidate
     * @return what it would do
     * @throws CommitException if a consumer cannot do it
     */
    public CommitCheck check(final ConfigurationTree candidate) {
        final LoadResult loaded = ConfigurationLoader.loadHere("candidate", candidate.toYaml());
        if (!loaded.isLoaded()) {
            return CommitCheck.invalid(loaded.problems());
        }
        ConfigurationTree next = live.live(candidate);
        final LoadResult now = ConfigurationLoader.loadActive("candidate", next.toYaml());
        RunningConfiguration configuration = active.get();
        if (now.isLoaded()) {
            configuration = now.configuration();
        } else {
            // What can change now does not go together with what cannot: all of it waits for the start.
            next = live;
        }
        final List<ConfigurationConsumer.Effect> effects = new ArrayList<>();
        for (final ConfigurationConsumer consumer : consumers) {
            try {
                effects.addAll(consumer.plan(active.get(), configuration));
            } catch (final RuntimeException e) {
                throw failed("the dry run of " + consumer.name(), e, List.of());
            }
        }
        return new CommitCheck(List.of(), running.changesTo(candidate), effects, next.changesTo(candidate), next, configuration);
    }

    /**
     * Puts a candidate in force.
     *
     * @param candidate the candidate
     * @param order     how
     * @return what was done
     * @throws CommitException if it is not in force; everything is as it was
     */
    public CommitCheck commit(final ConfigurationTree candidate, final CommitOrder order) {
        return commit(candidate, candidate.toYaml(), order);
    }

    private CommitCheck commit(final ConfigurationTree candidate, final String text, final CommitOrder order) {
        final CommitCheck check = check(candidate);
        refuse(check, order);
        final String before = fileText();
        final List<ConfigurationConsumer> applied = new ArrayList<>();
        final PendingConfirmation earlier = pending;
        long entry = 0;
        String step = "archiving the running configuration in " + archive.directory();
        try {
            entry = archive.add(before, clock.time(), order.by(), order.comment()).number();
            step = "writing down what is to be confirmed";
            final PendingConfirmation awaited = awaited(text, order, entry);
            if (awaited != null) {
                awaited.write(archive.directory());
            }
            step = "replacing " + file;
            AtomicFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
            for (final ConfigurationConsumer consumer : consumers) {
                step = "applying it to " + consumer.name();
                applied.add(consumer);
                consumer.apply(active.get(), check.configuration());
            }
            for (final ConfigurationConsumer consumer : consumers) {
                step = "verifying " + consumer.name();
                consumer.verify(check.configuration());
            }
            step = "confirming the commit before";
            if (awaited == null && earlier != null) {
                PendingConfirmation.clear(archive.directory());
            }
            pending = awaited;
        } catch (final IOException | RuntimeException e) {
            throw failed(step, e, takeBack(check.configuration(), applied, before, entry, earlier));
        }
        returnAtMs = pending == null ? 0 : pending.deadlineEpochMs();
        running = candidate;
        runningText = text;
        live = check.live();
        active.set(check.configuration());
        revision++;
        committedMs = clock.time();
        foreignTold = false;
        prune();
        return check;
    }

    private void refuse(final CommitCheck check, final CommitOrder order) {
        if (!check.problems().isEmpty()) {
            final String first = check.problems().getFirst().describe("candidate");
            throw new CommitException(CommitException.Kind.INVALID, check.problems().size() + " problems, the first: " + first,
                    "config.check lists all of them");
        }
        if (!order.overwrite() && isFileEdited()) {
            throw new CommitException(CommitException.Kind.STATE, file + " was edited by hand since it was read",
                    "look at the difference (from running to file); load it into the candidate, or commit with overwrite: it is archived");
        }
        final boolean moves = check.changes().stream().anyMatch(change -> change.path().equals("archive directory"));
        if (order.confirmMinutes() > 0 && moves) {
            throw new CommitException(CommitException.Kind.STATE, "a commit that moves the archive cannot be one to be confirmed: a daemon"
                    + " that starts would not find what to return to", "commit it by itself");
        }
        final List<ConfigurationConsumer.Effect> ends = check.effects().stream()
                .filter(effect -> effect.effect() == ChangeEffect.ENDS_SESSIONS && effect.sessions() > 0).toList();
        if (!ends.isEmpty() && !order.force()) {
            throw new CommitException(CommitException.Kind.ENDS_SESSIONS, ends.stream()
                    .map(effect -> effect.what() + ": ends " + effect.sessions() + (effect.sessions() == 1 ? " session" : " sessions"))
                    .collect(Collectors.joining("; ")), "send \"force\": true as well if that is wanted");
        }
    }

    /** A commit to be confirmed that follows on another returns to what was there before both. */
    private PendingConfirmation awaited(final String text, final CommitOrder order, final long entry) {
        return order.confirmMinutes() <= 0 ? null : new PendingConfirmation(clock.time() + order.confirmMinutes() * MS_PER_MINUTE,
                pending == null ? entry : pending.entry(), PendingConfirmation.digest(text), order.by().replace(' ', '_'));
    }

    /** Takes everything back, the last first; returns what could not be. */
    private List<String> takeBack(
            final RunningConfiguration failed, final List<ConfigurationConsumer> applied, final String before, final long entry,
            final PendingConfirmation earlier) {
        final List<String> left = new ArrayList<>();
        for (final ConfigurationConsumer consumer : applied.reversed()) {
            try {
                consumer.rollBack(failed, active.get());
            } catch (final RuntimeException e) {
                left.add(consumer.name() + " (" + e.getMessage() + ")");
                errors.onError(e);
            }
        }
        try {
            if (!fileText().equals(before)) {
                AtomicFile.replace(file, before.getBytes(StandardCharsets.UTF_8));
            }
        } catch (final IOException | RuntimeException e) {
            left.add(file + " (" + e.getMessage() + ")");
            errors.onError(e);
        }
        try {
            if (earlier == null) {
                PendingConfirmation.clear(archive.directory());
            } else {
                earlier.write(archive.directory());
            }
            if (entry > 0) {
                archive.remove(entry);
            }
        } catch (final IOException e) {
            left.add(archive.directory() + " (" + e.getMessage() + ")");
            errors.onError(e);
        }
        return left;
    }

    private static CommitException failed(final String step, final Exception cause, final List<String> left) {
        final String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new CommitException(CommitException.Kind.FAILED, step + " failed: " + reason + (left.isEmpty()
                ? "; everything is as it was before" : "; could not be rolled back: " + String.join(", ", left)),
                left.isEmpty() ? "mend it and commit again" : "put these right by hand: the running configuration is in force elsewhere");
    }

    private void prune() {
        if (pending != null) {
            return;
        }
        try {
            archive.prune(active.get().commit().archiveKeep(), active.get().commit().archiveMaxAgeNs(), clock.time());
        } catch (final IOException e) {
            // The commit stands; the next one prunes again.
            errors.onError(e);
        }
    }

    /**
     * Confirms the commit that would return by itself.
     *
     * @throws CommitException if there is none, or that cannot be written down
     */
    public void confirm() {
        if (pending == null) {
            throw new CommitException(CommitException.Kind.STATE, "no commit waits for a confirmation",
                    "config.status shows what is awaited");
        }
        try {
            PendingConfirmation.clear(archive.directory());
        } catch (final IOException e) {
            throw failed("forgetting the return", e, List.of());
        }
        pending = null;
        returnAtMs = 0;
        prune();
    }

    /**
     * Brings in line, after a start, what outlives the daemon: a crash may have come between the file's replacement and the services.
     * Consumers
     * that the daemon was just started with have nothing to do.
     */
    public void onStart() {
        for (final ConfigurationConsumer consumer : consumers) {
            try {
                consumer.plan(active.get(), active.get());
                consumer.apply(active.get(), active.get());
            } catch (final RuntimeException e) {
                // The gateway works; the next commit tries again.
                LOG.log(System.Logger.Level.ERROR, consumer.name() + " could not be brought in line: " + e.getMessage());
                errors.onError(e);
            }
        }
    }

    /** Returns to the configuration before if nobody has confirmed in time, and looks whether the file was edited. Now and then. */
    public void onTick() {
        if (pending != null && clock.time() >= returnAtMs) {
            returnAtMs = clock.time() + MS_PER_MINUTE;
            returnToBefore();
        }
        final String seen = fileState();
        if (seen.equals(fileSeen)) {
            return;
        }
        fileSeen = seen;
        final boolean edited = isFileEdited();
        if (edited && !foreignTold) {
            LOG.log(System.Logger.Level.WARNING, file + " was edited by hand while abngd runs: nothing of it is in force; "
                    + "'compare running file' in configure mode shows the difference, 'load disk' takes it into the candidate");
        }
        foreignTold = edited;
    }

    /** What changes when somebody writes to the file: reading it each second would be work for nothing. */
    private String fileState() {
        try {
            final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (final IOException e) {
            // Not there: that is a state too.
            return e.getClass().getSimpleName();
        }
    }

    private void returnToBefore() {
        final PendingConfirmation due = pending;
        try {
            final String text = archive.read(due.entry());
            final ConfigurationTree.Parsed parsed = ConfigurationTree.parse(text);
            if (parsed.tree() == null) {
                throw new IOException(parsed.problems().getFirst().describe("archived configuration " + due.entry()));
            }
            commit(parsed.tree(), text, new CommitOrder(AUTOMATIC, "not confirmed in time, committed by " + due.by(), 0, true, true));
            LOG.log(System.Logger.Level.WARNING, "the commit of " + due.by() + " was not confirmed in time: the configuration before it is"
                    + " in force again");
        } catch (final IOException | CommitException e) {
            // Tried again in a minute.
            LOG.log(System.Logger.Level.ERROR, "the commit of " + due.by() + " was not confirmed in time, and the configuration before it"
                    + " cannot be put in force: " + e.getMessage());
            errors.onError(e);
        }
    }

    /**
     * An earlier configuration.
     *
     * @param number 0 is the running one, 1 the one before it, and so on
     * @return it
     * @throws CommitException if there is none
     */
    public ConfigurationTree earlier(final int number) {
        if (number == 0) {
            return running;
        }
        try {
            final List<ConfigurationArchive.Entry> entries = archive.entries();
            if (number < 0 || number > entries.size()) {
                throw new CommitException(CommitException.Kind.NOT_FOUND, "there is no configuration " + number + " in the archive",
                        "config.history lists " + entries.size() + " of them");
            }
            final ConfigurationTree.Parsed parsed = ConfigurationTree.parse(archive.read(entries.get(number - 1).number()));
            if (parsed.tree() == null) {
                // Of a version with other keys, or edited there.
                throw new CommitException(CommitException.Kind.INVALID,
                        parsed.problems().getFirst().describe("configuration " + number), "this version of abngd cannot use it as it is");
            }
            return parsed.tree();
        } catch (final IOException e) {
            throw new CommitException(CommitException.Kind.STATE, "the archive cannot be read: " + e.getMessage(),
                    "check " + archive.directory());
        }
    }
}
