package io.athenabng.netlink.link;

import static io.athenabng.netlink.link.LinkAttributes.IFF_UP;
import static io.athenabng.netlink.link.LinkAttributes.IFINFOMSG_LENGTH;
import static io.athenabng.netlink.link.LinkAttributes.IFI_CHANGE;
import static io.athenabng.netlink.link.LinkAttributes.IFI_FLAGS;
import static io.athenabng.netlink.link.LinkAttributes.IFI_INDEX;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_ADDRESS;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_GROUP;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INFO_DATA;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_INFO_KIND;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_LINK;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_LINKINFO;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_MTU;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_TXQLEN;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINK;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.AttributeCursor;
import io.athenabng.netlink.message.InterfaceNames;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/**
 * What every {@code RTM_NEWLINK} that creates an interface has in common.
 *
 * <p>The IPv6 address generation mode is refused in the message that creates an interface (EAFNOSUPPORT, Linux 6.1 and 6.18), and
 * alternative names have a message of their own. With an interface index of one's own choice, a {@link LinkSetRequest} and a
 * {@link LinkPropertyRequest} for it can follow in the same batch, without waiting for the answer.
 *
 * @param <R> the request itself, for chained setters
 */
public abstract class LinkCreateRequest<R extends LinkCreateRequest<R>> implements NetlinkRequest {
    private static final int UNSET = -1;

    private final AttributeAppender appender = new AttributeAppender();
    private CharSequence name;
    private int index;
    private int parentIndex;
    private int mtu;
    private int group;
    private int txQueueLength;
    private long mac;
    private boolean up;

    LinkCreateRequest() {
        clear();
    }

    /** Forgets every field that was set. */
    public R reset() {
        clear();
        return self();
    }

    private void clear() {
        name = null;
        index = 0;
        parentIndex = 0;
        mtu = UNSET;
        group = UNSET;
        txQueueLength = UNSET;
        mac = AttributeCursor.NO_MAC;
        up = false;
    }

    /** Kernel name, 1 to 15 characters; without one the kernel invents it. */
    public R name(final CharSequence value) {
        name = InterfaceNames.requireName(value);
        return self();
    }

    /** The interface index it shall have; 0 lets the kernel choose. */
    public R index(final int value) {
        index = value;
        return self();
    }

    /** Interface below this one ({@code IFLA_LINK}). */
    public R parentIndex(final int value) {
        parentIndex = value;
        return self();
    }

    public R mtu(final int value) {
        mtu = value;
        return self();
    }

    /** Group of interfaces that can be changed or deleted together ({@code IFLA_GROUP}). */
    public R group(final int value) {
        group = value;
        return self();
    }

    public R txQueueLength(final int value) {
        txQueueLength = value;
        return self();
    }

    /** MAC address in 48 bits, first octet in bits 47-40. */
    public R mac(final long value) {
        mac = value;
        return self();
    }

    /** Whether the interface is up from the start (qdiscs are cheaper to add while it is down). */
    public R up(final boolean value) {
        up = value;
        return self();
    }

    @Override
    public final int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, IFINFOMSG_LENGTH).header32(IFI_INDEX, index);
        if (up) {
            appender.header32(IFI_FLAGS, IFF_UP).header32(IFI_CHANGE, IFF_UP);
        }
        if (mtu != UNSET) {
            appender.u32(IFLA_MTU, mtu);
        }
        if (mac != AttributeCursor.NO_MAC) {
            appender.mac(IFLA_ADDRESS, mac);
        }
        if (group != UNSET) {
            appender.u32(IFLA_GROUP, group);
        }
        if (txQueueLength != UNSET) {
            appender.u32(IFLA_TXQLEN, txQueueLength);
        }
        if (parentIndex != 0) {
            appender.u32(IFLA_LINK, parentIndex);
        }
        if (name != null) {
            appender.string(IFLA_IFNAME, name);
        }
        appender.beginNest(IFLA_LINKINFO);
        // The kernel takes the kind with or without its NUL; without is what iproute2 sends.
        kindAttribute();
        if (hasData()) {
            appender.beginNest(IFLA_INFO_DATA);
            appendData(appender);
            appender.endNest();
        }
        appender.endNest();
        return appender.endMessage();
    }

    private void kindAttribute() {
        final String kind = kind();
        final int at = appender.struct(IFLA_INFO_KIND, kind.length());
        for (int i = 0; i < kind.length(); i++) {
            appender.struct8(at + i, kind.charAt(i));
        }
    }

    abstract String kind();

    /** Whether the kind has attributes of its own in this request. */
    boolean hasData() {
        return false;
    }

    /** Writes the kind's own attributes into the open {@code IFLA_INFO_DATA} nest; a kind without any writes none. */
    void appendData(final AttributeAppender target) {
        // Nothing: see hasData.
    }

    abstract R self();
}
