package io.athenabng.core.config;

import java.util.List;

/**
 * A pool of IPv4 addresses.
 *
 * @param name   its name
 * @param ranges its addresses; ranges do not overlap, in this pool or another
 */
public record PoolSettings(String name, List<AddressRange> ranges) {
    public PoolSettings {
        ranges = List.copyOf(ranges);
    }

    /**
     * Addresses from first to last, both included.
     *
     * @param first the first address, host order
     * @param last  the last address, host order, not below the first as an unsigned number
     */
    public record AddressRange(int first, int last) {
    }
}
