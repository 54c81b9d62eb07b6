package io.athenabng.daemon.edge.kernel;

import static io.athenabng.netlink.link.LinkAttributes.IN6_ADDR_GEN_MODE_NONE;
import static io.athenabng.netlink.link.LinkAttributes.IPV4_DEVCONF_ARP_IGNORE;
import static io.athenabng.netlink.link.LinkAttributes.IPV4_DEVCONF_FORWARDING;
import static io.athenabng.netlink.link.LinkAttributes.IPV4_DEVCONF_PROXY_ARP;
import static io.athenabng.netlink.link.LinkAttributes.IPV4_DEVCONF_PROXY_ARP_PVLAN;
import static io.athenabng.netlink.link.LinkAttributes.IPV4_DEVCONF_RP_FILTER;
import static io.athenabng.netlink.link.LinkAttributes.IPV4_DEVCONF_SEND_REDIRECTS;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.DataPlaneListener;
import io.athenabng.core.qos.ShapingPlanner;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.link.LinkPropertyRequest;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.VlanLinkRequest;
import io.athenabng.netlink.message.InterfaceNames;
import io.athenabng.wire.ethernet.EtherType;
import io.athenabng.wire.ethernet.VlanStack;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Access lines and their VLAN interfaces: made level by level, adopted where they exist, taken down when nothing needs them. Owned by the
 * kernel agent.
 *
 * <p>A line's interface gets its queueing disciplines at the group's default rate while it is still down, which costs 2–6 µs each against
 * 50–90 µs once it is up; a session then only changes the rate.
 */
final class LineDevices {
    /** Told what becomes of lines. */
    interface Listener {
        /** The line is there: its sessions can be made. */
        void onLineReady(LineDevice line);

        /** The line cannot be made. */
        void onLineFailed(LineDevice line, int errno);

        /** The line's interface is gone, and all of its sessions in the kernel with it. */
        void onLineLost(LineDevice line);
    }

    private static final int CREATE = 0;
    private static final int NAME = 1;
    private static final int INGRESS = 2;
    private static final int ROOT = 3;
    private static final int CLASS = 4;
    private static final int LEAF = 5;
    private static final int SETTINGS = 6;
    private static final int UP = 7;
    private static final int LEVEL_SHIFT = 4;
    private static final int KIND_MASK = (1 << LEVEL_SHIFT) - 1;
    private static final int MAX_ATTEMPTS = 3;
    private static final int SUBSCRIBER_MTU = 1500;
    private static final int STRICT = 1;
    private static final int IGNORE_ALL_ARP = 8;
    private static final int ISOLATION_FILTERS = 2;

    private RunningConfiguration configuration;
    private final RequestPipeline pipeline;
    private final TrafficControl trafficControl;
    private final LinkTable links;
    private final LinkReaper reaper;
    private final KernelErrors errors;
    private final CapacityPlanner capacity;
    private final DataPlaneListener answers;
    private final Listener listener;
    private final boolean ipv6;
    private final Int2ObjectHashMap<LineDevice> lines = new Int2ObjectHashMap<>();
    private final Int2ObjectHashMap<List<Integer>> goingLines = new Int2ObjectHashMap<>();
    private final List<LineDevice> retries = new ArrayList<>();
    private final VlanLinkRequest create = new VlanLinkRequest();
    private final LinkSetRequest set = new LinkSetRequest();
    private final LinkPropertyRequest property = new LinkPropertyRequest();

    LineDevices(final RunningConfiguration configuration, final KernelServices services, final DataPlaneListener answers,
            final Listener listener) {
        this.configuration = configuration;
        pipeline = services.pipeline();
        trafficControl = services.trafficControl();
        links = services.links();
        reaper = services.reaper();
        errors = services.errors();
        capacity = services.capacity();
        ipv6 = services.capabilities().ipv6();
        this.answers = answers;
        this.listener = listener;
    }

    void reconfigure(final RunningConfiguration to) {
        configuration = to;
        for (final LineDevice line : lines.values()) {
            // A group of a commit that was taken back leaves its settings to what is on its way out.
            if (line.groupIndex < to.accessGroups().size()) {
                line.group = to.accessGroups().get(line.groupIndex);
            }
        }
    }

