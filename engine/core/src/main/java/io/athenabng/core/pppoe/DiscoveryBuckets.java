package io.athenabng.core.pppoe;

import io.athenabng.core.auth.SipHash;
import io.athenabng.core.config.PppoeSettings;
import java.util.Arrays;

/**
 * Limits of discovery packets: a bucket for each MAC on its line, each line and each trunk. Those of MACs and lines are in tables of a
 * fixed size, by a keyed hash: a flood of random MACs fills no memory, and nobody can aim at another's bucket. A bucket is one number, the
 * time at which it would be full again (the generic cell rate algorithm). Owned by the session agent.
 */
public final class DiscoveryBuckets {
    /** Whose limit was reached. */
    public enum Verdict { PASS, MAC, LINE, TRUNK }

    private static final int TABLE = 1 << 15;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final SipHash hash = new SipHash();
    private final long key0;
    private final long key1;
    private final long[] macs = new long[TABLE];
    private final long[] lines = new long[TABLE];
    private long[] trunks;

    /**
     * Buckets that are full.
     *
     * @param trunks how many trunks there are
     * @param key0   half of a key that nobody knows
     * @param key1   the other half
     */
    public DiscoveryBuckets(final int trunks, final long key0, final long key1) {
        this.trunks = new long[trunks];
        this.key0 = key0;
        this.key1 = key1;
    }

    /**
     * There are more trunks.
     *
     * @param count how many
     */
    public void trunks(final int count) {
        trunks = Arrays.copyOf(trunks, Math.max(trunks.length, count));
    }

    /**
     * Takes from all three. The narrowest comes first: one client's storm takes nothing from its neighbours.
     *
     * @param limits     of the line's group; groups that share a trunk share its bucket, each with its own rate
     * @param trunkIndex the trunk
     * @param vlanStack  the line's tags
     * @param mac        the client's MAC
     * @param nowNs      now
     * @return whose limit was reached
     */
    public Verdict take(final PppoeSettings.Limits limits, final int trunkIndex, final long vlanStack, final long mac, final long nowNs) {
        if (!takeOfMac(limits, trunkIndex, vlanStack, mac, nowNs)) {
            return Verdict.MAC;
        }
        final int lineIndex = (int) hash.begin(key0, key1).add(trunkIndex).add(vlanStack).add(0).end() & TABLE - 1;
        if (!take(lines, lineIndex, limits.linePerSecond(), limits.lineBurst(), nowNs)) {
            return Verdict.LINE;
        }
        return take(trunks, trunkIndex, limits.trunkPerSecond(), limits.trunkBurst(), nowNs) ? Verdict.PASS : Verdict.TRUNK;
    }

    /**
     * Takes from the client's own bucket only: for packets that end something, which nobody else's storm may drop.
     *
     * @return whether its limit was not reached
     */
    public boolean takeOfMac(
            final PppoeSettings.Limits limits, final int trunkIndex, final long vlanStack, final long mac, final long nowNs) {
        final int macIndex = (int) hash.begin(key0, key1).add(mac).add(vlanStack).add(trunkIndex).end() & TABLE - 1;
        return take(macs, macIndex, limits.macPerSecond(), limits.macBurst(), nowNs);
    }

    /**
     * Takes from a bucket that is kept elsewhere.
     *
     * @param buckets   the buckets
     * @param index     which
     * @param perSecond how many a second
     * @param burst     how many at once
     * @param nowNs     now
     * @return whether there was one
     */
    public static boolean take(final long[] buckets, final int index, final int perSecond, final int burst, final long nowNs) {
        final long intervalNs = NS_PER_SECOND / perSecond;
        final long fullNs = Math.max(buckets[index], nowNs);
        if (fullNs - nowNs > intervalNs * (burst - 1L)) {
            return false;
        }
        buckets[index] = fullNs + intervalNs;
        return true;
    }
}
