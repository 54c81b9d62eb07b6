package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.netlink.link.LinkReply;
import java.util.ArrayList;
import java.util.List;

/**
 * Interfaces of outside PPP servers: which were there at the start, and how their sessions are shaped. Owned by the kernel agent.
 */
final class OutsideInterfaces {
    private RunningConfiguration configuration;
    private List<LinkReply> atStart;

    OutsideInterfaces(final RunningConfiguration configuration, final List<LinkReply> atStart) {
        this.configuration = configuration;
        this.atStart = atStart;
    }

    void reconfigure(final RunningConfiguration to) {
        configuration = to;
    }

    ShapingSettings shaping(final int groupIndex) {
        return configuration.accessGroups().get(groupIndex).shaping();
    }

    /** What an interface was at the start; null if it was not there, or its name was another one's. */
    LinkReply before(final OutsideInterface at) {
        for (final LinkReply link : atStart) {
            if (link.index() == at.index() && link.name().equals(at.name())) {
                return link;
            }
        }
        return null;
    }

    /** Those that carry a session's mark although no session has them, told once. */
    List<LinkReply> unclaimed(final PppUnits units) {
        final List<LinkReply> unclaimed = new ArrayList<>();
        for (final LinkReply link : atStart) {
            if ("ppp".equals(link.kind()) && link.group() != KernelNumbers.UNIT_GROUP && units.byIndex(link.index()) == null
                    && CountingMark.parse(link.alias()) != null) {
                unclaimed.add(link);
            }
        }
        atStart = List.of();
        return unclaimed;
    }
}
