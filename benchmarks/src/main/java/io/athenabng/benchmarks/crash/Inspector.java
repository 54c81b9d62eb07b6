package io.athenabng.benchmarks.crash;

import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Waits until a daemon serves and nothing is under way, while clients are silent, and has what everybody has compared. */
final class Inspector {
    private static final long LOOK_MS = 50;

    private final GatewayUnderTest gateway;
    private final AccountingSink sink;
    private final long patienceNs;
    private final Comparison comparison = new Comparison();
    private long sessionsCompared;

    Inspector(GatewayUnderTest gateway, AccountingSink sink, int slowness) {
        this.gateway = gateway;
        this.sink = sink;
        this.patienceNs = TimeUnit.SECONDS.toNanos(30L * slowness);
    }

    /** What does not agree; none if all does. */
    List<String> inspect(List<ChurningClients.Holding> holdings) throws IOException, RpcException, InterruptedException {
        Snapshot snapshot;
        try (RpcClient client = gateway.connect()) {
            awaitQuiet(client);
            snapshot = look(client, holdings);
            // A session that has ended stays in the store until its Stop is taken, and what no session needs is removed meanwhile.
            long endNs = System.nanoTime() + patienceNs;
            while (isUnderWay(snapshot) && System.nanoTime() - endNs < 0) {
                Thread.sleep(LOOK_MS);
                snapshot = look(client, holdings);
            }
        }
        sessionsCompared += snapshot.sessions().size();
        List<String> differences = comparison.differences(snapshot);
        differences.addAll(accounting(snapshot));
        return differences;
    }

    private static boolean isUnderWay(Snapshot snapshot) {
        return !snapshot.sessions().stream().allMatch(Snapshot.Session::isUp) || !Comparison.kernel(snapshot).isEmpty();
    }

    private Snapshot look(RpcClient client, List<ChurningClients.Holding> holdings) throws IOException, RpcException {
        List<Snapshot.Session> sessions = new ArrayList<>();
        for (ShowSubscribers.Subscriber session : GatewayUnderTest.sessions(client)) {
            sessions.add(new Snapshot.Session(session.id(), session.state(), session.address(), session.mac(),
                session.state().equals("up") ? GatewayUnderTest.acctSessionId(client, session.id()) : ""));
        }
        List<String> errors = new ArrayList<>();
        for (ShowErrors.DistinctError error : GatewayUnderTest.errors(client)) {
            errors.add(error.error() + " at " + error.location());
        }
        KernelView kernel = gateway.kernel();
        return new Snapshot(holdings, sessions, kernel.routes(), kernel.shaped(), kernel.neighbours(), kernel.admitted(), sink.reports(),
            errors);
    }

    private void awaitQuiet(RpcClient client) throws RpcException, InterruptedException {
        long endNs = System.nanoTime() + patienceNs;
        ShowStatus.Result status = GatewayUnderTest.status(client);
        while (!status.state().equals("RUNNING") || status.sessions().starting() > 0 || status.sessions().ending() > 0) {
            if (System.nanoTime() - endNs > 0) {
                throw new Inconsistency("not quiet after " + TimeUnit.NANOSECONDS.toSeconds(patienceNs) + " s: " + status);
            }
            Thread.sleep(LOOK_MS);
            status = GatewayUnderTest.status(client);
        }
    }

    /** Reports may be on their way: what is late is waited for. */
    private List<String> accounting(Snapshot snapshot) throws InterruptedException {
        long endNs = System.nanoTime() + patienceNs;
        List<String> differences = Comparison.accounting(snapshot);
        while (!differences.isEmpty() && System.nanoTime() - endNs < 0) {
            Thread.sleep(LOOK_MS);
            differences = Comparison.accounting(snapshot.with(sink.reports()));
        }
        return differences;
    }

    /** Sessions that were looked at, over all inspections. */
    long sessionsCompared() {
        return sessionsCompared;
    }
}
