package io.athenabng.benchmarks.store;

import io.athenabng.core.session.SessionRecordFlyweight;

/** A store of session records under their numbers, ours or a peer. One owner thread. */
interface RecordStore extends AutoCloseable {
    /** Stores a record, new or changed, so that it outlives {@code kill -9} of this process once the call has returned, if the kind can. */
    void put(SessionRecordFlyweight record);

    /** Reads a record; false if there is none. */
    boolean get(long sessionId, SessionRecordFlyweight into);

    void remove(long sessionId);

    /** Reads every record; the sum of their octets up. */
    long sumOfUpOctets();

    long size();

    /** Stores many that need not be durable one by one. */
    default void putAll(SessionRecordFlyweight record, long first, long count) {
        for (long i = first; i < first + count; i++) {
            put(SampleSessions.fill(record, i, i));
        }
    }

    @Override
    void close();
}
