package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.SubscriberProfile.FramedRoute;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.link.LinkStatistics64Flyweight;
import io.athenabng.netlink.link.LinkStatisticsRequest;
import io.athenabng.netlink.route.NeighbourRequest;
import io.athenabng.netlink.route.RouteRequest;
import io.athenabng.netlink.tc.TcDumpRequest;
import io.athenabng.netlink.tc.TcGetRequest;
import io.athenabng.netlink.tc.TcHandle;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.Arrays;
import java.util.List;

/** A session's requests to the kernel, and what of them the kernel is known to have. Owned by the kernel agent. */
final class SessionRequests {
    private static final int QUEUE = 0;
    private static final int CLASS = 1;
    private static final int LEAF = 2;
    private static final int IFB_QUEUE = 3;
    private static final int IFB_NAME = 4;
    private static final int ROUTE = 5;
    private static final int NEIGHBOUR = 6;
    private static final int GUARD = 7;
    private static final int FILTER = 8;
    private static final int CLASS_FILTER = 9;
    private static final int STATISTICS = 10;
    private static final int OLD = 11;
    private static final int PREFIX = 32;

    private final RequestPipeline pipeline;
    private final TrafficControl trafficControl;
    private final CountingMarks marks;
    private final RouteRequest route = new RouteRequest();
    private final NeighbourRequest neighbour = new NeighbourRequest();
    private final LinkStatisticsRequest statistics = new LinkStatisticsRequest();
    private final TcGetRequest get = new TcGetRequest();
    private IfbPool ifbs;

    SessionRequests(final KernelServices services) {
        pipeline = services.pipeline();
        trafficControl = services.trafficControl();
        marks = new CountingMarks(services);
    }

    void attach(final IfbPool pool) {
        ifbs = pool;
    }

    /** Whether the upload is shaped by CAKE: an unlimited one needs no queue. */
    static boolean needsIfb(final SessionDevice session) {
        return session.line.group.shaping().queue() == ShapingSettings.Queue.CAKE && session.upBitsPerSecond > 0;
    }

    static String ifbName(final SessionDevice session) {
        final String line = KernelNumbers.IFB_ALTERNATIVE_PREFIX + session.line.device.logicalName;
        return session.line.shared ? line + '-' + Ipv4Address.toString(session.ipv4) : line;
    }

    /** The session's number on its line: that of its filter from before the start, if there is one. */
    int slotFor(final LineDevice line, final SessionDevice session) {
        final AdoptedQueues adopted = line.device == null ? line.trunk.devices.containsKey(line.stack)
            ? line.trunk.devices.get(line.stack).adopted : null : line.device.adopted;
        if (adopted != null && line.shared) {
            for (int i = 0; i < adopted.filters.size(); i++) {
                final AdoptedQueues.SessionFilter each = adopted.filters.get(i);
                final int slot = slotOf(each.priority());
                if (each.ipv4() == session.ipv4 && each.mac() == session.mac && isFree(line, slot)) {
                    return slot;
                }
            }
        }
        int slot = line.freeSlot();
        while (adopted != null && line.shared && isTaken(adopted, slot)) {
            slot++;
        }
        return slot;
    }

    private static boolean isFree(final LineDevice line, final int slot) {
        return line.sessions.stream().noneMatch(session -> session.lineSlot == slot);
    }

    private static boolean isTaken(final AdoptedQueues adopted, final int slot) {
        return adopted.filters.stream().anyMatch(filter -> slotOf(filter.priority()) == slot);
    }

    static int slotOf(final int priority) {
        return (priority - KernelNumbers.SESSION_PRIORITY) / KernelNumbers.PRIORITIES_PER_SESSION;
    }

    private static int firstPriority(final SessionDevice session) {
        return KernelNumbers.SESSION_PRIORITY + session.lineSlot * KernelNumbers.PRIORITIES_PER_SESSION;
    }

    private static int minor(final SessionDevice session) {
        return session.lineSlot + 1;
    }

