package io.athenabng.netlink.tc;

import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELQDISC;
import static io.athenabng.netlink.tc.TcAttributes.TCMSG_LENGTH;
import static io.athenabng.netlink.tc.TcAttributes.TCM_HANDLE;
import static io.athenabng.netlink.tc.TcAttributes.TCM_IFINDEX;
import static io.athenabng.netlink.tc.TcAttributes.TCM_PARENT;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** Deletes whatever qdisc hangs at a place, of any kind, with its classes and filters. */
public final class QdiscDeleteRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private int index;
    private int parent = TcHandle.ROOT;
    private int handle;

    /** The root qdisc of an interface. */
    public QdiscDeleteRequest root(final int interfaceIndex) {
        return at(interfaceIndex, TcHandle.ROOT, TcHandle.UNSPEC);
    }

    /** The ingress or clsact qdisc of an interface. */
    public QdiscDeleteRequest ingress(final int interfaceIndex) {
        return at(interfaceIndex, TcHandle.INGRESS, TcHandle.INGRESS_QDISC);
    }

    /** The qdisc below a parent; with a handle other than 0 only if it has that one. */
    public QdiscDeleteRequest at(final int interfaceIndex, final int parentHandle, final int qdiscHandle) {
        index = interfaceIndex;
        parent = parentHandle;
        handle = qdiscHandle;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        return appender.beginMessage(buffer, offset, RTM_DELQDISC, 0, TCMSG_LENGTH)
            .header32(TCM_IFINDEX, index).header32(TCM_HANDLE, handle).header32(TCM_PARENT, parent).endMessage();
    }
}
