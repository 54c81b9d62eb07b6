package io.athenabng.netlink.link;

import java.util.List;

/**
 * An interface as the kernel described it; the fields as in {@link LinkFlyweight}. For start-up, display and tests.
 *
 * @param vlanId        -1 unless the kind is vlan
 * @param parentIndex   0 for none
 * @param linkNetnsId   -1 if the parent is in the same namespace
 * @param mac           48 bits; -1 for none
 */
public record LinkReply(
        int index,
        String name,
        List<String> alternativeNames,
        String alias,
        String kind,
        int vlanId,
        int vlanProtocol,
        int parentIndex,
        int linkNetnsId,
        int group,
        int master,
        int flags,
        int operationalState,
        int mtu,
        int txQueueLength,
        long mac,
        int addressGenerationMode) {
    public LinkReply {
        alternativeNames = List.copyOf(alternativeNames);
    }

    /** Whether it was brought up ({@code IFF_UP}). */
    public boolean isUp() {
        return (flags & LinkAttributes.IFF_UP) != 0;
    }
}
