package io.athenabng.core.dhcp;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.SubscriberProfile;

/**
 * Addresses for clients that do not ask by DHCP: the same pools and the same table of who has what, so that no address is given twice. An
 * address is held until {@link LeaseTable#release}. Owned by the session agent.
 */
public final class AddressAssigner {
    /** No address. */
    public static final int NO_ADDRESS = 0;

    private final LeaseTable leases;
    private AddressPools pools;
    private int[][] poolsByGroup;
    private final ClientKey client = new ClientKey();

    /**
     * An assigner.
     *
     * @param configuration the running configuration
     * @param leases        who has what
     */
    public AddressAssigner(final RunningConfiguration configuration, final LeaseTable leases) {
        this.leases = leases;
        reconfigure(configuration);
    }

    /**
     * Works with another configuration; the lease table has its pools already.
     *
     * @param configuration the configuration
     */
    public void reconfigure(final RunningConfiguration configuration) {
        pools = leases.pools();
        poolsByGroup = configuration.accessGroups().stream().map(group -> group.pppoe().pools().stream().mapToInt(pools::indexOf)
                .toArray()).toArray(int[][]::new);
    }

    /**
     * Gives a client an address: its own, or one of its pool, or one of the group's pools; the one that it had before if it can.
     *
     * @param line    the client's line
     * @param mac     its MAC
     * @param profile what authentication says
     * @param nowNs   now
     * @return the address, host order; {@link #NO_ADDRESS} if there is none
     */
    public int assign(final AccessLine line, final long mac, final SubscriberProfile profile, final long nowNs) {
        client.set(line, mac, 0);
        if (profile.address() != NO_ADDRESS) {
            return leases.isAvailable(profile.address(), client, nowNs) ? hold(profile.address()) : NO_ADDRESS;
        }
        if (!profile.pool().isEmpty()) {
            final int pool = pools.indexOf(profile.pool());
            return pool == AddressPools.NONE ? NO_ADDRESS : ofPool(pool, nowNs);
        }
        for (final int pool : poolsByGroup[line.groupIndex()]) {
            final int address = ofPool(pool, nowNs);
            if (address != NO_ADDRESS) {
                return address;
            }
        }
        return NO_ADDRESS;
    }

    private int ofPool(final int pool, final long nowNs) {
        final int entry = leases.entryOf(client);
        if (entry != LeaseTable.NONE) {
            final int before = leases.address(entry);
            if (pools.poolOf(before) == pool && !leases.isReserved(before) && leases.isAvailable(before, client, nowNs)) {
                return hold(before);
            }
        }
        final int index = pools.pool(pool).next();
        return index == AddressPools.NONE ? NO_ADDRESS : hold(pools.pool(pool).addressAt(index));
    }

    private int hold(final int address) {
        return leases.hold(address, client, LeaseState.BOUND, Long.MAX_VALUE) == LeaseTable.NONE ? NO_ADDRESS : address;
    }
}
