package io.athenabng.rpc.socket;

import java.util.concurrent.atomic.LongAdder;

/** What the server counts. Any thread may read. */
public final class RpcStatistics {
    /** The counters with their names and meanings. */
    public enum Counter {
        /** Accepted connections. */
        CONNECTIONS("rpc.connections", "Connections accepted on the management socket"),
        /** Refused connections. */
        CONNECTIONS_REFUSED("rpc.connections_refused", "Connections refused because too many were open"),
        /** Calls. */
        CALLS("rpc.calls", "Calls and notifications taken"),
        /** Errors. */
        ERRORS("rpc.errors", "Error objects sent"),
        /** Broken documents. */
        PROTOCOL_ERRORS("rpc.protocol_errors", "Documents that were no JSON, no request, too large or too deep"),
        /** Half-sent documents. */
        HALF_SENT("rpc.half_sent", "Connections that ended, or were ended, in the middle of a document"),
        /** Unanswered calls. */
        TIMED_OUT("rpc.timed_out", "Calls that the daemon did not answer in time"),
        /** Late answers. */
        LATE_ANSWERS("rpc.late_answers", "Answers that came after the call had been given up or its connection had gone"),
        /** Events sent. */
        EVENTS("rpc.events", "Events sent to subscribers"),
        /** Events dropped. */
        EVENTS_DROPPED("rpc.events_dropped", "Events dropped because a subscriber read too slowly"),
        /** Stalled peers. */
        STALLED("rpc.stalled", "Connections closed because the peer had stopped reading");

        private final String wireName;
        private final String description;

        Counter(final String wireName, final String description) {
            this.wireName = wireName;
            this.description = description;
        }

        /** Name for {@code show.counters}. */
        public String wireName() {
            return wireName;
        }

        /** Meaning for {@code show.counters}. */
        public String description() {
            return description;
        }
    }

    private final LongAdder[] values = new LongAdder[Counter.values().length];

    RpcStatistics() {
        for (int i = 0; i < values.length; i++) {
            values[i] = new LongAdder();
        }
    }

    void increment(final Counter counter) {
        values[counter.ordinal()].increment();
    }

    /** The counter's value. */
    public long get(final Counter counter) {
        return values[counter.ordinal()].sum();
    }
}