    /** First pass: rates, route, neighbour. */
    void apply(final SessionDevice session) {
        final int ifIndex = session.line.ifIndex();
        shape(session, session.attempts > 0);
        if (session.routedIpv4 != 0 && session.routedIpv4 != session.ipv4) {
            deleteRoute(session, ifIndex, session.routedIpv4);
        }
        pipeline.submit(session, ROUTE, route.reset().replace().ipv4Destination(session.ipv4, PREFIX).outputIndex(ifIndex)
            .protocol(KernelNumbers.ROUTE_PROTOCOL));
        pipeline.submit(session, NEIGHBOUR, neighbour.replace(ifIndex, session.mac).ipv4(session.ipv4));
        session.routedIpv4 = session.ipv4;
        putFramedRoutes(session, ifIndex);
        if (!session.baseTaken) {
            askCounters(session);
        }
    }

    void change(final SessionDevice session) {
        shape(session, false);
        final ShapingSettings settings = session.line.group.shaping();
        if (!session.line.shared && settings.queue() == ShapingSettings.Queue.FQ_CODEL) {
            // It is there since the line is.
            trafficControl.changeLeaf(session, LEAF, session.line.ifIndex(), 1, settings, session.overheadBytes);
        }
    }

    private void shape(final SessionDevice session, final boolean repair) {
        final LineDevice line = session.line;
        final ShapingSettings settings = line.group.shaping();
        if (settings.queue() == ShapingSettings.Queue.NONE && !line.shared) {
            return;
        }
        final int ifIndex = line.ifIndex();
        if (line.shared || settings.queue() == ShapingSettings.Queue.FQ_CODEL) {
            final long rate = settings.queue() == ShapingSettings.Queue.NONE ? 0
                : line.shared ? session.downBitsPerSecond : line.queueBitsPerSecond(session.downBitsPerSecond);
            trafficControl.putClass(session, CLASS, ifIndex, minor(session), settings, rate, session.overheadBytes);
            if (line.shared && !session.classFilter && settings.queue() != ShapingSettings.Queue.NONE) {
                trafficControl.addLeaf(session, LEAF, ifIndex, minor(session), settings, session.overheadBytes);
            } else if (line.shared && settings.queue() != ShapingSettings.Queue.NONE) {
                trafficControl.changeLeaf(session, LEAF, ifIndex, minor(session), settings, session.overheadBytes);
            }
        } else if (repair) {
            trafficControl.replaceCake(session, QUEUE, ifIndex, settings, line.queueBitsPerSecond(session.downBitsPerSecond),
                session.overheadBytes, false);
        } else {
            trafficControl.changeCake(session, QUEUE, ifIndex, settings, line.queueBitsPerSecond(session.downBitsPerSecond),
                session.overheadBytes, false);
        }
        if (session.ifb != null) {
            if (repair) {
                trafficControl.replaceCake(
                    session, IFB_QUEUE, session.ifb.ifIndex, settings, session.upBitsPerSecond, session.overheadBytes, true);
            } else {
                trafficControl.changeCake(
                    session, IFB_QUEUE, session.ifb.ifIndex, settings, session.upBitsPerSecond, session.overheadBytes, true);
            }
            ifbs.name(session, IFB_NAME, session.ifb, ifbName(session));
        }
    }

    /** The way to a network behind the subscriber is the subscriber, whatever gateway is named: nobody else is on the line. */
    private void putFramedRoutes(final SessionDevice session, final int ifIndex) {
        for (int i = 0; i < session.routed.size(); i++) {
            if (!session.routes.contains(session.routed.get(i))) {
                deleteFramedRoute(session, ifIndex, session.routed.get(i));
            }
        }
        for (int i = 0; i < session.routes.size(); i++) {
            final FramedRoute each = session.routes.get(i);
            pipeline.submit(session, ROUTE, route.reset().replace().ipv4Destination(Networks.address(each), each.prefixLength())
                .ipv4Gateway(session.ipv4).outputIndex(ifIndex).protocol(KernelNumbers.ROUTE_PROTOCOL).metric(each.metric()));
        }
        session.routed = session.routes;
    }

    private void deleteFramedRoute(final SessionDevice session, final int ifIndex, final FramedRoute of) {
        pipeline.submit(session, OLD, route.reset().delete().ipv4Destination(Networks.address(of), of.prefixLength())
            .outputIndex(ifIndex).metric(of.metric()));
    }

