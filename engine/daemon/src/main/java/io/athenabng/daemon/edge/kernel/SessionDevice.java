package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.port.SubscriberProfile.FramedRoute;
import io.athenabng.netlink.MessageHandler;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;

/** A session as the kernel agent keeps it: what was asked for, and what of it the kernel has. */
final class SessionDevice extends KernelTask implements MessageHandler, IfbUser {
    /** How far it is. */
    enum State {
        /** Its line is not there yet, or another session has to leave it first. */
        WAITING_LINE,
        /** No IFB is free yet. */
        WAITING_IFB,
        /** Its objects are being made or changed to what was asked. */
        APPLYING,
        /** It is there. */
        UP,
        /** Its rates are being changed. */
        CHANGING,
        /** It is being taken down. */
        REMOVING,
        /** Its line's interface is gone; the core asks for both again. */
        LOST
    }

    private final SessionShaper owner;
    final long sessionId;
    int lineId;
    LineDevice line;
    int lineSlot;
    long mac;
    int ipv4;
    long downBitsPerSecond;
    long upBitsPerSecond;
    int overheadBytes;
    State state = State.WAITING_LINE;
    Ifb ifb;

    /** The priority of its ingress filter; 0 while there is none. */
    int filterPriority;
    /** A filter that is to go once the new one is there; 0 for none. */
    int oldFilterPriority;
    int filterIpv4;
    long filterMac;
    Ifb filterIfb;
    long filterRate;
    boolean classFilter;
    /** The address that has a route and a neighbour; 0 for none. */
    int routedIpv4;
    /** Networks behind the subscriber. */
    List<FramedRoute> routes = List.of();
    /** Those that have a route. */
    List<FramedRoute> routed = List.of();
    /** Those whose packets the filter lets in; null if that is not known. */
    List<FramedRoute> filterRoutes = List.of();
    /** What the filters of the address and of each network have let in, octets and packets in turn. */
    long[] filterCounts = new long[2];

    int error;
    int attempts;
    boolean inFilterPass;
    boolean changeRequested;
    boolean downRequested;
    boolean upRequested;
    /** The core has been told that it is up, so a repair of our own is not answered. */
    boolean answered;
    /** Counters before this kernel session: up octets, up packets, down octets, down packets. */
    final long[] known = new long[4];
    /** The kernel's counters at the beginning, in the same order. */
    final long[] base = new long[4];
    /** The kernel's counters when they were read last, in the same order. */
    final long[] last = new long[4];
    boolean baseTaken;
    /** What the kernel keeps about where counting began, and on which interface; null and 0 for nothing. */
    CountingMark marked;
    int markedIndex;
    /** The filter's last counters are being asked for; then it goes. */
    boolean readingFilter;

    SessionDevice(final SessionShaper owner, final long sessionId) {
        this.owner = owner;
        this.sessionId = sessionId;
    }

    void take(final SessionPlan plan) {
        lineId = plan.lineId;
        mac = plan.mac;
        ipv4 = plan.ipv4;
        downBitsPerSecond = plan.downBitsPerSecond;
        upBitsPerSecond = plan.upBitsPerSecond;
        overheadBytes = plan.overheadBytes;
        routes = plan.routes.size() > SessionPlan.ROUTES_MAX ? plan.routes.subList(0, SessionPlan.ROUTES_MAX) : plan.routes;
    }

    /** One of its filters was read: together they are the upload. */
    void noteFilter(final int sourceNetwork, final long octets, final long packets) {
        int at = sourceNetwork == filterIpv4 ? 0 : -1;
        for (int i = 0; i < routes.size() && at < 0; i++) {
            at = Networks.address(routes.get(i)) == sourceNetwork ? i + 1 : -1;
        }
        if (at < 0) {
            return;
        }
        if (filterCounts.length < 2 * (routes.size() + 1)) {
            filterCounts = Arrays.copyOf(filterCounts, 2 * (routes.size() + 1));
        }
        filterCounts[2 * at] = octets;
        filterCounts[2 * at + 1] = packets;
        last[0] = 0;
        last[1] = 0;
        for (int i = 0; i < filterCounts.length; i += 2) {
            last[0] += filterCounts[i];
            last[1] += filterCounts[i + 1];
        }
    }

    /** A counter since the session began; the kernel's may have started again at zero. */
    long total(final int which) {
        return known[which] + Math.max(0, last[which] - base[which]);
    }

    /** The kernel's objects are gone: what was counted counts, and counting starts at zero. */
    void keepTotals() {
        for (int i = 0; i < known.length; i++) {
            known[i] = total(i);
            base[i] = 0;
            last[i] = 0;
        }
        baseTaken = false;
        markedIndex = 0;
    }

    /** The upload is counted by something else from now on, which stands at these values. */
    void keepUpload(final long octets, final long packets) {
        known[0] = total(0);
        known[1] = total(1);
        base[0] = octets;
        base[1] = packets;
        last[0] = octets;
        last[1] = packets;
    }

    @Override
    public void onMessage(final int type, final DirectBuffer buffer, final int offset, final int length) {
        owner.onStatistics(this, type, buffer, offset, length);
    }

    @Override
    public void onIfbFree() {
        owner.onIfbFree(this);
    }

    @Override
    public void onIfbRefused(final int errno) {
        owner.onIfbRefused(this, errno);
    }

    @Override
    public void onIfbLost() {
        owner.onIfbLost(this);
    }

    @Override
    void onAnswer(final int step, final int errno, final CharSequence text) {
        owner.onAnswer(this, step, errno, text);
    }

    @Override
    void onSettled() {
        owner.onSettled(this);
    }
}
