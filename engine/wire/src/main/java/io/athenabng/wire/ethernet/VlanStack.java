package io.athenabng.wire.ethernet;

import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * The VLAN tags of a frame, up to four, packed in a long that serves as the key of an access line. Level 0 is the outermost tag.
 *
 * <pre>
 *  bit 63           48 47           32 31           16 15            0
 *     +---------------+---------------+---------------+---------------+
 *     |    level 3    |    level 2    |    level 1    |    level 0    |
 *     +---------------+---------------+---------------+---------------+
 *
 *  each level:  bit 15      present
 *               bits 13–12  TPID: 0 = 0x8100, 1 = 0x88a8, 2 = 0x9100
 *               bits 11–0   VID, 1–4095
 * </pre>
 *
 * Levels fill up from 0 without gaps; 0 is the untagged frame. The priority (PCP) and the drop eligible bit are not part of the
 * key. A tag with VID 0 is a priority tag (IEEE 802.1Q, 9.6): it says nothing about the line, so it has no place in the stack.
 */
public final class VlanStack {

    /** The most tags that a frame may carry. */
    public static final int MAX_DEPTH = 4;

    /** The stack of a frame without tags. */
    public static final long UNTAGGED = 0L;

    /** Bytes of one tag in a frame. */
    public static final int TAG_LENGTH = 4;

    /** Largest VLAN identifier that a tag can carry; 4095 itself is reserved and never configured. */
    public static final int MAX_VID = 0xfff;

    private static final int PRESENT = 0x8000;
    private static final long PRESENT_BITS = 0x8000_8000_8000_8000L;
    private static final int BITS_PER_LEVEL = 16;
    private static final int TPID_SHIFT = 12;

    private VlanStack() {
    }

    /** Number of tags, 0–4. */
    public static int depth(final long stack) {
        return Long.bitCount(stack & PRESENT_BITS);
    }

    /** VLAN identifier at a level, 0 if the stack is not that deep. */
    public static int vid(final long stack, final int level) {
        return (int) (stack >>> level * BITS_PER_LEVEL) & MAX_VID;
    }

    /** TPID at a level as it stands in the frame (0x8100, 0x88a8 or 0x9100), 0 if the stack is not that deep. */
    public static int tpid(final long stack, final int level) {
        final int entry = (int) (stack >>> level * BITS_PER_LEVEL) & 0xffff;
        if ((entry & PRESENT) == 0) {
            return 0;
        }
        return switch (entry >>> TPID_SHIFT & 3) {
            case 0 -> EtherType.VLAN;
            case 1 -> EtherType.SERVICE_VLAN;
            default -> EtherType.QINQ_LEGACY;
        };
    }

    /** The two-bit code of a TPID, or -1 if the Ethernet type is not one of the three that start a tag. */
    public static int tpidCode(final int etherType) {
        return switch (etherType) {
            case EtherType.VLAN -> 0;
            case EtherType.SERVICE_VLAN -> 1;
            case EtherType.QINQ_LEGACY -> 2;
            default -> -1;
        };
    }

    /** The 16 bits of one level, for a TPID code and a VID that were checked before: what a parser composes stacks of. */
    static long entry(final int tpidCode, final int vid) {
        return PRESENT | tpidCode << TPID_SHIFT | vid;
    }

    /**
     * The stack with one more tag outside of it.
     *
     * @throws IllegalArgumentException if there are four tags already, or TPID or VID (1–4095) are out of range
     */
    public static long pushOuter(final long stack, final int tpid, final int vid) {
        checkRoom(stack);
        return stack << BITS_PER_LEVEL | checkedEntry(tpid, vid);
    }

    /**
     * The stack with one more tag inside of it.
     *
     * @throws IllegalArgumentException if there are four tags already, or TPID or VID (1–4095) are out of range
     */
    public static long appendInner(final long stack, final int tpid, final int vid) {
        checkRoom(stack);
        return stack | checkedEntry(tpid, vid) << depth(stack) * BITS_PER_LEVEL;
    }

    /** A stack of 802.1Q tags (0x8100) with these VIDs, outermost first. */
    public static long of(final int... vids) {
        long stack = UNTAGGED;
        for (final int vid : vids) {
            stack = appendInner(stack, EtherType.VLAN, vid);
        }
        return stack;
    }

    /** The outermost {@code levels} tags of the stack: the line of which this one is a part. */
    public static long outermost(final long stack, final int levels) {
        return levels >= MAX_DEPTH ? stack : stack & (1L << levels * BITS_PER_LEVEL) - 1;
    }

