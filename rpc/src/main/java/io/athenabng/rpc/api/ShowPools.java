package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.pools}: the address pools of the built-in DHCP server. */
public final class ShowPools {
    private ShowPools() {
    }

    /** Filters. */
    public record Params(
        @Describe(value = "Only pools of this access group", completes = ValueSource.GROUP) String group,
        @Describe(value = "Only this pool", completes = ValueSource.POOL) String pool) {
    }

    /** The pools. */
    public record Result(@Describe("The pools, by name") List<Pool> pools) {
    }

    /** One pool. {@code size = used + offered + quarantined + free}. */
    public record Pool(
        @Describe("Name") String name,
        @Describe("Access group") String group,
        @Describe("First address") String first,
        @Describe("Last address") String last,
        @Describe("Addresses in the pool") long size,
        @Describe("Addresses in use") long used,
        @Describe("Addresses offered and not yet requested") long offered,
        @Describe("Addresses kept back because a client declined them") long quarantined,
        @Describe("Addresses that can be given") long free) {
    }
}
