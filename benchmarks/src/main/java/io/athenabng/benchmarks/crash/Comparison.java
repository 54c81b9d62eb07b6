package io.athenabng.benchmarks.crash;

import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Compares, while clients are silent, what must agree after a start:
 * <ul>
 * <li>each address that a client holds is that of a session which is up, and the session is the same as before the kill;</li>
 * <li>sessions, the kernel's host routes and its permanent neighbours are the same addresses, each with its MAC, and each route leads to a
 *     line that is shaped both ways;</li>
 * <li>each session that is up was reported by a Start and by no Stop, and each other one that ever had a Start by a Stop.</li>
 * </ul>
 */
final class Comparison {
    private static final long LOOK_MS = 50;

    private final GatewayUnderTest gateway;
    private final AccountingSink sink;
    private final long patienceNs;
    /** Acct-Session-Id of the sessions that clients held at the last comparison, by client and binding. */
    private Map<String, String> known = new HashMap<>();
    private long sessionsCompared;

    Comparison(GatewayUnderTest gateway, AccountingSink sink, int slowness) {
        this.gateway = gateway;
        this.sink = sink;
        this.patienceNs = TimeUnit.SECONDS.toNanos(30L * slowness);
    }

    /** Waits until the daemon serves and nothing is under way, and compares; what does not agree, none if all does. */
    List<String> compare(List<ChurningClients.Holding> holdings) throws IOException, RpcException, InterruptedException {
        try (RpcClient client = gateway.connect()) {
            awaitQuiet(client);
            List<ShowSubscribers.Subscriber> sessions = GatewayUnderTest.sessions(client);
            sessionsCompared += sessions.size();
            List<String> differences = new ArrayList<>();
            Set<String> up = new TreeSet<>();
            Map<String, String> ids = new HashMap<>();
            for (ShowSubscribers.Subscriber session : sessions) {
                if (session.state().equals("up")) {
                    up.add(session.address() + " " + session.mac());
                    ids.put(session.address() + " " + session.mac(), GatewayUnderTest.acctSessionId(client, session.id()));
                } else {
                    differences.add("session " + session.id() + " stays " + session.state());
                }
            }
            differences.addAll(clients(holdings, ids));
            differences.addAll(kernel(up));
            differences.addAll(accounting(new HashSet<>(ids.values())));
            differences.addAll(errors(client));
            return differences;
        }
    }

    private static List<String> errors(RpcClient client) throws RpcException {
        List<String> differences = new ArrayList<>();
        for (ShowErrors.DistinctError error : GatewayUnderTest.errors(client)) {
            differences.add("the daemon's error log has: " + error.error() + " at " + error.location());
        }
        return differences;
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

    private List<String> clients(List<ChurningClients.Holding> holdings, Map<String, String> ids) {
        List<String> differences = new ArrayList<>();
        Map<String, String> now = new HashMap<>();
        for (ChurningClients.Holding holding : holdings) {
            String key = Ipv4Address.toString(holding.address()) + " " + MacAddress.toString(holding.mac());
            String binding = holding.client() + ":" + holding.binding();
            String id = ids.get(key);
            if (id == null) {
                differences.add("client " + holding.client() + " holds " + key + ", and no session does");
            } else if (known.containsKey(binding) && !known.get(binding).equals(id)) {
                differences.add("client " + holding.client() + " has another session than before: " + id + ", not " + known.get(binding));
            }
            now.put(binding, id);
        }
        known = now;
        return differences;
    }

    private List<String> kernel(Set<String> up) throws IOException {
        Set<String> addresses = new TreeSet<>();
        up.forEach(session -> addresses.add(session.substring(0, session.indexOf(' '))));
        List<String> differences = new ArrayList<>();
        Map<String, String> routes = gateway.routes();
        Set<String> shaped = gateway.shaped();
        differ("route", addresses, routes.keySet(), differences);
        routes.forEach((address, line) -> {
            if (!shaped.contains(line)) {
                differences.add("the line " + line + " of " + address + " is not shaped both ways");
            }
        });
        differ("neighbour", up, gateway.neighbours(), differences);
        return differences;
    }

    private static void differ(String what, Set<String> wanted, Set<String> found, List<String> differences) {
        for (String one : wanted) {
            if (!found.contains(one)) {
                differences.add("the kernel has no " + what + " for session " + one);
            }
        }
        for (String one : found) {
            if (!wanted.contains(one)) {
                differences.add("the kernel has a " + what + " without a session: " + one);
            }
        }
    }

    /** Reports may be on their way: what is late is waited for. */
    private List<String> accounting(Set<String> up) throws InterruptedException {
        long endNs = System.nanoTime() + patienceNs;
        List<String> differences = accountingNow(up);
        while (!differences.isEmpty() && System.nanoTime() - endNs < 0) {
            Thread.sleep(LOOK_MS);
            differences = accountingNow(up);
        }
        return differences;
    }

    private List<String> accountingNow(Set<String> up) {
        Map<String, AccountingSink.Reports> reports = sink.reports();
        List<String> differences = new ArrayList<>();
        for (String id : up) {
            AccountingSink.Reports of = reports.get(id);
            if (of == null || of.starts() == 0) {
                differences.add("session " + id + " is up and has no Start");
            } else if (of.stops() > 0) {
                differences.add("session " + id + " is up and has a Stop");
            }
        }
        reports.forEach((id, of) -> {
            if (!up.contains(id) && of.stops() == 0) {
                differences.add("session " + id + " has ended and has no Stop");
            }
            if (of.starts() == 0) {
                differences.add("session " + id + " has a Stop and no Start");
            }
        });
        return differences;
    }

    /** Sessions that were looked at, over all comparisons. */
    long sessionsCompared() {
        return sessionsCompared;
    }
}
