package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.config.AccessGroupSettings;
import java.util.ArrayList;
import java.util.List;

/** An access line as the kernel agent keeps it: its interface and its sessions. */
final class LineDevice extends KernelTask {
    /** How far it is. */
    enum State {
        /** An interface of the same tags must be gone first. */
        WAITING,
        /** Its interfaces are being made. */
        CREATING,
        /** It is there. */
        UP,
        /** The kernel refused it. */
        FAILED
    }

    private final LineDevices owner;
    final int lineId;
    final int groupIndex;
    /** Its group's settings; others after a commit. */
    AccessGroupSettings group;
    final Trunk trunk;
    final long stack;
    final boolean shared;
    VlanDevice device;
    State state = State.CREATING;
    /** Interfaces that this line's requests create, innermost last. */
    final List<VlanDevice> creating = new ArrayList<>(2);
    final List<SessionDevice> sessions = new ArrayList<>(1);
    final List<PppChannel> channels = new ArrayList<>(1);
    /** PPP sessions that are up: their frames pass this line's queue too. */
    final List<PppSession> pppSessions = new ArrayList<>(1);
    /** A shared line's class for PPPoE is there. */
    boolean pppoeClass;
    int error;
    int attempts;
    boolean downRequested;
    /** The filters for control messages and for everything else are there. */
    boolean guarded;
    /** Some of these filters may be there from before the start, but not as they should be. */
    boolean foreignGuards;
    /** The interface's counters when they were read last: rx octets, rx packets, tx octets, tx packets. */
    final long[] counters = new long[4];

    LineDevice(final LineDevices owner, final int lineId, final int groupIndex, final AccessGroupSettings group, final Trunk trunk,
            final long stack) {
        this.owner = owner;
        this.lineId = lineId;
        this.groupIndex = groupIndex;
        this.group = group;
        this.trunk = trunk;
        this.stack = stack;
        shared = group.subscribersPerLine() > 1;
    }

    int ifIndex() {
        return device == null ? 0 : device.ifIndex;
    }

    /**
     * The rate of this line's queue. PPP sessions are shaped on their units, and their frames pass here again: there is to be room for
     * them beside what the line's own session gets.
     *
     * @param ownBitsPerSecond the own session's download rate; 0 is unlimited
     */
    long queueBitsPerSecond(final long ownBitsPerSecond) {
        long sum = ownBitsPerSecond;
        for (int i = 0; i < pppSessions.size() && sum > 0; i++) {
            final long rate = pppSessions.get(i).downBitsPerSecond;
            sum = rate == 0 ? 0 : sum + rate;
        }
        return sum;
    }

    /** The rate of this line's queue while it has no session of its own: the group's, so that nothing passes unshaped, or all for PPP. */
    long idleBitsPerSecond() {
        return pppSessions.isEmpty() ? group.shaping().downBitsPerSecond() : 0;
    }

    /** The smallest number that no session of this line has. */
    int freeSlot() {
        for (int candidate = 0; ; candidate++) {
            boolean taken = false;
            for (int i = 0; i < sessions.size(); i++) {
                taken |= sessions.get(i).lineSlot == candidate;
            }
            if (!taken) {
                return candidate;
            }
        }
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
