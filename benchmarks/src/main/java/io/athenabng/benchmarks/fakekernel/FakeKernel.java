package io.athenabng.benchmarks.fakekernel;

import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELLINKPROP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELNEIGH;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELQDISC;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELROUTE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELTCLASS;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_DELTFILTER;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETNEIGH;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETQDISC;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETROUTE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETSTATS;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETTCLASS;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_GETTFILTER;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWADDR;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINK;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWLINKPROP;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWNEIGH;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWQDISC;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWROUTE;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWTCLASS;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTM_NEWTFILTER;
import static io.athenabng.netlink.message.RtnetlinkMessages.RTNLGRP_LINK;

import io.athenabng.netlink.Errno;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import io.athenabng.wire.ethernet.MacAddress;
import io.athenabng.wire.ip.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What Linux keeps and answers of the requests that the gateway makes, one message after the other. A message that is not one of these is
 * refused with EOPNOTSUPP, so nothing that the daemon comes to rely on is accepted in silence.
 *
 * <p>It can be told to stop in the middle of a batch: then what came before in that batch is done, the rest never is, and its sender waits
 * for ever, until it is killed. Any thread; one at a time.
 */
public final class FakeKernel {
    private static final int LOOPBACK_INDEX = 1;
    private static final int LOOPBACK_MTU = 65_536;

    /** A netlink socket: takes what the kernel sends to it. */
    @FunctionalInterface
    public interface Receiver {
        /** One datagram. */
        void onDatagram(byte[] datagram);
    }

    private final FakeLinks links = new FakeLinks(new FakeLinks.Listener() {
        @Override
        public void onNews(int type, FakeLink link) {
            tell(type, link);
        }

        @Override
        public void onDown(FakeLink link) {
            routes.onDown(link);
        }

        @Override
        public void onDeleted(FakeLink link) {
            routes.onDeleted(link);
            trafficControl.onDeleted(link);
        }
    });
    private final FakeRoutes routes = new FakeRoutes(links);
    private final FakeTrafficControl trafficControl = new FakeTrafficControl(links);
    private final List<Receiver> linkListeners = new ArrayList<>();
    private final NetlinkHeaderFlyweight header = new NetlinkHeaderFlyweight();
    private final Journal journal = new Journal();
    private long changes;
    private int changesLeft = -1;
    private boolean stopped;

    /** A kernel that has a loopback interface, and nothing else. */
    public FakeKernel() {
        links.plug(LOOPBACK_INDEX, "lo", LOOPBACK_MTU, 0).loopback();
    }

    /** An interface that is there and up before anybody asks, such as a trunk. */
    public synchronized void plug(int index, String name, int mtu, long mac) {
        links.plug(index, name, mtu, mac);
    }

    /** A socket hears what happens to interfaces, if the group is that of links. */
    public synchronized void join(int group, Receiver receiver) {
        if (group == RTNLGRP_LINK) {
            linkListeners.add(receiver);
        }
    }

    /** A socket is closed. */
    public synchronized void leave(Receiver receiver) {
        linkListeners.remove(receiver);
    }

    /**
     * Works through the messages of a datagram.
     *
     * @return false if it stopped in the middle of it
     */
    public synchronized boolean request(byte[] datagram, Receiver from) {
        UnsafeBuffer batch = new UnsafeBuffer(datagram);
        int offset = 0;
        while (offset < datagram.length) {
            if (!header.wrap(batch, offset, datagram.length - offset)) {
                throw new IllegalArgumentException("not a message at " + offset + " of " + datagram.length);
            }
            int stride = header.stride();
            if (!NetlinkMessage.isQuestion(header.type())) {
                if (isTheEnd(offset)) {
                    stopped = true;
                    journal.note("stopped within a batch");
                    return false;
                }
                changes++;
            }
            handle(NetlinkMessage.of(header, batch, bodyLength(header.type())), from);
            offset += stride;
        }
        return true;
    }

    /** Counts down; a batch is not stopped before its first message. */
    private boolean isTheEnd(int offset) {
        if (changesLeft > 0) {
            changesLeft--;
        }
        return changesLeft == 0 && offset > 0;
    }

    private void handle(NetlinkMessage request, Receiver from) {
        Replies replies = new Replies(request, from);
        int errno = request.isSound() ? dispatch(request, replies) : Errno.EINVAL;
        if (!NetlinkMessage.isQuestion(request.type())) {
            journal.note(request, errno);
        }
        replies.end(errno);
    }

    private static int bodyLength(int type) {
        return switch (type) {
            case RTM_NEWADDR, RTM_DELADDR, RTM_GETADDR -> FakeRoutes.ADDRESS_BODY_LENGTH;
            case RTM_NEWROUTE, RTM_DELROUTE, RTM_GETROUTE -> FakeRoutes.ROUTE_BODY_LENGTH;
            case RTM_NEWNEIGH, RTM_DELNEIGH, RTM_GETNEIGH -> FakeRoutes.NEIGHBOUR_BODY_LENGTH;
            case RTM_GETSTATS -> FakeLinks.STATISTICS_BODY_LENGTH;
            case RTM_NEWQDISC, RTM_DELQDISC, RTM_GETQDISC, RTM_NEWTCLASS, RTM_DELTCLASS, RTM_GETTCLASS, RTM_NEWTFILTER, RTM_DELTFILTER,
                RTM_GETTFILTER -> FakeTrafficControl.BODY_LENGTH;
            default -> FakeLink.BODY_LENGTH;
        };
    }

