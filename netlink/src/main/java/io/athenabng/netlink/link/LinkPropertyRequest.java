package io.athenabng.netlink.link;

import static io.athenabng.netlink.link.LinkAttributes.IFINFOMSG_LENGTH;
import static io.athenabng.netlink.link.LinkAttributes.IFI_INDEX;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_ALT_IFNAME;
import static io.athenabng.netlink.link.LinkAttributes.IFLA_PROP_LIST;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_APPEND;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELLINKPROP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINKPROP;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.InterfaceNames;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** Gives an interface an alternative name, or takes it away: {@code ip link property add|del dev D altname N}. */
public final class LinkPropertyRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private int messageType = RTM_NEWLINKPROP;
    private int index;
    private CharSequence alternativeName;

    public LinkPropertyRequest add(final int interfaceIndex, final CharSequence name) {
        return set(RTM_NEWLINKPROP, interfaceIndex, name);
    }

    public LinkPropertyRequest delete(final int interfaceIndex, final CharSequence name) {
        return set(RTM_DELLINKPROP, interfaceIndex, name);
    }

    private LinkPropertyRequest set(final int type, final int interfaceIndex, final CharSequence name) {
        messageType = type;
        index = interfaceIndex;
        alternativeName = InterfaceNames.requireAlternativeName(name);
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        final int flags = messageType == RTM_NEWLINKPROP ? NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND : 0;
        return appender.beginMessage(buffer, offset, messageType, flags, IFINFOMSG_LENGTH)
            .header32(IFI_INDEX, index)
            .beginFlaggedNest(IFLA_PROP_LIST).string(IFLA_ALT_IFNAME, alternativeName).endNest()
            .endMessage();
    }
}