    private void deleteRoute(final SessionDevice session, final int ifIndex, final int ipv4) {
        pipeline.submit(session, OLD, route.reset().delete().ipv4Destination(ipv4, PREFIX).outputIndex(ifIndex));
        pipeline.submit(session, OLD, neighbour.delete(ifIndex).ipv4(ipv4));
    }

    /** Second pass: filters. */
    void filters(final SessionDevice session) {
        final LineDevice line = session.line;
        final int ifIndex = line.ifIndex();
        if (!line.guarded) {
            guard(session, line, ifIndex);
        }
        adoptFilter(session);
        final boolean police = line.group.shaping().queue() == ShapingSettings.Queue.FQ_CODEL && session.upBitsPerSecond > 0;
        final long rate = police ? session.upBitsPerSecond : 0;
        final boolean right = session.filterPriority != 0 && session.filterIpv4 == session.ipv4 && session.filterMac == session.mac
            && session.filterIfb == session.ifb && session.filterRate == rate && session.routes.equals(session.filterRoutes);
        if (!right) {
            putFilter(session, police);
            session.filterRate = rate;
        }
        if (session.oldFilterPriority != 0) {
            trafficControl.deleteFilters(session, OLD, ifIndex, session.oldFilterPriority);
            session.oldFilterPriority = 0;
        }
        if (line.shared && (!session.classFilter || !right)) {
            // Deleted first: it may be another session's of before the start, or for another address.
            trafficControl.deleteClassFilter(session, OLD, ifIndex, minor(session));
            trafficControl.addClassFilters(session, CLASS_FILTER, ifIndex, minor(session));
            session.classFilter = true;
        }
    }

    private void guard(final SessionDevice session, final LineDevice line, final int ifIndex) {
        line.guarded = true;
        if (session.attempts > 0 || line.foreignGuards) {
            line.foreignGuards = false;
            for (int priority = KernelNumbers.CONTROL_PRIORITY; priority <= KernelNumbers.TO_GROUP_PRIORITY; priority++) {
                trafficControl.deleteFilters(session, OLD, ifIndex, priority);
            }
        }
        trafficControl.addControlFilter(session, GUARD, ifIndex);
        if (line.group.isolated()) {
            trafficControl.addIsolationFilters(session, GUARD, ifIndex, line.group.gateway(), line.group.gatewayPrefixLength());
        }
        trafficControl.addOthersFilter(session, GUARD, ifIndex, line.shared);
    }

    private void putFilter(final SessionDevice session, final boolean police) {
        if (isCountedByFilter(session)) {
            session.keepUpload(0, 0);
        }
        final int first = firstPriority(session);
        final int priority = session.filterPriority == first ? first + 1 : first;
        if (session.filterPriority == 0 && session.attempts > 0) {
            // An attempt before this one may have left something.
            trafficControl.deleteFilters(session, OLD, session.line.ifIndex(), first);
            trafficControl.deleteFilters(session, OLD, session.line.ifIndex(), first + 1);
        }
        if (session.ifb != null) {
            trafficControl.addRedirectFilter(session, FILTER, session, priority);
        } else if (police) {
            trafficControl.addPoliceFilter(session, FILTER, session, priority);
        } else {
            trafficControl.addPassFilter(session, FILTER, session, priority);
        }
        session.oldFilterPriority = session.filterPriority;
        session.filterPriority = priority;
        session.filterIpv4 = session.ipv4;
        session.filterMac = session.mac;
        session.filterIfb = session.ifb;
        session.filterRoutes = session.routes;
        Arrays.fill(session.filterCounts, 0);
    }

