package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_ACT_KIND;
import static io.athenabng.netlink.tc.TcAttributes.TCA_ACT_OPTIONS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_ACT_STATS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_GACT_PARMS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_KIND;
import static io.athenabng.netlink.tc.TcAttributes.TCA_MATCHALL_ACT;
import static io.athenabng.netlink.tc.TcAttributes.TCA_MATCHALL_CLASSID;
import static io.athenabng.netlink.tc.TcAttributes.TCA_MIRRED_PARMS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_OPTIONS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_POLICE_RATE64;
import static io.athenabng.netlink.tc.TcAttributes.TCA_POLICE_TBF;
import static io.athenabng.netlink.tc.TcAttributes.TCA_STATS_BASIC;
import static io.athenabng.netlink.tc.TcAttributes.TCA_STATS_PKT64;
import static io.athenabng.netlink.tc.TcAttributes.TCA_U32_ACT;
import static io.athenabng.netlink.tc.TcAttributes.TCA_U32_CLASSID;
import static io.athenabng.netlink.tc.TcAttributes.TCA_U32_SEL;
import static io.athenabng.netlink.tc.TcAttributes.TCMSG_LENGTH;
import static io.athenabng.netlink.tc.TcAttributes.TCM_HANDLE;
import static io.athenabng.netlink.tc.TcAttributes.TCM_IFINDEX;
import static io.athenabng.netlink.tc.TcAttributes.TCM_INFO;
import static io.athenabng.netlink.tc.TcAttributes.TCM_PARENT;

import io.athenabng.netlink.message.AttributeCursor;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * View of an {@code RTM_NEWTFILTER} message ({@code struct tcmsg} as in {@link QdiscFlyweight}, then attributes), as far as it is needed
 * to recognise the filters that the requests here make: u32 and matchall with one action. Of a u32 dump some messages are hash tables:
 * they have no keys and no action.
 */
public final class FilterFlyweight {
    private static final int SELECTOR_LENGTH = 16;
    private static final int KEY_LENGTH = 16;
    private static final int MIRRED_LENGTH = 28;
    private static final int GACT_LENGTH = 20;
    private static final int POLICE_LENGTH = 56;
    private static final int POLICE_RATE = 28;
    private static final int BASIC_LENGTH = 12;

    private final AttributeCursor attributes = new AttributeCursor();
    private final AttributeCursor options = new AttributeCursor();
    private final AttributeCursor actions = new AttributeCursor();
    private final AttributeCursor action = new AttributeCursor();
    private final AttributeCursor parameters = new AttributeCursor();
    private DirectBuffer buffer;
    private int index;
    private int handle;
    private int parent;
    private int info;
    private int kindOffset;
    private int kindLength;
    private int classId;
    private int keysOffset;
    private int keyCount;
    private int actionKindOffset;
    private int actionKindLength;
    private int verdict;
    private int redirectTarget;
    private long policeRateBytesPerSecond;
    private long actionBytes;
    private long actionPackets;

    /** Looks at a message from its family header on; false when it is cut short or an attribute does not fit. */
    public boolean wrap(final DirectBuffer source, final int offset, final int length) {
        clear(source);
        if (length < TCMSG_LENGTH || offset < 0 || (long) offset + length > source.capacity()) {
            return false;
        }
        index = source.getInt(offset + TCM_IFINDEX);
        handle = source.getInt(offset + TCM_HANDLE);
        parent = source.getInt(offset + TCM_PARENT);
        info = source.getInt(offset + TCM_INFO);
        attributes.wrap(source, offset + TCMSG_LENGTH, length - TCMSG_LENGTH);
        int optionsOffset = 0;
        int optionsLength = 0;
        while (attributes.next()) {
            if (attributes.type() == TCA_KIND) {
                kindOffset = attributes.payloadOffset();
                kindLength = attributes.stringLength();
            } else if (attributes.type() == TCA_OPTIONS) {
                optionsOffset = attributes.payloadOffset();
                optionsLength = attributes.payloadLength();
            }
        }
        boolean sound = true;
        options.wrap(source, optionsOffset, optionsLength);
        if (isKind("u32")) {
            sound = readU32();
        } else if (isKind("matchall")) {
            sound = readMatchall();
        }
        return sound && !attributes.malformed();
    }

    private void clear(final DirectBuffer source) {
        buffer = source;
        index = 0;
        handle = 0;
        parent = 0;
        info = 0;
        kindOffset = 0;
        kindLength = 0;
        classId = 0;
        keyCount = 0;
        actionKindOffset = 0;
        actionKindLength = 0;
        verdict = -1;
        redirectTarget = 0;
        policeRateBytesPerSecond = 0;
        actionBytes = 0;
        actionPackets = 0;
    }

    private boolean readU32() {
        boolean sound = true;
        while (options.next()) {
            if (options.type() == TCA_U32_CLASSID) {
                classId = options.s32();
            } else if (options.type() == TCA_U32_ACT) {
                sound &= readActions();
            } else if (options.type() == TCA_U32_SEL) {
                final int available = options.payloadLength() - SELECTOR_LENGTH;
                if (available < 0) {
                    return false;
                }
                keyCount = buffer.getByte(options.payloadOffset() + 2) & 0xff;
                keysOffset = options.payloadOffset() + SELECTOR_LENGTH;
                if (keyCount * KEY_LENGTH > available) {
                    keyCount = 0;
                    sound = false;
                }
            }
        }
        return sound && !options.malformed();
    }

