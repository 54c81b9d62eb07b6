package io.athenabng.daemon.management;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.TrunkSettings;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.port.SessionStore;
import io.athenabng.daemon.DaemonContext;
import io.athenabng.daemon.DaemonCounters;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.daemon.agent.RadiusServices;
import io.athenabng.daemon.commit.ActiveConfiguration;
import io.athenabng.daemon.commit.CommitThread;
import io.athenabng.daemon.edge.kernel.KernelDataPlane;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.socket.RpcCall;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * What the handlers work with.
 *
 * @param daemon   what the daemon was started with
 * @param counters every counter
 * @param store    the sessions, read directly: readers do not disturb the writer
 * @param sessions questions to the session agent
 * @param kernel   questions to the kernel agent
 * @param radius   questions to the upstream agent
 * @param agents   the agents and whether they run
 * @param startedEpochMs when the daemon started
 * @param active   the configuration that the gateway works with
 * @param commits  the thread that owns candidates and commits
 */
record ManagementContext(
        DaemonContext daemon,
        DaemonCounters counters,
        SessionStore store,
        Mailbox<SubscriberGateway> sessions,
        Mailbox<KernelDataPlane> kernel,
        Mailbox<RadiusServices> radius,
        Supplier<List<ShowStatus.Agent>> agents,
        long startedEpochMs,
        ActiveConfiguration active,
        CommitThread commits) {
    RunningConfiguration configuration() {
        return active.get();
    }

    /** Answers a call when an agent has answered. */
    <R extends Record> void answer(final RpcCall<?, R> call, final CompletableFuture<R> future) {
        Replies.answer(call, future, daemon.errorLog());
    }

    /** Answers a call with the code of what was thrown. */
    void fail(final RpcCall<?, ?> call, final Throwable thrown) {
        Replies.fail(call, thrown, daemon.errorLog());
    }

    /** The name of a trunk; the agents know one that is just added before it is in the configuration: that is called by its place. */
    String trunkName(final int trunkIndex) {
        final List<TrunkSettings> trunks = configuration().trunks();
        return trunkIndex < trunks.size() ? trunks.get(trunkIndex).name() : "trunk" + trunkIndex;
    }

    /** The name of the group that serves a stack; empty if none does. */
    String groupOf(final int trunkIndex, final long vlanStack) {
        final int group = active.resolver().resolve(trunkIndex, vlanStack);
        return group < 0 ? "" : configuration().accessGroups().get(group).name();
    }
}
