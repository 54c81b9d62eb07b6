package io.athenabng.daemon.agent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * Questions and orders from management to an agent, done by the agent on its own thread between two pieces of work. Each must be bounded:
 * while it runs the agent does nothing else. Not for the packet path: it allocates.
 *
 * @param <T> what the agent owns
 */
public final class Mailbox<T> {
    private static final int CAPACITY = 256;

    private record Letter<T, R>(Function<T, R> task, CompletableFuture<R> answer) {
        void open(final T owned) {
            try {
                answer.complete(task.apply(owned));
            } catch (final RuntimeException exception) {
                answer.completeExceptionally(exception);
            } catch (final Error error) {
                // The agent records it; whoever asked does not wait for ever.
                answer.completeExceptionally(error);
                throw error;
            }
        }
    }

    private final ManyToOneConcurrentArrayQueue<Letter<T, ?>> letters = new ManyToOneConcurrentArrayQueue<>(CAPACITY);

    /**
     * Asks the agent.
     *
     * @param task what to do with what it owns
     * @param <R>  the answer's type
     * @return the answer to come; failed with {@link BusyException} if too many wait
     */
    public <R> CompletableFuture<R> ask(final Function<T, R> task) {
        final Letter<T, R> letter = new Letter<>(task, new CompletableFuture<>());
        if (!letters.offer(letter)) {
            letter.answer.completeExceptionally(new BusyException());
        }
        return letter.answer;
    }

    /**
     * Does one letter. On the agent's thread.
     *
     * @param owned what the agent owns
     * @return how many letters there were, 0 or 1
     */
    public int poll(final T owned) {
        final Letter<T, ?> letter = letters.poll();
        if (letter == null) {
            return 0;
        }
        letter.open(owned);
        return 1;
    }

    /** Too many questions wait already. */
    public static final class BusyException extends CompletionException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("the agent has too many requests waiting", null);
        }
    }
}
