package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.subscribers}: the sessions that exist, a page at a time, in the order of their ids. */
public final class ShowSubscribers {
    /** Sessions on one page if the call names no limit. */
    public static final int DEFAULT_LIMIT = 1000;
    /** The largest page. */
    public static final int MAX_LIMIT = 10_000;

    private ShowSubscribers() {
    }

    /** Filters; all that are given must match. */
    public record Params(
        @Describe(value = "Only sessions of this access group", completes = ValueSource.GROUP) String group,
        @Describe(value = "Only sessions on this access line (logical name)", completes = ValueSource.LINE) String line,
        @Describe(value = "Only sessions of this MAC address", completes = ValueSource.MAC) String mac,
        @Describe(value = "Only the session that holds this IPv4 address", completes = ValueSource.ADDRESS) String address,
        @Describe(value = "Only sessions of this user name", completes = ValueSource.USER) String user,
        @Describe("How many sessions to return, 1 to 10000; 1000 if absent") Integer limit,
        @Describe("How many matching sessions to skip; 0 if absent") Integer offset) {
    }

    /** One page of sessions. */
    public record Result(
        @Describe("How many sessions match the filters") long total,
        @Describe("How many of them were skipped") int offset,
        @Describe("The sessions of this page, by ascending id") List<Subscriber> subscribers) {
    }

    /** One session in a list. */
    public record Subscriber(
        @Describe("Session id") long id,
        @Describe("State of the session") String state,
        @Describe("ipoe, pppoe, or outside-ppp of an outside PPP server") String encapsulation,
        @Describe("User name that was authenticated; absent before authentication") String user,
        @Describe("MAC address") String mac,
        @Describe("Access line (logical name)") String line,
        @Describe("IPv4 address; absent before one is assigned") String address,
        @Describe("Access group") String group,
        @Describe("Shaped rate towards the subscriber; absent if not shaped") Long rateDownBitsPerSecond,
        @Describe("Shaped rate from the subscriber; absent if not shaped") Long rateUpBitsPerSecond,
        @Describe("When the session started") long startedEpochMs,
        @Describe("When the lease ends; absent without a lease") Long leaseExpiresEpochMs) {
    }
}
