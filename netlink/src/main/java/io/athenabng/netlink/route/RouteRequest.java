package io.athenabng.netlink.route;

import static io.athenabng.netlink.message.NetlinkConstants.AF_INET;
import static io.athenabng.netlink.message.NetlinkConstants.AF_INET6;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_REPLACE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELROUTE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWROUTE;
import static io.athenabng.netlink.route.RouteAttributes.RTA_DST;
import static io.athenabng.netlink.route.RouteAttributes.RTA_GATEWAY;
import static io.athenabng.netlink.route.RouteAttributes.RTA_OIF;
import static io.athenabng.netlink.route.RouteAttributes.RTA_PREFSRC;
import static io.athenabng.netlink.route.RouteAttributes.RTA_PRIORITY;
import static io.athenabng.netlink.route.RouteAttributes.RTA_TABLE;
import static io.athenabng.netlink.route.RouteAttributes.RTMSG_LENGTH;
import static io.athenabng.netlink.route.RouteAttributes.RTM_DST_LEN;
import static io.athenabng.netlink.route.RouteAttributes.RTM_FAMILY;
import static io.athenabng.netlink.route.RouteAttributes.RTM_PROTOCOL;
import static io.athenabng.netlink.route.RouteAttributes.RTM_SCOPE;
import static io.athenabng.netlink.route.RouteAttributes.RTM_TABLE;
import static io.athenabng.netlink.route.RouteAttributes.RTM_TYPE;
import static io.athenabng.netlink.route.RouteAttributes.RTN_UNICAST;
import static io.athenabng.netlink.route.RouteAttributes.RTPROT_STATIC;
import static io.athenabng.netlink.route.RouteAttributes.RTPROT_UNSPEC;
import static io.athenabng.netlink.route.RouteAttributes.RT_SCOPE_LINK;
import static io.athenabng.netlink.route.RouteAttributes.RT_SCOPE_NOWHERE;
import static io.athenabng.netlink.route.RouteAttributes.RT_SCOPE_UNIVERSE;
import static io.athenabng.netlink.route.RouteAttributes.RT_TABLE_MAIN;
import static io.athenabng.netlink.route.RouteAttributes.RT_TABLE_UNSPEC;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** Adds, replaces or deletes one route: {@code ip route add|replace|del [TYPE] D/P [via G] [dev I] [src S] [table T] [metric M]}. */
public final class RouteRequest implements NetlinkRequest {
    private static final int UNSET = -1;

    private final AttributeAppender appender = new AttributeAppender();
    private int messageType;
    private int messageFlags;
    private int family;
    private int prefixLength;
    private int outputIndex;
    private int table;
    private int protocol;
    private int scope;
    private int type;
    private long metric;
    private boolean hasGateway;
    private boolean hasPreferredSource;
    private long destinationHigh;
    private long destinationLow;
    private long gatewayHigh;
    private long gatewayLow;
    private long sourceHigh;
    private long sourceLow;

    public RouteRequest() {
        reset();
    }

    /** Back to: add, unicast, main table, protocol static, no metric, the scope that follows from the rest. */
    public RouteRequest reset() {
        family = 0;
        prefixLength = 0;
        outputIndex = 0;
        table = RT_TABLE_MAIN;
        protocol = RTPROT_STATIC;
        scope = UNSET;
        type = RTN_UNICAST;
        metric = UNSET;
        hasGateway = false;
        hasPreferredSource = false;
        return add();
    }

    /** Fails with EEXIST when there is one for the same destination, table and metric. */
    public RouteRequest add() {
        return operation(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_EXCL);
    }

    public RouteRequest replace() {
        return operation(RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE);
    }

    /** Deletes the route that agrees with what is set; ESRCH when there is none. Protocol is not compared. */
    public RouteRequest delete() {
        return operation(RTM_DELROUTE, 0);
    }

