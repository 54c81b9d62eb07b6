package io.athenabng.rpc.api;

/** Where the values come from that a shell offers for a parameter. */
public enum ValueSource {
    /** Nothing to offer. */
    NONE,
    /** Ids of live sessions. */
    SESSION_ID,
    /** MAC addresses of live sessions. */
    MAC,
    /** IPv4 addresses of live sessions. */
    ADDRESS,
    /** User names of live sessions. */
    USER,
    /** Logical names of access lines; a Circuit-ID is the line's logical name unless configured otherwise. */
    LINE,
    /** Names of access groups. */
    GROUP,
    /** Names of trunks. */
    TRUNK,
    /** Names of address pools. */
    POOL,
    /** Names of counters. */
    COUNTER,
    /** Types of events, from {@link EventType}. */
    EVENT_TYPE
}
