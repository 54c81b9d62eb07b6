package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.route.NeighbourRequest;
import io.athenabng.netlink.route.RouteRequest;
import java.util.ArrayDeque;
import java.util.List;
import org.agrona.collections.LongHashSet;

/** After a start: removes what an earlier run left and nobody asked for again. Owned by the kernel agent. */
final class StaleCollector {
    private static final System.Logger LOG = System.getLogger(StaleCollector.class.getName());

    private final RequestPipeline pipeline;
    private final TrafficControl trafficControl;
    private final LinkTable links;
    private final KernelErrors errors;
    private final LineDevices lines;
    private final SessionShaper sessions;
    private final IfbPool ifbs;
    private final PppSessions pppSessions;
    private final ArrayDeque<KernelInventory.Entry> routes;
    private final ArrayDeque<KernelInventory.Entry> neighbours;
    private final LongHashSet wanted = new LongHashSet();
    private final RouteRequest route = new RouteRequest();
    private final NeighbourRequest neighbour = new NeighbourRequest();
    private boolean active;

    StaleCollector(final KernelServices services, final LineDevices lines, final SessionShaper sessions, final IfbPool ifbs,
            final PppSessions pppSessions, final List<KernelInventory.Entry> routes, final List<KernelInventory.Entry> neighbours) {
        pipeline = services.pipeline();
        trafficControl = services.trafficControl();
        links = services.links();
        errors = services.errors();
        this.lines = lines;
        this.sessions = sessions;
        this.ifbs = ifbs;
        this.pppSessions = pppSessions;
        this.routes = new ArrayDeque<>(routes);
        this.neighbours = new ArrayDeque<>(neighbours);
    }

    /** Every line and session of before has been asked for again. */
    void start() {
        for (final SessionDevice session : sessions.sessions()) {
            if (session.line != null && session.line.ifIndex() != 0) {
                wanted.add(key(session.ipv4, session.line.ifIndex()));
                session.routes.forEach(route -> wanted.add(key(Networks.address(route), session.line.ifIndex())));
            }
        }
        for (final PppSession session : pppSessions.sessions()) {
            if (session.unit != null) {
                wanted.add(key(session.ipv4, session.unit.ifIndex));
                session.routes.forEach(route -> wanted.add(key(Networks.address(route), session.unit.ifIndex)));
            }
        }
        int interfaces = 0;
        for (final VlanDevice device : links.allDevices()) {
            if (device.line == null && lines.doomIfUnused(device)) {
                interfaces++;
            }
            removeFilters(device);
        }
        ifbs.releaseUnclaimed();
        active = true;
        if (interfaces > 0) {
            LOG.log(System.Logger.Level.INFO, interfaces + " interfaces of an earlier run that no session needs are being removed");
        }
    }

    /** Filters of sessions that are gone, on lines that stay. */
    private void removeFilters(final VlanDevice device) {
        final AdoptedQueues adopted = device.adopted;
        device.adopted = null;
        if (adopted == null || device.line == null) {
            return;
        }
        final DeviceCleaning cleaning = new DeviceCleaning(errors, device.logicalName);
        for (final AdoptedQueues.SessionFilter filter : adopted.filters) {
            final int slot = SessionRequests.slotOf(filter.priority());
            if (device.line.sessions.stream().noneMatch(session -> session.lineSlot == slot)) {
                trafficControl.deleteFilters(cleaning, 0, device.ifIndex, filter.priority());
                if (device.line.shared) {
                    trafficControl.deleteClassFilter(cleaning, 0, device.ifIndex, slot + 1);
                    trafficControl.deleteClass(cleaning, 0, device.ifIndex, slot + 1);
                }
            }
        }
    }

    /** Removes some of it, as much as there is room for. */
    int onDutyCycle() {
        if (!active) {
            return 0;
        }
        int count = 0;
        while (pipeline.admits() && !routes.isEmpty()) {
            final KernelInventory.Entry entry = routes.poll();
            if (!wanted.contains(key(entry.ipv4(), entry.ifIndex()))) {
                pipeline.submit(new DeviceCleaning(errors, "a stale route"), 0,
                    route.reset().delete().ipv4Destination(entry.ipv4(), entry.prefixLength()).outputIndex(entry.ifIndex()));
                count++;
            }
        }
        while (pipeline.admits() && !neighbours.isEmpty()) {
            final KernelInventory.Entry entry = neighbours.poll();
            final VlanDevice device = links.byIndex.get(entry.ifIndex());
            if (device != null && device.owned && !wanted.contains(key(entry.ipv4(), entry.ifIndex()))) {
                pipeline.submit(new DeviceCleaning(errors, "a stale neighbour"), 0, neighbour.delete(entry.ifIndex()).ipv4(entry.ipv4()));
                count++;
            }
        }
        active = !routes.isEmpty() || !neighbours.isEmpty();
        return count;
    }

    private static long key(final int ipv4, final int ifIndex) {
        return (long) ifIndex << 32 | ipv4 & 0xffff_ffffL;
    }
}
