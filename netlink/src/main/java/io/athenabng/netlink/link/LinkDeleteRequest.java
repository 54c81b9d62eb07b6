package io.athenabng.netlink.link;

import static io.athenabng.netlink.link.LinkAttributes.IFINFOMSG_LENGTH;
import static io.athenabng.netlink.link.LinkAttributes.IFI_INDEX;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_ALT_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_GROUP;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_IFNAME;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELLINK;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.InterfaceNames;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/**
 * Deletes one interface, or all of a group at once (which is tens of times cheaper than one by one: the kernel waits once).
 *
 * <p>Interfaces above a deleted one go with it.
 */
public final class LinkDeleteRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private int index;
    private int group;
    private CharSequence name;

    public LinkDeleteRequest byIndex(final int interfaceIndex) {
        if (interfaceIndex <= 0) {
            throw new IllegalArgumentException("interface index " + interfaceIndex);
        }
        return set(interfaceIndex, 0, null);
    }

    /** By the kernel's name or, when longer than 15 characters, an alternative name. */
    public LinkDeleteRequest byName(final CharSequence interfaceName) {
        return set(0, 0, InterfaceNames.requireAlternativeName(interfaceName));
    }

    /**
     * Every interface of a group; ENODEV when it is empty, EOPNOTSUPP when a member cannot be deleted (then none is).
     *
     * @throws IllegalArgumentException for group 0, where every interface is that nobody put elsewhere
     */
    public LinkDeleteRequest byGroup(final int interfaceGroup) {
        if (interfaceGroup == 0) {
            throw new IllegalArgumentException("group 0 is the default group of every interface");
        }
        return set(0, interfaceGroup, null);
    }

    private LinkDeleteRequest set(final int interfaceIndex, final int interfaceGroup, final CharSequence interfaceName) {
        index = interfaceIndex;
        group = interfaceGroup;
        name = interfaceName;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        if (index == 0 && group == 0 && name == null) {
            throw new IllegalStateException("what to delete was not said");
        }
        appender.beginMessage(buffer, offset, RTM_DELLINK, 0, IFINFOMSG_LENGTH).header32(IFI_INDEX, index);
        if (group != 0) {
            appender.u32(IFLA_GROUP, group);
        } else if (name != null) {
            appender.string(name.length() > InterfaceNames.MAX_NAME_LENGTH ? IFLA_ALT_IFNAME : IFLA_IFNAME, name);
        }
        return appender.endMessage();
    }
}
