package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.MessageHandler;
import io.athenabng.netlink.link.LinkStatisticsFlyweight;
import io.athenabng.netlink.link.LinkStatisticsRequest;
import io.athenabng.netlink.tc.FilterFlyweight;
import io.athenabng.netlink.tc.QdiscFlyweight;
import io.athenabng.netlink.tc.TcDumpRequest;
import io.athenabng.netlink.tc.TcHandle;
import org.agrona.DirectBuffer;

/**
 * Reads the counters of all sessions: one dump of the interfaces' counters (1 µs each), and of each shared line its classes. Owned by the
 * kernel agent.
 */
final class CounterReader extends KernelTask implements MessageHandler {
    private final RequestPipeline pipeline;
    private final LinkTable links;
    private final IfbPool ifbs;
    private final SessionShaper sessions;
    private final PppEdge ppp;
    private final LineDevices lines;
    private final KernelErrors errors;
    private final LinkStatisticsRequest request = new LinkStatisticsRequest();
    private final LinkStatisticsFlyweight statistics = new LinkStatisticsFlyweight();
    private final QdiscFlyweight tclass = new QdiscFlyweight();
    private final FilterFlyweight filter = new FilterFlyweight();
    private boolean failed;

    CounterReader(
            final KernelServices services, final IfbPool ifbs, final SessionShaper sessions, final LineDevices lines, final PppEdge ppp) {
        pipeline = services.pipeline();
        links = services.links();
        errors = services.errors();
        this.ifbs = ifbs;
        this.sessions = sessions;
        this.ppp = ppp;
        this.lines = lines;
    }

    /** Starts a reading, unless one is under way. */
    void read() {
        if (isBusy()) {
            return;
        }
        failed = false;
        pipeline.dump(this, 0, request.all(), this);
        for (final LineDevice line : lines.lines()) {
            if (line.shared && line.state == LineDevice.State.UP && !line.sessions.isEmpty()) {
                pipeline.dump(this, 1, new TcDumpRequest().classes(line.ifIndex()), new ClassCounters(line));
                if (line.sessions.stream().anyMatch(SessionRequests::isCountedByFilter)) {
                    pipeline.dump(this, 1, new TcDumpRequest().filters(line.ifIndex(), TcHandle.INGRESS_QDISC), new FilterCounters(line));
                }
            }
        }
    }

    @Override
    public void onMessage(final int type, final DirectBuffer buffer, final int offset, final int length) {
        if (!statistics.wrap(buffer, offset, length)) {
            return;
        }
        final Ifb ifb = ifbs.byIndex(statistics.index());
        if (ifb != null) {
            ifb.octets = statistics.counters().txBytes();
            ifb.packets = statistics.counters().txPackets();
            return;
        }
        final PppUnit unit = ppp.units.byIndex(statistics.index());
        if (unit != null) {
            PppUnits.note(unit, statistics.counters());
            return;
        }
        final VlanDevice device = links.byIndex.get(statistics.index());
        if (device != null && device.line != null) {
            SessionRequests.noteLine(device.line, statistics.counters());
        }
    }

    @Override
    void onAnswer(final int step, final int errno, final CharSequence text) {
        if (errno != 0 && !(step == 1 && KernelErrors.isGone(errno))) {
            failed = true;
            errors.onRefused(KernelErrors.Kind.STATISTICS, "all interfaces", errno, text);
        }
    }

    @Override
    void onSettled() {
        if (!failed) {
            sessions.tellCounters();
            ppp.sessions.tellCounters();
        }
    }

    /** Takes the counters of a shared line's filters to the sessions that have no IFB. */
    private final class FilterCounters implements MessageHandler {
        private final LineDevice line;

        FilterCounters(final LineDevice line) {
            this.line = line;
        }

        @Override
        public void onMessage(final int type, final DirectBuffer buffer, final int offset, final int length) {
            if (!filter.wrap(buffer, offset, length)) {
                return;
            }
            for (int i = 0; i < line.sessions.size(); i++) {
                if (SessionRequests.isCountedByFilter(line.sessions.get(i))) {
                    SessionShaper.noteFilter(line.sessions.get(i), filter);
                }
            }
        }
    }

    /** Takes the class counters of a shared line to its sessions. */
    private final class ClassCounters implements MessageHandler {
        private final LineDevice line;

        ClassCounters(final LineDevice line) {
            this.line = line;
        }

        @Override
        public void onMessage(final int type, final DirectBuffer buffer, final int offset, final int length) {
            if (!tclass.wrap(buffer, offset, length)) {
                return;
            }
            final int slot = TcHandle.minor(tclass.handle()) - 1;
            for (int i = 0; i < line.sessions.size(); i++) {
                final SessionDevice session = line.sessions.get(i);
                if (session.lineSlot == slot) {
                    session.last[2] = tclass.bytes();
                    session.last[3] = tclass.packets();
                }
            }
        }
    }
}
