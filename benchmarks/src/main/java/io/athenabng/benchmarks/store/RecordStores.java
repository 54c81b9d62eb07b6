package io.athenabng.benchmarks.store;

import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.daemon.edge.store.ChronicleSessionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.LongDataType;

/** The kinds of stores that are compared. All hold the same bytes of a record. */
enum RecordStores {
    /** The daemon's. Durable against the process's death: a memory-mapped file. */
    OURS(true) {
        @Override
        RecordStore open(Path directory, long capacity) throws IOException {
            return new Ours(ChronicleSessionStore.open(directory.resolve("sessions"), capacity));
        }
    },
    /** Objects in a {@link HashMap}: not durable, a bound for what a lookup can cost. */
    HASH_MAP(false) {
        @Override
        RecordStore open(Path directory, long capacity) {
            return new HashMapStore();
        }
    },
    /** H2's MVStore with a commit for each change: durable against the process's death. */
    MV_STORE(true) {
        @Override
        RecordStore open(Path directory, long capacity) throws IOException {
            Files.createDirectories(directory);
            return new MvStore(new MVStore.Builder().fileName(directory.resolve("mvstore").toString()).autoCommitDisabled().open());
        }
    },
    /** SQLite with write-ahead logging, a transaction for each change and no fsync: durable against the process's death. */
    SQLITE(true) {
        @Override
        RecordStore open(Path directory, long capacity) throws IOException {
            Files.createDirectories(directory);
            try {
                return new Sqlite(DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("sqlite")));
            } catch (SQLException e) {
                throw new IOException("SQLite does not open", e);
            }
        }
    };

    private final boolean durable;

    RecordStores(boolean durable) {
        this.durable = durable;
    }

    /** Whether what was stored outlives the process's death. */
    boolean durable() {
        return durable;
    }

    /** Opens a store, or what is left of it. */
    abstract RecordStore open(Path directory, long capacity) throws IOException;

    /** {@code mvStore} for {@link #MV_STORE}. */
    String key() {
        return switch (this) {
            case OURS -> "ours";
            case HASH_MAP -> "HashMap";
            case MV_STORE -> "MVStore";
            case SQLITE -> "SQLite";
        };
    }

    private static byte[] bytes(SessionRecordFlyweight record) {
        byte[] bytes = new byte[SessionRecordFlyweight.LENGTH];
        record.buffer().getBytes(0, bytes);
        return bytes;
    }

    private record Ours(ChronicleSessionStore store) implements RecordStore {
        @Override
        public void put(SessionRecordFlyweight record) {
            if (!store.put(record)) {
                throw new IllegalStateException("the store is full");
            }
        }

        @Override
        public boolean get(long sessionId, SessionRecordFlyweight into) {
            return store.get(sessionId, into);
        }

        @Override
        public void remove(long sessionId) {
            store.remove(sessionId);
        }

        @Override
        public long sumOfUpOctets() {
            long[] sum = new long[1];
            store.forEach(record -> {
                sum[0] += record.upOctets();
                return true;
            });
            return sum[0];
        }

        @Override
        public long size() {
            return store.size();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private static final class HashMapStore implements RecordStore {
        private final Map<Long, byte[]> map = new HashMap<>();
        private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();

        @Override
        public void put(SessionRecordFlyweight from) {
            map.put(from.sessionId(), bytes(from));
        }

        @Override
        public boolean get(long sessionId, SessionRecordFlyweight into) {
            byte[] found = map.get(sessionId);
            if (found != null) {
                into.buffer().putBytes(0, found);
            }
            return found != null;
        }

        @Override
        public void remove(long sessionId) {
            map.remove(sessionId);
        }

        @Override
        public long sumOfUpOctets() {
            long sum = 0;
            for (byte[] bytes : map.values()) {
                record.buffer().putBytes(0, bytes);
                sum += record.upOctets();
            }
            return sum;
        }

        @Override
        public long size() {
            return map.size();
        }

        @Override
        public void close() {
            map.clear();
        }
    }

    private static final class MvStore implements RecordStore {
        private static final int CHUNK = 10_000;

        private final MVStore store;
        private final MVMap<Long, byte[]> map;
        private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();

        MvStore(MVStore store) {
            this.store = store;
            map = store.openMap("sessions",
                new MVMap.Builder<Long, byte[]>().keyType(LongDataType.INSTANCE).valueType(ByteArrayDataType.INSTANCE));
        }

        @Override
        public void put(SessionRecordFlyweight from) {
            map.put(from.sessionId(), bytes(from));
            store.commit();
        }

        @Override
        public void putAll(SessionRecordFlyweight from, long first, long count) {
            for (long i = first; i < first + count; i++) {
                map.put(i, bytes(SampleSessions.fill(from, i, i)));
                if (i % CHUNK == 0) {
                    store.commit();
                }
            }
            store.commit();
        }

        @Override
        public boolean get(long sessionId, SessionRecordFlyweight into) {
            byte[] found = map.get(sessionId);
            if (found != null) {
                into.buffer().putBytes(0, found);
            }
            return found != null;
        }

        @Override
        public void remove(long sessionId) {
            map.remove(sessionId);
            store.commit();
        }

        @Override
        public long sumOfUpOctets() {
            long sum = 0;
            for (Cursor<Long, byte[]> cursor = map.cursor(null); cursor.hasNext();) {
                cursor.next();
                record.buffer().putBytes(0, cursor.getValue());
                sum += record.upOctets();
            }
            return sum;
        }

        @Override
        public long size() {
            return map.sizeAsLong();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    private static final class Sqlite implements RecordStore {
        private final Connection connection;
        private final PreparedStatement put;
        private final PreparedStatement get;
        private final PreparedStatement remove;
        private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();

        Sqlite(Connection connection) throws SQLException {
            this.connection = connection;
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA journal_mode = WAL");
                statement.execute("PRAGMA synchronous = OFF");
                statement.execute("PRAGMA cache_size = -1000000");
                statement.execute("CREATE TABLE IF NOT EXISTS sessions (id INTEGER PRIMARY KEY, record BLOB NOT NULL)");
            }
            put = connection.prepareStatement("INSERT OR REPLACE INTO sessions VALUES (?, ?)");
            get = connection.prepareStatement("SELECT record FROM sessions WHERE id = ?");
            remove = connection.prepareStatement("DELETE FROM sessions WHERE id = ?");
        }

        private static IllegalStateException failed(SQLException cause) {
            return new IllegalStateException("SQLite failed", cause);
        }

        @Override
        public void put(SessionRecordFlyweight from) {
            try {
                put.setLong(1, from.sessionId());
                put.setBytes(2, bytes(from));
                put.executeUpdate();
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public void putAll(SessionRecordFlyweight from, long first, long count) {
            try {
                connection.setAutoCommit(false);
                RecordStore.super.putAll(from, first, count);
                connection.commit();
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public boolean get(long sessionId, SessionRecordFlyweight into) {
            try {
                get.setLong(1, sessionId);
                try (ResultSet found = get.executeQuery()) {
                    if (!found.next()) {
                        return false;
                    }
                    into.buffer().putBytes(0, found.getBytes(1));
                    return true;
                }
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public void remove(long sessionId) {
            try {
                remove.setLong(1, sessionId);
                remove.executeUpdate();
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public long sumOfUpOctets() {
            try (Statement statement = connection.createStatement();
                    ResultSet all = statement.executeQuery("SELECT record FROM sessions")) {
                long sum = 0;
                while (all.next()) {
                    record.buffer().putBytes(0, all.getBytes(1));
                    sum += record.upOctets();
                }
                return sum;
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public long size() {
            try (Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("SELECT count(*) FROM sessions")) {
                count.next();
                return count.getLong(1);
            } catch (SQLException e) {
                throw failed(e);
            }
        }

        @Override
        public void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }
}
