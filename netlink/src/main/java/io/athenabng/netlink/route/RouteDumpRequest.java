package io.athenabng.netlink.route;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_DUMP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETROUTE;
import static io.athenabng.netlink.route.RouteAttributes.RTA_OIF;
import static io.athenabng.netlink.route.RouteAttributes.RTA_TABLE;
import static io.athenabng.netlink.route.RouteAttributes.RTMSG_LENGTH;
import static io.athenabng.netlink.route.RouteAttributes.RTM_FAMILY;
import static io.athenabng.netlink.route.RouteAttributes.RTM_PROTOCOL;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** Asks for routes; answers are {@link RouteFlyweight}s. Filters are obeyed by the kernel on sockets with strict checking. */
public final class RouteDumpRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private int family;
    private int table;
    private int protocol;
    private int outputIndex;

    /** {@code AF_INET}, {@code AF_INET6}, or {@code AF_UNSPEC} for both. */
    public RouteDumpRequest family(final int value) {
        family = value;
        return this;
    }

    /** Only this table; 0 for all. */
    public RouteDumpRequest table(final int value) {
        table = value;
        return this;
    }

    /** Only routes installed by this protocol; 0 for all. */
    public RouteDumpRequest protocol(final int value) {
        protocol = value;
        return this;
    }

    /** Only routes out of this interface; 0 for all. */
    public RouteDumpRequest outputIndex(final int value) {
        outputIndex = value;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, RTM_GETROUTE, NLM_F_DUMP, RTMSG_LENGTH)
            .header8(RTM_FAMILY, family).header8(RTM_PROTOCOL, protocol);
        if (table != 0) {
            appender.u32(RTA_TABLE, table);
        }
        if (outputIndex != 0) {
            appender.u32(RTA_OIF, outputIndex);
        }
        return appender.endMessage();
    }
}