    LineDevice line(final int lineId) {
        return lines.get(lineId);
    }

    /** Every line that was asked for. */
    Iterable<LineDevice> lines() {
        return lines.values();
    }

    void lineUp(final int lineId, final int trunkIndex, final long stack, final int groupIndex) {
        final LineDevice existing = lines.get(lineId);
        if (existing != null) {
            if (existing.state == LineDevice.State.UP) {
                answers.onLineUp(lineId, 0);
            }
            return;
        }
        final LineDevice line = new LineDevice(
            this, lineId, groupIndex, configuration.accessGroups().get(groupIndex), links.trunks[trunkIndex], stack);
        lines.put(lineId, line);
        raise(line);
    }

    private void raise(final LineDevice line) {
        final Trunk trunk = line.trunk;
        if (!trunk.exists()) {
            fail(line, Errno.ENODEV, "there is no trunk " + trunk.name);
            return;
        }
        final int depth = VlanStack.depth(line.stack);
        int missing = 0;
        for (int level = 1; level <= depth; level++) {
            if (VlanStack.tpid(line.stack, level - 1) == EtherType.QINQ_LEGACY) {
                fail(line, Errno.EPROTONOSUPPORT, "the kernel's VLAN interfaces know no TPID 0x9100; use 802.1ad or 802.1q");
                return;
            }
            final VlanDevice device = trunk.devices.get(LinkTable.prefix(line.stack, level));
            if (device == null) {
                missing++;
            } else if (device.state == VlanDevice.State.DOOMED) {
                line.state = LineDevice.State.WAITING;
                device.waiting.add(line);
                return;
            }
        }
        if (missing > 0 && !capacity.admit(
                CapacityPlanner.lineBytes(line.group.shaping(), line.shared) + (missing - 1) * CapacityPlanner.NETDEV_BYTES, "a line")) {
            fail(line, Errno.ENOMEM, null);
            return;
        }
        build(line, depth);
    }

    private void build(final LineDevice line, final int depth) {
        line.state = LineDevice.State.CREATING;
        line.error = 0;
        line.creating.clear();
        VlanDevice device = line.trunk.device;
        for (int level = 1; level <= depth; level++) {
            final long stack = LinkTable.prefix(line.stack, level);
            final VlanDevice existing = line.trunk.devices.get(stack);
            if (existing == null) {
                device = links.add(line.trunk, device, stack);
                line.creating.add(device);
                createDevice(line, device, level, level == depth);
            } else {
                device = existing;
            }
        }
        line.device = device;
        device.line = line;
        configureLine(line, depth);
    }

    private void createDevice(final LineDevice line, final VlanDevice device, final int level, final boolean isLine) {
        final int steps = level << LEVEL_SHIFT;
        create.reset().name(device.kernelName).index(device.ifIndex).parentIndex(device.parent.ifIndex).group(KernelNumbers.LINE_GROUP)
            .vlanId(VlanStack.vid(device.stack, level - 1)).protocol(VlanStack.tpid(device.stack, level - 1));
        if (isLine && line.trunk.mtu > SUBSCRIBER_MTU) {
            create.mtu(SUBSCRIBER_MTU);
        }
        pipeline.submit(line, steps | CREATE, create);
        if (device.hasAlternativeName() && device.logicalName.length() <= InterfaceNames.MAX_ALTERNATIVE_NAME_LENGTH) {
            pipeline.submit(line, steps | NAME, property.add(device.ifIndex, device.logicalName));
        }
        if (!isLine) {
            carryOnly(line, steps, device);
            pipeline.submit(line, steps | UP, set.reset().index(device.ifIndex).up());
        }
    }

