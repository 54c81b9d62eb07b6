package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_GACT_PARMS;
import static io.athenabng.netlink.tc.TcAttributes.TC_ACT_OK;
import static io.athenabng.netlink.tc.TcAttributes.TC_ACT_SHOT;

import io.athenabng.netlink.message.AttributeAppender;

/** Lets the packet pass or drops it (kind {@code gact}): {@code struct tc_gact}, index, capab, action, refcnt and bindcnt. */
public final class GactAction extends FilterAction {
    private static final int PARMS_LENGTH = 20;

    private int verdict = TC_ACT_OK;

    public GactAction() {
        super("gact");
    }

    public GactAction drop() {
        verdict = TC_ACT_SHOT;
        return this;
    }

    /** Ends classification and lets the packet go on. */
    public GactAction ok() {
        verdict = TC_ACT_OK;
        return this;
    }

    @Override
    void appendOptions(final AttributeAppender appender) {
        final int at = appender.struct(TCA_GACT_PARMS, PARMS_LENGTH);
        appender.struct32(at + 8, verdict);
    }
}
