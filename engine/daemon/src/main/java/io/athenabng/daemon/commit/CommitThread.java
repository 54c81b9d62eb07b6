package io.athenabng.daemon.commit;

import io.athenabng.core.port.ConfigurationConsumer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;

/**
 * The thread that commits ({@code abng-cfg}): it owns the candidates and the running configuration, and may wait for disks, for agents and
 * for
 * services outside. Management's own thread does not: it goes on answering meanwhile.
 */
public final class CommitThread implements AutoCloseable {
    private static final long TICK_MS = 1_000;
    private static final int WAITING_MAX = 256;
    /** Less than a service manager waits for a daemon to stop. */
    private static final long CLOSE_S = 15;

    /**
     * What the thread owns.
     *
     * @param engine     commits
     * @param candidates edits
     */
    public record Desk(CommitEngine engine, Candidates candidates) {
    }

    private final Desk desk;
    private final ErrorHandler errors;
    private final ScheduledThreadPoolExecutor thread;

    private CommitThread(final Desk desk, final ErrorHandler errors) {
        this.desk = desk;
        this.errors = errors;
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            final Thread started = new Thread(task, "abng-cfg");
            started.setDaemon(true);
            return started;
        });
    }

    /**
     * Starts the thread.
     *
     * @param file      the configuration file
     * @param active    what the gateway works with
     * @param consumers who is told of a commit, in the order of their dependencies
     * @param clock     wall-clock time
     * @param errors    takes what goes wrong when nobody waits for an answer
     * @return the running thread
     * @throws IOException if the file or the archive cannot be read
     */
    public static CommitThread start(
            final Path file, final ActiveConfiguration active, final List<ConfigurationConsumer> consumers, final EpochClock clock,
            final ErrorHandler errors) throws IOException {
        final CommitEngine engine = new CommitEngine(file, active, consumers, clock, errors);
        final CommitThread started = new CommitThread(new Desk(engine, new Candidates(engine, clock)), errors);
        started.thread.execute(engine::onStart);
        started.thread.scheduleWithFixedDelay(started::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        return started;
    }

    private void tick() {
        try {
            desk.engine.onTick();
        } catch (final RuntimeException e) {
            // A task that throws is not scheduled again: the return of an unconfirmed commit would be lost.
            errors.onError(e);
        }
    }

    /**
     * Has something done on the thread.
     *
     * @param task what to do
     * @param <R>  its result
     * @return the result to come
     */
    public <R> CompletableFuture<R> ask(final Function<Desk, R> task) {
        if (thread.getQueue().size() > WAITING_MAX) {
            return CompletableFuture.failedFuture(new CommitException(CommitException.Kind.STATE,
                    WAITING_MAX + " requests for the configuration wait already", "try again in a moment"));
        }
        try {
            return CompletableFuture.supplyAsync(() -> task.apply(desk), thread);
        } catch (final RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new CommitException(CommitException.Kind.STATE, "the daemon is stopping", "ask again when it has started"));
        }
    }

    /** Lets what is being done end, for a while; what only waits is not begun. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_S, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
