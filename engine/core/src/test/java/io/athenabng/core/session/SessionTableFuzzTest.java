package io.athenabng.core.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionTable.Result;
import io.athenabng.core.testkit.FakeSessionStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on the table and on a plain map of records; after each some, and at the end all, lookups must agree. */
final class SessionTableFuzzTest {
    private static final int CAPACITY = 60;
    private static final int OPERATIONS = 30_000;
    private static final String[] TRUNKS = {"eth1", "eth2", "enp129s0f1np1"};

    /** What a record says, as a value. */
    private record Model(
            long id, String trunk, long vlanStack, long mac, int ipv4, String userName, SessionState state, long startSeconds) {
        boolean holds() {
            return state != SessionState.ENDING;
        }
    }

    private final Map<Long, Model> model = new HashMap<>();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private Random random;
    private FakeSessionStore store;
    private SessionTable table;
    private long lastId;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 20_260_101})
    void agreesWithAPlainMap(final long seed) {
        random = new Random(seed);
        store = new FakeSessionStore();
        table = new SessionTable(store, CAPACITY, seed);
        final int[] done = new int[Result.values().length];
        for (int i = 0; i < OPERATIONS; i++) {
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> done[insert().ordinal()]++;
                case 3, 4 -> done[update().ordinal()]++;
                case 5 -> updateCounters();
                case 6 -> remove();
                default -> compare(draw(1));
            }
            if (i % 5000 == 4999) {
                compareAll();
                table = new SessionTable(store, CAPACITY, random.nextLong());
                assertEquals(0, table.conflictsAtOpen());
                compareAll();
            }
        }
        for (final Result result : Result.values()) {
            assertTrue(done[result.ordinal()] > 0 || result == Result.SESSION_ID_IN_USE, "never seen: " + result);
        }
    }

    private Model draw(final long id) {
        return new Model(id, TRUNKS[random.nextInt(TRUNKS.length)], random.nextInt(4), 0x0200_0000_0000L + random.nextInt(12),
            random.nextInt(120), random.nextInt(6) == 0 ? "" : "subscriber-" + random.nextInt(20),
            SessionState.values()[random.nextInt(3)], 1_700_000_000L + random.nextInt(10));
    }

    private SessionRecordFlyweight fill(final Model session) {
        return record.clear().sessionId(session.id).trunk(session.trunk).vlanStack(session.vlanStack).mac(session.mac).ipv4(session.ipv4)
            .userName(session.userName).state(session.state).startNs(session.startSeconds * 1_000_000_000L + 5);
    }

    private Result expected(final Model session, final boolean add) {
        Result result = Result.DONE;
        for (final Model other : model.values()) {
            if (session.holds() && other.holds() && other.id != session.id) {
                if (other.trunk.equals(session.trunk) && other.vlanStack == session.vlanStack && other.mac == session.mac) {
                    return Result.LINE_IN_USE;
                }
                if (session.ipv4 != 0 && other.ipv4 == session.ipv4) {
                    result = Result.ADDRESS_IN_USE;
                }
            }
        }
        return result == Result.DONE && add && model.size() == CAPACITY ? Result.FULL : result;
    }

    private Result insert() {
        final long id = table.nextSessionId();
        assertTrue(id > lastId);
        lastId = id;
        final Model session = draw(id);
        final Result expected = expected(session, true);
        assertEquals(expected, table.insert(fill(session)));
        if (expected == Result.DONE) {
            model.put(id, session);
        }
        return expected;
    }

    private Result update() {
        final Model session = draw(anyId());
        final Result expected = model.containsKey(session.id) ? expected(session, false) : Result.NO_SUCH_SESSION;
        assertEquals(expected, table.update(fill(session)));
        if (expected == Result.DONE) {
            model.put(session.id, session);
        }
        return expected;
    }

    private void updateCounters() {
        final long id = anyId();
        assertEquals(model.containsKey(id) ? Result.DONE : Result.NO_SUCH_SESSION, table.updateCounters(id, 1, 2, 3, 4, 5));
    }

    private void remove() {
        final long id = anyId();
        assertEquals(model.remove(id) != null, table.remove(id));
    }

    private long anyId() {
        final Long[] ids = model.keySet().toArray(new Long[0]);
        return ids.length == 0 || random.nextInt(10) == 0 ? 1 + random.nextInt(1000) : ids[random.nextInt(ids.length)];
    }

    private void compareAll() {
        assertEquals(model.size(), table.size());
        assertEquals(model.size(), store.size());
        final Set<Long> scanned = new HashSet<>();
        int at = 0;
        do {
            at = table.scan(at, 7, found -> scanned.add(found.sessionId()));
        } while (at != 0);
        assertEquals(model.keySet(), scanned);
        for (final Model session : model.values()) {
            compare(session);
            assertEquals(session.id, table.findByAcctSessionId("abng-" + session.startSeconds + '-' + session.id));
            assertTrue(table.get(session.id, record));
            assertEquals(session.userName, record.userName());
            assertEquals(session.ipv4, record.ipv4());
        }
        for (int i = 0; i < 200; i++) {
            compare(draw(1));
        }
    }

    /** Looks for the sessions that have a key in common with one that need not exist. */
    private void compare(final Model key) {
        long onLine = 0;
        long atAddress = 0;
        final Set<Long> ofMac = new HashSet<>();
        final Set<Long> ofUserName = new HashSet<>();
        for (final Model other : model.values()) {
            if (other.holds() && other.trunk.equals(key.trunk) && other.vlanStack == key.vlanStack && other.mac == key.mac) {
                onLine = other.id;
            }
            if (other.holds() && key.ipv4 != 0 && other.ipv4 == key.ipv4) {
                atAddress = other.id;
            }
            if (other.mac == key.mac) {
                ofMac.add(other.id);
            }
            if (!key.userName.isEmpty() && other.userName.equals(key.userName)) {
                ofUserName.add(other.id);
            }
        }
        assertEquals(onLine, table.findByLine(key.trunk, key.vlanStack, key.mac));
        assertEquals(atAddress, table.findByAddress(key.ipv4));
        assertEquals(model.containsKey(key.id), table.contains(key.id));
        final Set<Long> foundOfMac = new HashSet<>();
        for (long id = table.firstByMac(key.mac); id != 0; id = table.nextByMac(id)) {
            assertTrue(foundOfMac.add(id));
        }
        assertEquals(ofMac, foundOfMac);
        final Set<Long> foundOfUserName = new HashSet<>();
        for (long id = table.firstByUserName(key.userName); id != 0; id = table.nextByUserName(id)) {
            assertTrue(foundOfUserName.add(id));
        }
        assertEquals(ofUserName, foundOfUserName);
    }
}
