package io.athenabng.daemon.edge.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.session.SessionAttributesFlyweight;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChronicleSessionStoreTest {
    @TempDir
    private Path state;

    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();

    private Path directory() {
        return state.resolve("sessions");
    }

    private ChronicleSessionStore open(final long capacity) throws IOException {
        return ChronicleSessionStore.open(directory(), capacity);
    }

    private void fillStore(final long sessions) throws IOException {
        try (ChronicleSessionStore store = open(1000)) {
            for (long id = 1; id <= sessions; id++) {
                assertTrue(store.put(StoreFixture.fill(record, id, 7)));
            }
        }
    }

    private String refusal() {
        return assertThrows(SessionStoreException.class, () -> open(1000).close()).getMessage();
    }

    @Test
    void agreesWithAPlainMapOverRestarts() throws IOException {
        final Random random = new Random(3);
        final Map<Long, Long> model = new HashMap<>();
        long highest = 0;
        for (int restart = 0; restart < 3; restart++) {
            try (ChronicleSessionStore store = open(300)) {
                for (int i = 0; i < 20_000; i++) {
                    final long id = 1 + random.nextInt(400);
                    if (random.nextInt(3) == 0) {
                        assertEquals(model.remove(id) != null, store.remove(id));
                    } else {
                        final boolean fits = model.containsKey(id) || model.size() < 300;
                        assertEquals(fits, store.put(StoreFixture.fill(record, id, i)));
                        if (fits) {
                            model.put(id, (long) i);
                        }
                        highest = Math.max(highest, id);
                    }
                    final long other = 1 + random.nextInt(400);
                    assertEquals(model.containsKey(other), store.get(other, record));
                    assertEquals(model.size(), store.size());
                }
                final Map<Long, Long> visited = new HashMap<>();
                store.forEach(found -> {
                    assertTrue(StoreFixture.isWhole(found));
                    visited.put(found.sessionId(), StoreFixture.generation(found));
                    return true;
                });
                assertEquals(model, visited);
                assertEquals(++highest, store.allocateSessionId());
            }
        }
    }

    @Test
    void attributesAgreeWithAPlainMapOverRestartsAndGrowth() throws IOException {
        final Random random = new Random(5);
        final Map<Long, byte[]> model = new HashMap<>();
        final UnsafeBuffer list = new UnsafeBuffer(new byte[SessionAttributesFlyweight.MAX_LENGTH]);
        for (int restart = 0; restart < 3; restart++) {
            try (ChronicleSessionStore store = open(300 + restart * 5_000)) {
                for (int i = 0; i < 5_000; i++) {
                    final long id = 1 + random.nextInt(300);
                    switch (random.nextInt(4)) {
                        case 0 -> {
                            store.remove(id);
                            model.remove(id);
                        }
                        case 1 -> {
                            assertTrue(store.putAttributes(id, list, 0, 0));
                            model.remove(id);
                        }
                        default -> {
                            final byte[] octets = new byte[1 + random.nextInt(random.nextInt(50) == 0 ? 4_096 : 200)];
                            random.nextBytes(octets);
                            list.putBytes(0, octets);
                            assertTrue(store.putAttributes(id, list, 0, octets.length));
                            assertTrue(store.put(StoreFixture.fill(record, id, i)));
                            model.put(id, octets);
                        }
                    }
                    assertAttributes(store, model, 1 + random.nextInt(300));
                }
            }
        }
        try (ChronicleSessionStore store = open(300)) {
            for (long id = 1; id <= 300; id++) {
                assertAttributes(store, model, id);
            }
        }
    }

    private static void assertAttributes(final ChronicleSessionStore store, final Map<Long, byte[]> model, final long id) {
        final UnsafeBuffer read = new UnsafeBuffer(new byte[7 + SessionAttributesFlyweight.MAX_LENGTH]);
        final int length = store.getAttributes(id, read, 7);
        final byte[] wanted = model.get(id);
        assertEquals(wanted == null ? -1 : wanted.length, length);
        if (wanted != null) {
            final byte[] found = new byte[length];
            read.getBytes(7, found);
            assertArrayEquals(wanted, found);
        }
    }

    @Test
    void aTornListIsMadeWholeAndAListWithoutASessionIsDropped() throws IOException {
        final UnsafeBuffer list = new UnsafeBuffer(new byte[100]);
        list.setMemory(0, 100, (byte) 7);
        try (ChronicleSessionStore store = open(1000)) {
            assertTrue(store.put(StoreFixture.fill(record, 1, 1)));
            assertTrue(store.putAttributes(1, list, 0, 100));
            assertTrue(store.putAttributes(2, list, 0, 100));
        }
        // As a process leaves it that is killed after it wrote what it intends: state "open", kind 1, 3 bytes, session 1.
        overwrite("header", 32, new byte[] {2, 0, 0, 0});
        overwrite("attributes.intent", 0, new byte[] {1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 4, 5, 6});
        try (ChronicleSessionStore store = open(1000)) {
            assertTrue(store.recovered());
            assertAttributes(store, Map.of(1L, new byte[] {4, 5, 6}), 1);
            assertEquals(-1, store.getAttributes(2, list, 0));
        }
    }

    @Test
    void aVisitorMayStopPutAndRemove() throws IOException {
        fillStore(100);
        try (ChronicleSessionStore store = open(1000)) {
            assertFalse(store.recovered());
            final int[] visits = new int[1];
            store.forEach(found -> ++visits[0] < 10);
            assertEquals(10, visits[0]);
            final SessionRecordFlyweight other = new SessionRecordFlyweight().allocate();
            store.forEach(found -> found.sessionId() % 2 == 0 ? store.remove(found.sessionId())
                : store.put(StoreFixture.fill(other, found.sessionId(), 8)));
            assertEquals(50, store.size());
            assertTrue(store.get(1, record));
            assertEquals(8, StoreFixture.generation(record));
        }
    }

    @Test
    void carriesASessionTableOverARestart() throws IOException {
        try (ChronicleSessionStore store = open(1000)) {
            final SessionTable table = SessionTable.open(store, 1000);
            for (int i = 1; i <= 500; i++) {
                record.clear().sessionId(table.nextSessionId()).trunk("eth1").vlanStack(i).mac(i).ipv4(i).userName("user" + i);
                assertEquals(SessionTable.Result.DONE, table.insert(record));
            }
            table.remove(500);
        }
        try (ChronicleSessionStore store = open(1000)) {
            final SessionTable table = SessionTable.open(store, 1000);
            assertEquals(499, table.size());
            assertEquals(77, table.findByLine("eth1", 77, 77));
            assertEquals(78, table.firstByUserName("user78"));
            assertEquals(501, table.nextSessionId());
        }
    }

    @Test
    void takesAsManySessionsAsItIsMadeFor() throws IOException {
        for (final int capacity : new int[] {1, 33, 5000}) {
            try (ChronicleSessionStore store = ChronicleSessionStore.open(state.resolve("sized-" + capacity), capacity)) {
                for (long id = 1; id <= capacity; id++) {
                    assertTrue(store.put(StoreFixture.fill(record, id * 7, 0)), "session " + id + " of " + capacity);
                }
                assertFalse(store.put(StoreFixture.fill(record, 1, 0)));
                assertTrue(store.put(StoreFixture.fill(record, 7, 1)), "a change still fits");
                assertEquals(capacity, store.size());
                assertTrue(store.remove(7));
                assertTrue(store.put(StoreFixture.fill(record, 1, 0)));
            }
        }
    }

    @Test
    void growsWhenItIsOpenedForMoreAndKeepsAllWhenForFewer() throws IOException {
        fillStore(1000);
        try (ChronicleSessionStore store = open(3000)) {
            assertEquals(1000, store.size());
            for (long id = 1001; id <= 3000; id++) {
                assertTrue(store.put(StoreFixture.fill(record, id, 7)));
            }
        }
        try (ChronicleSessionStore store = open(10)) {
            assertEquals(3000, store.size());
            assertFalse(store.put(StoreFixture.fill(record, 3001, 7)));
            for (long id = 1; id <= 3000; id++) {
                assertTrue(store.get(id, record) && StoreFixture.isWhole(record));
            }
        }
    }

    @Test
    void aSecondDaemonIsRefusedWithTheOwnersProcessId() throws Exception {
        try (ChronicleSessionStore store = open(1000)) {
            store.put(StoreFixture.fill(record, 1, 1));
            assertTrue(refusal().contains("is in use by process " + ProcessHandle.current().pid()), "in the same process");
            final Path log = state.resolve("child.log");
            final Process child = StoreFixture.child(StoreChild.class, log, "open", directory().toString());
            assertEquals(3, child.waitFor());
            assertTrue(Files.readString(log).contains("is in use by process " + ProcessHandle.current().pid()), Files.readString(log));
            assertTrue(store.put(StoreFixture.fill(record, 2, 1)));
        }
        final Path log = state.resolve("child.log");
        assertEquals(0, StoreFixture.child(StoreChild.class, log, "open", directory().toString()).waitFor(), () -> log + " says why");
    }

    @Test
    void aNewerFormatIsRefusedAndLeftAsItIs() throws IOException {
        fillStore(10);
        overwrite("header", 8, new byte[] {2, 0, 0, 0});
        final byte[] before = Files.readAllBytes(directory().resolve("map"));
        final String message = refusal();
        assertTrue(message.contains("has format 2, written by a newer Athena BNG"), message);
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(directory().resolve("map"))));
    }

    @Test
    void aTruncatedMapIsRefused() throws IOException {
        fillStore(1000);
        try (RandomAccessFile map = new RandomAccessFile(directory().resolve("map").toFile(), "rw")) {
            map.setLength(map.length() / 2);
        }
        final String message = refusal();
        assertTrue(message.contains("its file 'map' has") && message.contains("1000 sessions were in it"), message);
        assertTrue(message.contains("mv " + directory() + ' ' + directory() + ".damaged"), message);
    }

    @Test
    void aMissingMapWithSessionsIsRefusedAndOneWithoutIsMade() throws IOException {
        fillStore(0);
        Files.delete(directory().resolve("map"));
        fillStore(10);
        Files.delete(directory().resolve("map"));
        assertTrue(refusal().contains("has 0 bytes"));
        Files.delete(directory().resolve("header"));
        fillStore(5);
        Files.delete(directory().resolve("header"));
        assertTrue(refusal().contains("has no file 'header'"));
    }

    @Test
    void aDamagedHeaderIsRefused() throws IOException {
        fillStore(10);
        final byte[] header = Files.readAllBytes(directory().resolve("header"));
        overwrite("header", 0, "GARBAGE!".getBytes());
        assertTrue(refusal().contains("not one of Athena BNG"));
        Files.write(directory().resolve("header"), header);
        overwrite("header", 32, new byte[] {9});
        assertTrue(refusal().contains("its file 'header' is damaged"));
        Files.write(directory().resolve("header"), Arrays.copyOf(header, 100));
        assertTrue(refusal().contains("truncated to 100 bytes"));
        Files.write(directory().resolve("header"), header);
        open(1000).close();
    }

    @Test
    void aMapOfGarbageIsRefusedHoweverTheLastDaemonEnded() throws IOException {
        fillStore(1000);
        final Path map = directory().resolve("map");
        final byte[] whole = Files.readAllBytes(map);
        for (final byte state : new byte[] {1, 2}) {
            final byte[] garbage = whole.clone();
            new Random(5).nextBytes(garbage);
            Files.write(map, garbage);
            overwrite("header", 32, new byte[] {state});
            assertTrue(refusal().contains("damaged"));
            assertEquals(-1, Arrays.mismatch(garbage, Files.readAllBytes(map)), "it is left as it is");
        }
        Files.write(map, whole);
        try (ChronicleSessionStore store = open(1000)) {
            assertTrue(store.recovered());
            assertEquals(1000, store.size());
        }
    }

    @Test
    void whatCanBeReadOfADamagedMapIsSalvagedButNotTakenUnasked() throws IOException {
        fillStore(1000);
        final Path map = directory().resolve("map");
        final byte[] damaged = Files.readAllBytes(map);
        final int at = find(damaged, 500);
        damaged[at + 100] ^= 1;
        Files.write(map, damaged);
        final String atRest = refusal();
        assertTrue(atRest.contains("its file 'map' is damaged; 1000 sessions were in it"), atRest);

        overwrite("header", 32, new byte[] {2});
        final String afterCrash = refusal();
        assertTrue(afterCrash.contains("999 of 1000 sessions can be read. Nothing in it was changed."), afterCrash);
        assertEquals(-1, Arrays.mismatch(damaged, Files.readAllBytes(map)));
        Files.move(directory(), state.resolve("sessions.damaged"));
        Files.move(state.resolve("sessions.salvaged"), directory());
        try (ChronicleSessionStore store = open(1000)) {
            assertEquals(999, store.size());
            assertFalse(store.get(500, record));
            assertTrue(store.get(501, record) && StoreFixture.isWhole(record));
            assertEquals(1001, store.allocateSessionId());
        }
    }

    @Test
    void aTornChangeIsMadeWholeFromTheHeader() throws IOException {
        fillStore(1000);
        final Path map = directory().resolve("map");
        final byte[] torn = Files.readAllBytes(map);
        final int at = find(torn, 500);
        Arrays.fill(torn, at + 40, at + 80, (byte) 0x55);
        Files.write(map, torn);
        StoreFixture.fill(record, 500, 8);
        final StoreHeader header = StoreHeader.open(directory());
        header.intendPut(record, 1000);
        header.closed(false);
        try (ChronicleSessionStore store = open(1000)) {
            assertTrue(store.recovered());
            assertEquals(1000, store.size());
            assertTrue(store.get(500, record) && StoreFixture.isWhole(record));
            assertEquals(8, StoreFixture.generation(record));
        }
        header.intendRemove(500, 999);
        header.closed(false);
        try (ChronicleSessionStore store = open(1000)) {
            assertEquals(999, store.size());
            assertFalse(store.get(500, record));
        }
    }

    @Test
    void everyBlockOfTheFileIsAllocated() throws Exception {
        fillStore(1);
        final Path map = directory().resolve("map");
        final Process stat = new ProcessBuilder("stat", "-c", "%b %B %s", map.toString()).start();
        final String[] figures = new String(stat.getInputStream().readAllBytes()).trim().split(" ");
        assertEquals(0, stat.waitFor());
        final long allocated = Long.parseLong(figures[0]) * Long.parseLong(figures[1]);
        assertTrue(allocated >= Long.parseLong(figures[2]), "allocated " + allocated + " of " + figures[2]);
    }

    private void overwrite(final String file, final long at, final byte[] with) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(directory().resolve(file).toFile(), "rw")) {
            out.seek(at);
            out.write(with);
        }
    }

    /** Where a session's record begins in the map's file. */
    private int find(final byte[] map, final long sessionId) {
        final byte[] wanted = new byte[SessionRecordFlyweight.LENGTH];
        StoreFixture.fill(record, sessionId, 7).buffer().getBytes(0, wanted);
        for (int at = 0; at <= map.length - wanted.length; at++) {
            if (map[at] == wanted[0] && Arrays.equals(map, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("session " + sessionId + " is not in the file");
    }
}
