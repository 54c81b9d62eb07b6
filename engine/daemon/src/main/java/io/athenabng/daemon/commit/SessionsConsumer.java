package io.athenabng.daemon.commit;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.daemon.agent.Mailbox;
import java.util.List;
import java.util.function.Function;

/** Lines and sessions: the session agent is handed the new configuration, whole, and puts it in force between two pieces of its work. */
public final class SessionsConsumer implements ConfigurationConsumer {
    private final Mailbox<SubscriberGateway> sessions;

    /**
     * A consumer.
     *
     * @param sessions the session agent's mailbox
     */
    public SessionsConsumer(final Mailbox<SubscriberGateway> sessions) {
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "sessions";
    }

    @Override
    public List<Effect> plan(final RunningConfiguration from, final RunningConfiguration to) {
        return from.equals(to) ? List.of() : ask(gateway -> gateway.planReconfiguration(to));
    }

    @Override
    public void apply(final RunningConfiguration from, final RunningConfiguration to) {
        if (!from.equals(to)) {
            ask(gateway -> {
                gateway.reconfigure(to);
                return true;
            });
        }
    }

    @Override
    public void verify(final RunningConfiguration to) {
        if (!ask(gateway -> gateway.configuration().equals(to))) {
            throw new RefusedException("the session agent works with another configuration");
        }
    }

    @Override
    public void rollBack(final RunningConfiguration from, final RunningConfiguration to) {
        apply(from, to);
    }

    private <R> R ask(final Function<SubscriberGateway, R> task) {
        return AgentCalls.ask(sessions, "the session agent", task);
    }
}
