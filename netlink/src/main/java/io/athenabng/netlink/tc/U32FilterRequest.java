package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_U32_ACT;
import static io.athenabng.netlink.tc.TcAttributes.TCA_U32_CLASSID;
import static io.athenabng.netlink.tc.TcAttributes.TCA_U32_SEL;
import static io.athenabng.netlink.tc.TcAttributes.TC_U32_TERMINAL;

import io.athenabng.netlink.message.AttributeAppender;

/**
 * Filter that compares 32-bit words of the packet (kind {@code u32}): {@code struct tc_u32_sel} and its keys.
 *
 * <pre>
 *  +-------+----------+-------+-----+---------+-----+--------+------+-------+
 *  | flags | offshift | nkeys | pad | offmask | off | offoff | hoff | hmask |
 *  +-------+----------+-------+-----+---------+-----+--------+------+-------+
 *  | mask (be32) | value (be32) | offset (s32) | offmask (s32) |   per key
 *  +-------------+--------------+--------------+---------------+
 * </pre>
 *
 * <p>Offsets count from the network header; the Ethernet header lies at negative ones (EtherType at -2, source MAC at -8, destination
 * MAC at -14). Without a key it takes every packet, as {@code matchall} does.
 */
public final class U32FilterRequest extends FilterRequest<U32FilterRequest> {
    /** Words that one filter can compare here; the kernel's own limit is 128. */
    public static final int MAX_KEYS = 32;
    private static final int SELECTOR_LENGTH = 16;
    private static final int KEY_LENGTH = 16;

    private final int[] values = new int[MAX_KEYS];
    private final int[] masks = new int[MAX_KEYS];
    private final int[] offsets = new int[MAX_KEYS];
    private int keyCount;

    @Override
    public U32FilterRequest reset() {
        keyCount = 0;
        return super.reset();
    }

    /** The octet at {@code offset}, under a mask, must have this value. */
    public U32FilterRequest matchU8(final int value, final int mask, final int offset) {
        final int shift = 24 - 8 * (offset & 3);
        return addKey((value & 0xff) << shift, (mask & 0xff) << shift, offset & ~3);
    }

    /** The two octets from {@code offset} on, under a mask, must have this value (network order). {@code offset} is even. */
    public U32FilterRequest matchU16(final int value, final int mask, final int offset) {
        if ((offset & 1) != 0) {
            throw new IllegalArgumentException("offset " + offset + " of a 16-bit match is odd");
        }
        final int shift = 16 - 8 * (offset & 3);
        return addKey((value & 0xffff) << shift, (mask & 0xffff) << shift, offset & ~3);
    }

    /** The four octets from {@code offset} on, under a mask, must have this value (network order). {@code offset} is a multiple of four. */
    public U32FilterRequest matchU32(final int value, final int mask, final int offset) {
        if ((offset & 3) != 0) {
            throw new IllegalArgumentException("offset " + offset + " of a 32-bit match is not a multiple of four");
        }
        return addKey(value, mask, offset);
    }

    private U32FilterRequest addKey(final int value, final int mask, final int offset) {
        for (int i = 0; i < keyCount; i++) {
            // One word, several matches: one key, unless they contradict each other (then nothing matches, which two keys say).
            if (offsets[i] == offset && ((values[i] ^ value) & masks[i] & mask) == 0) {
                values[i] |= value & mask;
                masks[i] |= mask;
                return this;
            }
        }
        if (keyCount == MAX_KEYS) {
            throw new IllegalStateException("more than " + MAX_KEYS + " keys");
        }
        values[keyCount] = value & mask;
        masks[keyCount] = mask;
        offsets[keyCount++] = offset;
        return this;
    }

    @Override
    String kind() {
        return "u32";
    }

    @Override
    int classIdAttribute() {
        return TCA_U32_CLASSID;
    }

    @Override
    int actionAttribute() {
        return TCA_U32_ACT;
    }

    @Override
    void appendMatch(final AttributeAppender target) {
        // No match asked for: one key with an empty mask, as "match u32 0 0" has it.
        final int keys = Math.max(1, keyCount);
        int at = target.struct(TCA_U32_SEL, SELECTOR_LENGTH + keys * KEY_LENGTH);
        target.struct8(at, TC_U32_TERMINAL).struct8(at + 2, keys);
        at += SELECTOR_LENGTH;
        for (int i = 0; i < keyCount; i++, at += KEY_LENGTH) {
            target.structBe32(at, masks[i]).structBe32(at + 4, values[i]).struct32(at + 8, offsets[i]);
        }
    }

    @Override
    U32FilterRequest self() {
        return this;
    }
}
