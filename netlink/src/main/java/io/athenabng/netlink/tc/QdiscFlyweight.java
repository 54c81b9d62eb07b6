package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_KIND;
import static io.athenabng.netlink.tc.TcAttributes.TCA_OPTIONS;
import static io.athenabng.netlink.tc.TcAttributes.TCA_STATS2;
import static io.athenabng.netlink.tc.TcAttributes.TCA_STATS_APP;
import static io.athenabng.netlink.tc.TcAttributes.TCA_STATS_BASIC;
import static io.athenabng.netlink.tc.TcAttributes.TCA_STATS_PKT64;
import static io.athenabng.netlink.tc.TcAttributes.TCA_STATS_QUEUE;
import static io.athenabng.netlink.tc.TcAttributes.TCMSG_LENGTH;
import static io.athenabng.netlink.tc.TcAttributes.TCM_HANDLE;
import static io.athenabng.netlink.tc.TcAttributes.TCM_IFINDEX;
import static io.athenabng.netlink.tc.TcAttributes.TCM_PARENT;

import io.athenabng.netlink.message.AttributeCursor;
import org.agrona.DirectBuffer;

/**
 * View of an {@code RTM_NEWQDISC} or {@code RTM_NEWTCLASS} message: {@code struct tcmsg} and attributes.
 *
 * <pre>
 *  +--------+-------+------------+------------+------------+----------+------------
 *  | family | pads  | tcm_ifindex| tcm_handle | tcm_parent | tcm_info | attributes
 *  | u8     | 3     | s32        | u32        | u32        | u32      |
 *  +--------+-------+------------+------------+------------+----------+------------
 * </pre>
 *
 * <p>Takes any bytes; {@link #wrap} answers whether they were sound. Allocates only in the methods that return strings or records.
 */
public final class QdiscFlyweight {
    private static final int BASIC_LENGTH = 12;
    private static final int QUEUE_LENGTH = 20;

    private final AttributeCursor attributes = new AttributeCursor();
    private final AttributeCursor inner = new AttributeCursor();
    private DirectBuffer buffer;
    private int index;
    private int handle;
    private int parent;
    private int kindOffset;
    private int kindLength;
    private int optionsOffset;
    private int optionsLength;
    private int appOffset;
    private int appLength;
    private long bytes;
    private long packets;
    private long queuedPackets;
    private long backlogBytes;
    private long drops;
    private long requeues;
    private long overlimits;

    /** Looks at a message from its family header on; false when it is cut short or an attribute does not fit. */
    public boolean wrap(final DirectBuffer source, final int offset, final int length) {
        clear(source);
        if (length < TCMSG_LENGTH || offset < 0 || (long) offset + length > source.capacity()) {
            return false;
        }
        index = source.getInt(offset + TCM_IFINDEX);
        handle = source.getInt(offset + TCM_HANDLE);
        parent = source.getInt(offset + TCM_PARENT);
        boolean sound = true;
        attributes.wrap(source, offset + TCMSG_LENGTH, length - TCMSG_LENGTH);
        while (attributes.next()) {
            switch (attributes.type()) {
                case TCA_KIND -> {
                    kindOffset = attributes.payloadOffset();
                    kindLength = attributes.stringLength();
                }
                case TCA_OPTIONS -> {
                    optionsOffset = attributes.payloadOffset();
                    optionsLength = attributes.payloadLength();
                }
                case TCA_STATS2 -> sound &= readStatistics();
                default -> {
                    // Of no concern here.
                }
            }
        }
        return sound && !attributes.malformed();
    }

    private void clear(final DirectBuffer source) {
        buffer = source;
        index = 0;
        handle = 0;
        parent = 0;
        kindOffset = 0;
        kindLength = 0;
        optionsOffset = 0;
        optionsLength = 0;
        appOffset = 0;
        appLength = 0;
        bytes = 0;
        packets = 0;
        queuedPackets = 0;
        backlogBytes = 0;
        drops = 0;
        requeues = 0;
        overlimits = 0;
    }

    private boolean readStatistics() {
        attributes.nested(inner);
        boolean sound = true;
        boolean wide = false;
        while (inner.next()) {
            final int at = inner.payloadOffset();
            switch (inner.type()) {
                case TCA_STATS_BASIC -> {
                    if (inner.payloadLength() < BASIC_LENGTH) {
                        sound = false;
                    } else {
                        bytes = buffer.getLong(at);
                        packets = wide ? packets : buffer.getInt(at + 8) & 0xffff_ffffL;
                    }
                }
                case TCA_STATS_PKT64 -> {
                    packets = inner.u64();
                    wide = true;
                }
                case TCA_STATS_QUEUE -> {
                    if (inner.payloadLength() < QUEUE_LENGTH) {
                        sound = false;
                    } else {
                        queuedPackets = buffer.getInt(at) & 0xffff_ffffL;
                        backlogBytes = buffer.getInt(at + 4) & 0xffff_ffffL;
                        drops = buffer.getInt(at + 8) & 0xffff_ffffL;
                        requeues = buffer.getInt(at + 12) & 0xffff_ffffL;
                        overlimits = buffer.getInt(at + 16) & 0xffff_ffffL;
                    }
                }
                case TCA_STATS_APP -> {
                    appOffset = at;
                    appLength = inner.payloadLength();
                }
                default -> {
                    // Rate estimates and hardware counters are of no concern here.
                }
            }
        }
        return sound && !inner.malformed();
    }

    /** Interface index. */
    public int index() {
        return index;
    }

    /** Handle of the qdisc, or the class's identifier. */
    public int handle() {
        return handle;
    }

    public int parent() {
        return parent;
    }

    public String kind() {
        return buffer.getStringWithoutLengthAscii(kindOffset, kindLength);
    }

    public boolean isKind(final CharSequence expected) {
        if (expected.length() != kindLength) {
            return false;
        }
        for (int i = 0; i < kindLength; i++) {
            if ((buffer.getByte(kindOffset + i) & 0xff) != expected.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public long bytes() {
        return bytes;
    }

    public long packets() {
        return packets;
    }

    public long queuedPackets() {
        return queuedPackets;
    }

    public long backlogBytes() {
        return backlogBytes;
    }

    public long drops() {
        return drops;
    }

    public long requeues() {
        return requeues;
    }

    public long overlimits() {
        return overlimits;
    }

    /** The options of a CAKE qdisc; null when it is none or they are not sound. */
    public CakeOptions cakeOptions() {
        return isKind("cake") ? CakeOptions.read(buffer, optionsOffset, optionsLength) : null;
    }

    /** Statistics of a CAKE qdisc, per tin too; null when it is none or they are not sound. */
    public CakeStatistics cakeStatistics() {
        return isKind("cake") ? CakeStatistics.read(buffer, appOffset, appLength) : null;
    }

    /** Options of an HTB class; null when it is none or they are not sound. */
    public HtbClassOptions htbClassOptions() {
        return isKind("htb") ? HtbClassOptions.read(buffer, optionsOffset, optionsLength) : null;
    }

    /** Statistics of an HTB class; null when it is none or they are not there. */
    public HtbClassStatistics htbClassStatistics() {
        return isKind("htb") ? HtbClassStatistics.read(buffer, appOffset, appLength) : null;
    }
}
