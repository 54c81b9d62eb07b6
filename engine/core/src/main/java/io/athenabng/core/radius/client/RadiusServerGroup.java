package io.athenabng.core.radius.client;

import io.athenabng.core.config.RadiusServerGroupSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * One side, authentication or accounting, of a group of servers: who is asked, and the queue of requests for which no server has room.
 *
 * <p>Servers of the lowest priority number that are alive and have not been asked share the requests by their weights, evenly interleaved;
 * those of the next number are asked only when none of these is left. While all of them have as many requests outstanding as they may,
 * requests wait in the queue. Owned by the upstream agent.
 */
public final class RadiusServerGroup {
    /** How many requests may wait. */
    public static final int MAX_QUEUED = 16_384;
    /** The most servers of a group: one bit each in a transaction. */
    static final int MAX_MEMBERS = 64;
    private static final int NOBODY = -1;

    private final String name;
    private RadiusEndpoint[] endpoints = new RadiusEndpoint[0];
    private int[] priorities;
    private int[] weights;
    private int[] credits = new int[0];
    /** Where each of the members before is now; -1 for one that has left. */
    private int[] movedTo;
    private boolean busy;
    private RadiusTransaction queueHead;
    private RadiusTransaction queueTail;
    private int queued;

    RadiusServerGroup(final RadiusServerGroupSettings settings, final RadiusEndpoint[] endpointOfServer) {
        name = settings.name();
        reconfigure(settings, endpointOfServer);
    }

    /** Takes other members; {@link #follow} is to be told of each request under way then. Members that stay keep their credits. */
    void reconfigure(final RadiusServerGroupSettings settings, final RadiusEndpoint[] endpointOfServer) {
        final List<RadiusServerGroupSettings.Member> members = new ArrayList<>(settings.members());
        if (members.size() > MAX_MEMBERS) {
            throw new IllegalArgumentException("RADIUS server group " + settings.name() + " has more than " + MAX_MEMBERS + " servers");
        }
        members.sort(Comparator.comparingInt(RadiusServerGroupSettings.Member::priority));
        final RadiusEndpoint[] before = endpoints;
        final int[] creditsBefore = credits;
        endpoints = new RadiusEndpoint[members.size()];
        priorities = new int[endpoints.length];
        weights = new int[endpoints.length];
        credits = new int[endpoints.length];
        for (int i = 0; i < endpoints.length; i++) {
            endpoints[i] = endpointOfServer[members.get(i).serverIndex()];
            priorities[i] = members.get(i).priority();
            weights[i] = Math.max(1, members.get(i).weight());
        }
        movedTo = new int[before.length];
        for (int i = 0; i < before.length; i++) {
            movedTo[i] = Arrays.asList(endpoints).indexOf(before[i]);
            if (movedTo[i] >= 0) {
                credits[movedTo[i]] = creditsBefore[i];
            }
        }
    }

    /** A request that was under way when the members were replaced: it keeps its server and knows whom it has asked. */
    void follow(final RadiusTransaction transaction) {
        long tried = 0;
        for (int i = 0; i < movedTo.length; i++) {
            if ((transaction.triedMembers & 1L << i) != 0 && movedTo[i] >= 0) {
                tried |= 1L << movedTo[i];
            }
        }
        transaction.triedMembers = tried;
        transaction.member = transaction.endpoint == null || transaction.member < 0 ? NOBODY : movedTo[transaction.member];
    }

    /** @return its name */
    public String name() {
        return name;
    }

    /** @return requests for which no server has room */
    public int queued() {
        return queued;
    }

    RadiusEndpoint endpoint(final int member) {
        return endpoints[member];
    }

    /**
     * Chooses the server for a transaction.
     *
     * @param tried members that were asked before, a bit each
     * @return the member; -1 if there is none, and then {@link #isBusy()} says whether it is worth waiting
     */
    int choose(final long tried) {
        busy = false;
        int first = 0;
        while (first < endpoints.length) {
            int end = first + 1;
            while (end < endpoints.length && priorities[end] == priorities[first]) {
                end++;
            }
            final int chosen = chooseAmongEquals(tried, first, end);
            if (chosen != NOBODY || busy) {
                return chosen;
            }
            first = end;
        }
        return NOBODY;
    }

    private int chooseAmongEquals(final long tried, final int first, final int end) {
        int best = NOBODY;
        int sum = 0;
        for (int i = first; i < end; i++) {
            if ((tried & 1L << i) != 0 || !endpoints[i].isSelectable()) {
                continue;
            }
            if (!endpoints[i].hasRoom()) {
                busy = true;
                continue;
            }
            credits[i] += weights[i];
            sum += weights[i];
            if (best == NOBODY || credits[i] > credits[best]) {
                best = i;
            }
        }
        if (best != NOBODY) {
            busy = false;
            credits[best] -= sum;
        }
        return best;
    }

    /** Whether the last choice failed only because the servers have as many requests as they may. */
    boolean isBusy() {
        return busy;
    }

    boolean hasQueueRoom() {
        return queued < MAX_QUEUED;
    }

    /** The transaction that has waited longest, or null. */
    RadiusTransaction queueHead() {
        return queueHead;
    }

    void enqueue(final RadiusTransaction transaction) {
        transaction.queuePrevious = queueTail;
        if (queueTail == null) {
            queueHead = transaction;
        } else {
            queueTail.queueNext = transaction;
        }
        queueTail = transaction;
        queued++;
    }

    void dequeue(final RadiusTransaction transaction) {
        if (transaction.queuePrevious == null) {
            queueHead = transaction.queueNext;
        } else {
            transaction.queuePrevious.queueNext = transaction.queueNext;
        }
        if (transaction.queueNext == null) {
            queueTail = transaction.queuePrevious;
        } else {
            transaction.queueNext.queuePrevious = transaction.queuePrevious;
        }
        transaction.queueNext = null;
        transaction.queuePrevious = null;
        queued--;
    }
}
