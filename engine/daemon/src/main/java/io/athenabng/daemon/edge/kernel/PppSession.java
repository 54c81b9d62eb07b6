package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.SessionPlan;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.netlink.MessageHandler;
import java.util.List;
import org.agrona.DirectBuffer;

/** A PPPoE session as the kernel agent keeps it: what was asked for, and what of it the kernel has. */
final class PppSession extends KernelTask implements MessageHandler {
    /** How far it is. */
    enum State {
        /** Its unit is being made. */
        WAITING_UNIT,
        /** No IFB is free yet. */
        WAITING_IFB,
        /** Its objects are being made or changed to what was asked. */
        APPLYING,
        /** It is there. */
        UP,
        /** It is being taken down. */
        REMOVING
    }

    private final PppSessions owner;
    final long sessionId;
    /** Its line; null of an outside server's session. */
    final LineDevice line;
    /** How sessions of its group are shaped, of an outside server's session. */
    ShapingSettings outsideShaping;
    int groupIndex;
    PppChannel channel;
    PppUnit unit;
    State state = State.WAITING_UNIT;
    int ipv4;
    int mtu;
    long downBitsPerSecond;
    long upBitsPerSecond;
    int overheadBytes;
    List<SubscriberProfile.FramedRoute> routes = List.of();

    /** The address that has a route; 0 for none. */
    int routedIpv4;
    /** The networks that have a route. */
    List<SubscriberProfile.FramedRoute> routed = List.of();

    int error;
    int attempts;
    boolean inFilterPass;
    boolean downRequested;
    /** It is to be brought to what was asked for since it began. */
    boolean upRequested;
    /** A change of rates waits for its answer. */
    boolean changeAsked;
    /** The core has been told that it is up. */
    boolean answered;
    /** Counters before this unit: up octets, up packets, down octets, down packets. */
    final long[] known = new long[4];
    /** The unit's counters at the beginning, in the same order. */
    final long[] base = new long[4];
    boolean baseTaken;

    PppSession(final PppSessions owner, final long sessionId, final LineDevice line) {
        this.owner = owner;
        this.sessionId = sessionId;
        this.line = line;
    }

    /** Whether its interface is an outside server's: it is shaped and counted here, and nothing else. */
    boolean isOutside() {
        return line == null;
    }

    ShapingSettings shaping() {
        return line == null ? outsideShaping : line.group.shaping();
    }

    void take(final SessionPlan plan) {
        groupIndex = plan.groupIndex;
        ipv4 = plan.ipv4;
        mtu = plan.mtu == 0 ? SessionPlan.PPPOE_MTU : plan.mtu;
        downBitsPerSecond = plan.downBitsPerSecond;
        upBitsPerSecond = plan.upBitsPerSecond;
        overheadBytes = plan.overheadBytes;
        routes = List.copyOf(plan.routes);
    }

    /** A session of before the start goes on from what the store had counted. */
    void resume(final SessionPlan plan) {
        known[0] = plan.upOctets;
        known[1] = plan.upPackets;
        known[2] = plan.downOctets;
        known[3] = plan.downPackets;
    }

    /** A counter since the session began. */
    long total(final int which) {
        return unit == null || !baseTaken ? known[which] : known[which] + Math.max(0, unit.counters[which] - base[which]);
    }

    /** The unit's counters as they stand are where counting begins. */
    void takeBase() {
        System.arraycopy(unit.counters, 0, base, 0, base.length);
        baseTaken = true;
    }

    /** The unit is not this session's any more: what was counted counts. */
    void keepTotals() {
        for (int i = 0; i < known.length; i++) {
            known[i] = total(i);
        }
        baseTaken = false;
    }

    void onUnitReady() {
        owner.onUnitReady(this);
    }

    void onUnitRefused(final int errno) {
        owner.onUnitRefused(this, errno);
    }

    void onUnitLost() {
        owner.onUnitLost(this);
    }

    void onIfbFree() {
        owner.onIfbFree(this);
    }

    void onIfbLost() {
        owner.onIfbLost(this);
    }

    @Override
    public void onMessage(final int type, final DirectBuffer buffer, final int offset, final int length) {
        owner.onStatistics(this, buffer, offset, length);
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
