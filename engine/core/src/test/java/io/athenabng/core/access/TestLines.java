package io.athenabng.core.access;

import io.athenabng.core.config.AccessGroupSettings;

/** Access lines for tests of packages that are handed them. */
public final class TestLines {
    private TestLines() {
    }

    /**
     * A line on the first trunk, named after its C-VLAN.
     *
     * @param lineId     its number
     * @param cvlan      its innermost VID
     * @param groupIndex its group
     * @param group      its group
     * @return the line
     */
    public static AccessLine line(final int lineId, final int cvlan, final int groupIndex, final AccessGroupSettings group) {
        final long vlanStack = 0x8000L | 500 | (0x8000L | cvlan) << 16;
        return new AccessLine(lineId, 0, vlanStack, groupIndex, group, group.trunk() + ".500." + cvlan, 0);
    }
}
