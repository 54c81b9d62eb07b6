package io.athenabng.netlink.link;

import static io.athenabng.netlink.link.LinkAttributes.IFLA_STATS_LINK_64;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_DUMP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETSTATS;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/**
 * Asks for interface counters, of one or of all ({@code RTM_GETSTATS} with the {@code IFLA_STATS_LINK_64} filter). Answers are
 * {@link LinkStatisticsFlyweight}s. This is the cheapest way to account: about 1 µs and 228 bytes an interface.
 */
public final class LinkStatisticsRequest implements NetlinkRequest {
    private static final int IF_STATS_MSG_LENGTH = 12;
    private static final int IFINDEX = 4;
    private static final int FILTER_MASK = 8;

    private final AttributeAppender appender = new AttributeAppender();
    private int index;

    /** A dump over every interface of the namespace. */
    public LinkStatisticsRequest all() {
        index = 0;
        return this;
    }

    /** One interface; not a dump. */
    public LinkStatisticsRequest byIndex(final int value) {
        if (value <= 0) {
            throw new IllegalArgumentException("interface index " + value);
        }
        index = value;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        return appender.beginMessage(buffer, offset, RTM_GETSTATS, index == 0 ? NLM_F_DUMP : 0, IF_STATS_MSG_LENGTH)
            .header32(IFINDEX, index)
            .header32(FILTER_MASK, 1 << (IFLA_STATS_LINK_64 - 1))
            .endMessage();
    }
}
