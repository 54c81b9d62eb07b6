package io.athenabng.benchmarks.gateway;

import io.athenabng.core.port.SessionStore;
import io.athenabng.core.session.SessionRecordFlyweight;
import org.agrona.collections.Long2ObjectHashMap;

/** Sessions in a map; what was removed is gone. */
final class HeapSessionStore implements SessionStore {
    private final Long2ObjectHashMap<byte[]> records = new Long2ObjectHashMap<>();
    private long lastSessionId;

    @Override
    public long allocateSessionId() {
        return ++lastSessionId;
    }

    @Override
    public boolean put(SessionRecordFlyweight record) {
        byte[] bytes = records.computeIfAbsent(record.sessionId(), id -> new byte[SessionRecordFlyweight.LENGTH]);
        record.buffer().getBytes(0, bytes);
        return true;
    }

    @Override
    public boolean get(long sessionId, SessionRecordFlyweight into) {
        byte[] bytes = records.get(sessionId);
        if (bytes != null) {
            into.buffer().putBytes(0, bytes);
        }
        return bytes != null;
    }

    @Override
    public boolean remove(long sessionId) {
        return records.remove(sessionId) != null;
    }

    @Override
    public void forEach(Visitor visitor) {
        SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
        for (long sessionId : records.keySet()) {
            if (get(sessionId, record) && !visitor.onSession(record)) {
                return;
            }
        }
    }

    @Override
    public long size() {
        return records.size();
    }

    @Override
    public void close() {
        records.clear();
    }
}
