package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.SubscriberProfile.FramedRoute;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.link.LinkSetRequest;
import io.athenabng.netlink.link.LinkStatisticsRequest;
import io.athenabng.netlink.route.RouteRequest;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.List;

/** A PPPoE session's requests to the kernel, and what of them the kernel is known to have. Owned by the kernel agent. */
final class PppRequests {
    private static final int MTU = 0;
    private static final int QUEUE = 1;
    private static final int CLASS = 2;
    private static final int LEAF = 3;
    private static final int IFB_QUEUE = 4;
    private static final int IFB_NAME = 5;
    private static final int ROUTE = 6;
    private static final int FILTER = 7;
    private static final int STATISTICS = 8;
    private static final int LINE = 9;
    private static final int OLD = 10;
    private static final int PREPARE = 11;
    private static final int PREFIX = 32;
    private static final String NO_MARK = "";
    private static final int FILTER_PRIORITY = 1;

    private final RequestPipeline pipeline;
    private final TrafficControl trafficControl;
    private final IfbPool ifbs;
    private final RouteRequest route = new RouteRequest();
    private final LinkSetRequest set = new LinkSetRequest();
    private final LinkStatisticsRequest statistics = new LinkStatisticsRequest();

    PppRequests(final KernelServices services, final IfbPool ifbs) {
        pipeline = services.pipeline();
        trafficControl = services.trafficControl();
        this.ifbs = ifbs;
    }

    /** Whether the upload is shaped by CAKE: an unlimited one needs no queue. */
    static boolean needsIfb(final PppSession session) {
        return session.unit.queue == ShapingSettings.Queue.CAKE && session.upBitsPerSecond > 0;
    }

    static String ifbName(final PppUnit unit) {
        return KernelNumbers.IFB_ALTERNATIVE_PREFIX + unit.name;
    }

    /** First pass: MTU, rates, routes. */
    void apply(final PppSession session) {
        final PppUnit unit = session.unit;
        if (session.isOutside()) {
            prepare(session);
        } else if (unit.mtu != session.mtu) {
            unit.mtu = session.mtu;
            pipeline.submit(session, MTU, set.reset().index(unit.ifIndex).mtu(session.mtu));
        }
        shape(session, session.attempts > 0);
        if (!session.isOutside()) {
            putHostRoute(session);
        }
        putFramedRoutes(session);
        if (!session.baseTaken) {
            pipeline.ask(session, STATISTICS, statistics.byIndex(unit.ifIndex), session);
        }
        if (!session.isOutside()) {
            if (!session.line.pppSessions.contains(session)) {
                session.line.pppSessions.add(session);
            }
            makeRoomOnLine(session);
        }
    }

    /** What a unit of ours has from its making. */
    private void prepare(final PppSession session) {
        if (session.unit.queue == ShapingSettings.Queue.FQ_CODEL) {
            trafficControl.addHtb(session, PREPARE, session.unit.ifIndex, 1);
        }
        trafficControl.addIngress(session, PREPARE, session.unit.ifIndex);
    }

    private void putHostRoute(final PppSession session) {
        if (session.routedIpv4 != 0 && session.routedIpv4 != session.ipv4) {
            deleteRoute(session, session.routedIpv4, PREFIX, 0);
        }
        pipeline.submit(session, ROUTE, route.reset().replace().ipv4Destination(session.ipv4, PREFIX)
            .outputIndex(session.unit.ifIndex).protocol(KernelNumbers.ROUTE_PROTOCOL));
        session.routedIpv4 = session.ipv4;
    }

