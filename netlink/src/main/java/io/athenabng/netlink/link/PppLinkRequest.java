package io.athenabng.netlink.link;

import static io.athenabng.netlink.link.LinkAttributes.IFLA_PPP_DEV_FD;

import io.athenabng.netlink.message.AttributeAppender;

/**
 * Creates a PPP unit (kind {@code ppp}, Linux 4.7) from a descriptor of {@code /dev/ppp} that is neither channel nor unit yet: it becomes
 * the unit's descriptor, and closing its last copy destroys the interface. The kernel looks the descriptor up in the process that sends the
 * message, so it must be sent by its owner.
 */
public final class PppLinkRequest extends LinkCreateRequest<PppLinkRequest> {
    private int descriptor;

    /** The descriptor of {@code /dev/ppp}. */
    public PppLinkRequest descriptor(final int value) {
        descriptor = value;
        return this;
    }

    @Override
    String kind() {
        return "ppp";
    }

    @Override
    boolean hasData() {
        return true;
    }

    @Override
    void appendData(final AttributeAppender target) {
        target.u32(IFLA_PPP_DEV_FD, descriptor);
    }

    @Override
    PppLinkRequest self() {
        return this;
    }
}
