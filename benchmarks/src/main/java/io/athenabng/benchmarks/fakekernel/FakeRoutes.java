package io.athenabng.benchmarks.fakekernel;

import static io.athenabng.netlink.message.NetlinkConstants.AF_UNSPEC;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_CREATE;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_EXCL;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_REPLACE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWNEIGH;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWROUTE;

import io.athenabng.netlink.Errno;
import io.athenabng.netlink.address.AddressFlyweight;
import io.athenabng.netlink.route.NeighbourFlyweight;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.route.RouteFlyweight;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Addresses, routes and neighbours, as {@code net/ipv4/fib_trie.c}, {@code devinet.c} and {@code net/core/neighbour.c} keep them. A request
 * that makes one is also how it is listed. Each operation answers 0 or an errno.
 */
final class FakeRoutes {
    static final int ADDRESS_BODY_LENGTH = 8;
    static final int ROUTE_BODY_LENGTH = 12;
    static final int NEIGHBOUR_BODY_LENGTH = 12;
    private static final int FAMILY = 0;
    private static final int ROUTE_PROTOCOL = 5;
    private static final int NDA_IFINDEX = 8;
    private static final int ADDRESS_INDEX = 4;

    private record Address(AddressFlyweight view, UnsafeBuffer payload) {
        boolean is(AddressFlyweight other) {
            return view.index() == other.index() && view.family() == other.family() && view.prefixLength() == other.prefixLength()
                && view.ipv6High() == other.ipv6High() && view.ipv6Low() == other.ipv6Low();
        }
    }

    private record Route(RouteFlyweight view, UnsafeBuffer payload) {
        boolean isTo(RouteFlyweight other) {
            return view.family() == other.family() && view.table() == other.table() && view.prefixLength() == other.prefixLength()
                && view.ipv6DestinationHigh() == other.ipv6DestinationHigh() && view.ipv6DestinationLow() == other.ipv6DestinationLow();
        }

        /** What a deletion does not say is not compared. */
        boolean isMeantBy(RouteFlyweight deletion) {
            return isTo(deletion) && (deletion.outputIndex() == 0 || deletion.outputIndex() == view.outputIndex())
                && (deletion.metric() == 0 || deletion.metric() == view.metric())
                && (deletion.type() == 0 || deletion.type() == view.type())
                && (deletion.protocol() == RouteAttributes.RTPROT_UNSPEC || deletion.protocol() == view.protocol())
                && (deletion.scope() == RouteAttributes.RT_SCOPE_NOWHERE || deletion.scope() == view.scope())
                && (!deletion.hasGateway() || view.hasGateway() && deletion.ipv6GatewayHigh() == view.ipv6GatewayHigh()
                    && deletion.ipv6GatewayLow() == view.ipv6GatewayLow());
        }
    }

    private record Neighbour(NeighbourFlyweight view, UnsafeBuffer payload) {
        boolean is(NeighbourFlyweight other) {
            return view.index() == other.index() && view.family() == other.family() && view.ipv6High() == other.ipv6High()
                && view.ipv6Low() == other.ipv6Low();
        }
    }

    private final List<Address> addresses = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<Neighbour> neighbours = new ArrayList<>();
    private final FakeLinks links;

    FakeRoutes(FakeLinks links) {
        this.links = links;
    }

    /** Routes out of an interface that is down go, and so do its neighbours. */
    void onDown(FakeLink link) {
        routes.removeIf(route -> route.view.outputIndex() == link.index);
        neighbours.removeIf(neighbour -> neighbour.view.index() == link.index);
    }

    void onDeleted(FakeLink link) {
        addresses.removeIf(address -> address.view.index() == link.index);
    }

    int newAddress(NetlinkMessage request) {
        Address address = address(request);
        if (address == null) {
            return Errno.EINVAL;
        }
        if (links.at(address.view.index()) == null) {
            return Errno.ENODEV;
        }
        if (addresses.stream().anyMatch(each -> each.is(address.view))) {
            if (request.has(NLM_F_EXCL) || !request.has(NLM_F_REPLACE)) {
                return Errno.EEXIST;
            }
            addresses.removeIf(each -> each.is(address.view));
        }
        addresses.add(address);
        return 0;
    }

    int deleteAddress(NetlinkMessage request) {
        Address address = address(request);
        if (address == null) {
            return Errno.EINVAL;
        }
        if (links.at(address.view.index()) == null) {
            return Errno.ENODEV;
        }
        return addresses.removeIf(each -> each.is(address.view)) ? 0 : Errno.EADDRNOTAVAIL;
    }

    private static Address address(NetlinkMessage request) {
        AddressFlyweight view = new AddressFlyweight();
        UnsafeBuffer payload = request.copy();
        return view.wrap(payload, 0, payload.capacity()) ? new Address(view, payload) : null;
    }

    int getAddresses(NetlinkMessage request, Replies replies) {
        if (!request.isDump()) {
            return Errno.EOPNOTSUPP;
        }
        int index = request.body32(ADDRESS_INDEX);
        for (Address address : addresses) {
            if (isOfFamily(request, address.view.family()) && (index == 0 || index == address.view.index())) {
                replies.message(RTM_NEWADDR, address.payload);
            }
        }
        return 0;
    }

