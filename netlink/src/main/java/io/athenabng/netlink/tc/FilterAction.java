package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_ACT_KIND;
import static io.athenabng.netlink.tc.TcAttributes.TCA_ACT_OPTIONS;

import io.athenabng.netlink.message.AttributeAppender;

/** What a filter does with a packet that it matches. An instance can be shared by requests and changed between them. */
public abstract sealed class FilterAction permits MirredRedirectAction, GactAction, PoliceAction {
    private final String kind;

    FilterAction(final String kind) {
        this.kind = kind;
    }

    /** Writes the action as entry {@code order} (from 1) of a filter's open action nest. */
    final void append(final AttributeAppender appender, final int order) {
        appender.beginNest(order).string(TCA_ACT_KIND, kind).beginFlaggedNest(TCA_ACT_OPTIONS);
        appendOptions(appender);
        appender.endNest().endNest();
    }

    abstract void appendOptions(AttributeAppender appender);
}
