package io.athenabng.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.athenabng.wire.ethernet.VlanStack;
import org.junit.jupiter.api.Test;

class LinePlanTest {
    private static final long MAC = 0x0200_0000_0001L;

    @Test
    void innerVidsAreUsedUpBeforeTheNextOuterOne() {
        LinePlan plan = new LinePlan(600, 500, 502, 0x88a8, 100, 250, 1, MAC);
        assertEquals("500.100", VlanStack.toString(plan.vlanStack(0)));
        assertEquals("500.349", VlanStack.toString(plan.vlanStack(249)));
        assertEquals("501.100", VlanStack.toString(plan.vlanStack(250)));
        assertEquals("502.199", VlanStack.toString(plan.vlanStack(599)));
        assertEquals(0x88a8, VlanStack.tpid(plan.vlanStack(0), 0));
        assertEquals(0x8100, VlanStack.tpid(plan.vlanStack(0), 1));
        assertEquals(MAC + 599, plan.mac(599));
        assertEquals(600, plan.lines());
    }

    @Test
    void clientsMayShareALine() {
        LinePlan plan = new LinePlan(10, 500, 500, 0x8100, 100, 4, 3, MAC);
        assertEquals(plan.vlanStack(0), plan.vlanStack(2));
        assertEquals("500.103", VlanStack.toString(plan.vlanStack(9)));
        assertEquals(4, plan.lines());
    }

    @Test
    void withoutOuterTagTheInnerOneHasTheOuterType() {
        LinePlan plan = new LinePlan(2, 0, 0, 0x88a8, 100, 10, 1, MAC);
        assertEquals("101", VlanStack.toString(plan.vlanStack(1)));
        assertEquals(0x88a8, VlanStack.tpid(plan.vlanStack(1), 0));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LinePlan(501, 500, 501, 0x88a8, 100, 250, 1, MAC));
        assertThrows(IllegalArgumentException.class, () -> new LinePlan(1, 500, 500, 0x88a8, 4000, 100, 1, MAC));
        assertThrows(IllegalArgumentException.class, () -> new LinePlan(1, 501, 500, 0x88a8, 1, 1, 1, MAC));
        assertThrows(IllegalArgumentException.class, () -> new LinePlan(1, 0, 5, 0x88a8, 1, 1, 1, MAC));
        assertThrows(IllegalArgumentException.class, () -> new LinePlan(1, 5, 5, 0x0800, 1, 1, 1, MAC));
        assertThrows(IllegalArgumentException.class, () -> new LinePlan(1, 5, 5, 0x8100, 1, 1, 1, 0x0100_0000_0001L));
    }
}
