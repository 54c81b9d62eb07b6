package io.athenabng.netlink.tc;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWTFILTER;
import static io.athenabng.netlink.tc.TcAttributes.ETH_P_ALL;
import static io.athenabng.netlink.tc.TcAttributes.TCA_KIND;
import static io.athenabng.netlink.tc.TcAttributes.TCA_OPTIONS;
import static io.athenabng.netlink.tc.TcAttributes.TCMSG_LENGTH;
import static io.athenabng.netlink.tc.TcAttributes.TCM_HANDLE;
import static io.athenabng.netlink.tc.TcAttributes.TCM_IFINDEX;
import static io.athenabng.netlink.tc.TcAttributes.TCM_INFO;
import static io.athenabng.netlink.tc.TcAttributes.TCM_PARENT;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * What every request that makes a filter has in common. {@link FilterDeleteRequest} deletes them.
 *
 * @param <R> the request itself, for chained setters
 */
public abstract class FilterRequest<R extends FilterRequest<R>> implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private int messageFlags;
    private int index;
    private int handle;
    private int parent;
    private int priority;
    private int protocol;
    private int classId;
    private FilterAction action;

    FilterRequest() {
        clear();
    }

    /** Back to: add, on received packets, every protocol, priority and handle chosen by the kernel, no class, no action. */
    public R reset() {
        clear();
        return self();
    }

    private void clear() {
        messageFlags = NLM_F_CREATE | NLM_F_EXCL;
        index = 0;
        handle = 0;
        parent = TcHandle.INGRESS_QDISC;
        priority = 0;
        protocol = ETH_P_ALL;
        classId = 0;
        action = null;
    }

    /** Fails with EEXIST when there is one of this parent, priority and handle. */
    public R add() {
        messageFlags = NLM_F_CREATE | NLM_F_EXCL;
        return self();
    }

    /** Changes the filter of this parent, priority and handle, or makes it. */
    public R replace() {
        messageFlags = NLM_F_CREATE;
        return self();
    }

    public R index(final int value) {
        index = value;
        return self();
    }

    public R handle(final int value) {
        handle = value;
        return self();
    }

    /** The qdisc or class whose packets it sees, or {@link TcHandle#CLSACT_INGRESS} or {@link TcHandle#CLSACT_EGRESS}. */
    public R parent(final int value) {
        parent = value;
        return self();
    }

    /** 1 (first) to 65,535. */
    public R priority(final int value) {
        priority = value;
        return self();
    }

    /** EtherType that it looks at, in host order. */
    public R protocol(final int value) {
        protocol = value;
        return self();
    }

    /** Class that matching packets go to; 0 for none. */
    public R classId(final int value) {
        classId = value;
        return self();
    }

    public R action(final FilterAction value) {
        action = value;
        return self();
    }

    @Override
    public final int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, RTM_NEWTFILTER, messageFlags, TCMSG_LENGTH)
            .header32(TCM_IFINDEX, index).header32(TCM_HANDLE, handle).header32(TCM_PARENT, parent)
            .header32(TCM_INFO, info(priority, protocol))
            .string(TCA_KIND, kind()).beginNest(TCA_OPTIONS);
        if (classId != 0) {
            appender.u32(classIdAttribute(), classId);
        }
        if (action != null) {
            appender.beginNest(actionAttribute());
            action.append(appender, 1);
            appender.endNest();
        }
        appendMatch(appender);
        return appender.endNest().endMessage();
    }

    /** {@code tcm_info} of a filter: priority in the upper half, EtherType in network order in the lower. */
    static int info(final int priority, final int protocol) {
        final int bigEndian = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? Short.reverseBytes((short) protocol) : protocol;
        return priority << 16 | bigEndian & 0xffff;
    }

    abstract String kind();

    abstract int classIdAttribute();

    abstract int actionAttribute();

    abstract void appendMatch(AttributeAppender target);

    abstract R self();
}
