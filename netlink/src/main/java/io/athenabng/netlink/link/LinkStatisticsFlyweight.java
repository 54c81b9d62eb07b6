package io.athenabng.netlink.link;

import static io.athenabng.netlink.link.LinkAttributes.IFLA_STATS_LINK_64;

import io.athenabng.netlink.message.AttributeCursor;
import org.agrona.DirectBuffer;

/**
 * View of an {@code RTM_NEWSTATS} message: {@code struct if_stats_msg} and attributes.
 *
 * <pre>
 *  +--------+------+------+---------+-------------+------------
 *  | family | pad1 | pad2 | ifindex | filter_mask | attributes
 *  | u8     | u8   | u16  | u32     | u32         |
 *  +--------+------+------+---------+-------------+------------
 * </pre>
 */
public final class LinkStatisticsFlyweight {
    private static final int HEADER_LENGTH = 12;
    private static final int IFINDEX = 4;

    private final AttributeCursor attributes = new AttributeCursor();
    private final LinkStatistics64Flyweight counters = new LinkStatistics64Flyweight();
    private int index;

    /** Looks at a message from its family header on; false when it is not sound or has no counters. */
    public boolean wrap(final DirectBuffer source, final int offset, final int length) {
        index = 0;
        if (length < HEADER_LENGTH || offset < 0 || (long) offset + length > source.capacity()) {
            return false;
        }
        index = source.getInt(offset + IFINDEX);
        attributes.wrap(source, offset + HEADER_LENGTH, length - HEADER_LENGTH);
        boolean found = false;
        while (attributes.next()) {
            if (attributes.type() == IFLA_STATS_LINK_64) {
                found = counters.wrap(source, attributes.payloadOffset(), attributes.payloadLength());
            }
        }
        return found && !attributes.malformed();
    }

    public int index() {
        return index;
    }

    public LinkStatistics64Flyweight counters() {
        return counters;
    }
}
