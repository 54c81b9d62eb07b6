package io.athenabng.netlink.route;

import static io.athenabng.netlink.route.RouteAttributes.NDA_DST;
import static io.athenabng.netlink.route.RouteAttributes.NDA_LLADDR;
import static io.athenabng.netlink.route.RouteAttributes.NDMSG_LENGTH;
import static io.athenabng.netlink.route.RouteAttributes.NDM_FAMILY;
import static io.athenabng.netlink.route.RouteAttributes.NDM_FLAGS;
import static io.athenabng.netlink.route.RouteAttributes.NDM_IFINDEX;
import static io.athenabng.netlink.route.RouteAttributes.NDM_STATE;

import io.athenabng.netlink.message.AttributeCursor;
import org.agrona.DirectBuffer;

/**
 * View of an {@code RTM_NEWNEIGH} or {@code RTM_DELNEIGH} message: {@code struct ndmsg} and attributes.
 *
 * <pre>
 *  +--------+-----+------+-------------+-----------+-----------+----------+------------
 *  | family | pad | pad  | ndm_ifindex | ndm_state | ndm_flags | ndm_type | attributes
 *  | u8     | u8  | u16  | s32         | u16       | u8        | u8       |
 *  +--------+-----+------+-------------+-----------+-----------+----------+------------
 * </pre>
 */
public final class NeighbourFlyweight {
    private final AttributeCursor attributes = new AttributeCursor();
    private int family;
    private int index;
    private int state;
    private int flags;
    private long high;
    private long low;
    private long mac;

    /** Looks at a message from its family header on; false when it is cut short, has no address, or an attribute does not fit. */
    public boolean wrap(final DirectBuffer source, final int offset, final int length) {
        family = 0;
        index = 0;
        state = 0;
        flags = 0;
        high = 0;
        low = 0;
        mac = AttributeCursor.NO_MAC;
        if (length < NDMSG_LENGTH || offset < 0 || (long) offset + length > source.capacity()) {
            return false;
        }
        family = source.getByte(offset + NDM_FAMILY) & 0xff;
        index = source.getInt(offset + NDM_IFINDEX);
        state = source.getShort(offset + NDM_STATE) & 0xffff;
        flags = source.getByte(offset + NDM_FLAGS) & 0xff;
        boolean found = false;
        attributes.wrap(source, offset + NDMSG_LENGTH, length - NDMSG_LENGTH);
        while (attributes.next()) {
            if (attributes.type() == NDA_DST) {
                high = attributes.ipHigh();
                low = attributes.ipLow();
                found = true;
            } else if (attributes.type() == NDA_LLADDR) {
                mac = attributes.mac();
            }
        }
        return found && !attributes.malformed();
    }

    /** {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return family;
    }

    /** Interface index. */
    public int index() {
        return index;
    }

    /** {@code NUD_*} bits. */
    public int state() {
        return state;
    }

    /** {@code NTF_*} bits. */
    public int flags() {
        return flags;
    }

    /** IPv4 address in host order. */
    public int ipv4() {
        return (int) low;
    }

    public long ipv6High() {
        return high;
    }

    public long ipv6Low() {
        return low;
    }

    /** MAC address; {@link AttributeCursor#NO_MAC} for none. */
    public long mac() {
        return mac;
    }
}
