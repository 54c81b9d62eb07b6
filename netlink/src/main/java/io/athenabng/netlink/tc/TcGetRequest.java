package io.athenabng.netlink.tc;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_ECHO;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETQDISC;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETTCLASS;
import static io.athenabng.netlink.tc.TcAttributes.TCMSG_LENGTH;
import static io.athenabng.netlink.tc.TcAttributes.TCM_HANDLE;
import static io.athenabng.netlink.tc.TcAttributes.TCM_IFINDEX;
import static io.athenabng.netlink.tc.TcAttributes.TCM_PARENT;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/**
 * Asks for one qdisc or one class with its counters; not a dump: one {@link QdiscFlyweight} answers it, or an error. The kernel sends
 * the answer only to who asks for an echo, so the request does.
 */
public final class TcGetRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private int messageType = RTM_GETQDISC;
    private int index;
    private int handle;
    private int parent;

    /** The qdisc below a parent: {@link TcHandle#ROOT}, {@link TcHandle#INGRESS} or a class. */
    public TcGetRequest qdisc(final int interfaceIndex, final int parentHandle) {
        messageType = RTM_GETQDISC;
        index = interfaceIndex;
        parent = parentHandle;
        handle = 0;
        return this;
    }

    /** A class of an interface's root qdisc. */
    public TcGetRequest tclass(final int interfaceIndex, final int classId) {
        messageType = RTM_GETTCLASS;
        index = interfaceIndex;
        parent = 0;
        handle = classId;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        return appender.beginMessage(buffer, offset, messageType, NLM_F_ECHO, TCMSG_LENGTH)
            .header32(TCM_IFINDEX, index).header32(TCM_HANDLE, handle).header32(TCM_PARENT, parent).endMessage();
    }
}