    /** An S-VLAN interface carries the lines above it; what arrives with its tag alone is nobody's. */
    private void carryOnly(final KernelTask task, final int steps, final VlanDevice device) {
        set.reset().index(device.ifIndex).ipv4Setting(IPV4_DEVCONF_FORWARDING, 0).ipv4Setting(IPV4_DEVCONF_PROXY_ARP, 0)
            .ipv4Setting(IPV4_DEVCONF_RP_FILTER, STRICT).ipv4Setting(IPV4_DEVCONF_ARP_IGNORE, IGNORE_ALL_ARP);
        if (ipv6) {
            set.addressGenerationMode(IN6_ADDR_GEN_MODE_NONE);
        }
        pipeline.submit(task, steps | SETTINGS, set);
    }

    private void configureLine(final LineDevice line, final int depth) {
        final VlanDevice device = line.device;
        final int steps = depth << LEVEL_SHIFT;
        final AdoptedQueues adopted = device.adopted;
        if (adopted == null || !adopted.ingress) {
            trafficControl.addIngress(line, steps | INGRESS, device.ifIndex);
        }
        addRoot(line, steps, adopted == null ? "" : adopted.rootKind);
        line.guarded = adopted != null && adopted.controlFilter && adopted.othersFilter
            && adopted.isolationFilters == (line.group.isolated() ? ISOLATION_FILTERS : 0);
        line.foreignGuards = adopted != null && !line.guarded;
        final boolean proxy = !line.group.isolated();
        set.reset().index(device.ifIndex).ipv4Setting(IPV4_DEVCONF_FORWARDING, 1).ipv4Setting(IPV4_DEVCONF_RP_FILTER, STRICT)
            .ipv4Setting(IPV4_DEVCONF_PROXY_ARP, proxy ? 1 : 0).ipv4Setting(IPV4_DEVCONF_SEND_REDIRECTS, 0)
            .ipv4Setting(IPV4_DEVCONF_PROXY_ARP_PVLAN, proxy && line.shared ? 1 : 0).ipv4Setting(IPV4_DEVCONF_ARP_IGNORE, 0);
        if (ipv6 && !device.isTrunk()) {
            set.addressGenerationMode(IN6_ADDR_GEN_MODE_NONE);
        }
        pipeline.submit(line, steps | SETTINGS, set);
        if (!device.isTrunk()) {
            // In a message of its own: the kernel applies the flags of a message before its address families.
            pipeline.submit(line, steps | UP, set.reset().index(device.ifIndex).up());
        }
    }

    private void addRoot(final LineDevice line, final int steps, final String present) {
        final ShapingSettings shaping = line.group.shaping();
        final int ifIndex = line.device.ifIndex;
        if (line.shared) {
            // Also without shaping: the classes tell the sessions' counters apart.
            if (!present.equals("htb")) {
                trafficControl.addHtb(line, steps | ROOT, ifIndex, KernelNumbers.HTB_NOBODY);
            }
            trafficControl.addNobodyClass(line, steps | CLASS, ifIndex);
        } else if (shaping.queue() == ShapingSettings.Queue.CAKE) {
            if (!present.equals("cake")) {
                trafficControl.addCake(line, steps | ROOT, ifIndex, shaping, shaping.downBitsPerSecond(), overhead(line), false);
            }
        } else if (shaping.queue() == ShapingSettings.Queue.FQ_CODEL && !present.equals("htb")) {
            trafficControl.addHtb(line, steps | ROOT, ifIndex, 1);
            trafficControl.putClass(line, steps | CLASS, ifIndex, 1, shaping, shaping.downBitsPerSecond(), overhead(line));
            trafficControl.addLeaf(line, steps | LEAF, ifIndex, 1, shaping, overhead(line));
        }
    }

    private static int overhead(final LineDevice line) {
        return ShapingPlanner.overheadBytes(line.group.shaping(), line.stack, SessionRecordFlyweight.ENCAPSULATION_IPOE);
    }

