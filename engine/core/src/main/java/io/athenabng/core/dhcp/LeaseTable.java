package io.athenabng.core.dhcp;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.port.SessionStore;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntHashMap;

/**
 * Who has which address, and who had it before. One entry for an address, in arrays of primitives that grow by doubling; an address is in
 * at most one entry, so no address is ever held by two clients.
 *
 * <p>A lease that ends stays as {@link LeaseState#FORMER}, so that its client gets the same address again; the oldest of these make room
 * when the table is full. Leases outlive a restart as the records in the {@link SessionStore}: {@link #restore} takes them back.
 *
 * <p>Owned by the session agent.
 */
public final class LeaseTable {
    /** Told of leases that ran out. */
    @FunctionalInterface
    public interface ExpiryListener {
        /**
         * A lease ran out: its session is over. The address is free when this returns, unless it was leased anew in the meantime.
         *
         * @param address the address, host order
         * @param mac     the client's MAC
         * @param lineId  its line
         */
        void onLeaseExpired(int address, long mac, int lineId);
    }

    /** Takes entries of the table. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * An entry.
         *
         * @param address   the address, host order
         * @param state     what it is for
         * @param mac       the client's MAC; 0 in quarantine
         * @param lineId    its line; of a former lease the line may be gone
         * @param expiryNs  when this state ends, ns since the epoch; of a former lease, when it ended
         */
        void onLease(int address, LeaseState state, long mac, int lineId, long expiryNs);
    }

    static final int NONE = -1;

    private static final int INITIAL_CAPACITY = 1024;

    private AddressPools pools;
    private int maxEntries;
    private final Int2IntHashMap entryByAddress = new Int2IntHashMap(NONE);
    private final Int2IntHashMap offersByLine = new Int2IntHashMap(0);
    private ExpiryListener expiryListener = (address, mac, lineId) -> { };
    private int[] address;
    private byte[] state;
    private long[] mac;
    private long[] clientIdHash;
    private long[] vlanStack;
    private int[] trunkIndex;
    private int[] lineId;
    private long[] expiryNs;
    private int[] poolIndex;
    private int[] indexInPool;
    private int[] nextOfMac;
    private int[] newerFormer;
    private int[] olderFormer;
    private int[] macHeads;
    private int freeHead = NONE;
    private int oldestFormer = NONE;
    private int newestFormer = NONE;
    private int used;
    // One more than the last entry that was ever in use.
    private int highest;
    private int sweepPosition;

    /**
     * An empty table.
     *
     * @param pools      the pools whose addresses are given
     * @param maxEntries how many addresses are known at most, former leases included
     */
    public LeaseTable(final AddressPools pools, final int maxEntries) {
        this.pools = pools;
        this.maxEntries = Math.max(1, maxEntries);
        allocate(Math.min(INITIAL_CAPACITY, this.maxEntries));
    }

    private void allocate(final int capacity) {
        final int before = address == null ? 0 : address.length;
        address = Arrays.copyOf(before == 0 ? new int[0] : address, capacity);
        state = Arrays.copyOf(before == 0 ? new byte[0] : state, capacity);
        mac = Arrays.copyOf(before == 0 ? new long[0] : mac, capacity);
        clientIdHash = Arrays.copyOf(before == 0 ? new long[0] : clientIdHash, capacity);
        vlanStack = Arrays.copyOf(before == 0 ? new long[0] : vlanStack, capacity);
        trunkIndex = Arrays.copyOf(before == 0 ? new int[0] : trunkIndex, capacity);
        lineId = Arrays.copyOf(before == 0 ? new int[0] : lineId, capacity);
        expiryNs = Arrays.copyOf(before == 0 ? new long[0] : expiryNs, capacity);
        poolIndex = Arrays.copyOf(before == 0 ? new int[0] : poolIndex, capacity);
        indexInPool = Arrays.copyOf(before == 0 ? new int[0] : indexInPool, capacity);
        nextOfMac = Arrays.copyOf(before == 0 ? new int[0] : nextOfMac, capacity);
        newerFormer = Arrays.copyOf(before == 0 ? new int[0] : newerFormer, capacity);
        olderFormer = Arrays.copyOf(before == 0 ? new int[0] : olderFormer, capacity);
        for (int i = capacity - 1; i >= before; i--) {
            nextOfMac[i] = freeHead;
            freeHead = i;
        }
        macHeads = new int[Integer.highestOneBit(Math.max(1, capacity - 1)) * 4];
        Arrays.fill(macHeads, NONE);
        for (int i = 0; i < before; i++) {
            if (mac[i] != 0) {
                linkMac(i);
            }
        }
    }

    /**
     * Gives the addresses of other pools from now on. What is held stays held; an address that is in no pool any more is given to nobody
     * else when it is free.
     *
     * @param with           the pools
     * @param withMaxEntries how many addresses are known at most; never fewer than before
     */
    void reconfigure(final AddressPools with, final int withMaxEntries) {
        pools = with;
        maxEntries = Math.max(maxEntries, withMaxEntries);
        for (int entry = 0; entry < highest; entry++) {
            if (state(entry) != LeaseState.NONE) {
                poolIndex[entry] = pools.poolOf(address[entry]);
                indexInPool[entry] = NONE;
                if (poolIndex[entry] != AddressPools.NONE) {
                    hold(entry);
                }
            }
        }
    }

    private void hold(final int entry) {
        final AddressPool pool = pools.pool(poolIndex[entry]);
        pool.count(state(entry), 1);
        final int index = pools.indexInPool(address[entry]);
        if (state(entry).isActive() && pool.isFree(index)) {
            pool.take(index);
            indexInPool[entry] = index;
        }
    }

    /** @param listener told of leases that run out */
    public void onExpiry(final ExpiryListener listener) {
        expiryListener = listener;
    }

    /** @return the pools whose addresses are given */
    public AddressPools pools() {
        return pools;
    }

    /** @return how many entries there are, former leases included */
    public int size() {
        return used;
    }

    /**
     * The state of an address.
     *
     * @param wanted the address, host order
     * @return its state; {@link LeaseState#NONE} if nothing is known of it
     */
    public LeaseState stateOf(final int wanted) {
        final int entry = entryByAddress.get(wanted);
        return entry == NONE ? LeaseState.NONE : state(entry);
    }

    /**
     * Takes back a lease from before a restart.
     *
     * @param wanted         its address, host order
     * @param line           the line it is on
     * @param clientMac      the client's MAC
     * @param clientId       where the client identifier is, as the session's record keeps it
     * @param clientIdOffset where it begins
     * @param clientIdLength octets of it, 0 if there is none
     * @param leaseExpiryNs  when the lease runs out, ns since the epoch
     * @return whether it was taken; false if the address is in use by another client or the table is full
     */
    public boolean restore(
            final int wanted, final AccessLine line, final long clientMac, final DirectBuffer clientId, final int clientIdOffset,
            final int clientIdLength, final long leaseExpiryNs) {
        final ClientKey client =
                new ClientKey().set(line, clientMac, ClientKey.hash(clientId, clientIdOffset, clientIdLength));
        return isAvailable(wanted, client, Long.MIN_VALUE) && hold(wanted, client, LeaseState.BOUND, leaseExpiryNs) != NONE;
    }

    /**
     * A session ended for another cause than its lease: the address is free.
     *
     * @param wanted   the address, host order
     * @param ofLineId the session's line; a lease that has moved to another line since is left alone
     * @return whether the line held the address
     */
    public boolean release(final int wanted, final int ofLineId) {
        final int entry = entryByAddress.get(wanted);
        if (entry == NONE || lineId[entry] != ofLineId || state(entry) != LeaseState.BOUND && state(entry) != LeaseState.OFFERED) {
            return false;
        }
        toFormer(entry);
        return true;
    }

    /**
     * Visits entries.
     *
     * @param cursor  0 for the first page, then what the last call returned
     * @param limit   how many entries at most
     * @param visitor takes them
     * @return the next page's cursor, or -1 after the last entry
     */
    public int visit(final int cursor, final int limit, final Visitor visitor) {
        int taken = 0;
        for (int entry = cursor; entry < highest; entry++) {
            if (state[entry] != 0) {
                if (taken == limit) {
                    return entry;
                }
                visitor.onLease(address[entry], state(entry), mac[entry], lineId[entry], expiryNs[entry]);
                taken++;
            }
        }
        return NONE;
    }

    /**
     * Ends offers, leases and quarantines whose time is over.
     *
     * @param nowNs  now
     * @param budget how many entries to look at
     * @return how many ended
     */
    public int sweep(final long nowNs, final int budget) {
        int ended = 0;
        for (int i = Math.min(budget, highest); i > 0; i--) {
            if (sweepPosition >= highest) {
                sweepPosition = 0;
            }
            final int entry = sweepPosition++;
            if (state(entry).isActive() && nowNs >= expiryNs[entry]) {
                expire(entry, nowNs);
                ended++;
            }
        }
        return ended;
    }

    private void expire(final int entry, final long nowNs) {
        final LeaseState was = state(entry);
        if (was == LeaseState.BOUND) {
            expiryListener.onLeaseExpired(address[entry], mac[entry], lineId[entry]);
        }
        // The listener may have released or renewed it.
        if (state(entry) == was && nowNs >= expiryNs[entry]) {
            if (was == LeaseState.QUARANTINED) {
                remove(entry);
            } else {
                toFormer(entry);
            }
        }
    }

    int entryOf(final int wanted) {
        return entryByAddress.get(wanted);
    }

    LeaseState state(final int entry) {
        return LeaseState.get(state[entry]);
    }

    int address(final int entry) {
        return address[entry];
    }

    int lineId(final int entry) {
        return lineId[entry];
    }

    /** How many offers a line has open. */
    int offersOf(final int ofLineId) {
        return offersByLine.get(ofLineId);
    }

    /** Whether an address has this client, now or before. */
    boolean isOf(final int entry, final ClientKey client) {
        return mac[entry] == client.mac && (isOnLine(entry, client) || clientIdHash[entry] == client.clientIdHash);
    }

    boolean isOnLine(final int entry, final ClientKey client) {
        return vlanStack[entry] == client.vlanStack && trunkIndex[entry] == client.trunkIndex;
    }

    /**
     * The client's entry: rather a live one than a former, rather one on its line than one it has moved away from.
     *
     * @return the entry, or {@link #NONE}
     */
    int entryOf(final ClientKey client) {
        int best = NONE;
        int bestRank = 0;
        for (int entry = macHeads[slot(client.mac)]; entry != NONE; entry = nextOfMac[entry]) {
            if (isOf(entry, client)) {
                final int rank = state[entry] * 2 + (isOnLine(entry, client) ? 1 : 0);
                if (rank > bestRank) {
                    best = entry;
                    bestRank = rank;
                }
            }
        }
        return best;
    }

    /** Whether the client may have the address: nobody else holds it, and it is not in quarantine. */
    boolean isAvailable(final int wanted, final ClientKey client, final long nowNs) {
        final int entry = entryByAddress.get(wanted);
        if (entry == NONE) {
            return true;
        }
        return switch (state(entry)) {
            case OFFERED -> isOf(entry, client) || nowNs >= expiryNs[entry];
            // A lease that has run out belongs to its session until the sweep has told so.
            case BOUND -> isOf(entry, client);
            case QUARANTINED -> nowNs >= expiryNs[entry];
            default -> true;
        };
    }

    /** Whether an address that is in a pool is given to anybody. */
    boolean isReserved(final int wanted) {
        final int pool = pools.poolOf(wanted);
        final int entry = entryByAddress.get(wanted);
        return pool != AddressPools.NONE && (entry == NONE || !state(entry).isActive() || indexInPool[entry] == NONE)
                && !pools.pool(pool).isFree(pools.indexInPool(wanted));
    }

    /**
     * Gives an address that {@link #isAvailable} to a client.
     *
     * @return the entry, or {@link #NONE} if the table is full
     */
    int hold(final int wanted, final ClientKey client, final LeaseState newState, final long newExpiryNs) {
        int entry = entryByAddress.get(wanted);
        if (entry == NONE) {
            entry = newEntry(wanted);
            if (entry == NONE) {
                return NONE;
            }
        }
        enter(entry, LeaseState.NONE);
        unlinkMac(entry);
        mac[entry] = client.mac;
        clientIdHash[entry] = client.clientIdHash;
        vlanStack[entry] = client.vlanStack;
        trunkIndex[entry] = client.trunkIndex;
        lineId[entry] = client.lineId;
        expiryNs[entry] = newExpiryNs;
        linkMac(entry);
        enter(entry, newState);
        return entry;
    }

    /** Ends what the client holds on its line or has moved away from, but for one address. The last lease is told to the outcome. */
    void releaseOthers(final ClientKey client, final int keep, final boolean leasesToo, final DhcpOutcome outcome) {
        int next;
        for (int entry = macHeads[slot(client.mac)]; entry != NONE; entry = next) {
            next = nextOfMac[entry];
            final LeaseState was = state(entry);
            if (entry != keep && isOf(entry, client) && (was == LeaseState.OFFERED || leasesToo && was == LeaseState.BOUND)) {
                if (was == LeaseState.BOUND) {
                    outcome.previousAddress = address[entry];
                    outcome.previousLineId = lineId[entry];
                }
                toFormer(entry);
            }
        }
    }

    void toFormer(final int entry) {
        enter(entry, LeaseState.FORMER);
        if (poolIndex[entry] == AddressPools.NONE) {
            // Outside the pools nothing is remembered: whoever decides about such an address decides again.
            remove(entry);
        }
    }

    void quarantine(final int entry, final long untilNs) {
        enter(entry, LeaseState.NONE);
        unlinkMac(entry);
        mac[entry] = 0;
        expiryNs[entry] = untilNs;
        enter(entry, LeaseState.QUARANTINED);
    }

    private void enter(final int entry, final LeaseState to) {
        final LeaseState from = state(entry);
        final AddressPool pool = poolIndex[entry] == AddressPools.NONE ? null : pools.pool(poolIndex[entry]);
        if (pool != null) {
            pool.count(from, -1);
            pool.count(to, 1);
            if (from.isActive() && !to.isActive() && indexInPool[entry] != NONE) {
                pool.give(indexInPool[entry]);
                indexInPool[entry] = NONE;
            } else if (!from.isActive() && to.isActive()) {
                final int index = pools.indexInPool(address[entry]);
                // A reserved address is not in the pool's free ones, and does not come back to them.
                indexInPool[entry] = pool.isFree(index) ? index : NONE;
                if (indexInPool[entry] != NONE) {
                    pool.take(index);
                }
            }
        }
        if (from == LeaseState.OFFERED) {
            countOffer(entry, -1);
        } else if (from == LeaseState.FORMER) {
            unlinkFormer(entry);
        }
        if (to == LeaseState.OFFERED) {
            countOffer(entry, 1);
        } else if (to == LeaseState.FORMER) {
            linkFormer(entry);
        }
        state[entry] = (byte) to.ordinal();
    }

    private void countOffer(final int entry, final int change) {
        final int count = offersByLine.get(lineId[entry]) + change;
        if (count == 0) {
            offersByLine.remove(lineId[entry]);
        } else {
            offersByLine.put(lineId[entry], count);
        }
    }

    private int newEntry(final int wanted) {
        if (freeHead == NONE) {
            if (address.length < maxEntries) {
                allocate((int) Math.min(maxEntries, address.length * 2L));
            } else if (oldestFormer != NONE) {
                remove(oldestFormer);
            } else {
                return NONE;
            }
        }
        final int entry = freeHead;
        freeHead = nextOfMac[entry];
        used++;
        highest = Math.max(highest, entry + 1);
        address[entry] = wanted;
        mac[entry] = 0;
        poolIndex[entry] = pools.poolOf(wanted);
        indexInPool[entry] = NONE;
        entryByAddress.put(wanted, entry);
        return entry;
    }

    private void remove(final int entry) {
        enter(entry, LeaseState.NONE);
        unlinkMac(entry);
        mac[entry] = 0;
        entryByAddress.remove(address[entry]);
        nextOfMac[entry] = freeHead;
        freeHead = entry;
        used--;
    }

    private int slot(final long ofMac) {
        final long hash = ofMac * 0x9e3779b97f4a7c15L;
        return (int) (hash >>> 32) & macHeads.length - 1;
    }

    private void linkMac(final int entry) {
        final int slot = slot(mac[entry]);
        nextOfMac[entry] = macHeads[slot];
        macHeads[slot] = entry;
    }

    private void unlinkMac(final int entry) {
        if (mac[entry] == 0) {
            return;
        }
        final int slot = slot(mac[entry]);
        if (macHeads[slot] == entry) {
            macHeads[slot] = nextOfMac[entry];
            return;
        }
        int previous = macHeads[slot];
        while (nextOfMac[previous] != entry) {
            previous = nextOfMac[previous];
        }
        nextOfMac[previous] = nextOfMac[entry];
    }

    private void linkFormer(final int entry) {
        newerFormer[entry] = NONE;
        olderFormer[entry] = newestFormer;
        if (newestFormer == NONE) {
            oldestFormer = entry;
        } else {
            newerFormer[newestFormer] = entry;
        }
        newestFormer = entry;
    }

    private void unlinkFormer(final int entry) {
        if (olderFormer[entry] == NONE) {
            oldestFormer = newerFormer[entry];
        } else {
            newerFormer[olderFormer[entry]] = newerFormer[entry];
        }
        if (newerFormer[entry] == NONE) {
            newestFormer = olderFormer[entry];
        } else {
            olderFormer[newerFormer[entry]] = olderFormer[entry];
        }
    }
}
