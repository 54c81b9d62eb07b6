package io.athenabng.netlink.tc;

import static io.athenabng.netlink.tc.TcAttributes.TCA_MATCHALL_ACT;
import static io.athenabng.netlink.tc.TcAttributes.TCA_MATCHALL_CLASSID;

import io.athenabng.netlink.message.AttributeAppender;

/** Filter that takes every packet of its protocol (kind {@code matchall}). */
public final class MatchallFilterRequest extends FilterRequest<MatchallFilterRequest> {
    @Override
    String kind() {
        return "matchall";
    }

    @Override
    int classIdAttribute() {
        return TCA_MATCHALL_CLASSID;
    }

    @Override
    int actionAttribute() {
        return TCA_MATCHALL_ACT;
    }

    @Override
    void appendMatch(final AttributeAppender target) {
        // Everything matches: there is nothing to say.
    }

    @Override
    MatchallFilterRequest self() {
        return this;
    }
}