    private boolean readMatchall() {
        boolean sound = true;
        while (options.next()) {
            if (options.type() == TCA_MATCHALL_CLASSID) {
                classId = options.s32();
            } else if (options.type() == TCA_MATCHALL_ACT) {
                sound &= readActions();
            }
        }
        return sound && !options.malformed();
    }

    /** Reads the first action of the list: the requests here make one. */
    private boolean readActions() {
        options.nested(actions);
        if (!actions.next()) {
            return !actions.malformed();
        }
        actions.nested(action);
        int parametersOffset = 0;
        int parametersLength = 0;
        while (action.next()) {
            if (action.type() == TCA_ACT_KIND) {
                actionKindOffset = action.payloadOffset();
                actionKindLength = action.stringLength();
            } else if (action.type() == TCA_ACT_OPTIONS) {
                parametersOffset = action.payloadOffset();
                parametersLength = action.payloadLength();
            } else if (action.type() == TCA_ACT_STATS) {
                readStatistics();
            }
        }
        parameters.wrap(buffer, parametersOffset, parametersLength);
        while (parameters.next()) {
            readParameters(parameters.type(), parameters.payloadOffset(), parameters.payloadLength());
        }
        return !action.malformed() && !parameters.malformed();
    }

    private void readStatistics() {
        action.nested(parameters);
        boolean wide = false;
        while (parameters.next()) {
            if (parameters.type() == TCA_STATS_BASIC && parameters.payloadLength() >= BASIC_LENGTH) {
                actionBytes = buffer.getLong(parameters.payloadOffset());
                actionPackets = wide ? actionPackets : buffer.getInt(parameters.payloadOffset() + 8) & 0xffff_ffffL;
            } else if (parameters.type() == TCA_STATS_PKT64) {
                actionPackets = parameters.u64();
                wide = true;
            }
        }
    }

    private void readParameters(final int type, final int at, final int length) {
        if (isAction("mirred") && type == TCA_MIRRED_PARMS && length >= MIRRED_LENGTH) {
            verdict = buffer.getInt(at + 8);
            redirectTarget = buffer.getInt(at + 24);
        } else if (isAction("gact") && type == TCA_GACT_PARMS && length >= GACT_LENGTH) {
            verdict = buffer.getInt(at + 8);
        } else if (isAction("police") && type == TCA_POLICE_TBF && length >= POLICE_LENGTH) {
            verdict = buffer.getInt(at + 4);
            policeRateBytesPerSecond = Math.max(policeRateBytesPerSecond, buffer.getInt(at + POLICE_RATE) & 0xffff_ffffL);
        } else if (isAction("police") && type == TCA_POLICE_RATE64) {
            policeRateBytesPerSecond = Math.max(policeRateBytesPerSecond, parameters.u64());
        }
    }

    /** Interface index. */
    public int index() {
        return index;
    }

    public int handle() {
        return handle;
    }

    public int parent() {
        return parent;
    }

    public int priority() {
        return info >>> 16;
    }

    /** EtherType that it looks at, in host order. */
    public int protocol() {
        return (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Short.reverseBytes((short) info) : info) & 0xffff;
    }

    public String kind() {
        return buffer.getStringWithoutLengthAscii(kindOffset, kindLength);
    }

    public boolean isKind(final CharSequence expected) {
        return equals(kindOffset, kindLength, expected);
    }

    /** Class that matching packets go to; 0 for none. */
    public int classId() {
        return classId;
    }

    /** Keys of a u32 filter. */
    public int keyCount() {
        return keyCount;
    }

    public int keyMask(final int key) {
        return buffer.getInt(keyOffset(key), ByteOrder.BIG_ENDIAN);
    }

    public int keyValue(final int key) {
        return buffer.getInt(keyOffset(key) + 4, ByteOrder.BIG_ENDIAN);
    }

    /** Offset of the key's word, in octets from the network header. */
    public int keyPacketOffset(final int key) {
        return buffer.getInt(keyOffset(key) + 8);
    }

    private int keyOffset(final int key) {
        if (key < 0 || key >= keyCount) {
            throw new IndexOutOfBoundsException("key " + key + " of " + keyCount);
        }
        return keysOffset + key * KEY_LENGTH;
    }

    /** Kind of the action, such as {@code mirred}; empty for none. */
    public String actionKind() {
        return buffer.getStringWithoutLengthAscii(actionKindOffset, actionKindLength);
    }

    public boolean isAction(final CharSequence expected) {
        return equals(actionKindOffset, actionKindLength, expected);
    }

    /** {@code TC_ACT_*} of the action (of a policer: for what exceeds the rate); -1 for none. */
    public int verdict() {
        return verdict;
    }

    /** Index of the interface that mirred redirects to; 0 for none. */
    public int redirectTarget() {
        return redirectTarget;
    }

    /** Bytes that the action has seen. */
    public long actionBytes() {
        return actionBytes;
    }

    /** Packets that the action has seen. */
    public long actionPackets() {
        return actionPackets;
    }

    public long policeRateBitsPerSecond() {
        return policeRateBytesPerSecond * 8;
    }

    private boolean equals(final int offset, final int length, final CharSequence expected) {
        if (expected.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if ((buffer.getByte(offset + i) & 0xff) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
