package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.TrunkSettings;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.link.LinkReply;
import io.athenabng.netlink.message.InterfaceNames;
import io.athenabng.wire.ethernet.VlanStack;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.collections.Int2ObjectHashMap;

/** The interfaces that matter here: trunks, VLAN interfaces above them, names, indexes. Owned by the kernel agent. */
final class LinkTable {
    private static final int FNV_OFFSET = 0x811c_9dc5;
    private static final int FNV_PRIME = 0x0100_0193;

    Trunk[] trunks = new Trunk[0];
    final Int2ObjectHashMap<VlanDevice> byIndex = new Int2ObjectHashMap<>();
    private final Set<String> names = new HashSet<>();
    private int nextIndex = KernelNumbers.FIRST_INDEX;
    private int loopbackIndex = 1;

    LinkTable(final RunningConfiguration configuration) {
        addTrunks(configuration);
    }

    /** Trunks that are new, behind those that there are; {@link #learn} then finds their interfaces. Whether there are any. */
    boolean addTrunks(final RunningConfiguration configuration) {
        final List<TrunkSettings> settings = configuration.trunks();
        boolean any = false;
        for (int i = 0; i < settings.size(); i++) {
            if (i == trunks.length) {
                trunks = Arrays.copyOf(trunks, i + 1);
            }
            // One of a commit that was taken back may be there.
            if (trunks[i] == null || !trunks[i].name.equals(settings.get(i).name())) {
                trunks[i] = new Trunk(i, settings.get(i).name());
                any = true;
            }
        }
        return any;
    }

    int allocateIndex() {
        return nextIndex++;
    }

    int loopbackIndex() {
        return loopbackIndex;
    }

    /** The tags of a stack from the outside in, only so many. */
    static long prefix(final long stack, final int depth) {
        return depth == VlanStack.MAX_DEPTH ? stack : stack & (1L << Short.SIZE * depth) - 1;
    }

    /** An interface that is about to be made; its name is free and stays the same as long as it lives. */
    VlanDevice add(final Trunk trunk, final VlanDevice parent, final long stack) {
        final String logicalName = VlanStack.appendLineName(trunk.name, stack, new StringBuilder(InterfaceNames.MAX_NAME_LENGTH * 2))
            .toString();
        final VlanDevice device = new VlanDevice(trunk, parent, stack, logicalName, chooseName(logicalName));
        device.ifIndex = allocateIndex();
        device.owned = true;
        put(device);
        return device;
    }

    private void put(final VlanDevice device) {
        names.add(device.kernelName);
        device.trunk.devices.put(device.stack, device);
        device.parent.children++;
        byIndex.put(device.ifIndex, device);
    }

    private String chooseName(final String logicalName) {
        if (logicalName.length() <= InterfaceNames.MAX_NAME_LENGTH && !names.contains(logicalName)) {
            return logicalName;
        }
        int hash = FNV_OFFSET;
        for (int i = 0; i < logicalName.length(); i++) {
            hash = (hash ^ logicalName.charAt(i)) * FNV_PRIME;
        }
        String name = shortName(hash);
        while (names.contains(name)) {
            name = shortName(++hash);
        }
        return name;
    }

    private static String shortName(final int hash) {
        return KernelNumbers.SHORT_NAME_PREFIX + String.format("%08x", hash);
    }

    /** An interface that does not exist any more. */
    void remove(final VlanDevice device) {
        device.state = VlanDevice.State.GONE;
        device.adopted = null;
        if (device.isTrunk()) {
            byIndex.remove(device.ifIndex);
            device.ifIndex = 0;
            return;
        }
        if (device.trunk.devices.get(device.stack) == device) {
            device.trunk.devices.remove(device.stack);
            device.parent.children--;
            names.remove(device.kernelName);
        }
        byIndex.remove(device.ifIndex);
    }

    /** The trunk's interface is there. */
    void trunkPresent(final Trunk trunk, final int ifIndex, final int mtu, final int flags) {
        if (trunk.device.ifIndex != ifIndex) {
            if (trunk.exists()) {
                byIndex.remove(trunk.device.ifIndex);
            }
            trunk.device.ifIndex = ifIndex;
            byIndex.put(ifIndex, trunk.device);
        }
        trunk.device.state = VlanDevice.State.PRESENT;
        trunk.mtu = mtu;
        trunk.up = (flags & LinkAttributes.IFF_UP) != 0 && (flags & LinkAttributes.IFF_LOWER_UP) != 0;
        names.add(trunk.name);
    }

    Trunk trunkNamed(final CharSequence name) {
        for (final Trunk trunk : trunks) {
            if (trunk.name.contentEquals(name)) {
                return trunk;
            }
        }
        return null;
    }

    /**
     * Takes what the kernel listed: trunks, and VLAN interfaces above them that were not known. The order of the list does not matter.
     *
     * @return VLAN interfaces that are new to the table
     */
    List<VlanDevice> learn(final List<LinkReply> links) {
        final List<VlanDevice> found = new ArrayList<>();
        for (final LinkReply link : links) {
            names.add(link.name());
            nextIndex = Math.max(nextIndex, link.index() + 1);
            final Trunk trunk = trunkNamed(link.name());
            if (trunk != null) {
                trunkPresent(trunk, link.index(), link.mtu(), link.flags());
            } else if ((link.flags() & LinkAttributes.IFF_LOOPBACK) != 0) {
                loopbackIndex = link.index();
            }
        }
        boolean more = true;
        final boolean[] taken = new boolean[links.size()];
        while (more) {
            more = false;
            for (int i = 0; i < links.size(); i++) {
                if (!taken[i] && learn(links.get(i), found)) {
                    taken[i] = true;
                    more = true;
                }
            }
        }
        return found;
    }

    private boolean learn(final LinkReply link, final List<VlanDevice> found) {
        if (!"vlan".equals(link.kind()) || link.linkNetnsId() >= 0 || link.vlanId() < 1 || byIndex.containsKey(link.index())) {
            return false;
        }
        final VlanDevice parent = byIndex.get(link.parentIndex());
        if (parent == null || parent.ifIndex == 0 || VlanStack.depth(parent.stack) == VlanStack.MAX_DEPTH) {
            return false;
        }
        final long stack = VlanStack.appendInner(parent.stack, link.vlanProtocol(), link.vlanId());
        if (parent.trunk.devices.containsKey(stack)) {
            return false;
        }
        final String logicalName = VlanStack.appendLineName(parent.trunk.name, stack, new StringBuilder()).toString();
        final VlanDevice device = new VlanDevice(parent.trunk, parent, stack, logicalName, link.name());
        device.ifIndex = link.index();
        device.state = VlanDevice.State.PRESENT;
        device.owned = link.group() == KernelNumbers.LINE_GROUP || link.group() == KernelNumbers.DOOMED_GROUP;
        device.seenUp = link.isUp();
        device.mark = CountingMark.parse(link.alias());
        put(device);
        found.add(device);
        return true;
    }

    List<VlanDevice> allDevices() {
        final List<VlanDevice> all = new ArrayList<>();
        Arrays.stream(trunks).forEach(trunk -> all.addAll(trunk.devices.values()));
        return all;
    }
}