    /** Takes over the filter that the session had before the start; others at its place go. */
    private void adoptFilter(final SessionDevice session) {
        final AdoptedQueues adopted = session.line.device.adopted;
        if (adopted == null || session.filterPriority != 0) {
            return;
        }
        final int target = session.ifb == null ? 0 : session.ifb.ifIndex;
        final AdoptedQueues.SessionFilter own = adopted.find(session.ipv4, session.mac, target);
        final boolean police = session.line.group.shaping().queue() == ShapingSettings.Queue.FQ_CODEL;
        if (own != null && !police && slotOf(own.priority()) == session.lineSlot) {
            session.filterPriority = own.priority();
            session.filterIpv4 = session.ipv4;
            session.filterMac = session.mac;
            session.filterIfb = session.ifb;
            session.filterRoutes = adoptedRoutes(session, adopted);
            if (isCountedByFilter(session)) {
                session.keepUpload(octets(adopted, own.priority()), packets(adopted, own.priority()));
            }
            adopted.filters.remove(own);
        }
        for (int i = adopted.filters.size() - 1; i >= 0; i--) {
            final AdoptedQueues.SessionFilter other = adopted.filters.get(i);
            if (slotOf(other.priority()) == session.lineSlot) {
                if (session.filterPriority == 0) {
                    session.filterPriority = other.priority();
                } else if (other.priority() != session.filterPriority) {
                    trafficControl.deleteFilters(session, OLD, session.line.ifIndex(), other.priority());
                }
                adopted.filters.remove(i);
            }
        }
    }

    /** The session's routes if just their filters are there beside that of its address; else null. */
    private static List<FramedRoute> adoptedRoutes(final SessionDevice session, final AdoptedQueues adopted) {
        int count = 0;
        for (int i = 0; i < adopted.filters.size(); i++) {
            final AdoptedQueues.SessionFilter each = adopted.filters.get(i);
            if (each.priority() == session.filterPriority && each.ipv4() != session.ipv4) {
                count++;
                if (session.routes.stream().noneMatch(route -> Networks.address(route) == each.ipv4())) {
                    return null;
                }
            }
        }
        return count == session.routes.size() ? session.routes : null;
    }

    private static long octets(final AdoptedQueues adopted, final int priority) {
        return adopted.filters.stream().filter(each -> each.priority() == priority).mapToLong(AdoptedQueues.SessionFilter::octets).sum();
    }

    private static long packets(final AdoptedQueues adopted, final int priority) {
        return adopted.filters.stream().filter(each -> each.priority() == priority).mapToLong(AdoptedQueues.SessionFilter::packets).sum();
    }

    /** Whether the upload is counted by the session's filter only: the line is shared and there is no IFB. */
    static boolean isCountedByFilter(final SessionDevice session) {
        return session.line != null && session.line.shared && session.ifb == null && session.filterPriority != 0;
    }

    /** Asks for the last counters of a session's filter, before it goes. */
    void askFilter(final SessionDevice session) {
        pipeline.dump(session, STATISTICS, new TcDumpRequest().filters(session.line.ifIndex(), TcHandle.INGRESS_QDISC), session);
    }

    /** The session counts: the kernel keeps from where. */
    void markBase(final SessionDevice session) {
        marks.write(session);
    }

    /** Undoes {@link #apply} and {@link #filters}; asks for the last counters once nothing can be counted any more. */
    void remove(final SessionDevice session) {
        if (session.line == null || session.line.ifIndex() == 0) {
            session.hold();
            pipeline.release(session);
            return;
        }
        final LineDevice line = session.line;
        final int ifIndex = line.ifIndex();
        session.hold();
        if (session.filterPriority != 0) {
            trafficControl.deleteFilters(session, OLD, ifIndex, session.filterPriority);
        }
        if (session.oldFilterPriority != 0) {
            trafficControl.deleteFilters(session, OLD, ifIndex, session.oldFilterPriority);
        }
        for (int i = 0; i < session.routed.size(); i++) {
            deleteFramedRoute(session, ifIndex, session.routed.get(i));
        }
        if (session.routedIpv4 != 0) {
            deleteRoute(session, ifIndex, session.routedIpv4);
        }
        askCounters(session);
        marks.remove(session, OLD);
        final ShapingSettings settings = line.group.shaping();
        if (line.shared) {
            trafficControl.deleteClassFilter(session, OLD, ifIndex, minor(session));
            trafficControl.deleteClass(session, OLD, ifIndex, minor(session));
        } else if (settings.queue() == ShapingSettings.Queue.CAKE) {
            trafficControl.changeCake(session, OLD, ifIndex, settings, line.idleBitsPerSecond(), session.overheadBytes, false);
        } else if (settings.queue() == ShapingSettings.Queue.FQ_CODEL) {
            trafficControl.putClass(session, OLD, ifIndex, 1, settings, line.idleBitsPerSecond(), session.overheadBytes);
        }
        forgetFilters(session);
        session.routedIpv4 = 0;
        session.routed = List.of();
        session.classFilter = false;
        pipeline.release(session);
    }

