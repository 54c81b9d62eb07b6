package io.athenabng.netlink.tc;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_REPLACE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELQDISC;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWQDISC;
import static io.athenabng.netlink.tc.TcAttributes.TCA_KIND;
import static io.athenabng.netlink.tc.TcAttributes.TCA_OPTIONS;
import static io.athenabng.netlink.tc.TcAttributes.TCMSG_LENGTH;
import static io.athenabng.netlink.tc.TcAttributes.TCM_HANDLE;
import static io.athenabng.netlink.tc.TcAttributes.TCM_IFINDEX;
import static io.athenabng.netlink.tc.TcAttributes.TCM_PARENT;

import io.athenabng.netlink.message.AttributeAppender;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.MutableDirectBuffer;

/**
 * What every request about a queueing discipline has in common.
 *
 * @param <R> the request itself, for chained setters
 */
public abstract class QdiscRequest<R extends QdiscRequest<R>> implements NetlinkRequest {
    private final AttributeAppender appender = new AttributeAppender();
    private final int defaultHandle;
    private final int defaultParent;
    private int messageType;
    private int messageFlags;
    private int index;
    private int handle;
    private int parent;

    QdiscRequest(final int handle, final int parent) {
        defaultHandle = handle;
        defaultParent = parent;
        clear();
    }

    /** Back to: add at the root, handle chosen by the kernel, no options. */
    public R reset() {
        clear();
        return self();
    }

    private void clear() {
        index = 0;
        handle = defaultHandle;
        parent = defaultParent;
        messageType = RTM_NEWQDISC;
        messageFlags = NLM_F_CREATE | NLM_F_EXCL;
    }

    /** Fails with EEXIST when there is a qdisc of the operator's at the parent. */
    public R add() {
        return operation(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_EXCL);
    }

    /** Changes what is there in place: only the options that are set, no packet is lost. Fails with ENOENT when there is none. */
    public R change() {
        return operation(RTM_NEWQDISC, 0);
    }

    /** Changes a qdisc of the same kind and handle in place, else puts a new one there. */
    public R replace() {
        return operation(RTM_NEWQDISC, NLM_F_CREATE | NLM_F_REPLACE);
    }

    /** Fails with ENOENT (or EINVAL for the root) when there is none. */
    public R delete() {
        return operation(RTM_DELQDISC, 0);
    }

    private R operation(final int type, final int flags) {
        messageType = type;
        messageFlags = flags;
        return self();
    }

    /** Interface index. */
    public R index(final int value) {
        index = value;
        return self();
    }

    /** See {@link TcHandle}; 0 lets the kernel choose. */
    public R handle(final int value) {
        handle = value;
        return self();
    }

    /** {@link TcHandle#ROOT} or the handle of a class. */
    public R parent(final int value) {
        parent = value;
        return self();
    }

    @Override
    public final int encode(final MutableDirectBuffer buffer, final int offset) {
        appender.beginMessage(buffer, offset, messageType, messageFlags, TCMSG_LENGTH)
            .header32(TCM_IFINDEX, index).header32(TCM_HANDLE, handle).header32(TCM_PARENT, parent)
            .string(TCA_KIND, kind());
        if (messageType == RTM_NEWQDISC && hasOptions()) {
            appender.beginNest(TCA_OPTIONS);
            appendOptions(appender);
            appender.endNest();
        }
        return appender.endMessage();
    }

    abstract String kind();

    /** Whether the kind has options in this request. */
    boolean hasOptions() {
        return true;
    }

    /** Writes the kind's options into the open {@code TCA_OPTIONS} nest; a kind without any writes none. */
    void appendOptions(final AttributeAppender target) {
        // Nothing: see hasOptions.
    }

    abstract R self();
}