    private void shape(final PppSession session, final boolean repair) {
        final PppUnit unit = session.unit;
        final ShapingSettings settings = session.shaping();
        if (unit.queue == ShapingSettings.Queue.CAKE) {
            // A unit of ours has its queue from its making.
            if (repair || session.isOutside() && !session.answered) {
                trafficControl.replaceCake(
                    session, QUEUE, unit.ifIndex, settings, session.downBitsPerSecond, session.overheadBytes, false);
            } else {
                trafficControl.changeCake(
                    session, QUEUE, unit.ifIndex, settings, session.downBitsPerSecond, session.overheadBytes, false);
            }
        } else if (unit.queue == ShapingSettings.Queue.FQ_CODEL) {
            trafficControl.putClass(session, CLASS, unit.ifIndex, 1, settings, session.downBitsPerSecond, session.overheadBytes);
            if (repair || session.isOutside() && !session.answered) {
                trafficControl.addLeaf(session, LEAF, unit.ifIndex, 1, settings, session.overheadBytes);
            } else if (session.answered) {
                trafficControl.changeLeaf(session, LEAF, unit.ifIndex, 1, settings, session.overheadBytes);
            }
        }
        if (unit.ifb != null) {
            if (repair) {
                trafficControl.replaceCake(
                    session, IFB_QUEUE, unit.ifb.ifIndex, settings, session.upBitsPerSecond, session.overheadBytes, true);
            } else {
                trafficControl.changeCake(
                    session, IFB_QUEUE, unit.ifb.ifIndex, settings, session.upBitsPerSecond, session.overheadBytes, true);
            }
            ifbs.name(session, IFB_NAME, unit.ifb, ifbName(unit));
        }
    }

    /** Behind a point-to-point interface there is one neighbour: a Framed-Route's own gateway needs no entry of its own. */
    private void putFramedRoutes(final PppSession session) {
        for (int i = 0; i < session.routed.size(); i++) {
            final FramedRoute old = session.routed.get(i);
            if (!session.routes.contains(old)) {
                deleteRoute(session, old.network(), old.prefixLength(), old.metric());
            }
        }
        for (int i = 0; i < session.routes.size(); i++) {
            final FramedRoute each = session.routes.get(i);
            route.reset().replace().ipv4Destination(Networks.address(each), each.prefixLength()).outputIndex(session.unit.ifIndex)
                .protocol(KernelNumbers.ROUTE_PROTOCOL);
            if (each.metric() > 0) {
                route.metric(each.metric());
            }
            pipeline.submit(session, ROUTE, route);
        }
        session.routed = session.routes;
    }

    private void deleteRoute(final PppSession session, final int network, final int prefixLength, final int metric) {
        route.reset().delete().ipv4Destination(network & Networks.mask(prefixLength), prefixLength).outputIndex(session.unit.ifIndex);
        if (metric > 0) {
            route.metric(metric);
        }
        pipeline.submit(session, OLD, route);
    }

    /** The session's frames pass its line's queue, too, and are shaped already. */
    private void makeRoomOnLine(final PppSession session) {
        final LineDevice line = session.line;
        if (line.state != LineDevice.State.UP || line.ifIndex() == 0) {
            return;
        }
        if (line.shared) {
            if (!line.pppoeClass) {
                line.pppoeClass = true;
                trafficControl.addPppoeClass(session, LINE, line.ifIndex());
            }
            return;
        }
        final ShapingSettings settings = line.group.shaping();
        final SessionDevice own = line.sessions.isEmpty() ? null : line.sessions.getFirst();
        final long rate = own == null ? line.idleBitsPerSecond() : line.queueBitsPerSecond(own.downBitsPerSecond);
        final int overhead = own == null ? session.overheadBytes : own.overheadBytes;
        if (settings.queue() == ShapingSettings.Queue.CAKE) {
            trafficControl.changeCake(session, LINE, line.ifIndex(), settings, rate, overhead, false);
        } else if (settings.queue() == ShapingSettings.Queue.FQ_CODEL) {
            trafficControl.putClass(session, LINE, line.ifIndex(), 1, settings, rate, overhead);
        }
    }

