package io.athenabng.daemon.edge.kernel;

import java.util.ArrayList;
import java.util.List;

/** One network interface in a stack of tags: the trunk, an S-VLAN, or the line itself. Owned by the kernel agent. */
final class VlanDevice {
    /** What the kernel has of it. */
    enum State {
        /** Asked for, not answered yet. */
        CREATING,
        /** It exists. */
        PRESENT,
        /** Its deletion is on the way. */
        DOOMED,
        /** It does not exist. */
        GONE
    }

    final Trunk trunk;
    final VlanDevice parent;
    final long stack;
    final String logicalName;
    String kernelName;
    int ifIndex;
    State state = State.CREATING;
    /** Made by this gateway, now or before a restart; nothing else is ever deleted. */
    boolean owned;
    /** Interfaces above this one that are known. */
    int children;
    /** The line that ends here; null if there is none. */
    LineDevice line;
    /** Lines that can only be made when this device is gone. */
    final List<LineDevice> waiting = new ArrayList<>(1);
    /** What was found on it at the start; null if nothing was, or all is looked at. */
    AdoptedQueues adopted;
    /** Where the session that was here before the start began to count; null if that is not known. */
    CountingMark mark;
    /** The kernel has said that it is up; from then on hearing "down" means that it went down. */
    boolean seenUp;
    /** It went down after it was up: its routes and neighbours are gone. */
    boolean wentDown;

    VlanDevice(final Trunk trunk, final VlanDevice parent, final long stack, final String logicalName, final String kernelName) {
        this.trunk = trunk;
        this.parent = parent;
        this.stack = stack;
        this.logicalName = logicalName;
        this.kernelName = kernelName;
    }

    boolean hasAlternativeName() {
        return !kernelName.equals(logicalName);
    }

    boolean isTrunk() {
        return parent == null;
    }
}
