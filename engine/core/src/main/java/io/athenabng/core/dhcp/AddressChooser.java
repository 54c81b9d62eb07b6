package io.athenabng.core.dhcp;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.ReservationSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.SubscriberProfile;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.status.AtomicCounter;

/** Chooses a client's address, in the order that {@link DhcpServer} describes, and judges one that a client names. */
final class AddressChooser {
    private static final int NO_ADDRESS = 0;
    private static final int UNKNOWN_POOL = -2;
    /** Entries that are looked at for an offer that has expired, when a pool has no free address. */
    private static final int EXHAUSTED_SWEEP_BUDGET = 4096;

    private final LeaseTable leases;
    private final AddressPools pools;
    private final LineNames lineNames;
    private final Long2LongHashMap reservationByMac = new Long2LongHashMap(NO_ADDRESS);
    private final Long2ObjectHashMap<ReservationSettings> reservationByCircuitIdHash = new Long2ObjectHashMap<>();
    private final AtomicCounter reservationConflicts;
    private int address;
    private DhcpDropReason dropReason;

    AddressChooser(final RunningConfiguration configuration, final LeaseTable leases, final AtomicCounter reservationConflicts) {
        this.reservationConflicts = reservationConflicts;
        this.leases = leases;
        pools = leases.pools();
        lineNames = new LineNames(configuration);
        for (final ReservationSettings reservation : configuration.reservations()) {
            if (reservation.circuitId() == null) {
                reservationByMac.put(reservation.mac(), Integer.toUnsignedLong(reservation.address()));
            } else {
                reservationByCircuitIdHash.put(LineNames.hash(reservation.circuitId()), reservation);
            }
        }
    }

    /** The chosen address. */
    int address() {
        return address;
    }

    /** Why none was chosen. */
    DhcpDropReason dropReason() {
        return dropReason;
    }

    /** Chooses; false if there is none, and {@link #dropReason} says why. */
    boolean choose(
            final AccessLine line, final DhcpServerGroup group, final ClientKey client, final SubscriberProfile profile, final int wanted,
            final long nowNs) {
        if (profile.address() != NO_ADDRESS) {
            address = profile.address();
            dropReason = DhcpDropReason.SERVER_FRAMED_ADDRESS_CONFLICT;
            return leases.isAvailable(address, client, nowNs);
        }
        final int reserved = reservation(line, group, client.mac);
        if (reserved != NO_ADDRESS) {
            address = reserved;
            if (leases.isAvailable(reserved, client, nowNs)) {
                return true;
            }
            reservationConflicts.incrementRelease();
        }
        final int pool = poolOf(profile);
        if (pool == UNKNOWN_POOL) {
            dropReason = DhcpDropReason.SERVER_UNKNOWN_POOL;
            return false;
        }
        final int entry = leases.entryOf(client);
        if (entry != LeaseTable.NONE && isOpen(leases.address(entry), group, pool)) {
            address = leases.address(entry);
            return true;
        }
        if (wanted != NO_ADDRESS && isOpen(wanted, group, pool) && leases.isAvailable(wanted, client, nowNs)) {
            address = wanted;
            return true;
        }
        if (next(group, pool)) {
            return true;
        }
        leases.sweep(nowNs, EXHAUSTED_SWEEP_BUDGET);
        dropReason = DhcpDropReason.SERVER_POOL_EXHAUSTED;
        return next(group, pool);
    }

    /** Whether a client may have the address that it names. */
    boolean mayHave(
            final AccessLine line, final DhcpServerGroup group, final ClientKey client, final SubscriberProfile profile, final int named,
            final long nowNs) {
        if (!leases.isAvailable(named, client, nowNs)) {
            return false;
        }
        if (profile.address() != NO_ADDRESS) {
            return named == profile.address();
        }
        final int reserved = reservation(line, group, client.mac);
        if (reserved != NO_ADDRESS && (named == reserved || leases.isAvailable(reserved, client, nowNs))) {
            return named == reserved;
        }
        final int pool = poolOf(profile);
        return pool != UNKNOWN_POOL && isOpen(named, group, pool);
    }

    private boolean next(final DhcpServerGroup group, final int ownPool) {
        if (ownPool != AddressPools.NONE) {
            return next(ownPool);
        }
        for (final int pool : group.poolIndexes) {
            if (next(pool)) {
                return true;
            }
        }
        return false;
    }

    private boolean next(final int pool) {
        final int index = pools.pool(pool).next();
        if (index == AddressPools.NONE) {
            return false;
        }
        address = pools.pool(pool).addressAt(index);
        return true;
    }

    /** Whether an address is one that the group, or the subscriber's own pool, gives to anybody. */
    private boolean isOpen(final int candidate, final DhcpServerGroup group, final int ownPool) {
        final int pool = pools.poolOf(candidate);
        return pool != AddressPools.NONE && (ownPool == AddressPools.NONE ? group.hasPool(pool) : pool == ownPool)
                && !leases.isReserved(candidate);
    }

    private int poolOf(final SubscriberProfile profile) {
        if (profile.pool().isEmpty()) {
            return AddressPools.NONE;
        }
        final int pool = pools.indexOf(profile.pool());
        return pool == AddressPools.NONE ? UNKNOWN_POOL : pool;
    }

    private int reservation(final AccessLine line, final DhcpServerGroup group, final long mac) {
        if (group.groupIndex != line.groupIndex()) {
            // In a walled garden nobody has what is theirs.
            return NO_ADDRESS;
        }
        final int byMac = (int) reservationByMac.get(mac);
        if (byMac != NO_ADDRESS || reservationByCircuitIdHash.isEmpty()) {
            return byMac;
        }
        final StringBuilder circuitId = lineNames.circuitId(line, mac);
        final ReservationSettings reservation = reservationByCircuitIdHash.get(LineNames.hash(circuitId));
        return reservation != null && reservation.circuitId().contentEquals(circuitId) ? reservation.address() : NO_ADDRESS;
    }
}