    /** Second pass: the filter of the upload. */
    void filters(final PppSession session) {
        final PppUnit unit = session.unit;
        if (unit.foreignFilters) {
            unit.foreignFilters = false;
            trafficControl.deleteUnitFilter(session, OLD, unit, FILTER_PRIORITY);
            trafficControl.deleteUnitFilter(session, OLD, unit, FILTER_PRIORITY + 1);
        }
        final long rate = unit.queue == ShapingSettings.Queue.FQ_CODEL ? session.upBitsPerSecond : 0;
        // An IFB that an unlimited session has no need of stays with the unit, unlimited.
        final boolean wanted = unit.ifb != null || rate > 0;
        if (unit.filterPriority != 0 == wanted && unit.filterIfb == unit.ifb && unit.filterRate == rate && session.attempts == 0) {
            return;
        }
        final int old = unit.filterPriority;
        if (session.attempts > 0) {
            trafficControl.deleteUnitFilter(session, OLD, unit, FILTER_PRIORITY);
            trafficControl.deleteUnitFilter(session, OLD, unit, FILTER_PRIORITY + 1);
        }
        unit.filterPriority = 0;
        if (wanted) {
            // The new one is there before the old one goes, so that no packet is without one.
            unit.filterPriority = old == FILTER_PRIORITY ? FILTER_PRIORITY + 1 : FILTER_PRIORITY;
            if (unit.ifb != null) {
                trafficControl.addUnitRedirect(session, FILTER, unit, unit.filterPriority);
            } else {
                trafficControl.addUnitPolice(session, FILTER, unit, unit.filterPriority, rate);
            }
        }
        unit.filterIfb = unit.ifb;
        unit.filterRate = rate;
        if (old != 0) {
            trafficControl.deleteUnitFilter(session, OLD, unit, old);
        }
    }

    /** Undoes what of {@link #apply} a free unit has not, and asks for the last counters. */
    void remove(final PppSession session) {
        session.hold();
        if (session.routedIpv4 != 0) {
            deleteRoute(session, session.routedIpv4, PREFIX, 0);
        }
        for (int i = 0; i < session.routed.size(); i++) {
            final FramedRoute each = session.routed.get(i);
            deleteRoute(session, each.network(), each.prefixLength(), each.metric());
        }
        forget(session);
        pipeline.ask(session, STATISTICS, statistics.byIndex(session.unit.ifIndex), session);
        if (session.isOutside()) {
            clean(session, OLD, session.unit.ifIndex);
        } else {
            makeRoomOnLine(session);
        }
        pipeline.release(session);
    }

    /** Takes everything of ours off an outside server's interface. */
    void clean(final KernelTask task, final int step, final int ifIndex) {
        trafficControl.deleteIngress(task, step, ifIndex);
        trafficControl.deleteRoot(task, step, ifIndex);
        pipeline.submit(task, step, set.reset().index(ifIndex).alias(NO_MARK));
    }

    /** The kernel has nothing of the session any more but what its unit keeps. */
    void forget(final PppSession session) {
        session.routedIpv4 = 0;
        session.routed = List.of();
        if (!session.isOutside()) {
            session.line.pppSessions.remove(session);
        }
    }

    static boolean isTolerated(final PppSession session, final int step, final int errno) {
        return switch (step) {
            case OLD -> KernelErrors.isGone(errno);
            case STATISTICS -> KernelErrors.isGone(errno) || errno == Errno.EAGAIN;
            // The line's queue is its own affair: it is made anew with the line.
            case LINE -> KernelErrors.isGone(errno) || errno == Errno.EEXIST;
            case IFB_NAME, LEAF, PREPARE -> errno == Errno.EEXIST;
            default -> session.state == PppSession.State.REMOVING && KernelErrors.isGone(errno);
        };
    }

    static KernelErrors.Kind errorKind(final int step) {
        return switch (step) {
            case QUEUE, IFB_QUEUE, LINE -> KernelErrors.Kind.CAKE;
            case CLASS -> KernelErrors.Kind.HTB;
            case PREPARE -> KernelErrors.Kind.INGRESS;
            case LEAF -> KernelErrors.Kind.FQ_CODEL;
            case IFB_NAME -> KernelErrors.Kind.NAME;
            case ROUTE -> KernelErrors.Kind.ROUTE;
            case STATISTICS -> KernelErrors.Kind.STATISTICS;
            case OLD -> KernelErrors.Kind.DELETE;
            case FILTER -> KernelErrors.Kind.FILTER;
            default -> KernelErrors.Kind.LINK;
        };
    }

    /** Where a session is; null while it has no unit. */
    static SessionLookup lookup(final PppSession session) {
        final PppUnit unit = session.unit;
        return unit == null ? null : new SessionLookup(unit.name, unit.ifIndex, 0, unit.ifb == null ? null : unit.ifb.name,
            unit.ifb == null ? 0 : unit.ifb.ifIndex);
    }

    static String describe(final PppSession session) {
        return "session " + session.sessionId + " (" + Ipv4Address.toString(session.ipv4)
            + (session.unit == null ? "" : " on " + session.unit.name) + ')';
    }
}
