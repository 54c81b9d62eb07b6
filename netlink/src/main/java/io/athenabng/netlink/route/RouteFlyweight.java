package io.athenabng.netlink.route;

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

import io.athenabng.netlink.message.AttributeCursor;
import org.agrona.DirectBuffer;

/**
 * View of an {@code RTM_NEWROUTE} or {@code RTM_DELROUTE} message: {@code struct rtmsg} and attributes.
 *
 * <pre>
 *  +--------+---------+---------+-----+-------+----------+-------+------+-------+------------
 *  | family | dst_len | src_len | tos | table | protocol | scope | type | flags | attributes
 *  | u8     | u8      | u8      | u8  | u8    | u8       | u8    | u8   | u32   |
 *  +--------+---------+---------+-----+-------+----------+-------+------+-------+------------
 * </pre>
 *
 * <p>A route over several next hops ({@code RTA_MULTIPATH}) shows none of them.
 */
public final class RouteFlyweight {
    private final AttributeCursor attributes = new AttributeCursor();
    private int family;
    private int prefixLength;
    private int table;
    private int protocol;
    private int scope;
    private int type;
    private int outputIndex;
    private long metric;
    private long destinationHigh;
    private long destinationLow;
    private long gatewayHigh;
    private long gatewayLow;
    private long sourceHigh;
    private long sourceLow;
    private boolean hasGateway;
    private boolean hasPreferredSource;

    /** Looks at a message from its family header on; false when it is cut short or an attribute does not fit. */
    public boolean wrap(final DirectBuffer source, final int offset, final int length) {
        clear();
        if (length < RTMSG_LENGTH || offset < 0 || (long) offset + length > source.capacity()) {
            return false;
        }
        family = source.getByte(offset + RTM_FAMILY) & 0xff;
        prefixLength = source.getByte(offset + RTM_DST_LEN) & 0xff;
        table = source.getByte(offset + RTM_TABLE) & 0xff;
        protocol = source.getByte(offset + RTM_PROTOCOL) & 0xff;
        scope = source.getByte(offset + RTM_SCOPE) & 0xff;
        type = source.getByte(offset + RTM_TYPE) & 0xff;
        attributes.wrap(source, offset + RTMSG_LENGTH, length - RTMSG_LENGTH);
        while (attributes.next()) {
            readAttribute();
        }
        return !attributes.malformed();
    }

    private void clear() {
        family = 0;
        prefixLength = 0;
        table = 0;
        protocol = 0;
        scope = 0;
        type = 0;
        outputIndex = 0;
        metric = 0;
        destinationHigh = 0;
        destinationLow = 0;
        gatewayHigh = 0;
        gatewayLow = 0;
        sourceHigh = 0;
        sourceLow = 0;
        hasGateway = false;
        hasPreferredSource = false;
    }

    private void readAttribute() {
        switch (attributes.type()) {
            case RTA_DST -> {
                destinationHigh = attributes.ipHigh();
                destinationLow = attributes.ipLow();
            }
            case RTA_GATEWAY -> {
                gatewayHigh = attributes.ipHigh();
                gatewayLow = attributes.ipLow();
                hasGateway = true;
            }
            case RTA_PREFSRC -> {
                sourceHigh = attributes.ipHigh();
                sourceLow = attributes.ipLow();
                hasPreferredSource = true;
            }
            case RTA_OIF -> outputIndex = attributes.s32();
            case RTA_PRIORITY -> metric = attributes.u32();
            case RTA_TABLE -> table = attributes.s32();
            default -> {
                // Of no concern here.
            }
        }
    }

    /** {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return family;
    }

    /** 0 for a default route. */
    public int prefixLength() {
        return prefixLength;
    }

    public int table() {
        return table;
    }

    public int protocol() {
        return protocol;
    }

    public int scope() {
        return scope;
    }

    /** One of {@code RTN_*}. */
    public int type() {
        return type;
    }

    public int outputIndex() {
        return outputIndex;
    }

    /** 0 for none. */
    public long metric() {
        return metric;
    }

    /** IPv4 destination in host order. */
    public int ipv4Destination() {
        return (int) destinationLow;
    }

    public long ipv6DestinationHigh() {
        return destinationHigh;
    }

    public long ipv6DestinationLow() {
        return destinationLow;
    }

    public boolean hasGateway() {
        return hasGateway;
    }

    public int ipv4Gateway() {
        return (int) gatewayLow;
    }

    public long ipv6GatewayHigh() {
        return gatewayHigh;
    }

    public long ipv6GatewayLow() {
        return gatewayLow;
    }

    public boolean hasPreferredSource() {
        return hasPreferredSource;
    }

    public int ipv4PreferredSource() {
        return (int) sourceLow;
    }

    public long ipv6PreferredSourceHigh() {
        return sourceHigh;
    }

    public long ipv6PreferredSourceLow() {
        return sourceLow;
    }
}
