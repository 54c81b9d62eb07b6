package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkReply;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.IntHashSet;

/**
 * Lists all interfaces again and brings the table in line: after events were lost, or when a creation failed because somebody else was
 * faster. Owned by the kernel agent.
 */
final class LinkRefresh extends KernelTask {
    private final RequestPipeline pipeline;
    private final LinkTable links;
    private final LineDevices lines;
    private final IfbPool ifbs;
    private final PppUnits units;
    private final LinkWatcher watcher;
    private final KernelErrors errors;
    private final KernelInventory.LinkCollector collector = new KernelInventory.LinkCollector();
    private final IntHashSet before = new IntHashSet();
    private boolean failed;

    LinkRefresh(final KernelServices services, final LineDevices lines, final IfbPool ifbs, final PppUnits units,
            final LinkWatcher watcher) {
        pipeline = services.pipeline();
        links = services.links();
        errors = services.errors();
        this.lines = lines;
        this.ifbs = ifbs;
        this.units = units;
        this.watcher = watcher;
    }

    void start() {
        if (isBusy()) {
            return;
        }
        failed = false;
        collector.links.clear();
        // Only what existed when the list was begun can be missing from it.
        before.clear();
        for (final VlanDevice device : links.byIndex.values()) {
            if (device.state == VlanDevice.State.PRESENT) {
                before.add(device.ifIndex);
            }
        }
        for (final Ifb ifb : ifbs.all()) {
            if (ifb.ready) {
                before.add(ifb.ifIndex);
            }
        }
        for (final PppUnit unit : units.all()) {
            if (unit.state == PppUnit.State.READY) {
                before.add(unit.ifIndex);
            }
        }
        pipeline.dump(this, 0, new LinkDumpRequest().all(), collector);
    }

    @Override
    void onAnswer(final int step, final int errno, final CharSequence text) {
        if (errno != 0) {
            failed = true;
            errors.onRefused(KernelErrors.Kind.LINK, "all interfaces", errno, text);
        }
    }

    @Override
    void onSettled() {
        if (!failed) {
            reconcile();
        }
        lines.onRefreshed();
    }

    private void reconcile() {
        final IntHashSet present = new IntHashSet();
        collector.links.forEach(link -> present.add(link.index()));
        final List<Integer> gone = new ArrayList<>();
        for (final int ifIndex : before) {
            if (!present.contains(ifIndex)) {
                gone.add(ifIndex);
            }
        }
        gone.forEach(watcher::onGone);
        links.learn(collector.links);
        for (final Trunk trunk : links.trunks) {
            watcher.tell(trunk, trunk.up);
        }
        for (final LinkReply link : collector.links) {
            final VlanDevice device = links.byIndex.get(link.index());
            if (device != null && !device.isTrunk() && device.seenUp && link.isUp() == device.wentDown) {
                watcher.onState(device, link.isUp());
            }
        }
        collector.links.clear();
    }
}
