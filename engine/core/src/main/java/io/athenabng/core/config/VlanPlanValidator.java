package io.athenabng.core.config;

import io.athenabng.core.config.ConfigurationSchema.Group;
import io.athenabng.core.config.ConfigurationSchema.Trunk;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks that every tag stack of a trunk belongs to one group at most. */
final class VlanPlanValidator {
    // Every pair of a trunk is compared: this bounds the work.
    private static final int MAX_STACKS = 4096;

    private final ConfigSection root;
    private final ConfigurationProblems problems;

    VlanPlanValidator(final ConfigSection root, final ConfigurationProblems problems) {
        this.root = root;
        this.problems = problems;
    }

    private record Stack(ConfigSection group, ConfigSection section, List<VlanRange.Level> levels, int outerTpid) {
        boolean overlaps(final Stack other) {
            // Stacks of another depth are other lines: 500 is not 500.100.
            if (levels.size() != other.levels.size() || !levels.isEmpty() && outerTpid != other.outerTpid) {
                return false;
            }
            for (int i = 0; i < levels.size(); i++) {
                if (levels.get(i).last() < other.levels.get(i).first() || other.levels.get(i).last() < levels.get(i).first()) {
                    return false;
                }
            }
            return true;
        }
    }

    void validate() {
        final Set<String> trunks = new HashSet<>();
        root.get(Trunk.LIST).forEach(trunk -> trunks.add(trunk.get(Trunk.NAME)));
        // A trunk whose name was reported may be the one that is meant.
        final boolean complete = !trunks.contains(null) && !trunks.isEmpty();
        final Map<String, List<Stack>> stacksByTrunk = new HashMap<>();
        for (final ConfigSection group : root.get(Group.LIST)) {
            final String trunk = group.get(Group.TRUNK);
            if (trunk == null) {
                continue;
            }
            if (complete && !trunks.contains(trunk)) {
                final String meant = Suggestions.closest(trunk, trunks);
                problems.add(group.place(Group.TRUNK), "there is no trunk " + ConfigurationValueException.quote(trunk),
                        meant == null ? "add it to trunks, or name one of " + String.join(", ", trunks) : "did you mean " + meant + "?");
            }
            collect(group, stacksByTrunk.computeIfAbsent(trunk, name -> new ArrayList<>()));
        }
        stacksByTrunk.values().forEach(this::check);
    }

    private void collect(final ConfigSection group, final List<Stack> stacks) {
        for (final ConfigSection section : group.get(Group.VLANS)) {
            final List<VlanRange.Level> levels = section.get(Group.STACK);
            final Integer outerTpid = section.get(Group.OUTER_TPID);
            if (levels == null || outerTpid == null) {
                continue;
            }
            if (levels.isEmpty() && section.isWritten(Group.OUTER_TPID)) {
                problems.add(section.place(Group.OUTER_TPID), "an untagged line has no outer tag", "leave outer-tpid out");
            }
            if (stacks.size() == MAX_STACKS) {
                problems.add(section.place(), "the trunk has more than " + MAX_STACKS + " stacks", "join neighbours to ranges");
                return;
            }
            stacks.add(new Stack(group, section, levels, outerTpid));
        }
    }

    private void check(final List<Stack> stacks) {
        for (int i = 1; i < stacks.size(); i++) {
            final Stack stack = stacks.get(i);
            for (int j = 0; j < i; j++) {
                if (stack.overlaps(stacks.get(j))) {
                    final Stack other = stacks.get(j);
                    problems.add(stack.section.place(Group.STACK), VlanText.format(stack.levels) + " overlaps "
                            + VlanText.format(other.levels) + " of " + (other.group == stack.group ? "the same group"
                            : "the group " + ConfigurationValueException.quote(String.valueOf(other.group.get(Group.NAME))))
                            + " in line " + other.section.place(Group.STACK).line(), "give every stack of a trunk to one group");
                    break;
                }
            }
        }
    }
}