    /** The stack without its innermost tag; an untagged stack stays untagged. */
    public static long parent(final long stack) {
        return outermost(stack, Math.max(0, depth(stack) - 1));
    }

    /** Whether the long is a well-formed stack: levels without gaps, known TPIDs, no VID 0, nothing in absent levels. */
    public static boolean isValid(final long stack) {
        boolean absent = false;
        for (int level = 0; level < MAX_DEPTH; level++) {
            final int entry = (int) (stack >>> level * BITS_PER_LEVEL) & 0xffff;
            if (entry == 0) {
                absent = true;
            } else if (absent || (entry & 0xc000) != PRESENT || (entry >>> TPID_SHIFT & 3) == 3 || (entry & MAX_VID) == 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Writes the tags, outermost first, as TPID and TCI (PCP and DEI zero); the Ethernet type of the payload goes after them.
     *
     * @param offset where the Ethernet type of an untagged frame would stand
     * @return bytes written: four for each tag
     */
    public static int encode(final long stack, final MutableDirectBuffer buffer, final int offset) {
        int position = offset;
        for (int level = 0, depth = depth(stack); level < depth; level++) {
            buffer.putInt(position, tpid(stack, level) << 16 | vid(stack, level), ByteOrder.BIG_ENDIAN);
            position += TAG_LENGTH;
        }
        return position - offset;
    }

    /** Appends the VIDs from the outside in, joined by dots: {@code 111.500.100}; nothing for an untagged stack. */
    public static StringBuilder appendTo(final long stack, final StringBuilder out) {
        for (int level = 0, depth = depth(stack); level < depth; level++) {
            if (level > 0) {
                out.append('.');
            }
            out.append(vid(stack, level));
        }
        return out;
    }

    /** Appends the logical name of the line: {@code eth1.111.500.100}; the trunk's own name for an untagged stack. */
    public static StringBuilder appendLineName(final CharSequence trunk, final long stack, final StringBuilder out) {
        out.append(trunk);
        if (stack != UNTAGGED) {
            appendTo(stack, out.append('.'));
        }
        return out;
    }

    /** The VIDs from the outside in, joined by dots; the empty text for an untagged stack. */
    public static String toString(final long stack) {
        return appendTo(stack, new StringBuilder(4 * (MAX_DEPTH + 1))).toString();
    }

    /**
     * Reads VIDs from the outside in, joined by dots: {@code 500.100}. The empty text is the untagged stack.
     *
     * @param outerTpid TPID of the outermost tag; the others are 802.1Q (0x8100)
     * @throws IllegalArgumentException if the text is anything else, has more than four VIDs, or one outside 1–4094
     */
    public static long parse(final CharSequence text, final int outerTpid) {
        long stack = UNTAGGED;
        int start = 0;
        while (start < text.length()) {
            int end = start;
            while (end < text.length() && text.charAt(end) != '.') {
                end++;
            }
            final int vid = parseVid(text, start, end);
            stack = appendInner(stack, stack == UNTAGGED ? outerTpid : EtherType.VLAN, vid);
            if (end == text.length() - 1) {
                throw new IllegalArgumentException("a VLAN stack ends with a dot: " + text);
            }
            start = end + 1;
        }
        return stack;
    }

    /** {@link #parse(CharSequence, int)} with an outermost tag of 0x8100. */
    public static long parse(final CharSequence text) {
        return parse(text, EtherType.VLAN);
    }

    private static int parseVid(final CharSequence text, final int start, final int end) {
        int vid = 0;
        for (int i = start; i < end; i++) {
            final int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || end - start > 4) {
                throw new IllegalArgumentException("not a VLAN stack (500.100): " + text);
            }
            vid = vid * 10 + digit;
        }
        if (vid < 1 || vid >= MAX_VID) {
            throw new IllegalArgumentException("a VLAN identifier is 1 to 4094: " + text);
        }
        return vid;
    }

    private static void checkRoom(final long stack) {
        if (depth(stack) >= MAX_DEPTH) {
            throw new IllegalArgumentException("a stack has at most four tags: " + toString(stack));
        }
    }

    private static long checkedEntry(final int tpid, final int vid) {
        final int code = tpidCode(tpid);
        if (code < 0 || vid < 1 || vid > MAX_VID) {
            throw new IllegalArgumentException("not a VLAN tag: TPID 0x" + Integer.toHexString(tpid) + ", VID " + vid);
        }
        return entry(code, vid);
    }
}
