package io.athenabng.daemon.agent;

import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.port.SessionStore;
import io.athenabng.daemon.edge.system.ServiceManager;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;

/**
 * Looks, once a second, how the gateway is, and tells the service manager: ready when all sessions are restored, alive only while every
 * agent's thread turns. A gateway that hangs is so killed and started again; the sessions, which are in the store and the kernel, stay.
 */
public final class WatchAgent implements Agent {
    private static final System.Logger LOG = System.getLogger(WatchAgent.class.getName());
    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);
    /** What systemd is asked to wait beyond each look while sessions are restored. */
    private static final long RESTORING_EXTENSION_S = 60;

    private record State(boolean restoring, long sessions) {
    }

    private final ServiceManager manager;
    private final Mailbox<SubscriberGateway> sessions;
    private final SessionStore store;
    private final LongFunction<List<String>> stalled;
    private final NanoClock clock;
    private final long aliveEveryNs;
    private CompletableFuture<State> asked;
    private long nextLookNs;
    private long lastAliveNs;
    private boolean ready;
    private boolean anyStalled;
    private String status = "";

    /**
     * An agent.
     *
     * @param manager  who is told
     * @param sessions questions to the session agent
     * @param store    the sessions, to say how many are restored of how many
     * @param stalled  which agents have not turned for so many nanoseconds
     * @param clock    a clock that goes on steadily
     */
    public WatchAgent(final ServiceManager manager, final Mailbox<SubscriberGateway> sessions, final SessionStore store,
                      final LongFunction<List<String>> stalled, final NanoClock clock) {
        this.manager = manager;
        this.sessions = sessions;
        this.store = store;
        this.stalled = stalled;
        this.clock = clock;
        this.aliveEveryNs = manager.watchdogNs() / 4;
        this.nextLookNs = clock.nanoTime();
        this.lastAliveNs = nextLookNs - aliveEveryNs;
    }

    @Override
    public int doWork() {
        final long nowNs = clock.nanoTime();
        if (nowNs - nextLookNs < 0) {
            return 0;
        }
        nextLookNs = nowNs + (aliveEveryNs > 0 ? Math.min(LOOK_NS, aliveEveryNs) : LOOK_NS);
        if (manager.watchdogNs() > 0 && nowNs - lastAliveNs >= aliveEveryNs) {
            lookAtAgents(nowNs);
        }
        lookAtSessions();
        return 1;
    }

    private void lookAtAgents(final long nowNs) {
        final List<String> still = stalled.apply(manager.watchdogNs() / 2);
        if (still.isEmpty()) {
            lastAliveNs = nowNs;
            manager.alive();
        } else if (!anyStalled) {
            LOG.log(System.Logger.Level.ERROR, "the watchdog is no longer fed: {0} did not turn for {1} ms",
                    String.join(", ", still), TimeUnit.NANOSECONDS.toMillis(manager.watchdogNs() / 2));
        }
        anyStalled = !still.isEmpty();
    }

    private void lookAtSessions() {
        if (asked != null && asked.isDone() && !asked.isCompletedExceptionally()) {
            tell(asked.join());
        }
        if (asked == null || asked.isDone()) {
            asked = sessions.ask(gateway -> new State(gateway.isRestoring(), gateway.sessionCount()));
        }
    }

    private void tell(final State state) {
        if (state.restoring) {
            manager.extendStart(RESTORING_EXTENSION_S, "restoring " + state.sessions + " of " + store.size() + " sessions");
            return;
        }
        final String now = "serving " + state.sessions + (state.sessions == 1 ? " session" : " sessions");
        if (!ready) {
            ready = true;
            manager.ready(now);
        } else if (!now.equals(status)) {
            manager.status(now);
        }
        status = now;
    }

    @Override
    public String roleName() {
        return "abng-wch";
    }
}
