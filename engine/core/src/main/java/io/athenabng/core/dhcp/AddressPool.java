package io.athenabng.core.dhcp;

import io.athenabng.core.config.PoolSettings;
import java.util.List;

/** One pool: which of its addresses may be given, and how many are in which state. Owned by the session agent. */
public final class AddressPool {
    private final String name;
    private final int[] firsts;
    private final int[] starts;
    private final int size;
    private final AddressBitmap free;
    private int reserved;
    private int offered;
    private int bound;
    private int quarantined;
    private int rover;

    AddressPool(final PoolSettings settings) {
        name = settings.name();
        final List<PoolSettings.AddressRange> ranges = settings.ranges();
        firsts = new int[ranges.size()];
        starts = new int[ranges.size()];
        long total = 0;
        for (int i = 0; i < firsts.length; i++) {
            firsts[i] = ranges.get(i).first();
            starts[i] = (int) total;
            total += Integer.toUnsignedLong(ranges.get(i).last()) - Integer.toUnsignedLong(ranges.get(i).first()) + 1;
            if (total > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("pool " + name + " has more than " + Integer.MAX_VALUE + " addresses");
            }
        }
        size = (int) total;
        free = new AddressBitmap(size);
    }

    /** @return the pool's name */
    public String name() {
        return name;
    }

    /** @return how many addresses it has, reserved ones included */
    public int size() {
        return size;
    }

    /** @return how many are kept for reservations, gateways and the like, and not given to others */
    public int reserved() {
        return reserved;
    }

    /** @return how many are offered and not yet requested */
    public int offered() {
        return offered;
    }

    /** @return how many are leased */
    public int bound() {
        return bound;
    }

    /** @return how many are kept back because a client found them in use */
    public int quarantined() {
        return quarantined;
    }

    /** @return how many may be given now */
    public int free() {
        return free.freeCount();
    }

    int addressAt(final int index) {
        int range = firsts.length - 1;
        while (index < starts[range]) {
            range--;
        }
        return firsts[range] + index - starts[range];
    }

    int indexOf(final int range, final int address) {
        return starts[range] + address - firsts[range];
    }

    /** The next free address after the one that was given last: an address that was given up rests as long as it can. -1 if none. */
    int next() {
        final int index = free.next(rover);
        if (index >= 0) {
            rover = index + 1 == size ? 0 : index + 1;
        }
        return index;
    }

    boolean isFree(final int index) {
        return free.isFree(index);
    }

    void reserve(final int index) {
        if (free.isFree(index)) {
            free.take(index);
            reserved++;
        }
    }

    void take(final int index) {
        free.take(index);
    }

    void give(final int index) {
        free.give(index);
    }

    void count(final LeaseState state, final int change) {
        switch (state) {
            case OFFERED -> offered += change;
            case BOUND -> bound += change;
            case QUARANTINED -> quarantined += change;
            default -> { /* the others are not counted */ }
        }
    }
}
