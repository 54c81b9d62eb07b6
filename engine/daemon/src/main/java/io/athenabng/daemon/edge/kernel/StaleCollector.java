package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.port.SubscriberProfile.FramedRoute;
import io.athenabng.netlink.route.NeighbourRequest;
import io.athenabng.netlink.route.RouteRequest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** After a start: removes what an earlier run left and nobody asked for again. Owned by the kernel agent. */
final class StaleCollector {
    private static final System.Logger LOG = System.getLogger(StaleCollector.class.getName());

    private final RequestPipeline pipeline;
    private final TrafficControl trafficControl;
    private final LinkTable links;
    private final KernelErrors errors;
    private final LineDevices lines;
    private final IfbPool ifbs;
    private final PppUnits units;
    private final ArrayDeque<KernelInventory.Entry> routes;
    private final ArrayDeque<KernelInventory.Entry> neighbours;
    private final RouteRequest route = new RouteRequest();
    private final NeighbourRequest neighbour = new NeighbourRequest();
    /** Interfaces whose filters of before the start were not looked through yet. */
    private final List<VlanDevice> adopted = new ArrayList<>();
    private boolean active;

    StaleCollector(final KernelServices services, final LineDevices lines, final IfbPool ifbs, final PppUnits units,
            final List<KernelInventory.Entry> routes, final List<KernelInventory.Entry> neighbours) {
        pipeline = services.pipeline();
        trafficControl = services.trafficControl();
        links = services.links();
        errors = services.errors();
        this.lines = lines;
        this.ifbs = ifbs;
        this.units = units;
        this.routes = new ArrayDeque<>(routes);
        this.neighbours = new ArrayDeque<>(neighbours);
    }

    /** Every line and session of before has been asked for again. */
    void start() {
        int interfaces = 0;
        for (final VlanDevice device : links.allDevices()) {
            if (device.line == null && lines.doomIfUnused(device)) {
                interfaces++;
            }
            if (device.adopted != null) {
                adopted.add(device);
            }
        }
        ifbs.releaseUnclaimed();
        active = true;
        if (interfaces > 0) {
            LOG.log(System.Logger.Level.INFO, interfaces + " interfaces of an earlier run that no session needs are being removed");
        }
    }

    /** Looks through the filters of lines whose sessions all have theirs: until then each may still find its own among them. */
    private int removeFilters() {
        int count = 0;
        for (int i = adopted.size() - 1; i >= 0; i--) {
            final VlanDevice device = adopted.get(i);
            if (device.line == null || device.line.sessions.stream().allMatch(session -> session.filterPriority != 0)) {
                adopted.remove(i);
                removeFilters(device);
                count++;
            }
        }
        return count;
    }

    /** Filters of sessions that are gone, on a line that stays. */
    private void removeFilters(final VlanDevice device) {
        final AdoptedQueues queues = device.adopted;
        device.adopted = null;
        if (queues == null || device.line == null) {
            return;
        }
        final DeviceCleaning cleaning = new DeviceCleaning(errors, device.logicalName);
        for (final AdoptedQueues.SessionFilter filter : queues.filters) {
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
        int count = removeFilters();
        while (pipeline.admits() && !routes.isEmpty()) {
            final KernelInventory.Entry entry = routes.poll();
            if (!isWanted(entry)) {
                pipeline.submit(new DeviceCleaning(errors, "a stale route"), 0,
                    route.reset().delete().ipv4Destination(entry.ipv4(), entry.prefixLength()).outputIndex(entry.ifIndex()));
                count++;
            }
        }
        while (pipeline.admits() && !neighbours.isEmpty()) {
            final KernelInventory.Entry entry = neighbours.poll();
            final VlanDevice device = links.byIndex.get(entry.ifIndex());
            if (device != null && device.owned && !isWanted(entry)) {
                pipeline.submit(new DeviceCleaning(errors, "a stale neighbour"), 0, neighbour.delete(entry.ifIndex()).ipv4(entry.ipv4()));
                count++;
            }
        }
        active = !routes.isEmpty() || !neighbours.isEmpty() || !adopted.isEmpty();
        return count;
    }

    /**
     * Whether a session has asked for it by now. Sessions come while this goes on: one with the address and on the line of an earlier one
     * has the kernel replace what is listed here, and a deletion behind that would take its own.
     */
    private boolean isWanted(final KernelInventory.Entry entry) {
        final VlanDevice device = links.byIndex.get(entry.ifIndex());
        if (device != null && device.line != null) {
            for (int i = 0; i < device.line.sessions.size(); i++) {
                final SessionDevice session = device.line.sessions.get(i);
                if (isOf(entry, session.ipv4, session.routes)) {
                    return true;
                }
            }
        }
        final PppUnit unit = units.byIndex(entry.ifIndex());
        return unit != null && unit.session != null && isOf(entry, unit.session.ipv4, unit.session.routes);
    }

    private static boolean isOf(final KernelInventory.Entry entry, final int ipv4, final List<FramedRoute> routes) {
        if (entry.prefixLength() == Integer.SIZE && entry.ipv4() == ipv4) {
            return true;
        }
        for (int i = 0; i < routes.size(); i++) {
            if (entry.prefixLength() == routes.get(i).prefixLength() && entry.ipv4() == Networks.address(routes.get(i))) {
                return true;
            }
        }
        return false;
    }
}