    private void askCounters(final SessionDevice session) {
        pipeline.ask(session, STATISTICS, statistics.byIndex(session.line.ifIndex()), session);
        if (session.ifb != null) {
            pipeline.ask(session, STATISTICS, statistics.byIndex(session.ifb.ifIndex), session);
        }
        if (session.line.shared) {
            pipeline.ask(session, STATISTICS, get.tclass(session.line.ifIndex(), KernelNumbers.HTB_HANDLE | minor(session)), session);
        }
    }

    static int classId(final SessionDevice session) {
        return KernelNumbers.HTB_HANDLE | minor(session);
    }

    /** A request failed; what follows from it. */
    void onRefused(final SessionDevice session, final int step) {
        if (step == GUARD && session.line != null) {
            session.line.guarded = false;
        }
    }

    void forgetFilters(final SessionDevice session) {
        session.filterPriority = 0;
        session.oldFilterPriority = 0;
        session.filterIfb = null;
        session.filterRate = 0;
        session.filterRoutes = List.of();
    }

    void forgetEverything(final SessionDevice session) {
        forgetFilters(session);
        session.routedIpv4 = 0;
        session.routed = List.of();
        session.classFilter = false;
    }

    boolean isTolerated(final SessionDevice session, final int step, final int errno) {
        return switch (step) {
            case OLD -> KernelErrors.isGone(errno);
            case STATISTICS -> KernelErrors.isGone(errno) || errno == Errno.EAGAIN;
            case IFB_NAME, LEAF, GUARD -> errno == Errno.EEXIST;
            default -> session.state == SessionDevice.State.REMOVING && KernelErrors.isGone(errno);
        };
    }

    KernelErrors.Kind errorKind(final SessionDevice session, final int step) {
        return switch (step) {
            case QUEUE, IFB_QUEUE -> KernelErrors.Kind.CAKE;
            case CLASS -> KernelErrors.Kind.HTB;
            case LEAF -> session.line != null && session.line.group.shaping().queue() == ShapingSettings.Queue.CAKE
                ? KernelErrors.Kind.CAKE : KernelErrors.Kind.FQ_CODEL;
            case IFB_NAME -> KernelErrors.Kind.NAME;
            case ROUTE -> KernelErrors.Kind.ROUTE;
            case NEIGHBOUR -> KernelErrors.Kind.NEIGHBOUR;
            case STATISTICS -> KernelErrors.Kind.STATISTICS;
            case OLD -> KernelErrors.Kind.DELETE;
            default -> KernelErrors.Kind.FILTER;
        };
    }

    String describe(final SessionDevice session) {
        return "session " + session.sessionId + " (" + Ipv4Address.toString(session.ipv4)
            + (session.line == null || session.line.device == null ? "" : " on " + session.line.device.logicalName) + ')';
    }

    static void noteLine(final LineDevice line, final LinkStatistics64Flyweight counters) {
        line.counters[0] = counters.rxBytes();
        line.counters[1] = counters.rxPackets();
        line.counters[2] = counters.txBytes();
        line.counters[3] = counters.txPackets();
    }

    /** The line's, the IFB's and the class's counters as they were read last are the session's. */
    void noteCounters(final SessionDevice session) {
        final LineDevice line = session.line;
        if (line == null) {
            return;
        }
        if (session.ifb != null) {
            session.last[0] = session.ifb.octets;
            session.last[1] = session.ifb.packets;
        } else if (!line.shared) {
            session.last[0] = line.counters[0];
            session.last[1] = line.counters[1];
        }
        if (!line.shared) {
            session.last[2] = line.counters[2];
            session.last[3] = line.counters[3];
        }
    }

    /** The first counters after a session came up are what it is counted from. */
    void takeBase(final SessionDevice session) {
        noteCounters(session);
        if (session.state == SessionDevice.State.APPLYING && !session.baseTaken) {
            if (session.line != null && marks.resume(session)) {
                return;
            }
            final int first = session.line != null && session.line.shared && session.ifb == null ? 2 : 0;
            System.arraycopy(session.last, first, session.base, first, session.last.length - first);
        }
    }
}
