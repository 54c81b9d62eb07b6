package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_EGRESS_REDIR;
import static io.athenabng.netlink.tc.TcAttributes.TCA_MIRRED_PARMS;
import static io.athenabng.netlink.tc.TcAttributes.TC_ACT_STOLEN;

import io.athenabng.netlink.message.AttributeAppender;

/**
 * Sends the packet out of another interface instead, such as an IFB (kind {@code mirred}): {@code struct tc_mirred}, that is
 * index, capab, action, refcnt, bindcnt, eaction and ifindex, of 32 bits each.
 */
public final class MirredRedirectAction extends FilterAction {
    private static final int PARMS_LENGTH = 28;

    private int targetIndex;

    public MirredRedirectAction() {
        super("mirred");
    }

    public MirredRedirectAction targetIndex(final int interfaceIndex) {
        targetIndex = interfaceIndex;
        return this;
    }

    @Override
    void appendOptions(final AttributeAppender appender) {
        final int at = appender.struct(TCA_MIRRED_PARMS, PARMS_LENGTH);
        appender.struct32(at + 8, TC_ACT_STOLEN).struct32(at + 20, TCA_EGRESS_REDIR).struct32(at + 24, targetIndex);
    }
}
