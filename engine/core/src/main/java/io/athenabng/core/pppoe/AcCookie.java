package io.athenabng.core.pppoe;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.core.auth.SipHash;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * AC-Cookies (RFC 2516, appendix A): what an offer was made for is in the cookie itself, so that a storm of PADIs leaves nothing behind.
 *
 * <pre>
 *   0 when it was made, s since the epoch (4) | 4 SipHash of that, the MAC, the trunk and the tags (8)
 * </pre>
 *
 * The key is random at each start and changes every hour; cookies of the last hour are taken, too, as long as they are not older than
 * {@link #LIFETIME_S}. Owned by the session agent.
 */
public final class AcCookie {
    /** Octets of a cookie. */
    public static final int LENGTH = 12;
    /** How long a cookie is good, s. */
    public static final int LIFETIME_S = 30;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int KEY_PERIOD_S = 3_600;

    private final SipHash hash = new SipHash();
    private final long key0;
    private final long key1;

    /**
     * Cookies of a key.
     *
     * @param key0 half of a key that nobody knows
     * @param key1 the other half
     */
    public AcCookie(final long key0, final long key1) {
        this.key0 = key0;
        this.key1 = key1;
    }

    /**
     * Makes a cookie.
     *
     * @param mac        the client's MAC
     * @param trunkIndex its trunk
     * @param vlanStack  its tags
     * @param nowNs      now
     * @param into       where to; {@link #LENGTH} octets from 0
     */
    public void make(final long mac, final int trunkIndex, final long vlanStack, final long nowNs, final MutableDirectBuffer into) {
        final int seconds = (int) (nowNs / NS_PER_SECOND);
        into.putInt(0, seconds, BIG_ENDIAN);
        into.putLong(Integer.BYTES, of(mac, trunkIndex, vlanStack, seconds), BIG_ENDIAN);
    }

    /**
     * Whether a cookie was made for this client a moment ago.
     *
     * @param mac        the client's MAC
     * @param trunkIndex its trunk
     * @param vlanStack  its tags
     * @param nowNs      now
     * @param buffer     where the cookie is
     * @param offset     where it begins
     * @param length     its length, bytes
     * @return whether it was
     */
    public boolean isGood(final long mac, final int trunkIndex, final long vlanStack, final long nowNs, final DirectBuffer buffer,
            final int offset, final int length) {
        if (length != LENGTH) {
            return false;
        }
        final int seconds = buffer.getInt(offset, BIG_ENDIAN);
        final int age = (int) (nowNs / NS_PER_SECOND) - seconds;
        return age >= 0 && age <= LIFETIME_S
                && buffer.getLong(offset + Integer.BYTES, BIG_ENDIAN) == of(mac, trunkIndex, vlanStack, seconds);
    }

    private long of(final long mac, final int trunkIndex, final long vlanStack, final int seconds) {
        // Each hour has a key of its own, drawn from the start's.
        final long hour = (seconds & 0xffff_ffffL) / KEY_PERIOD_S;
        final long first = hash.begin(key0, key1).add(hour).add(0).end();
        final long second = hash.begin(key0, key1).add(hour).add(1).end();
        return hash.begin(first, second).add(mac).add(vlanStack).add((long) trunkIndex << 32 | seconds & 0xffff_ffffL).end();
    }
}
