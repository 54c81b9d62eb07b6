package io.athenabng.daemon.edge.kernel;

import org.agrona.collections.Long2ObjectHashMap;

/** A trunk's interface and the VLAN interfaces above it, by the tags that lead there. Owned by the kernel agent. */
final class Trunk {
    final int trunkIndex;
    final String name;
    /** The trunk's own interface as a device: what an untagged line uses and every first tag stands on. */
    final VlanDevice device;
    /** Every VLAN interface above the trunk that is known, ours or not, by its stack. */
    final Long2ObjectHashMap<VlanDevice> devices = new Long2ObjectHashMap<>();
    int mtu;
    boolean up;
    /** The state that was told last. */
    boolean reported;
    /** Whether a state was ever told. */
    boolean told;

    Trunk(final int trunkIndex, final String name) {
        this.trunkIndex = trunkIndex;
        this.name = name;
        device = new VlanDevice(this, null, 0L, name, name);
        device.state = VlanDevice.State.GONE;
    }

    boolean exists() {
        return device.ifIndex != 0;
    }
}
