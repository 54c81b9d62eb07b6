package io.athenabng.netlink.tc;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_DUMP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETQDISC;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETTCLASS;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETTFILTER;
import static io.athenabng.netlink.tc.TcAttributes.TCA_DUMP_INVISIBLE;
import static io.athenabng.netlink.tc.TcAttributes.TCMSG_LENGTH;
import static io.athenabng.netlink.tc.TcAttributes.TCM_IFINDEX;
import static io.athenabng.netlink.tc.TcAttributes.TCM_PARENT;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/** Asks for qdiscs, classes ({@link QdiscFlyweight}s answer both) or filters ({@link FilterFlyweight}s). */
public final class TcDumpRequest implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private int messageType = RTM_GETQDISC;
    private int index;
    private int parent;
    private boolean invisible;

    /**
     * The qdiscs of every interface: the kernel does not filter this dump by interface.
     *
     * @param withDefaults also those that the kernel made by itself ({@code TCA_DUMP_INVISIBLE})
     */
    public TcDumpRequest qdiscs(final boolean withDefaults) {
        return set(RTM_GETQDISC, 0, 0, withDefaults);
    }

    /** The classes of one interface. */
    public TcDumpRequest classes(final int interfaceIndex) {
        return set(RTM_GETTCLASS, interfaceIndex, 0, false);
    }

    /** The filters of one interface below one parent, such as {@link TcHandle#INGRESS_QDISC}. */
    public TcDumpRequest filters(final int interfaceIndex, final int parentHandle) {
        return set(RTM_GETTFILTER, interfaceIndex, parentHandle, false);
    }

    private TcDumpRequest set(final int type, final int interfaceIndex, final int parentHandle, final boolean withDefaults) {
        messageType = type;
        index = interfaceIndex;
        parent = parentHandle;
        invisible = withDefaults;
        return this;
    }

    @Override
    public int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, messageType, NLM_F_DUMP, TCMSG_LENGTH)
            .header32(TCM_IFINDEX, index).header32(TCM_PARENT, parent);
        if (invisible) {
            appender.flag(TCA_DUMP_INVISIBLE);
        }
        return appender.endMessage();
    }
}