    private int dispatch(NetlinkMessage request, Replies replies) {
        return switch (request.type()) {
            case RTM_NEWLINK -> links.newLink(request);
            case RTM_DELLINK -> links.deleteLink(request);
            case RTM_GETLINK -> links.getLink(request, replies);
            case RTM_NEWLINKPROP -> links.newProperty(request);
            case RTM_DELLINKPROP -> links.deleteProperty(request);
            case RTM_GETSTATS -> links.getStatistics(request, replies);
            case RTM_NEWADDR -> routes.newAddress(request);
            case RTM_DELADDR -> routes.deleteAddress(request);
            case RTM_GETADDR -> routes.getAddresses(request, replies);
            case RTM_NEWROUTE -> routes.newRoute(request);
            case RTM_DELROUTE -> routes.deleteRoute(request);
            case RTM_GETROUTE -> routes.getRoutes(request, replies);
            case RTM_NEWNEIGH -> routes.newNeighbour(request);
            case RTM_DELNEIGH -> routes.deleteNeighbour(request);
            case RTM_GETNEIGH -> routes.getNeighbours(request, replies);
            case RTM_NEWQDISC -> trafficControl.newQdisc(request);
            case RTM_DELQDISC -> trafficControl.deleteQdisc(request);
            case RTM_GETQDISC -> trafficControl.getQdiscs(request, replies);
            case RTM_NEWTCLASS -> trafficControl.newClass(request);
            case RTM_DELTCLASS -> trafficControl.deleteClass(request);
            case RTM_GETTCLASS -> trafficControl.getClasses(request, replies);
            case RTM_NEWTFILTER, RTM_DELTFILTER, RTM_GETTFILTER -> filter(request, replies);
            default -> Errno.EOPNOTSUPP;
        };
    }

    private int filter(NetlinkMessage request, Replies replies) {
        int index = request.body32(FakeTrafficControl.INDEX);
        FakeTrafficControl.Qdisc parent = trafficControl.parent(index, request.body32(FakeTrafficControl.PARENT));
        if (request.isDump()) {
            // Of what is not there, nothing is listed.
            if (parent != null) {
                parent.filters.list(replies);
            }
            return 0;
        }
        if (links.at(index) == null) {
            return Errno.ENODEV;
        }
        if (parent == null) {
            return Errno.EINVAL;
        }
        return switch (request.type()) {
            case RTM_NEWTFILTER -> parent.filters.put(request, target -> links.at(target) != null);
            case RTM_DELTFILTER -> parent.filters.delete(request);
            default -> Errno.EOPNOTSUPP;
        };
    }

    private void tell(int type, FakeLink link) {
        for (Receiver receiver : linkListeners) {
            Replies news = new Replies(receiver);
            news.message(type, FakeLink.BODY_LENGTH, link::write);
            news.flush();
        }
    }

    /** Has it stop at the message that changes something after so many others, or in the next batch of several if that begins a batch. */
    public synchronized void stopAfter(int messages) {
        changesLeft = messages + 1;
    }

    /** Whether it has stopped in the middle of a batch. */
    public synchronized boolean hasStopped() {
        return stopped;
    }

    /** Whoever asked is gone: it works again if it has stopped, and is not to stop. */
    public synchronized void goOn() {
        journal.note("goes on, for the next one");
        stopped = false;
        changesLeft = -1;
    }

    /** How many messages that change something it has taken. */
    public synchronized long changes() {
        return changes;
    }

    /** The last messages that changed something, each with its errno if it was refused. */
    public synchronized List<String> journal() {
        return journal.lines();
    }

    /** Addresses that are routed to interfaces, each with the interface's name. */
    public synchronized Map<String, String> hostRoutes() {
        Map<String, String> found = new TreeMap<>();
        routes.hostRoutes().forEach(route -> found.put(Ipv4Address.toString(route.ipv4Destination()), links.at(route.outputIndex()).name));
        return found;
    }

    /** Addresses with the MAC that is kept for them for good, as {@code ADDRESS MAC}. */
    public synchronized Set<String> permanentNeighbours() {
        Set<String> found = new TreeSet<>();
        routes.permanentNeighbours().forEach(each -> found.add(Ipv4Address.toString(each.ipv4()) + ' ' + MacAddress.toString(each.mac())));
        return found;
    }

    /** Interfaces with a qdisc of a kind at their root and one at their ingress. */
    public synchronized Set<String> shaped(String kind) {
        Set<String> found = new TreeSet<>();
        for (FakeLink link : links.all()) {
            List<String> kinds = trafficControl.kinds(link.index);
            if (kinds.contains(kind) && kinds.contains("ingress")) {
                found.add(link.name);
            }
        }
        return found;
    }
}
