package io.athenabng.benchmarks.crash;

import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says what does not agree and must, at a moment at which nothing is under way:
 * <ul>
 * <li>each session is up, and no two have the same address;</li>
 * <li>each address that a client holds is that of a session, and that is the same session as at the comparison before;</li>
 * <li>sessions, the kernel's host routes, its permanent neighbours and its filters for what comes in are the same addresses, each with its
 *     MAC, and each route leads to a line that is shaped both ways;</li>
 * <li>each session was reported by a Start and by no Stop, and each other one that ever had a Start by a Stop;</li>
 * <li>the daemon's error log is empty.</li>
 * </ul>
 */
final class Comparison {
    /** Acct-Session-Id of the sessions that clients held at the last comparison, by client and binding. */
    private Map<String, String> known = new HashMap<>();

    /** What does not agree, but for accounting; none if all does. What clients hold now is what they are compared with next time. */
    List<String> differences(Snapshot snapshot) {
        List<String> differences = new ArrayList<>();
        Map<String, String> ids = new HashMap<>();
        Set<String> addresses = new TreeSet<>();
        for (Snapshot.Session session : snapshot.sessions()) {
            if (!session.isUp()) {
                differences.add("session " + session.id() + " stays " + session.state());
            } else if (addresses.add(session.address())) {
                ids.put(session.key(), session.acctSessionId());
            } else {
                differences.add("session " + session.id() + " has the address of another session: " + session.address());
            }
        }
        clients(snapshot.holdings(), ids, differences);
        differences.addAll(kernel(snapshot));
        snapshot.errors().forEach(error -> differences.add("the daemon's error log has: " + error));
        return differences;
    }

    /** What does not agree between sessions and the kernel. What nobody needs may be on its way out: then it is asked again. */
    static List<String> kernel(Snapshot snapshot) {
        List<String> differences = new ArrayList<>();
        Set<String> up = new TreeSet<>();
        Set<String> addresses = new TreeSet<>();
        snapshot.sessions().stream().filter(session -> session.isUp() && addresses.add(session.address()))
            .forEach(session -> up.add(session.key()));
        differ("route", addresses, snapshot.routes().keySet(), differences);
        snapshot.routes().forEach((address, line) -> {
            if (!snapshot.shaped().contains(line)) {
                differences.add("the line " + line + " of " + address + " is not shaped both ways");
            }
        });
        differ("neighbour", up, snapshot.neighbours(), differences);
        differ("filter", up, snapshot.admitted(), differences);
        return differences;
    }

    private void clients(List<ChurningClients.Holding> holdings, Map<String, String> ids, List<String> differences) {
        Map<String, String> now = new HashMap<>();
        for (ChurningClients.Holding holding : holdings) {
            String key = Ipv4Address.toString(holding.address()) + ' ' + MacAddress.toString(holding.mac());
            String binding = holding.client() + ":" + holding.binding();
            String id = ids.get(key);
            if (id == null) {
                differences.add("client " + holding.client() + " holds " + key + ", and no session does");
            } else if (known.containsKey(binding) && !id.equals(known.get(binding))) {
                differences.add("client " + holding.client() + " has another session than before: " + id + ", not " + known.get(binding));
            }
            now.put(binding, id);
        }
        known = now;
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

    /** What does not agree between sessions and accounting. Reports may be on their way: then it is asked again. */
    static List<String> accounting(Snapshot snapshot) {
        Set<String> up = new TreeSet<>();
        snapshot.sessions().stream().filter(Snapshot.Session::isUp).forEach(session -> up.add(session.acctSessionId()));
        List<String> differences = new ArrayList<>();
        for (String id : up) {
            AccountingSink.Reports of = snapshot.reports().get(id);
            if (of == null || of.starts() == 0) {
                differences.add("session " + id + " is up and has no Start");
            } else if (of.stops() > 0) {
                differences.add("session " + id + " is up and has a Stop");
            }
        }
        snapshot.reports().forEach((id, of) -> {
            if (!up.contains(id) && of.stops() == 0) {
                differences.add("session " + id + " has ended and has no Stop");
            }
            if (of.starts() == 0) {
                differences.add("session " + id + " has a Stop and no Start");
            }
        });
        return differences;
    }
}
