package io.athenabng.daemon;

import io.athenabng.core.config.BootstrapSettings;
import io.athenabng.ffi.ThreadAffinity;
import io.athenabng.rpc.api.ShowStatus;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.CompositeAgent;
import org.agrona.concurrent.IdleStrategy;

/** Spreads the agents over threads as the threading mode says, and stops them in the order in which data flows. */
final class AgentThreads {
    private static final long PARK_MIN_NS = 1_000;
    /** How long an idle agent with a thread of its own sleeps at most: what a message may wait for. */
    private static final long PARK_MAX_NS = 500_000;
    /** The same when threads are shared: such a machine has few CPUs, and an idle gateway is to leave them to others. */
    private static final long SHARED_PARK_MAX_NS = 4_000_000;

    /**
     * An agent and the CPU that it is pinned to.
     *
     * @param agent the agent
     * @param core  the CPU's number; -1 is not pinned
     */
    record Placed(Agent agent, int core) {
    }

    private record Running(AgentRunner runner, List<String> agents, AtomicLong errors, Turning turning) {
    }

    /** Counts the duty cycles of an agent, so that another thread sees whether it goes round. */
    private static final class Turning implements Agent {
        private final Agent agent;
        private final AtomicLong cycles = new AtomicLong();
        // Of the thread that asks.
        private long cyclesSeen = -1;
        private long seenNs;

        Turning(final Agent agent) {
            this.agent = agent;
        }

        @Override
        public void onStart() {
            agent.onStart();
        }

        @Override
        public int doWork() throws Exception {
            cycles.setOpaque(cycles.getPlain() + 1);
            return agent.doWork();
        }

        @Override
        public void onClose() {
            agent.onClose();
        }

        @Override
        public String roleName() {
            return agent.roleName();
        }

        boolean isStalled(final long nowNs, final long forNs) {
            final long now = cycles.getOpaque();
            if (now != cyclesSeen) {
                cyclesSeen = now;
                seenNs = nowNs;
            }
            return nowNs - seenNs >= forNs;
        }
    }

    private final List<Running> started = new CopyOnWriteArrayList<>();
    private final ErrorHandler errorHandler;

    AgentThreads(final ErrorHandler errorHandler) {
        this.errorHandler = errorHandler;
    }

    /**
     * Starts the agents.
     *
     * @param threading how they are spread
     * @param packetPath receivers, session agent and sender, in the order of the data
     * @param others     the kernel's, the upstream's and management
     */
    void start(final BootstrapSettings.Threading threading, final List<Placed> packetPath, final List<Placed> others) {
        final boolean shared = threading == BootstrapSettings.Threading.SHARED;
        final long parkMaxNs = shared ? SHARED_PARK_MAX_NS : PARK_MAX_NS;
        if (shared) {
            run(together("abng-pkt", packetPath.stream().map(Placed::agent).toList()), -1,
                    packetPath.stream().map(placed -> placed.agent.roleName()).toList(), parkMaxNs);
        } else {
            packetPath.forEach(placed -> run(placed.agent, placed.core, List.of(placed.agent.roleName()), parkMaxNs));
        }
        others.forEach(placed -> run(placed.agent, placed.core, List.of(placed.agent.roleName()), parkMaxNs));
    }

    /**
     * Several agents on one thread.
     *
     * @param name   the thread's
     * @param agents in the order in which they turn
     * @return them as one
     */
    static Agent together(final String name, final List<Agent> agents) {
        return new CompositeAgent(agents) {
            @Override
            public String roleName() {
                return name;
            }
        };
    }

    /**
     * One more agent, on a thread of its own.
     *
     * @param placed the agent
     * @return ends it
     */
    AutoCloseable add(final Placed placed) {
        final Running running = run(placed.agent, placed.core, List.of(placed.agent.roleName()), PARK_MAX_NS);
        return () -> {
            started.remove(running);
            running.runner.close();
        };
    }

    private Running run(final Agent agent, final int core, final List<String> names, final long parkMaxNs) {
        final AtomicLong errors = new AtomicLong();
        final IdleStrategy idle = new BackoffIdleStrategy(100, 100, PARK_MIN_NS, parkMaxNs);
        final Turning turning = new Turning(agent);
        final AgentRunner runner = new AgentRunner(idle, throwable -> {
            errors.incrementAndGet();
            errorHandler.onError(throwable);
        }, null, turning);
        final Running running = new Running(runner, names, errors, turning);
        started.add(running);
        AgentRunner.startOnThread(runner, task -> {
            final Thread thread = new Thread(() -> {
                pin(core);
                task.run();
            }, agent.roleName());
            thread.setDaemon(true);
            return thread;
        });
        return running;
    }

    private void pin(final int core) {
        if (core >= 0) {
            final BitSet processors = new BitSet();
            processors.set(core);
            ThreadAffinity.set(processors);
        }
    }

    /** @return the agents with the threads that run them, in the order of the data */
    List<ShowStatus.Agent> states() {
        final List<ShowStatus.Agent> states = new ArrayList<>();
        for (final Running running : started) {
            for (final String name : running.agents) {
                states.add(new ShowStatus.Agent(name, running.runner.agent().roleName(), !running.runner.isClosed(),
                        running.errors.get()));
            }
        }
        return states;
    }

    /**
     * Which threads hang or have ended. One thread asks, again and again: a thread turns if its count changed between two questions.
     *
     * @param forNs how long a thread may take for one turn
     * @return names of the threads, none if all is well
     */
    List<String> stalled(final long forNs) {
        final long nowNs = System.nanoTime();
        final List<String> names = new ArrayList<>();
        for (final Running running : started) {
            if (running.runner.isClosed() || running.turning.isStalled(nowNs, forNs)) {
                names.add(running.turning.roleName());
            }
        }
        return names;
    }

    void close() {
        started.forEach(running -> running.runner.close());
    }
}
