package io.athenabng.daemon.edge.kernel;

import static io.athenabng.netlink.message.NetlinkConstants.AF_INET;

import io.athenabng.netlink.MessageHandler;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.address.AddressDumpRequest;
import io.athenabng.netlink.address.AddressFlyweight;
import io.athenabng.netlink.link.LinkDumpRequest;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.link.LinkReply;
import io.athenabng.netlink.route.NeighbourDumpRequest;
import io.athenabng.netlink.route.NeighbourFlyweight;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.route.RouteDumpRequest;
import io.athenabng.netlink.route.RouteFlyweight;
import io.athenabng.netlink.tc.FilterFlyweight;
import io.athenabng.netlink.tc.QdiscFlyweight;
import io.athenabng.netlink.tc.TcDumpRequest;
import io.athenabng.netlink.tc.TcHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.agrona.DirectBuffer;

/** What the kernel has at the start: read once, waiting for the answers. */
final class KernelInventory {
    /**
     * A route or a neighbour of ours.
     *
     * @param ipv4         its destination, host order
     * @param prefixLength the destination's prefix length
     * @param ifIndex      its interface; 0 for none
     */
    record Entry(int ipv4, int prefixLength, int ifIndex) {
    }

    private final NetlinkClient client;

    KernelInventory(final NetlinkClient client) {
        this.client = client;
    }

    /** Collects links; starts again when the list was interrupted. */
    static final class LinkCollector implements MessageHandler {
        final List<LinkReply> links = new ArrayList<>();
        private final LinkFlyweight link = new LinkFlyweight();

        @Override
        public void onMessage(final int type, final DirectBuffer buffer, final int offset, final int length) {
            if (link.wrap(buffer, offset, length)) {
                links.add(link.toReply());
            }
        }

        @Override
        public void onRestart() {
            links.clear();
        }
    }

    List<LinkReply> links() {
        final LinkCollector collector = new LinkCollector();
        client.dump(new LinkDumpRequest().all(), collector);
        return collector.links;
    }

    /** Notes the queueing disciplines of all interfaces that are asked after; each is noted in what {@code of} answers, if it does. */
    void qdiscs(final IntFunction<AdoptedQueues> of) {
        final QdiscFlyweight qdisc = new QdiscFlyweight();
        client.dump(new TcDumpRequest().qdiscs(false), (type, buffer, offset, length) -> {
            if (!qdisc.wrap(buffer, offset, length)) {
                return;
            }
            final AdoptedQueues queues = of.apply(qdisc.index());
            if (queues == null) {
                return;
            }
            if (qdisc.parent() == TcHandle.INGRESS) {
                queues.ingress = true;
            } else if (qdisc.parent() == TcHandle.ROOT) {
                queues.rootKind = qdisc.kind();
            }
        });
    }

    /** Notes the ingress filters of one interface. */
    void filters(final int ifIndex, final AdoptedQueues into) {
        final FilterFlyweight filter = new FilterFlyweight();
        client.dump(new TcDumpRequest().filters(ifIndex, TcHandle.INGRESS_QDISC), new MessageHandler() {
            @Override
            public void onMessage(final int type, final DirectBuffer buffer, final int offset, final int length) {
                if (filter.wrap(buffer, offset, length)) {
                    SessionFilters.read(filter, into);
                }
            }

            @Override
            public void onRestart() {
                into.filters.clear();
                into.isolationFilters = 0;
            }
        });
    }

    /** The routes that carry our protocol number, of one type ({@code RTN_*}). */
    List<Entry> routes(final int routeType) {
        final List<Entry> routes = new ArrayList<>();
        final RouteFlyweight route = new RouteFlyweight();
        client.dump(new RouteDumpRequest().family(AF_INET).protocol(KernelNumbers.ROUTE_PROTOCOL), (type, buffer, offset, length) -> {
            if (route.wrap(buffer, offset, length) && route.protocol() == KernelNumbers.ROUTE_PROTOCOL && route.type() == routeType) {
                routes.add(new Entry(route.ipv4Destination(), route.prefixLength(), route.outputIndex()));
            }
        });
        return routes;
    }

    /** Permanent IPv4 neighbours. */
    List<Entry> neighbours() {
        final List<Entry> neighbours = new ArrayList<>();
        final NeighbourFlyweight neighbour = new NeighbourFlyweight();
        client.dump(new NeighbourDumpRequest().family(AF_INET), (type, buffer, offset, length) -> {
            if (neighbour.wrap(buffer, offset, length) && (neighbour.state() & RouteAttributes.NUD_PERMANENT) != 0) {
                neighbours.add(new Entry(neighbour.ipv4(), Integer.SIZE, neighbour.index()));
            }
        });
        return neighbours;
    }

    /** IPv4 addresses that carry our label. */
    List<Entry> gatewayAddresses() {
        final List<Entry> addresses = new ArrayList<>();
        final AddressFlyweight address = new AddressFlyweight();
        client.dump(new AddressDumpRequest().family(AF_INET), (type, buffer, offset, length) -> {
            if (address.wrap(buffer, offset, length) && KernelNumbers.GATEWAY_LABEL.equals(address.label())) {
                addresses.add(new Entry(address.ipv4(), address.prefixLength(), address.index()));
            }
        });
        return addresses;
    }
}
