package io.athenabng.daemon.commit;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.daemon.edge.kernel.KernelDataPlane;
import java.util.List;

/**
 * The kernel's edge: new lines are made with the groups' new settings. What becomes of sessions that are up is the session agent's to
 * say.
 */
public final class KernelConsumer implements ConfigurationConsumer {
    private final Mailbox<KernelDataPlane> kernel;

    /**
     * A consumer.
     *
     * @param kernel the kernel agent's mailbox
     */
    public KernelConsumer(final Mailbox<KernelDataPlane> kernel) {
        this.kernel = kernel;
    }

    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public List<Effect> plan(final RunningConfiguration from, final RunningConfiguration to) {
        return List.of();
    }

    @Override
    public void apply(final RunningConfiguration from, final RunningConfiguration to) {
        if (!from.equals(to)) {
            AgentCalls.ask(kernel, "the kernel agent", edge -> {
                edge.reconfigure(to);
                return true;
            });
        }
    }

    @Override
    public void verify(final RunningConfiguration to) {
        if (!AgentCalls.ask(kernel, "the kernel agent", edge -> edge.configuration().equals(to))) {
            throw new RefusedException("the kernel agent works with another configuration");
        }
    }

    @Override
    public void rollBack(final RunningConfiguration from, final RunningConfiguration to) {
        apply(from, to);
    }
}
