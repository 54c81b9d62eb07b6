package io.athenabng.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionTable.Result;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.ffi.testkit.Allocations;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SessionTableTest {
    private static final long START_NS = 1_709_312_400_123_456_789L;
    private static final long VLANS = 0x8064_81f4L;
    private static final long MAC = 0x0200_0000_0001L;

    private final FakeSessionStore store = new FakeSessionStore();
    private final SessionTable table = SessionTable.open(store, 100);
    private final SessionRecordFlyweight read = new SessionRecordFlyweight().allocate();

    private SessionRecordFlyweight session(final long mac, final int ipv4) {
        return session(table, mac, ipv4);
    }

    private static SessionRecordFlyweight session(final SessionTable table, final long mac, final int ipv4) {
        return new SessionRecordFlyweight().allocate().sessionId(table.nextSessionId()).trunk("eth1").vlanStack(VLANS).mac(mac).ipv4(ipv4)
            .startNs(START_NS).state(SessionState.STARTING).group("residential").userName("alice");
    }

    @Test
    void findsASessionByEveryKey() {
        final SessionRecordFlyweight record = session(MAC, 0x0a00_0001);
        assertEquals(Result.DONE, table.insert(record));

        assertEquals(1, table.size());
        assertTrue(table.contains(1));
        assertEquals(1, table.findByLine("eth1", VLANS, MAC));
        assertEquals(1, table.findByAddress(0x0a00_0001));
        assertEquals(1, table.firstByMac(MAC));
        assertEquals(1, table.firstByUserName("alice"));
        assertEquals("abng-1709312400-1", record.acctSessionId());
        assertEquals(1, table.findByAcctSessionId("abng-1709312400-1"));
        assertTrue(table.get(1, read));
        assertEquals("alice", read.userName());
        assertEquals("residential", read.group());
    }

    @Test
    void findsNothingByAKeyThatDiffersInOnePart() {
        table.insert(session(MAC, 0x0a00_0001));

        assertEquals(0, table.findByLine("eth2", VLANS, MAC));
        assertEquals(0, table.findByLine("eth1", VLANS + 1, MAC));
        assertEquals(0, table.findByLine("eth1", VLANS, MAC + 1));
        assertEquals(0, table.findByLine("eth1.verylong", VLANS, MAC));
        assertEquals(0, table.findByAddress(0x0a00_0002));
        assertEquals(0, table.findByAddress(0));
        assertEquals(0, table.firstByMac(MAC + 1));
        assertEquals(0, table.firstByUserName("alic"));
        assertEquals(0, table.firstByUserName(""));
        assertFalse(table.contains(2));
        assertFalse(table.contains(0));
        assertFalse(table.contains(-1));
        assertFalse(table.get(0, read));
        assertEquals(0, table.nextByMac(0));
        assertEquals(0, table.nextByMac(1));
        assertEquals(0, table.nextByUserName(1));
        assertEquals(0, table.nextByUserName(77));
    }

    @Test
    void takesAnAcctSessionIdOnlyWithTheSessionsStart() {
        table.insert(session(MAC, 1));
        for (final String other : new String[] {
            "abng-1709312401-1", "abng-1709312400-2", "abng-1709312400-01", "abng-01709312400-1", "abng-1709312400-", "abng--1",
            "abng-1709312400", "abng-", "abn", "", "ABNG-1709312400-1", "abng-1709312400-1 ", "abng-1709312400-+1", "abng-1709312400-1-1",
            "abng-1709312400-9999999999999999999999", "abng-9999999999999999999999-1"}) {
            assertEquals(0, table.findByAcctSessionId(other), other);
        }
    }

    @Test
    void refusesASecondSessionOfALineOrAddressUntilTheFirstIsEnding() {
        table.insert(session(MAC, 10));
        final SessionRecordFlyweight sameLine = session(MAC, 11);
        final SessionRecordFlyweight sameAddress = session(MAC + 1, 10);
        assertEquals(Result.LINE_IN_USE, table.insert(sameLine));
        assertEquals(Result.ADDRESS_IN_USE, table.insert(sameAddress));
        assertEquals(1, table.size());
        assertEquals(1, store.size());

        table.get(1, read);
        assertEquals(Result.DONE, table.update(read.state(SessionState.ENDING)));
        assertEquals(0, table.findByLine("eth1", VLANS, MAC));
        assertEquals(0, table.findByAddress(10));
        assertEquals(1, table.firstByMac(MAC));
        assertEquals(1, table.firstByUserName("alice"));
        assertEquals(1, table.findByAcctSessionId("abng-1709312400-1"));

        assertEquals(Result.DONE, table.insert(sameLine));
        assertEquals(Result.DONE, table.insert(sameAddress));
        assertEquals(Result.LINE_IN_USE, table.update(read.state(SessionState.UP)), "it cannot come back");
        assertTrue(table.remove(1));
        assertEquals(2, table.findByLine("eth1", VLANS, MAC));
        assertEquals(3, table.findByAddress(10));
    }

    @Test
    void aChangeMovesASessionInTheIndicesThatItConcerns() {
        table.insert(session(MAC, 10));
        table.insert(session(MAC + 1, 11).userName("bob"));
        table.get(1, read);
        assertEquals(Result.ADDRESS_IN_USE, table.update(read.ipv4(11)));
        assertEquals(1, table.findByAddress(10));

        assertEquals(Result.DONE, table.update(read.ipv4(12).userName("bob").vlanStack(7)));
        assertEquals(0, table.findByAddress(10));
        assertEquals(1, table.findByAddress(12));
        assertEquals(0, table.firstByUserName("alice"));
        assertEquals(1, table.findByLine("eth1", 7, MAC));
        assertEquals(0, table.findByLine("eth1", VLANS, MAC));
        final long first = table.firstByUserName("bob");
        assertEquals(Set.of(1L, 2L), Set.of(first, table.nextByUserName(first)));
        assertEquals(Result.NO_SUCH_SESSION, table.update(session(MAC + 2, 13)));
    }

    @Test
    void visitsAllSessionsOfAMacAndOfAName() {
        for (int i = 0; i < 50; i++) {
            assertEquals(Result.DONE, table.insert(session(MAC, 100 + i).vlanStack(i)));
        }
        table.insert(session(MAC + 1, 99).userName("bob"));
        final Set<Long> ofMac = new HashSet<>();
        for (long id = table.firstByMac(MAC); id != 0; ) {
            assertTrue(ofMac.add(id));
            final long next = table.nextByMac(id);
            if (id % 2 == 0) {
                table.remove(id);
            }
            id = next;
        }
        assertEquals(50, ofMac.size());
        int left = 0;
        for (long id = table.firstByUserName("alice"); id != 0; id = table.nextByUserName(id)) {
            assertEquals(1, id % 2);
            left++;
        }
        assertEquals(25, left);
    }

    @Test
    void insertsNothingByHalfWhenTheStoreOrTheTableIsFull() {
        final FakeSessionStore small = new FakeSessionStore(2);
        final SessionTable wide = SessionTable.open(small, 100);
        wide.insert(session(wide, MAC, 10));
        wide.insert(session(wide, MAC + 1, 11));
        final SessionRecordFlyweight third = session(wide, MAC + 2, 12);
        assertEquals(Result.FULL, wide.insert(third));
        assertEquals(2, wide.size());
        assertFalse(wide.contains(3));
        assertEquals(0, wide.findByAddress(12));
        assertEquals(0, wide.firstByMac(MAC + 2));
        assertEquals(0, wide.findByLine("eth1", VLANS, MAC + 2));
        assertTrue(wide.remove(1));
        assertEquals(Result.DONE, wide.insert(third));

        final SessionTable narrow = SessionTable.open(new FakeSessionStore(), 1);
        narrow.insert(session(narrow, MAC, 10));
        assertEquals(Result.FULL, narrow.insert(session(narrow, MAC + 1, 11)));
        assertEquals(1, narrow.size());
    }

    @Test
    void refusesAnIdTwiceAndAnIdThatIsNone() {
        table.insert(session(MAC, 10));
        assertEquals(Result.SESSION_ID_IN_USE, table.insert(session(MAC + 1, 11).sessionId(1)));
        assertThrows(IllegalArgumentException.class, () -> table.insert(session(MAC + 1, 11).sessionId(0)));
        assertFalse(table.remove(9));
    }

    @Test
    void setsCounters() {
        table.insert(session(MAC, 10));
        assertEquals(Result.DONE, table.updateCounters(1, 5, 6, 7, 8, 9));
        table.get(1, read);
        assertEquals(5, read.upOctets());
        assertEquals(6, read.upPackets());
        assertEquals(7, read.downOctets());
        assertEquals(8, read.downPackets());
        assertEquals(9, read.lastActivityNs());
        assertEquals(10, read.ipv4());
        assertEquals(Result.NO_SUCH_SESSION, table.updateCounters(2, 0, 0, 0, 0, 0));
    }

    @Test
    void aRestartFindsEverythingAndReusesNoId() {
        table.insert(session(MAC, 10));
        table.insert(session(MAC + 1, 11));
        table.get(2, read);
        table.update(read.state(SessionState.ENDING));
        final long unused = table.nextSessionId();
        table.insert(session(MAC + 2, 12));
        table.remove(unused + 1);

        final SessionTable again = SessionTable.open(store, 100);
        assertEquals(2, again.size());
        assertEquals(0, again.conflictsAtOpen());
        assertEquals(1, again.findByLine("eth1", VLANS, MAC));
        assertEquals(0, again.findByAddress(11), "it was ending");
        assertEquals(2, again.firstByMac(MAC + 1));
        assertEquals(unused + 2, again.nextSessionId());
    }

    @Test
    void theYoungerOfTwoThatClaimTheSameKeepsItAtOpening() {
        for (final long[] order : new long[][] {{5, 9}, {9, 5}}) {
            final FakeSessionStore damaged = new FakeSessionStore();
            for (final long id : order) {
                damaged.put(session(MAC + id, 10).sessionId(id).vlanStack(id));
            }
            final SessionTable opened = SessionTable.open(damaged, 10);
            assertEquals(1, opened.conflictsAtOpen());
            assertEquals(9, opened.findByAddress(10));
            assertEquals(0, opened.findByLine("eth1", 5, MAC + 5));
            opened.get(5, read);
            assertEquals(SessionState.ENDING, read.state());
            assertEquals(TerminateCause.PORT_PREEMPTED, read.terminateCause());
            assertTrue(opened.remove(5));
            assertEquals(0, SessionTable.open(damaged, 10).conflictsAtOpen());
        }
    }

    @Test
    void opensAStoreThatHasMoreSessionsThanItMayHave() {
        for (int i = 0; i < 5; i++) {
            table.insert(session(MAC + i, 10 + i));
        }
        final SessionTable smaller = SessionTable.open(store, 2);
        assertEquals(5, smaller.size());
        assertEquals(Result.FULL, smaller.insert(session(MAC + 9, 99)));
    }

    @Test
    void scansInPiecesAndTheVisitorMayRemove() {
        for (int i = 0; i < 10; i++) {
            table.insert(session(MAC + i, 10 + i));
        }
        table.remove(4);
        final Set<Long> seen = new HashSet<>();
        int at = 0;
        int calls = 0;
        do {
            at = table.scan(at, 3, record -> {
                assertTrue(seen.add(record.sessionId()));
                table.remove(record.sessionId());
                return true;
            });
            calls++;
        } while (at != 0);
        assertEquals(9, seen.size());
        assertEquals(4, calls);
        assertEquals(0, table.size());
        assertEquals(0, table.scan(0, 1000, record -> true));
    }

    @Test
    void namesAreComparedByWhatARecordKeeps() {
        final String kept = "x".repeat(64);
        table.insert(session(MAC, 10).userName(kept + "y"));
        assertEquals(1, table.firstByUserName(kept));
        assertEquals(1, table.firstByUserName(kept + "z"));
        assertEquals(0, table.firstByUserName("x".repeat(63)));
        table.insert(session(MAC + 1, 11).userName("zoë"));
        assertEquals(2, table.firstByUserName("zoë"));
        table.insert(session(MAC + 2, 12).userName(""));
        assertEquals(0, table.firstByUserName(""));
    }

    /** The thread's allocated bytes over the engine's operations, once they are warm. */
    @Test
    void indicesAllocateNothing() {
        final SessionRows rows = new SessionRows(1000);
        final SessionIndices indices = new SessionIndices(rows, 42);
        final SessionRecordFlyweight record = session(MAC, 10);
        Allocations.assertNone("session indices", 20_000, rounds -> assertEquals(rounds * 4L, exercise(rows, indices, record, rounds)));
    }

    private static long exercise(
            final SessionRows rows, final SessionIndices indices, final SessionRecordFlyweight record, final int rounds) {
        long found = 0;
        for (int i = 1; i <= rounds; i++) {
            record.sessionId(i).mac(MAC + (i & 7)).ipv4(i).userName((i & 1) == 0 ? "alice" : "bob");
            final int slot = rows.claim();
            indices.add(slot, record, true);
            found += indices.findById(i) == slot ? 1 : 0;
            found += indices.findByLine(record) == slot ? 1 : 0;
            found += indices.findByAddress(i) == slot ? 1 : 0;
            found += indices.findByUserNameHash(indices.userNameHash(record)) == slot ? 1 : 0;
            indices.remove(slot);
            rows.release(slot);
        }
        return found;
    }
}