    void onAnswer(final LineDevice line, final int step, final int errno, final CharSequence text) {
        if (errno == 0) {
            return;
        }
        final int kind = step & KIND_MASK;
        final boolean tolerated = switch (kind) {
            case INGRESS, ROOT, LEAF -> errno == Errno.EEXIST;
            case NAME -> true;
            case UP -> errno == Errno.ENETDOWN && !line.trunk.up;
            case SETTINGS -> errno == Errno.EAFNOSUPPORT;
            default -> false;
        };
        if (tolerated && (kind != NAME || line.error != 0)) {
            return;
        }
        if (line.error == 0) {
            // What fails behind the first failure fails because of it.
            final boolean retried = !tolerated && isRetried(line, errno);
            if (!retried) {
                errors.onRefused(errorKind(line, kind), describe(line, step), errno, text);
            }
            if (!tolerated) {
                line.error = errno;
            }
        }
        if (kind == CREATE) {
            final int level = step >>> LEVEL_SHIFT;
            for (int i = 0; i < line.creating.size(); i++) {
                if (VlanStack.depth(line.creating.get(i).stack) == level) {
                    line.creating.get(i).state = VlanDevice.State.GONE;
                }
            }
        }
    }

    private static boolean isRetried(final LineDevice line, final int errno) {
        return line.attempts < MAX_ATTEMPTS && (KernelErrors.isTransient(errno) || errno == Errno.EEXIST || errno == Errno.ENODEV);
    }

    private static KernelErrors.Kind errorKind(final LineDevice line, final int kind) {
        return switch (kind) {
            case CREATE -> KernelErrors.Kind.VLAN;
            case NAME -> KernelErrors.Kind.NAME;
            case INGRESS -> KernelErrors.Kind.INGRESS;
            case ROOT -> line.shared || line.group.shaping().queue() == ShapingSettings.Queue.FQ_CODEL
                ? KernelErrors.Kind.HTB : KernelErrors.Kind.CAKE;
            case CLASS -> KernelErrors.Kind.HTB;
            case LEAF -> KernelErrors.Kind.FQ_CODEL;
            default -> KernelErrors.Kind.LINK;
        };
    }

    private static String describe(final LineDevice line, final int step) {
        final long stack = LinkTable.prefix(line.stack, step >>> LEVEL_SHIFT);
        return VlanStack.appendLineName(line.trunk.name, stack, new StringBuilder()).toString();
    }

    void onSettled(final LineDevice line) {
        if (line.state != LineDevice.State.CREATING) {
            return;
        }
        if (line.error == 0 && line.device.state == VlanDevice.State.GONE) {
            line.error = Errno.ENODEV;
        }
        for (int i = 0; i < line.creating.size(); i++) {
            final VlanDevice device = line.creating.get(i);
            if (device.state == VlanDevice.State.CREATING) {
                device.state = VlanDevice.State.PRESENT;
            } else if (device.state == VlanDevice.State.GONE) {
                links.remove(device);
            }
        }
        if (line.error == 0) {
            line.creating.clear();
            line.attempts = 0;
            if (line.downRequested) {
                takeDown(line);
                return;
            }
            line.state = LineDevice.State.UP;
            answers.onLineUp(line.lineId, 0);
            listener.onLineReady(line);
        } else if (!line.downRequested && isRetried(line, line.error)) {
            line.attempts++;
            undo(line);
            line.state = LineDevice.State.WAITING;
            retries.add(line);
        } else if (line.downRequested) {
            undo(line);
            lines.remove(line.lineId);
            answers.onLineGone(line.lineId, false);
        } else {
            fail(line, line.error, null);
        }
    }

    private void undo(final LineDevice line) {
        if (line.device != null && line.device.line == line) {
            line.device.line = null;
        }
        for (int i = line.creating.size() - 1; i >= 0; i--) {
            doomIfUnused(line.creating.get(i));
        }
        line.creating.clear();
        line.device = null;
    }

    private void fail(final LineDevice line, final int errno, final String reason) {
        if (reason != null) {
            errors.onRefused(KernelErrors.Kind.VLAN, VlanStack.appendLineName(line.trunk.name, line.stack, new StringBuilder()),
                errno, reason);
        }
        undo(line);
        line.state = LineDevice.State.FAILED;
        lines.remove(line.lineId);
        listener.onLineFailed(line, errno);
        answers.onLineUp(line.lineId, errno);
    }

