package io.athenabng.netlink.route;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_DUMP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETNEIGH;
import static io.athenabng.netlink.route.RouteAttributes.NDMSG_LENGTH;
import static io.athenabng.netlink.route.RouteAttributes.NDM_FAMILY;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** Asks for neighbour entries; answers are {@link NeighbourFlyweight}s. */
public final class NeighbourDumpRequest implements NetlinkRequest {
    /** {@code NDA_IFINDEX}. */
    private static final int NDA_IFINDEX = 8;

    private final AttributeAppender appender = new AttributeAppender();
    private int family;
    private int index;

    /** {@code AF_INET}, {@code AF_INET6}, or {@code AF_UNSPEC} for both. */
    public NeighbourDumpRequest family(final int value) {
        family = value;
        return this;
    }

    /** Only of this interface (filtered by the kernel); 0 for all. */
    public NeighbourDumpRequest index(final int value) {
        index = value;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, RTM_GETNEIGH, NLM_F_DUMP, NDMSG_LENGTH).header8(NDM_FAMILY, family);
        if (index != 0) {
            appender.u32(NDA_IFINDEX, index);
        }
        return appender.endMessage();
    }
}
