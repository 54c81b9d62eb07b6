package io.athenabng.daemon.edge.kernel;

import java.util.ArrayList;
import java.util.List;

/** Queueing disciplines and filters that an interface had when the gateway started. */
final class AdoptedQueues {
    /**
     * A session's filter on the ingress.
     *
     * @param priority       its priority
     * @param ipv4           the source address that it matches, host order
     * @param mac            the source MAC that it matches
     * @param redirectTarget the interface that it redirects to; 0 for none
     * @param octets         octets that it has let through
     * @param packets        packets that it has let through
     */
    record SessionFilter(int priority, int ipv4, long mac, int redirectTarget, long octets, long packets) {
    }

    boolean ingress;
    String rootKind = "";
    boolean controlFilter;
    boolean othersFilter;
    /** Filters that keep an isolated group's subscribers apart. */
    int isolationFilters;
    final List<SessionFilter> filters = new ArrayList<>(2);

    /** The filter of a session as it should be; null if there is none. */
    SessionFilter find(final int ipv4, final long mac, final int redirectTarget) {
        for (int i = 0; i < filters.size(); i++) {
            final SessionFilter each = filters.get(i);
            if (each.ipv4 == ipv4 && each.mac == mac && each.redirectTarget == redirectTarget) {
                return each;
            }
        }
        return null;
    }
}