    /** Whether lines wait for a fresh list of interfaces before they are tried again. */
    boolean wantsRefresh() {
        return !retries.isEmpty();
    }

    /** The table of interfaces is fresh: lines that failed by surprise are tried again. */
    void onRefreshed() {
        final List<LineDevice> again = new ArrayList<>(retries);
        retries.clear();
        for (final LineDevice line : again) {
            if (line.downRequested) {
                lines.remove(line.lineId);
                answers.onLineGone(line.lineId, false);
            } else {
                raise(line);
            }
        }
    }

    void lineDown(final int lineId) {
        final LineDevice line = lines.get(lineId);
        if (line == null) {
            answers.onLineGone(lineId, false);
        } else if (line.state == LineDevice.State.UP && !line.isBusy()) {
            takeDown(line);
        } else {
            line.downRequested = true;
            if (line.state == LineDevice.State.WAITING && !retries.contains(line)) {
                links.trunks[line.trunk.trunkIndex].devices.values().forEach(device -> device.waiting.remove(line));
                lines.remove(lineId);
                answers.onLineGone(lineId, false);
            }
        }
    }

    private void takeDown(final LineDevice line) {
        final VlanDevice device = line.device;
        listener.onLineLost(line);
        lines.remove(line.lineId);
        line.state = LineDevice.State.FAILED;
        device.line = null;
        device.adopted = null;
        if (doomIfUnused(device)) {
            goingLines.computeIfAbsent(device.ifIndex, ignored -> new ArrayList<>(1)).add(line.lineId);
            return;
        }
        // Somebody else's interface, or one that carries other lines, only loses what is ours.
        final DeviceCleaning cleaning = new DeviceCleaning(errors, device.logicalName);
        trafficControl.deleteIngress(cleaning, 0, device.ifIndex);
        trafficControl.deleteRoot(cleaning, 0, device.ifIndex);
        if (device.owned) {
            carryOnly(cleaning, 0, device);
        }
        answers.onLineGone(line.lineId, false);
    }

    /** Has an interface of ours deleted that no line and no other interface needs; false if it stays. */
    boolean doomIfUnused(final VlanDevice device) {
        if (!device.owned || device.line != null || device.children > 0 || device.state != VlanDevice.State.PRESENT) {
            return false;
        }
        device.state = VlanDevice.State.DOOMED;
        reaper.doom(device.ifIndex);
        return true;
    }

    /** The reaper is through with an interface. */
    void onReaped(final VlanDevice device, final int errno) {
        final List<Integer> gone = goingLines.remove(device.ifIndex);
        if (errno == 0) {
            links.remove(device);
        } else {
            device.state = VlanDevice.State.PRESENT;
            errors.onRefused(KernelErrors.Kind.DELETE, device.logicalName, errno, "");
        }
        if (gone != null) {
            gone.forEach(lineId -> answers.onLineGone(lineId, false));
        }
        final List<LineDevice> waiting = new ArrayList<>(device.waiting);
        device.waiting.clear();
        waiting.forEach(this::raise);
        if (errno == 0 && !device.parent.isTrunk()) {
            doomIfUnused(device.parent);
        }
    }

    /** An interface is gone, and nobody here asked for it. */
    void onDeleted(final VlanDevice device) {
        if (device.state == VlanDevice.State.DOOMED || device.state == VlanDevice.State.GONE) {
            return;
        }
        final LineDevice line = device.line;
        links.remove(device);
        if (line == null) {
            return;
        }
        if (line.state == LineDevice.State.CREATING) {
            // Its requests will fail, or have succeeded in vain: it is settled then.
            return;
        }
        device.line = null;
        line.state = LineDevice.State.FAILED;
        lines.remove(line.lineId);
        listener.onLineLost(line);
        answers.onLineGone(line.lineId, true);
    }

    /** Brings up again what went down though its trunk is up. */
    void bringUp(final VlanDevice device) {
        pipeline.submit(new DeviceCleaning(errors, device.logicalName), 0, set.reset().index(device.ifIndex).up());
    }
}
