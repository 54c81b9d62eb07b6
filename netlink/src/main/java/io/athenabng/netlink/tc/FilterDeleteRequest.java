package io.athenabng.netlink.tc;

import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELTFILTER;
import static io.athenabng.netlink.tc.TcAttributes.ETH_P_ALL;
import static io.athenabng.netlink.tc.TcAttributes.TCA_KIND;
import static io.athenabng.netlink.tc.TcAttributes.TCMSG_LENGTH;
import static io.athenabng.netlink.tc.TcAttributes.TCM_HANDLE;
import static io.athenabng.netlink.tc.TcAttributes.TCM_IFINDEX;
import static io.athenabng.netlink.tc.TcAttributes.TCM_INFO;
import static io.athenabng.netlink.tc.TcAttributes.TCM_PARENT;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** Deletes all filters of a parent, those of one priority, or one of them. */
public final class FilterDeleteRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private int index;
    private int parent;
    private int priority;
    private int protocol;
    private int handle;
    private String kind;

    /** Every filter below a parent. */
    public FilterDeleteRequest all(final int interfaceIndex, final int parentHandle) {
        return set(interfaceIndex, parentHandle, 0, 0, 0, null);
    }

    /** Every filter of one priority; {@code protocol} is the EtherType that it was made with. */
    public FilterDeleteRequest byPriority(
            final int interfaceIndex, final int parentHandle, final int filterPriority, final int filterProtocol) {
        return set(interfaceIndex, parentHandle, filterPriority, filterProtocol, 0, null);
    }

    /** One filter that takes every protocol, by priority, kind and handle. */
    public FilterDeleteRequest byHandle(
            final int interfaceIndex, final int parentHandle, final int filterPriority, final String filterKind, final int filterHandle) {
        return byHandle(interfaceIndex, parentHandle, filterPriority, ETH_P_ALL, filterKind, filterHandle);
    }

    /** One filter, by priority, EtherType, kind and handle. */
    public FilterDeleteRequest byHandle(final int interfaceIndex, final int parentHandle, final int filterPriority,
            final int filterProtocol, final String filterKind, final int filterHandle) {
        return set(interfaceIndex, parentHandle, filterPriority, filterProtocol, filterHandle, filterKind);
    }

    private FilterDeleteRequest set(final int interfaceIndex, final int parentHandle, final int filterPriority, final int filterProtocol,
            final int filterHandle, final String filterKind) {
        index = interfaceIndex;
        parent = parentHandle;
        priority = filterPriority;
        protocol = filterProtocol;
        handle = filterHandle;
        kind = filterKind;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, RTM_DELTFILTER, 0, TCMSG_LENGTH)
            .header32(TCM_IFINDEX, index).header32(TCM_HANDLE, handle).header32(TCM_PARENT, parent)
            .header32(TCM_INFO, FilterRequest.info(priority, protocol));
        if (kind != null) {
            appender.string(TCA_KIND, kind);
        }
        return appender.endMessage();
    }
}