    private RouteRequest operation(final int newMessageType, final int flags) {
        messageType = newMessageType;
        messageFlags = flags;
        return this;
    }

    /** IPv4 destination in host order. */
    public RouteRequest ipv4Destination(final int address, final int prefix) {
        family = AF_INET;
        destinationHigh = 0;
        destinationLow = address & 0xffff_ffffL;
        prefixLength = prefix;
        return this;
    }

    public RouteRequest ipv6Destination(final long high, final long low, final int prefix) {
        family = AF_INET6;
        destinationHigh = high;
        destinationLow = low;
        prefixLength = prefix;
        return this;
    }

    public RouteRequest outputIndex(final int value) {
        outputIndex = value;
        return this;
    }

    public RouteRequest ipv4Gateway(final int address) {
        return gateway(0, address & 0xffff_ffffL);
    }

    public RouteRequest ipv6Gateway(final long high, final long low) {
        return gateway(high, low);
    }

    private RouteRequest gateway(final long high, final long low) {
        hasGateway = true;
        gatewayHigh = high;
        gatewayLow = low;
        return this;
    }

    /** Source address of packets that the gateway itself sends along this route. */
    public RouteRequest ipv4PreferredSource(final int address) {
        return preferredSource(0, address & 0xffff_ffffL);
    }

    public RouteRequest ipv6PreferredSource(final long high, final long low) {
        return preferredSource(high, low);
    }

    private RouteRequest preferredSource(final long high, final long low) {
        hasPreferredSource = true;
        sourceHigh = high;
        sourceLow = low;
        return this;
    }

    /** Routing table; numbers above 255 too. */
    public RouteRequest table(final int value) {
        table = value;
        return this;
    }

    /** Who installed it: one of {@code RTPROT_*}, or a number of one's own from 64 up. */
    public RouteRequest protocol(final int value) {
        protocol = value;
        return this;
    }

    /** One of {@code RT_SCOPE_*}; unless set: link for an IPv4 unicast route without a gateway, else universe (nowhere in a delete). */
    public RouteRequest scope(final int value) {
        scope = value;
        return this;
    }

    /** One of {@code RTN_*}. */
    public RouteRequest type(final int value) {
        type = value;
        return this;
    }

    /** Routes to the same destination are taken in the order of rising metrics ({@code RTA_PRIORITY}). */
    public RouteRequest metric(final long value) {
        metric = value;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        final boolean delete = messageType == RTM_DELROUTE;
        appender.beginMessage(buffer, offset, messageType, messageFlags, RTMSG_LENGTH)
            .header8(RTM_FAMILY, family)
            .header8(RTM_DST_LEN, prefixLength)
            .header8(RTM_TABLE, table > 255 ? RT_TABLE_UNSPEC : table)
            .header8(RTM_PROTOCOL, delete ? RTPROT_UNSPEC : protocol)
            .header8(RTM_SCOPE, effectiveScope(delete))
            .header8(RTM_TYPE, type);
        if (prefixLength > 0) {
            appender.ip(RTA_DST, family, destinationHigh, destinationLow);
        }
        if (hasGateway) {
            appender.ip(RTA_GATEWAY, family, gatewayHigh, gatewayLow);
        }
        if (hasPreferredSource) {
            appender.ip(RTA_PREFSRC, family, sourceHigh, sourceLow);
        }
        if (table > 255) {
            appender.u32(RTA_TABLE, table);
        }
        if (metric != UNSET) {
            appender.u32(RTA_PRIORITY, metric);
        }
        if (outputIndex != 0) {
            appender.u32(RTA_OIF, outputIndex);
        }
        return appender.endMessage();
    }

    private int effectiveScope(final boolean delete) {
        if (scope != UNSET) {
            return scope;
        }
        if (delete) {
            return RT_SCOPE_NOWHERE;
        }
        return family == AF_INET && type == RTN_UNICAST && !hasGateway ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
    }
}
