package io.athenabng.core.access;

import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.VlanRange;
import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.VlanStack;
import java.util.ArrayList;
import java.util.List;

/** Finds the access group that serves a tag stack. Asked only for stacks that have no line yet. */
public final class GroupResolver {
    /** No group serves the stack. */
    public static final int NO_GROUP = -1;

    private record Entry(int groupIndex, VlanRange range) {
    }

    private final List<List<Entry>> entriesByTrunk = new ArrayList<>();

    /**
     * The ranges of a configuration.
     *
     * @param configuration the running configuration
     */
    public GroupResolver(final RunningConfiguration configuration) {
        for (int trunk = 0; trunk < configuration.trunks().size(); trunk++) {
            final List<Entry> entries = new ArrayList<>();
            for (int group = 0; group < configuration.accessGroups().size(); group++) {
                final AccessGroupSettings settings = configuration.accessGroups().get(group);
                if (settings.trunk().equals(configuration.trunks().get(trunk).name())) {
                    for (final VlanRange range : settings.vlans()) {
                        entries.add(new Entry(group, range));
                    }
                }
            }
            entriesByTrunk.add(entries);
        }
    }

    /**
     * The group of a stack.
     *
     * @param trunkIndex the trunk
     * @param vlanStack  the tags
     * @return the group's index, or {@link #NO_GROUP}; that too for a trunk that is not there yet, or no more
     */
    public int resolve(final int trunkIndex, final long vlanStack) {
        if (trunkIndex >= entriesByTrunk.size()) {
            return NO_GROUP;
        }
        final List<Entry> entries = entriesByTrunk.get(trunkIndex);
        for (int i = 0; i < entries.size(); i++) {
            if (matches(entries.get(i).range, vlanStack)) {
                return entries.get(i).groupIndex;
            }
        }
        return NO_GROUP;
    }

    private static boolean matches(final VlanRange range, final long vlanStack) {
        final int depth = VlanStack.depth(vlanStack);
        if (depth != range.levels().size()) {
            return false;
        }
        for (int level = 0; level < depth; level++) {
            final VlanRange.Level bounds = range.levels().get(level);
            final int vid = VlanStack.vid(vlanStack, level);
            final int tpid = level == 0 ? range.outerTpid() : EtherType.VLAN;
            if (vid < bounds.first() || vid > bounds.last() || VlanStack.tpid(vlanStack, level) != tpid) {
                return false;
            }
        }
        return true;
    }
}
