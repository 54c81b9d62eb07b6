package io.athenabng.core.dhcp;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.PoolSettings;
import io.athenabng.core.config.ReservationSettings;
import io.athenabng.core.config.RunningConfiguration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pools of a configuration, and which pool an address is of. Addresses that somebody has for good (reservations, fixed addresses of
 * local users, gateways, network and broadcast addresses) are never given from a pool. Owned by the session agent.
 */
public final class AddressPools {
    /** No pool. */
    public static final int NONE = -1;

    private record Range(long first, long last, int pool, int rangeInPool) {
    }

    private final AddressPool[] pools;
    private final Map<String, Integer> poolIndexByName = new HashMap<>();
    private final long[] rangeFirst;
    private final long[] rangeLast;
    private final int[] rangePool;
    private final int[] rangeInPool;

    /**
     * The pools of a configuration.
     *
     * @param configuration the configuration; its ranges do not overlap
     */
    public AddressPools(final RunningConfiguration configuration) {
        final List<PoolSettings> settings = configuration.pools();
        pools = new AddressPool[settings.size()];
        final List<Range> ranges = new ArrayList<>();
        for (int pool = 0; pool < pools.length; pool++) {
            pools[pool] = new AddressPool(settings.get(pool));
            poolIndexByName.put(settings.get(pool).name(), pool);
            for (int i = 0; i < settings.get(pool).ranges().size(); i++) {
                final PoolSettings.AddressRange range = settings.get(pool).ranges().get(i);
                ranges.add(new Range(Integer.toUnsignedLong(range.first()), Integer.toUnsignedLong(range.last()), pool, i));
            }
        }
        ranges.sort(Comparator.comparingLong(Range::first));
        rangeFirst = ranges.stream().mapToLong(Range::first).toArray();
        rangeLast = ranges.stream().mapToLong(Range::last).toArray();
        rangePool = ranges.stream().mapToInt(Range::pool).toArray();
        rangeInPool = ranges.stream().mapToInt(Range::rangeInPool).toArray();
        reserve(configuration);
    }

    private void reserve(final RunningConfiguration configuration) {
        for (final ReservationSettings reservation : configuration.reservations()) {
            reserve(reservation.address());
        }
        configuration.users().forEach(user -> reserve(user.address()));
        for (final AccessGroupSettings group : configuration.accessGroups()) {
            reserve(group.gateway());
            if (group.gatewayPrefixLength() < 31) {
                final int mask = DhcpServerGroup.mask(group.gatewayPrefixLength());
                reserve(group.gateway() & mask);
                reserve(group.gateway() | ~mask);
            }
        }
    }

    private void reserve(final int address) {
        final int range = rangeOf(address);
        if (range != NONE) {
            pools[rangePool[range]].reserve(pools[rangePool[range]].indexOf(rangeInPool[range], address));
        }
    }

    /** @return how many pools there are */
    public int count() {
        return pools.length;
    }

    /**
     * A pool.
     *
     * @param index its index in the configuration
     * @return the pool
     */
    public AddressPool pool(final int index) {
        return pools[index];
    }

    /**
     * The index of a pool by its name.
     *
     * @param name the name
     * @return the index, or {@link #NONE}
     */
    public int indexOf(final String name) {
        final Integer index = poolIndexByName.get(name);
        return index == null ? NONE : index;
    }

    /**
     * The pool that an address belongs to.
     *
     * @param address the address, host order
     * @return the pool's index, or {@link #NONE}
     */
    public int poolOf(final int address) {
        final int range = rangeOf(address);
        return range == NONE ? NONE : rangePool[range];
    }

    /** The index in its pool of an address that is in one. */
    int indexInPool(final int address) {
        final int range = rangeOf(address);
        return pools[rangePool[range]].indexOf(rangeInPool[range], address);
    }

    private int rangeOf(final int address) {
        final long wanted = Integer.toUnsignedLong(address);
        int low = 0;
        int high = rangeFirst.length - 1;
        while (low <= high) {
            final int middle = low + high >>> 1;
            if (wanted < rangeFirst[middle]) {
                high = middle - 1;
            } else if (wanted > rangeLast[middle]) {
                low = middle + 1;
            } else {
                return middle;
            }
        }
        return NONE;
    }
}
