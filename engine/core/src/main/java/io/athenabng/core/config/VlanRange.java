package io.athenabng.core.config;

import java.util.List;

/**
 * Tag stacks: one level for each tag, from the outside in; each level a range of VIDs. No level at all is the untagged trunk.
 *
 * @param outerTpid the outermost tag's TPID: 0x8100, 0x88a8 or 0x9100; inner tags are 0x8100
 * @param levels    the levels, 0 to 4
 */
public record VlanRange(int outerTpid, List<Level> levels) {
    public VlanRange {
        levels = List.copyOf(levels);
    }

    /**
     * VIDs from first to last, both included.
     *
     * @param first the first VID, 1 to 4094
     * @param last  the last VID, not below the first
     */
    public record Level(int first, int last) {
    }
}
