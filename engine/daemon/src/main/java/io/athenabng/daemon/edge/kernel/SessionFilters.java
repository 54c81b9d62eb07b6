package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.tc.FilterFlyweight;

/** Recognises the ingress filters of {@link TrafficControl} in what the kernel lists. */
final class SessionFilters {
    /** Where u32 finds the words, in octets from the network header. */
    static final int SOURCE_ADDRESS = 12;
    static final int DESTINATION_ADDRESS = 16;
    static final int SOURCE_MAC = -8;
    static final int SOURCE_MAC_TAIL = -4;
    private static final int KEYS = 3;

    private SessionFilters() {
    }

    /** Notes a filter of a line's ingress. */
    static void read(final FilterFlyweight filter, final AdoptedQueues into) {
        final int priority = filter.priority();
        if (priority == KernelNumbers.CONTROL_PRIORITY) {
            into.controlFilter |= filter.isAction("gact");
        } else if (priority == KernelNumbers.OTHERS_PRIORITY || priority == KernelNumbers.OTHERS_PRIORITY_SHARED) {
            into.othersFilter |= filter.isAction("gact");
        } else if (priority == KernelNumbers.TO_GATEWAY_PRIORITY || priority == KernelNumbers.TO_GROUP_PRIORITY) {
            into.isolationFilters += filter.isAction("gact") ? 1 : 0;
        } else if (filter.keyCount() == KEYS) {
            int ipv4 = 0;
            long mac = 0;
            for (int key = 0; key < KEYS; key++) {
                switch (filter.keyPacketOffset(key)) {
                    case SOURCE_ADDRESS -> ipv4 = filter.keyValue(key);
                    case SOURCE_MAC -> mac |= (filter.keyValue(key) & 0xffff_ffffL) << 16;
                    case SOURCE_MAC_TAIL -> mac |= filter.keyValue(key) >>> 16;
                    default -> {
                        return;
                    }
                }
            }
            into.filters.add(new AdoptedQueues.SessionFilter(priority, ipv4, mac, filter.redirectTarget(),
                filter.actionBytes(), filter.actionPackets()));
        }
    }
}