    private static boolean isOfFamily(NetlinkMessage request, int family) {
        int wanted = request.body8(FAMILY);
        return wanted == AF_UNSPEC || wanted == family;
    }

    int newRoute(NetlinkMessage request) {
        Route route = route(request);
        if (route == null) {
            return Errno.EINVAL;
        }
        if (route.view.type() == RouteAttributes.RTN_UNICAST) {
            FakeLink link = links.at(route.view.outputIndex());
            if (link == null) {
                return Errno.ENODEV;
            }
            if (!link.isUp()) {
                return Errno.ENETDOWN;
            }
        }
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).isTo(route.view) && routes.get(i).view.metric() == route.view.metric()) {
                if (request.has(NLM_F_EXCL) || !request.has(NLM_F_REPLACE)) {
                    return Errno.EEXIST;
                }
                routes.set(i, route);
                return 0;
            }
        }
        if (!request.has(NLM_F_CREATE)) {
            return Errno.ENOENT;
        }
        routes.add(route);
        return 0;
    }

    int deleteRoute(NetlinkMessage request) {
        Route route = route(request);
        if (route == null) {
            return Errno.EINVAL;
        }
        for (int i = 0; i < routes.size(); i++) {
            if (routes.get(i).isMeantBy(route.view)) {
                routes.remove(i);
                return 0;
            }
        }
        return Errno.ESRCH;
    }

    private static Route route(NetlinkMessage request) {
        RouteFlyweight view = new RouteFlyweight();
        UnsafeBuffer payload = request.copy();
        return view.wrap(payload, 0, payload.capacity()) ? new Route(view, payload) : null;
    }

    int getRoutes(NetlinkMessage request, Replies replies) {
        if (!request.isDump()) {
            return Errno.EOPNOTSUPP;
        }
        int protocol = request.body8(ROUTE_PROTOCOL);
        int table = request.attribute32(RouteAttributes.RTA_TABLE, 0);
        int index = request.attribute32(RouteAttributes.RTA_OIF, 0);
        for (Route route : routes) {
            if (isOfFamily(request, route.view.family()) && (protocol == 0 || protocol == route.view.protocol())
                    && (table == 0 || table == route.view.table()) && (index == 0 || index == route.view.outputIndex())) {
                replies.message(RTM_NEWROUTE, route.payload);
            }
        }
        return 0;
    }

    int newNeighbour(NetlinkMessage request) {
        Neighbour neighbour = neighbour(request);
        if (neighbour == null) {
            return Errno.EINVAL;
        }
        if (links.at(neighbour.view.index()) == null) {
            return Errno.ENODEV;
        }
        boolean exists = neighbours.stream().anyMatch(each -> each.is(neighbour.view));
        if (exists && (request.has(NLM_F_EXCL) || !request.has(NLM_F_REPLACE))) {
            return Errno.EEXIST;
        }
        if (!exists && !request.has(NLM_F_CREATE)) {
            return Errno.ENOENT;
        }
        neighbours.removeIf(each -> each.is(neighbour.view));
        neighbours.add(neighbour);
        return 0;
    }

    int deleteNeighbour(NetlinkMessage request) {
        Neighbour neighbour = neighbour(request);
        if (neighbour == null) {
            return Errno.EINVAL;
        }
        if (links.at(neighbour.view.index()) == null) {
            return Errno.ENODEV;
        }
        return neighbours.removeIf(each -> each.is(neighbour.view)) ? 0 : Errno.ENOENT;
    }

    private static Neighbour neighbour(NetlinkMessage request) {
        NeighbourFlyweight view = new NeighbourFlyweight();
        UnsafeBuffer payload = request.copy();
        return view.wrap(payload, 0, payload.capacity()) ? new Neighbour(view, payload) : null;
    }

    int getNeighbours(NetlinkMessage request, Replies replies) {
        if (!request.isDump()) {
            return Errno.EOPNOTSUPP;
        }
        int index = request.attribute32(NDA_IFINDEX, 0);
        for (Neighbour neighbour : neighbours) {
            if (isOfFamily(request, neighbour.view.family()) && (index == 0 || index == neighbour.view.index())) {
                replies.message(RTM_NEWNEIGH, neighbour.payload);
            }
        }
        return 0;
    }

    /** Routes to single IPv4 addresses in the main table. */
    Stream<RouteFlyweight> hostRoutes() {
        return routes.stream().map(Route::view).filter(route -> route.prefixLength() == Integer.SIZE
            && route.table() == RouteAttributes.RT_TABLE_MAIN && route.type() == RouteAttributes.RTN_UNICAST);
    }

    /** Neighbours that are kept for good. */
    Stream<NeighbourFlyweight> permanentNeighbours() {
        return neighbours.stream().map(Neighbour::view).filter(each -> (each.state() & RouteAttributes.NUD_PERMANENT) != 0);
    }
}
