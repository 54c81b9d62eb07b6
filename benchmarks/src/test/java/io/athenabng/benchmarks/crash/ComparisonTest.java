package io.athenabng.benchmarks.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway that has lost something, or has something too much, is found out: whatever is taken away or added is named, and alone. */
class ComparisonTest {
    private static final int ADDRESS = 0x0a40_000a;
    private static final long MAC = 0x0200_0000_0001L;

    /** Everything of three sessions that are up and one that has ended, as it should be; open to be doctored. */
    private static final class Doctored {
        final List<ChurningClients.Holding> holdings = new ArrayList<>();
        final List<Snapshot.Session> sessions = new ArrayList<>();
        final Map<String, String> routes = new HashMap<>();
        final Set<String> shaped = new HashSet<>();
        final Set<String> neighbours = new HashSet<>();
        final Set<String> admitted = new HashSet<>();
        final Map<String, AccountingSink.Reports> reports = new HashMap<>();
        final List<String> errors = new ArrayList<>();

        Doctored() {
            for (int i = 0; i < 3; i++) {
                String address = "10.64.0." + (10 + i);
                String mac = "02:00:00:00:00:0" + (1 + i);
                holdings.add(new ChurningClients.Holding(i, MAC + i, ADDRESS + i, 1));
                sessions.add(new Snapshot.Session(1 + i, "up", address, mac, "abng-1-" + (1 + i)));
                routes.put(address, "eth1.500." + (100 + i));
                shaped.add("eth1.500." + (100 + i));
                neighbours.add(address + ' ' + mac);
                admitted.add(address + ' ' + mac);
                reports.put("abng-1-" + (1 + i), new AccountingSink.Reports(1, 0));
            }
            reports.put("abng-1-9", new AccountingSink.Reports(1, 1));
        }

        Snapshot snapshot() {
            return new Snapshot(holdings, sessions, routes, shaped, neighbours, admitted, reports, errors);
        }
    }

    private final Comparison comparison = new Comparison();

    private List<String> compare(Snapshot snapshot) {
        List<String> differences = comparison.differences(snapshot);
        differences.addAll(Comparison.accounting(snapshot));
        return differences;
    }

    private void assertFound(Consumer<Doctored> doctor, String... differences) {
        assertEquals(List.of(), compare(new Doctored().snapshot()), "sound");
        Doctored doctored = new Doctored();
        doctor.accept(doctored);
        assertEquals(List.of(differences), compare(doctored.snapshot()));
        assertEquals(List.of(), compare(new Doctored().snapshot()).stream().filter(each -> !each.contains("another session than")).toList(),
            "sound again");
    }

    @Test
    void whatAgreesIsNotComplainedAbout() {
        assertFound(doctored -> { });
        assertFound(doctored -> doctored.reports.put("abng-1-1", new AccountingSink.Reports(3, 0)));
        assertFound(doctored -> doctored.holdings.removeFirst());
    }

    @Test
    void aSessionThatIsErasedFromTheStoreIsMissedByItsClientTheKernelAndAccounting() {
        assertFound(doctored -> doctored.sessions.remove(1),
            "client 1 holds 10.64.0.11 02:00:00:00:00:02, and no session does",
            "the kernel has a route without a session: 10.64.0.11",
            "the kernel has a neighbour without a session: 10.64.0.11 02:00:00:00:00:02",
            "the kernel has a filter without a session: 10.64.0.11 02:00:00:00:00:02",
            "session abng-1-2 has ended and has no Stop");
    }

    @Test
    void anAccountingRecordThatIsDeletedIsMissed() {
        assertFound(doctored -> doctored.reports.remove("abng-1-3"), "session abng-1-3 is up and has no Start");
        assertFound(doctored -> doctored.reports.put("abng-1-9", new AccountingSink.Reports(1, 0)),
            "session abng-1-9 has ended and has no Stop");
        assertFound(doctored -> doctored.reports.put("abng-1-9", new AccountingSink.Reports(0, 1)),
            "session abng-1-9 has a Stop and no Start");
        assertFound(doctored -> doctored.reports.put("abng-1-2", new AccountingSink.Reports(1, 1)),
            "session abng-1-2 is up and has a Stop");
    }

