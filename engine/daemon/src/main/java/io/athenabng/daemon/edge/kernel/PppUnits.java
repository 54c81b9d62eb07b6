package io.athenabng.daemon.edge.kernel;

import static io.athenabng.netlink.link.LinkAttributes.IN6_ADDR_GEN_MODE_NONE;
import static io.athenabng.netlink.link.LinkAttributes.IPV4_DEVCONF_FORWARDING;
import static io.athenabng.netlink.link.LinkAttributes.IPV4_DEVCONF_RP_FILTER;
import static io.athenabng.netlink.link.LinkAttributes.IPV4_DEVCONF_SEND_REDIRECTS;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.ppp.PppCalls;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.link.LinkReply;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.LinkStatistics64Flyweight;
import io.athenabng.netlink.link.PppLinkRequest;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntHashSet;

/**
 * PPP units: made with their queueing disciplines and up, given from session to session, deleted in groups when more are free than
 * {@link #CACHE}. Making one costs the kernel four times as much as using one again, and ending one waits for grace periods. Owned by the
 * kernel agent.
 *
 * <p>A free unit has no channel and no route, and its networks are closed. It keeps its IFB.
 */
final class PppUnits {
    /** Free units that are kept, of each kind of queue. */
    static final int CACHE = 64;
    private static final int CREATE = 0;
    private static final int ROOT = 1;
    private static final int CLASS = 2;
    private static final int LEAF = 3;
    private static final int INGRESS = 4;
    private static final int SETTINGS = 5;
    private static final int UP = 6;
    private static final int MAX_ATTEMPTS = 8;
    private static final int STRICT = 1;
    private static final int NO_DESCRIPTOR = -1;

    private final KernelServices services;
    private final RequestPipeline pipeline;
    private final TrafficControl trafficControl;
    private final KernelErrors errors;
    private final PppCalls calls;
    private final IfbPool ifbs;
    private final String namePrefix;
    private final MssClamp clamp;
    private final Map<ShapingSettings.Queue, ArrayDeque<PppUnit>> free = new EnumMap<>(ShapingSettings.Queue.class);
    private final Int2ObjectHashMap<PppUnit> byIndex = new Int2ObjectHashMap<>();
    private final BitSet names = new BitSet();
    private final IntHashSet present = new IntHashSet();
    private final PppLinkRequest create = new PppLinkRequest();
    private final LinkSetRequest set = new LinkSetRequest();

    PppUnits(final KernelServices services, final PppKernel kernel, final IfbPool ifbs, final PppSettings settings,
            final List<LinkReply> links) {
        this.services = services;
        pipeline = services.pipeline();
        trafficControl = services.trafficControl();
        errors = services.errors();
        calls = kernel.calls();
        this.ifbs = ifbs;
        namePrefix = settings.interfacePrefix();
        clamp = new MssClamp(errors, kernel.netfilter(), settings.clampMss());
        for (final ShapingSettings.Queue queue : ShapingSettings.Queue.values()) {
            free.put(queue, new ArrayDeque<>());
        }
        for (final LinkReply link : links) {
            final int number = numberOf(link.name());
            if (number >= 0) {
                names.set(number);
            }
            if ("ppp".equals(link.kind())) {
                present.add(link.index());
            }
        }
    }

