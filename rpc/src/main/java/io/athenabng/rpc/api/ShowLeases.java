package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.leases}: the leases of the built-in DHCP server, a page at a time. */
public final class ShowLeases {
    private ShowLeases() {
    }

    /** Filters; all that are given must match. */
    public record Params(
        @Describe(value = "Only leases of this access group", completes = ValueSource.GROUP) String group,
        @Describe(value = "Only leases of this pool", completes = ValueSource.POOL) String pool,
        @Describe(value = "Only leases of this MAC address", completes = ValueSource.MAC) String mac,
        @Describe(value = "Only the lease of this IPv4 address", completes = ValueSource.ADDRESS) String address,
        @Describe("How many leases to return, 1 to 10000; 1000 if absent") Integer limit,
        @Describe("How many matching leases to skip; 0 if absent") Integer offset) {
    }

    /** One page of leases. */
    public record Result(
        @Describe("How many leases match the filters") long total,
        @Describe("How many of them were skipped") int offset,
        @Describe("The leases of this page, by address") List<Lease> leases) {
    }

    /** One address and who holds it. */
    public record Lease(
        @Describe("IPv4 address") String address,
        @Describe("offered, bound, reserved or quarantined") String state,
        @Describe("MAC address; absent if nobody holds it") String mac,
        @Describe("Access line (logical name); absent if nobody holds it") String line,
        @Describe("Access group") String group,
        @Describe("Pool; absent if the address is outside the pools") String pool,
        @Describe("Session id; absent if none") Long sessionId,
        @Describe("When the lease, the offer or the quarantine ends; absent if it does not") Long expiresEpochMs) {
    }
}
