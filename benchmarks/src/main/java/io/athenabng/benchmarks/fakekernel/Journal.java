package io.athenabng.benchmarks.fakekernel;

import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELLINKPROP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELNEIGH;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELQDISC;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELROUTE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELTCLASS;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELTFILTER;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINKPROP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWNEIGH;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWQDISC;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWROUTE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWTCLASS;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWTFILTER;

import io.athenabng.netlink.Errno;
import io.athenabng.netlink.address.AddressFlyweight;
import io.athenabng.netlink.link.LinkFlyweight;
import io.athenabng.netlink.route.NeighbourFlyweight;
import io.athenabng.netlink.route.RouteFlyweight;
import io.athenabng.netlink.tc.FilterFlyweight;
import io.athenabng.netlink.tc.QdiscFlyweight;
import io.athenabng.wire.ip.Ipv4Address;
import java.time.LocalTime;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/** The last messages that changed something, in words: what led to a state that nobody expected. */
final class Journal {
    private static final int LIMIT = 50_000;
    private static final Map<Integer, String> NAMES = Map.ofEntries(
        Map.entry(RTM_NEWLINK, "NEWLINK"), Map.entry(RTM_DELLINK, "DELLINK"), Map.entry(RTM_NEWLINKPROP, "NEWLINKPROP"),
        Map.entry(RTM_DELLINKPROP, "DELLINKPROP"), Map.entry(RTM_NEWADDR, "NEWADDR"), Map.entry(RTM_DELADDR, "DELADDR"),
        Map.entry(RTM_NEWROUTE, "NEWROUTE"), Map.entry(RTM_DELROUTE, "DELROUTE"), Map.entry(RTM_NEWNEIGH, "NEWNEIGH"),
        Map.entry(RTM_DELNEIGH, "DELNEIGH"), Map.entry(RTM_NEWQDISC, "NEWQDISC"), Map.entry(RTM_DELQDISC, "DELQDISC"),
        Map.entry(RTM_NEWTCLASS, "NEWTCLASS"), Map.entry(RTM_DELTCLASS, "DELTCLASS"), Map.entry(RTM_NEWTFILTER, "NEWTFILTER"),
        Map.entry(RTM_DELTFILTER, "DELTFILTER"));

    private final ArrayDeque<String> lines = new ArrayDeque<>();

    /** A request that was answered. */
    void note(NetlinkMessage request, int errno) {
        note(NAMES.getOrDefault(request.type(), "message type " + request.type()) + ' ' + describe(request)
            + (errno == 0 ? "" : ": " + Errno.name(errno)));
    }

    /** Something else. */
    void note(String line) {
        if (lines.size() == LIMIT) {
            lines.removeFirst();
        }
        lines.add(LocalTime.now() + " " + line);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    private static String describe(NetlinkMessage request) {
        int length = request.payload().capacity();
        switch (request.type()) {
            case RTM_NEWLINK, RTM_DELLINK, RTM_NEWLINKPROP, RTM_DELLINKPROP -> {
                LinkFlyweight link = new LinkFlyweight();
                link.wrap(request.payload(), 0, length);
                return link.index() + " name '" + link.name() + "' kind '" + link.kind() + "' group " + Integer.toHexString(link.group())
                    + " flags " + link.flags() + " alias '" + link.alias() + "' " + link.alternativeNames();
            }
            case RTM_NEWADDR, RTM_DELADDR -> {
                AddressFlyweight address = new AddressFlyweight();
                address.wrap(request.payload(), 0, length);
                return Ipv4Address.toString(address.ipv4()) + '/' + address.prefixLength() + " dev " + address.index();
            }
            case RTM_NEWROUTE, RTM_DELROUTE -> {
                RouteFlyweight route = new RouteFlyweight();
                route.wrap(request.payload(), 0, length);
                return Ipv4Address.toString(route.ipv4Destination()) + '/' + route.prefixLength() + " dev " + route.outputIndex();
            }
            case RTM_NEWNEIGH, RTM_DELNEIGH -> {
                NeighbourFlyweight neighbour = new NeighbourFlyweight();
                neighbour.wrap(request.payload(), 0, length);
                return Ipv4Address.toString(neighbour.ipv4()) + " dev " + neighbour.index();
            }
            case RTM_NEWTFILTER, RTM_DELTFILTER -> {
                FilterFlyweight filter = new FilterFlyweight();
                filter.wrap(request.payload(), 0, length);
                return filter.kind() + " dev " + filter.index() + " priority " + filter.priority() + ' ' + filter.actionKind() + " to "
                    + filter.redirectTarget();
            }
            default -> {
                QdiscFlyweight qdisc = new QdiscFlyweight();
                qdisc.wrap(request.payload(), 0, length);
                return qdisc.kind() + " dev " + qdisc.index() + " parent " + Integer.toHexString(qdisc.parent());
            }
        }
    }
}
