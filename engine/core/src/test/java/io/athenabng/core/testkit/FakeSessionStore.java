package io.athenabng.core.testkit;

import io.athenabng.core.port.SessionStore;
import io.athenabng.core.session.SessionAttributesFlyweight;
import io.athenabng.core.session.SessionRecordFlyweight;
import java.util.ArrayList;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A session store in memory. It outlives the tables that are opened over it, so a restart is another {@code SessionTable.open}. Any thread
 * may read.
 */
public final class FakeSessionStore implements SessionStore {
    private final ReentrantLock lock = new ReentrantLock();
    private final TreeMap<Long, byte[]> records = new TreeMap<>();
    private final TreeMap<Long, byte[]> attributes = new TreeMap<>();
    private final int capacity;
    private long highestSessionId;
    private boolean closed;

    /** A store for a million sessions. */
    public FakeSessionStore() {
        this(1_000_000);
    }

    /**
     * A store of a certain size.
     *
     * @param capacity how many sessions fit
     */
    public FakeSessionStore(final int capacity) {
        this.capacity = capacity;
    }

    @Override
    public long allocateSessionId() {
        return locked(() -> ++highestSessionId);
    }

    @Override
    public boolean put(final SessionRecordFlyweight record) {
        return locked(() -> {
            final long sessionId = record.sessionId();
            if (sessionId <= 0) {
                throw new IllegalArgumentException("session id " + sessionId);
            }
            if (!records.containsKey(sessionId) && records.size() >= capacity) {
                return false;
            }
            final byte[] octets = new byte[SessionRecordFlyweight.LENGTH];
            record.buffer().getBytes(0, octets);
            records.put(sessionId, octets);
            highestSessionId = Math.max(highestSessionId, sessionId);
            return true;
        });
    }

    @Override
    public boolean get(final long sessionId, final SessionRecordFlyweight into) {
        return locked(() -> {
            final byte[] octets = records.get(sessionId);
            if (octets == null) {
                return false;
            }
            into.buffer().putBytes(0, octets);
            return true;
        });
    }

    @Override
    public boolean remove(final long sessionId) {
        return locked(() -> {
            attributes.remove(sessionId);
            return records.remove(sessionId) != null;
        });
    }

    @Override
    public boolean putAttributes(final long sessionId, final DirectBuffer source, final int offset, final int length) {
        return locked(() -> {
            if (length == 0) {
                attributes.remove(sessionId);
                return true;
            }
            if (length > SessionAttributesFlyweight.MAX_LENGTH) {
                throw new IllegalArgumentException(length + " bytes of attributes");
            }
            final byte[] octets = new byte[length];
            source.getBytes(offset, octets);
            attributes.put(sessionId, octets);
            return true;
        });
    }

    @Override
    public int getAttributes(final long sessionId, final MutableDirectBuffer into, final int offset) {
        return locked(() -> {
            final byte[] octets = attributes.get(sessionId);
            if (octets != null) {
                into.putBytes(offset, octets);
            }
            return octets == null ? -1 : octets.length;
        });
    }

    @Override
    public void forEach(final Visitor visitor) {
        final ArrayList<byte[]> copies = locked(() -> {
            final ArrayList<byte[]> all = new ArrayList<>();
            records.values().forEach(octets -> all.add(octets.clone()));
            return all;
        });
        final SessionRecordFlyweight record = new SessionRecordFlyweight();
        for (final byte[] octets : copies) {
            if (!visitor.onSession(record.wrap(new UnsafeBuffer(octets), 0))) {
                return;
            }
        }
    }

    @Override
    public long size() {
        return locked(records::size);
    }

    /** Whether somebody closed it; its sessions can still be read, as from a disk. @return whether it is closed */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    private <T> T locked(final Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
