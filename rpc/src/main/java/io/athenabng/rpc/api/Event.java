package io.athenabng.rpc.api;

import java.util.List;

/**
 * What happened in the gateway: the parameters of an {@code event} notification. {@code subscription} and
 * {@code sequence} are filled in by the server for each subscriber; the daemon builds events with the factories.
 */
public record Event(
    @Describe("Number of the subscription") Long subscription,
    @Describe("Number of the event in the subscription, from 1; a gap means dropped events") Long sequence,
    @Describe("Type of the event") String type,
    @Describe("When it happened") long timeEpochMs,
    @Describe("The session; only in session events") Session session,
    @Describe("The access line; only in interface events") Line line,
    @Describe("The RADIUS server; only in radius events") Server server,
    @Describe("The error; only in error events") Error error,
    @Describe("How many events were dropped; only in events.dropped") Long dropped,
    @Describe("The control frame; only in monitor.frame") Frame frame) {

    /** The session of a session event. */
    public record Session(
        @Describe("Session id") long id,
        @Describe("Acct-Session-Id") String acctSessionId,
        @Describe("State of the session") String state,
        @Describe("State before; only in session.state") String previousState,
        @Describe("User name; absent before authentication") String user,
        @Describe("MAC address") String mac,
        @Describe("Access line (logical name)") String line,
        @Describe("Access group") String group,
        @Describe("IPv4 address; absent before one is assigned") String address,
        @Describe("Length of the lease; absent without a lease") Long leaseSeconds,
        @Describe("Acct-Terminate-Cause; absent while the session lives") String terminateCause) {
        /** The same, with the state before. */
        public Session from(final String newPreviousState) {
            return new Session(id, acctSessionId, state, newPreviousState, user, mac, line, group, address, leaseSeconds, terminateCause);
        }
    }

    /** The access line of an interface event. */
    public record Line(
        @Describe("Logical name") String name,
        @Describe("Interface name in the kernel") String kernelName,
        @Describe("Interface index in the kernel") int interfaceIndex,
        @Describe("Trunk") String trunk,
        @Describe("Access group") String group) {
    }

    /** The RADIUS server of a radius event. */
    public record Server(
        @Describe("Name of the server") String name,
        @Describe("authentication or accounting") String side,
        @Describe("Why it is dead; absent when it is alive") String reason) {
    }

    /** The error of an error event. */
    public record Error(
        @Describe("Kind and message") String error,
        @Describe("How often it was observed") long count) {
    }

    /** A control frame that a monitor told. Passwords, and what answers a challenge, are masked in all of it. */
    public record Frame(
        @Describe("Number of the monitor") long monitor,
        @Describe("When it passed, µs since the epoch") long timeEpochUs,
        @Describe("in: from the subscriber; out: to the subscriber") String direction,
        @Describe("dhcp, pppoe, lcp, pap, chap, ipcp, ipv6cp, or a PPP protocol number like 0x80fd") String protocol,
        @Describe("MAC address of the subscriber") String mac,
        @Describe("Access line (logical name)") String line,
        @Describe("What it is, in one line") String summary,
        @Describe("What it says, a line each") List<String> details,
        @Describe("The frame with its tags, in Base64; headers that the gateway does not keep are made again") String octets) {
    }

    /** A session event: {@code type} is one of the {@code SESSION_} types. */
    public static Event ofSession(final EventType type, final long timeEpochMs, final Session session) {
        return new Event(null, null, type.wireName(), timeEpochMs, session, null, null, null, null, null);
    }

    /** {@code interface_created} or {@code interface_removed}. */
    public static Event ofLine(final EventType type, final long timeEpochMs, final Line line) {
        return new Event(null, null, type.wireName(), timeEpochMs, null, line, null, null, null, null);
    }

    /** {@code radius.server_dead} or {@code radius.server_alive}. */
    public static Event ofServer(final EventType type, final long timeEpochMs, final Server server) {
        return new Event(null, null, type.wireName(), timeEpochMs, null, null, server, null, null, null);
    }

    /** {@code error}. */
    public static Event ofError(final long timeEpochMs, final Error error) {
        return new Event(null, null, EventType.ERROR.wireName(), timeEpochMs, null, null, null, error, null, null);
    }

    /** {@code events.dropped}. */
    public static Event ofDropped(final long timeEpochMs, final long dropped) {
        return new Event(null, null, EventType.EVENTS_DROPPED.wireName(), timeEpochMs, null, null, null, null, dropped, null);
    }

    /** {@code monitor.frame}. */
    public static Event ofFrame(final long timeEpochMs, final Frame frame) {
        return new Event(null, null, EventType.MONITOR_FRAME.wireName(), timeEpochMs, null, null, null, null, null, frame);
    }

    /** This event as the subscriber sees it. */
    public Event deliveredTo(final long subscriptionNumber, final long sequenceNumber) {
        return new Event(subscriptionNumber, sequenceNumber, type, timeEpochMs, session, line, server, error, dropped, frame);
    }

    /** The access group that the event belongs to, or null. */
    public String group() {
        if (session != null) {
            return session.group();
        }
        return line != null ? line.group() : null;
    }
}
