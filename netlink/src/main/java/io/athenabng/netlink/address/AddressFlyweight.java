package io.athenabng.netlink.address;

import static io.athenabng.netlink.address.AddressAttributes.FAMILY;
import static io.athenabng.netlink.address.AddressAttributes.FLAGS;
import static io.athenabng.netlink.address.AddressAttributes.IFADDRMSG_LENGTH;
import static io.athenabng.netlink.address.AddressAttributes.IFA_ADDRESS;
import static io.athenabng.netlink.address.AddressAttributes.IFA_FLAGS;
import static io.athenabng.netlink.address.AddressAttributes.IFA_LABEL;
import static io.athenabng.netlink.address.AddressAttributes.IFA_LOCAL;
import static io.athenabng.netlink.address.AddressAttributes.INDEX;
import static io.athenabng.netlink.address.AddressAttributes.PREFIX_LENGTH;
import static io.athenabng.netlink.address.AddressAttributes.SCOPE;

import io.athenabng.netlink.message.AttributeCursor;
import org.agrona.DirectBuffer;

/**
 * View of an {@code RTM_NEWADDR} or {@code RTM_DELADDR} message: {@code struct ifaddrmsg} and attributes.
 *
 * <pre>
 *  +--------+-----------+-------+-------+-----------+------------
 *  | family | prefixlen | flags | scope | ifa_index | attributes
 *  | u8     | u8        | u8    | u8    | u32       |
 *  +--------+-----------+-------+-------+-----------+------------
 * </pre>
 */
public final class AddressFlyweight {
    private static final int NO_LABEL = -1;

    private final AttributeCursor attributes = new AttributeCursor();
    private int family;
    private int prefixLength;
    private int flags;
    private int scope;
    private int index;
    private long high;
    private long low;
    private DirectBuffer buffer;
    private int labelOffset;
    private int labelLength;

    /** Looks at a message from its family header on; false when it is cut short, has no address, or an attribute does not fit. */
    public boolean wrap(final DirectBuffer source, final int offset, final int length) {
        family = 0;
        prefixLength = 0;
        flags = 0;
        scope = 0;
        index = 0;
        high = 0;
        low = 0;
        buffer = source;
        labelOffset = NO_LABEL;
        labelLength = 0;
        if (length < IFADDRMSG_LENGTH || offset < 0 || (long) offset + length > source.capacity()) {
            return false;
        }
        family = source.getByte(offset + FAMILY) & 0xff;
        prefixLength = source.getByte(offset + PREFIX_LENGTH) & 0xff;
        flags = source.getByte(offset + FLAGS) & 0xff;
        scope = source.getByte(offset + SCOPE) & 0xff;
        index = source.getInt(offset + INDEX);
        boolean found = false;
        boolean local = false;
        attributes.wrap(source, offset + IFADDRMSG_LENGTH, length - IFADDRMSG_LENGTH);
        while (attributes.next()) {
            final int type = attributes.type();
            // On a point-to-point interface IFA_ADDRESS is the peer's and IFA_LOCAL ours; elsewhere they agree.
            if (type == IFA_LOCAL || type == IFA_ADDRESS && !local) {
                high = attributes.ipHigh();
                low = attributes.ipLow();
                local |= type == IFA_LOCAL;
                found = true;
            } else if (type == IFA_FLAGS) {
                flags = attributes.s32();
            } else if (type == IFA_LABEL) {
                labelOffset = attributes.payloadOffset();
                labelLength = attributes.stringLength();
            }
        }
        return found && !attributes.malformed();
    }

    /** {@code AF_INET} or {@code AF_INET6}. */
    public int family() {
        return family;
    }

    public int prefixLength() {
        return prefixLength;
    }

    /** {@code IFA_F_*} bits. */
    public int flags() {
        return flags;
    }

    public int scope() {
        return scope;
    }

    /** Interface index. */
    public int index() {
        return index;
    }

    /** The IPv4 label (the interface's name unless one was given) as a new object; null when there is none. */
    public String label() {
        return labelOffset == NO_LABEL ? null : buffer.getStringWithoutLengthAscii(labelOffset, labelLength);
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
}
