package io.athenabng.daemon.commit;

import io.athenabng.core.port.ConfigurationConsumer.RefusedException;
import io.athenabng.daemon.agent.Mailbox;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** Has an agent do something, and waits for it. */
final class AgentCalls {
    private static final long PATIENCE_S = 10;

    private AgentCalls() {
    }

    static <T, R> R ask(final Mailbox<T> mailbox, final String agent, final Function<T, R> task) {
        try {
            return mailbox.ask(task).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (final TimeoutException e) {
            throw new RefusedException(agent + " did not answer in " + PATIENCE_S + " s");
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the daemon is stopping");
        }
    }
}