    /** The number in a name of ours; -1 if it is not one. */
    private int numberOf(final String name) {
        if (!name.startsWith(namePrefix) || name.length() == namePrefix.length()) {
            return -1;
        }
        int number = 0;
        for (int i = namePrefix.length(); i < name.length(); i++) {
            final char digit = name.charAt(i);
            if (digit < '0' || digit > '9' || number > KernelNumbers.MAX_UNIT_NUMBER) {
                return -1;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }

    PppUnit byIndex(final int ifIndex) {
        return byIndex.get(ifIndex);
    }

    /** Every unit that is known. */
    Iterable<PppUnit> all() {
        return byIndex.values();
    }

    int freeCount() {
        return free.values().stream().mapToInt(ArrayDeque::size).sum();
    }

    /**
     * A unit for a session: one that is free, or a new one. Ask its state: while it is being made, the session is told later.
     *
     * @return the unit; null if there is no memory or no descriptor for one, and then {@link PppSession#error} says why
     */
    PppUnit acquire(final PppSession session, final ShapingSettings settings) {
        PppUnit unit = free.get(settings.queue()).poll();
        if (unit == null) {
            unit = make(session, settings);
        }
        if (unit != null) {
            unit.session = session;
        }
        return unit;
    }

    private PppUnit make(final PppSession session, final ShapingSettings settings) {
        if (!services.capacity().admit(CapacityPlanner.unitBytes(settings), "a PPP unit")) {
            session.error = Errno.ENOMEM;
            return null;
        }
        final int descriptor = calls.openDevice();
        if (descriptor < 0) {
            session.error = -descriptor;
            errors.onRefused(KernelErrors.Kind.PPP_UNIT, "/dev/ppp", -descriptor, "");
            return null;
        }
        clamp.ensure();
        final PppUnit unit = new PppUnit(this, settings.queue(), descriptor);
        submit(unit, settings, session.overheadBytes);
        return unit;
    }

    private void submit(final PppUnit unit, final ShapingSettings settings, final int overhead) {
        unit.error = 0;
        unit.nameNumber = names.nextClearBit(0);
        names.set(unit.nameNumber);
        unit.name = namePrefix + unit.nameNumber;
        unit.ifIndex = services.links().allocateIndex();
        unit.mtu = SessionPlan.PPPOE_MTU;
        byIndex.put(unit.ifIndex, unit);
        pipeline.submit(unit, CREATE, create.reset().name(unit.name).index(unit.ifIndex).mtu(unit.mtu).group(KernelNumbers.UNIT_GROUP)
            .descriptor(unit.descriptor));
        if (settings.queue() == ShapingSettings.Queue.CAKE) {
            trafficControl.addCake(unit, ROOT, unit.ifIndex, settings, settings.downBitsPerSecond(), overhead, false);
        } else if (settings.queue() == ShapingSettings.Queue.FQ_CODEL) {
            trafficControl.addHtb(unit, ROOT, unit.ifIndex, 1);
            trafficControl.putClass(unit, CLASS, unit.ifIndex, 1, settings, settings.downBitsPerSecond(), overhead);
            trafficControl.addLeaf(unit, LEAF, unit.ifIndex, 1, settings, overhead);
        }
        trafficControl.addIngress(unit, INGRESS, unit.ifIndex);
        // Strict: what a session's routes do not lead back to is not let in.
        set.reset().index(unit.ifIndex).ipv4Setting(IPV4_DEVCONF_FORWARDING, 1).ipv4Setting(IPV4_DEVCONF_RP_FILTER, STRICT)
            .ipv4Setting(IPV4_DEVCONF_SEND_REDIRECTS, 0);
        if (services.capabilities().ipv6()) {
            set.addressGenerationMode(IN6_ADDR_GEN_MODE_NONE);
        }
        pipeline.submit(unit, SETTINGS, set);
        pipeline.submit(unit, UP, set.reset().index(unit.ifIndex).up());
    }

    void onAnswer(final PppUnit unit, final int step, final int errno, final CharSequence text) {
        if (errno == 0 || step == SETTINGS && errno == Errno.EAFNOSUPPORT || unit.error != 0) {
            return;
        }
        // What fails behind the first failure fails because of it.
        unit.error = errno;
        if (!isRetried(unit)) {
            errors.onRefused(errorKind(unit, step), unit.name, errno, text);
        }
    }

    /** The kernel says EBUSY while another thread opens or closes a unit, and EEXIST when somebody else has the name. */
    private static boolean isRetried(final PppUnit unit) {
        return unit.attempts < MAX_ATTEMPTS && unit.session != null
            && (KernelErrors.isTransient(unit.error) || unit.error == Errno.EEXIST);
    }

    private static KernelErrors.Kind errorKind(final PppUnit unit, final int step) {
        return switch (step) {
            case CREATE -> KernelErrors.Kind.PPP_UNIT;
            case ROOT -> unit.queue == ShapingSettings.Queue.CAKE ? KernelErrors.Kind.CAKE : KernelErrors.Kind.HTB;
            case CLASS -> KernelErrors.Kind.HTB;
            case LEAF -> KernelErrors.Kind.FQ_CODEL;
            case INGRESS -> KernelErrors.Kind.INGRESS;
            default -> KernelErrors.Kind.LINK;
        };
    }

    void onSettled(final PppUnit unit) {
        if (unit.state != PppUnit.State.CREATING) {
            return;
        }
        final PppSession session = unit.session;
        if (unit.error == 0) {
            final int number = calls.unitNumber(unit.descriptor);
            if (number >= 0) {
                unit.number = number;
                unit.state = PppUnit.State.READY;
                session.onUnitReady();
                return;
            }
            unit.error = -number;
        } else if (isRetried(unit)) {
            unit.attempts++;
            byIndex.remove(unit.ifIndex);
            if (unit.error != Errno.EEXIST) {
                names.clear(unit.nameNumber);
            }
            submit(unit, session.shaping(), session.overheadBytes);
            return;
        }
        final int error = unit.error;
        unit.session = null;
        discard(unit);
        session.onUnitRefused(error);
    }

    /** A session's unit of before the start. Null if its descriptor is not that of a unit. */
    PppUnit adopt(final SessionKeeper.Kept kept, final ShapingSettings.Queue queue, final List<LinkReply> links) {
        final int number = calls.unitNumber(kept.unit());
        if (number < 0 || !present.contains(kept.ifIndex())) {
            return null;
        }
        clamp.ensure();
        final PppUnit unit = new PppUnit(this, queue, kept.unit());
        unit.ifIndex = kept.ifIndex();
        unit.number = number;
        for (final LinkReply link : links) {
            if (link.index() == kept.ifIndex()) {
                unit.name = link.name();
                unit.mtu = link.mtu();
                unit.mark = CountingMark.parse(link.alias());
                unit.nameNumber = Math.max(0, numberOf(link.name()));
            }
        }
        unit.state = PppUnit.State.READY;
        unit.foreignFilters = true;
        byIndex.put(unit.ifIndex, unit);
        return unit;
    }

    /**
     * An outside server's interface, for its session: only what is queued on it is ours.
     *
     * @return what stands for it; null if there is no memory, and then {@link PppSession#error} says why, or a unit of ours has its index
     */
    PppUnit borrow(final PppSession session, final OutsideInterface at, final CountingMark mark) {
        final ShapingSettings settings = session.shaping();
        session.error = byIndex.containsKey(at.index()) ? Errno.EBUSY : Errno.ENOMEM;
        if (session.error == Errno.EBUSY || settings.queue() == ShapingSettings.Queue.CAKE
                && !services.capacity().admit(CapacityPlanner.CAKE_BYTES, "a session of an outside PPP server")) {
            return null;
        }
        final PppUnit unit = new PppUnit(this, settings.queue(), NO_DESCRIPTOR);
        unit.outside = true;
        unit.ifIndex = at.index();
        unit.name = at.name();
        unit.mark = mark;
        unit.state = PppUnit.State.READY;
        unit.foreignFilters = true;
        unit.session = session;
        session.error = 0;
        byIndex.put(unit.ifIndex, unit);
        return unit;
    }

    private void giveBack(final PppUnit unit) {
        unit.state = PppUnit.State.GONE;
        if (unit.ifb != null) {
            ifbs.release(unit.ifb);
            unit.ifb = null;
        }
        byIndex.remove(unit.ifIndex);
    }

    /** A session does not need its unit any more; it has no channel and no routes. */
    void release(final PppUnit unit) {
        unit.session = null;
        if (unit.outside) {
            giveBack(unit);
            return;
        }
        final ArrayDeque<PppUnit> same = free.get(unit.queue);
        if (unit.state == PppUnit.State.READY && same.size() < CACHE) {
            same.push(unit);
        } else {
            discard(unit);
        }
    }

    /** Has a unit deleted. */
    void discard(final PppUnit unit) {
        unit.state = PppUnit.State.GONE;
        if (unit.ifb != null) {
            ifbs.release(unit.ifb);
            unit.ifb = null;
        }
        services.reaper().doom(unit.ifIndex);
    }

    /** The reaper is through with a unit's interface, or somebody deleted it: only now closing the descriptor costs nothing. */
    void onReaped(final PppUnit unit) {
        if (byIndex.remove(unit.ifIndex) != null) {
            names.clear(unit.nameNumber);
            Syscalls.close(unit.descriptor);
        }
    }

    /** An interface is gone, and nobody here asked for it. */
    void onDeleted(final PppUnit unit) {
        if (unit.state == PppUnit.State.GONE) {
            return;
        }
        free.get(unit.queue).remove(unit);
        final PppSession session = unit.session;
        unit.session = null;
        final boolean outside = unit.outside;
        giveBack(unit);
        if (!outside) {
            names.clear(unit.nameNumber);
            Syscalls.close(unit.descriptor);
        }
        if (session != null) {
            session.onUnitLost();
        }
    }

    static void note(final PppUnit unit, final LinkStatistics64Flyweight counters) {
        unit.counters[0] = counters.rxBytes();
        unit.counters[1] = counters.rxPackets();
        unit.counters[2] = counters.txBytes();
        unit.counters[3] = counters.txPackets();
    }

    /** At the end of the process, free units go; those of sessions stay as long as somebody keeps a copy of their descriptors. */
    void discardFree() {
        for (final ArrayDeque<PppUnit> units : free.values()) {
            while (!units.isEmpty()) {
                discard(units.poll());
            }
        }
    }
}
