package io.athenabng.benchmarks.gateway;

import io.athenabng.core.port.SessionStore;
import io.athenabng.core.session.SessionRecordFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/** Sessions in a map; what was removed is gone. */
final class HeapSessionStore implements SessionStore {
    private final Long2ObjectHashMap<byte[]> records = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<byte[]> attributes = new Long2ObjectHashMap<>();
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
        attributes.remove(sessionId);
        return records.remove(sessionId) != null;
    }

    @Override
    public boolean putAttributes(long sessionId, DirectBuffer source, int offset, int length) {
        if (length == 0) {
            attributes.remove(sessionId);
            return true;
        }
        byte[] octets = new byte[length];
        source.getBytes(offset, octets);
        attributes.put(sessionId, octets);
        return true;
    }

    @Override
    public int getAttributes(long sessionId, MutableDirectBuffer into, int offset) {
        byte[] octets = attributes.get(sessionId);
        if (octets == null) {
            return -1;
        }
        into.putBytes(offset, octets);
        return octets.length;
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
        attributes.clear();
    }
}