    @Test
    void aSessionThatWasLostAndMadeAgainIsNotTheSame() {
        assertFound(doctored -> {
            doctored.sessions.set(0, new Snapshot.Session(7, "up", "10.64.0.10", "02:00:00:00:00:01", "abng-5-7"));
            doctored.reports.put("abng-1-1", new AccountingSink.Reports(1, 1));
            doctored.reports.put("abng-5-7", new AccountingSink.Reports(1, 0));
        }, "client 0 has another session than before: abng-5-7, not abng-1-1");
    }

    @Test
    void aNewBindingMayHaveANewSession() {
        assertEquals(List.of(), compare(new Doctored().snapshot()));
        Doctored later = new Doctored();
        later.holdings.set(0, new ChurningClients.Holding(0, MAC, ADDRESS, 2));
        later.sessions.set(0, new Snapshot.Session(7, "up", "10.64.0.10", "02:00:00:00:00:01", "abng-5-7"));
        later.reports.put("abng-1-1", new AccountingSink.Reports(1, 1));
        later.reports.put("abng-5-7", new AccountingSink.Reports(1, 0));
        assertEquals(List.of(), compare(later.snapshot()));
    }

    @Test
    void aGhostIsFound() {
        assertFound(doctored -> doctored.sessions.add(new Snapshot.Session(9, "up", "10.64.0.99", "02:00:00:00:00:09", "abng-1-8")),
            "the kernel has no route for session 10.64.0.99",
            "the kernel has no neighbour for session 10.64.0.99 02:00:00:00:00:09",
            "the kernel has no filter for session 10.64.0.99 02:00:00:00:00:09",
            "session abng-1-8 is up and has no Start");
    }

    @Test
    void anAddressThatTwoSessionsHaveIsFound() {
        assertFound(doctored -> doctored.sessions.add(new Snapshot.Session(9, "up", "10.64.0.12", "02:00:00:00:00:03", "abng-1-3")),
            "session 9 has the address of another session: 10.64.0.12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting", "ending"})
    void aSessionThatIsStuckIsFound(String state) {
        assertFound(doctored -> doctored.sessions.add(new Snapshot.Session(9, state, "10.64.0.99", "02:00:00:00:00:09", "")),
            "session 9 stays " + state);
    }

    @Test
    void whatTheKernelLostIsFound() {
        assertFound(doctored -> doctored.routes.remove("10.64.0.10"), "the kernel has no route for session 10.64.0.10");
        assertFound(doctored -> doctored.neighbours.remove("10.64.0.10 02:00:00:00:00:01"),
            "the kernel has no neighbour for session 10.64.0.10 02:00:00:00:00:01");
        assertFound(doctored -> doctored.admitted.remove("10.64.0.10 02:00:00:00:00:01"),
            "the kernel has no filter for session 10.64.0.10 02:00:00:00:00:01");
        assertFound(doctored -> doctored.shaped.remove("eth1.500.102"),
            "the line eth1.500.102 of 10.64.0.12 is not shaped both ways");
    }

    @Test
    void whatTheKernelHasTooMuchIsFound() {
        assertFound(doctored -> doctored.neighbours.add("10.64.0.10 02:00:00:00:00:77"),
            "the kernel has a neighbour without a session: 10.64.0.10 02:00:00:00:00:77");
        assertFound(doctored -> doctored.admitted.add("10.64.0.10 02:00:00:00:00:77"),
            "the kernel has a filter without a session: 10.64.0.10 02:00:00:00:00:77");
        assertFound(doctored -> {
            doctored.routes.put("10.64.0.77", "eth1.500.100");
        }, "the kernel has a route without a session: 10.64.0.77");
    }

    @Test
    void errorsOfTheDaemonAreFound() {
        assertFound(doctored -> doctored.errors.add("NullPointerException at X"),
            "the daemon's error log has: NullPointerException at X");
    }
}
