package io.athenabng.core.radius.accounting;

import io.athenabng.core.config.RadiusServerGroupSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.AccountingSpool;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.RadiusListener;
import io.athenabng.wire.radius.RadiusCode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reports between the session agent and the RADIUS client. A report that no server takes goes to the group's {@link AccountingSpool} and
 * from there to a server when one is alive again. The session agent is told that it is settled when a server has answered, or when it is
 * safe on disk.
 *
 * <p><b>Order.</b> The session agent has one report of a session under way at a time. While the spool holds a report of a session, its
 * later ones go behind it; while it holds an Accounting-On or -Off, all of the group do.
 *
 * <p><b>Once.</b> A report is sent again only if no answer came. There is one window in which a server may see a report twice although it
 * answered: the process is killed after the server took the report and before that was noted (in the spool, or in the session's record).
 * The repeated report has the same Acct-Session-Id, Acct-Status-Type and Event-Timestamp. A machine that loses its power may repeat what
 * was delivered from the spool in the last seconds.
 *
 * <p>If the spool refuses a Start or Stop, nothing is said: the session's record still has it, and the session agent asks again later.
 *
 * <p>Owner: the upstream agent.
 */
public final class AccountingDelivery {
    /** Sends to servers; the RADIUS client. */
    @FunctionalInterface
    public interface Client {
        /**
         * Asks a group of servers.
         *
         * @param code             Accounting-Request
         * @param serverGroupIndex the group
         * @param correlationId    names the request in the answer
         * @param attributes       where the attributes are
         * @param offset           where they begin
         * @param length           their length, bytes
         * @return false if it cannot take the request now
         */
        boolean request(int code, int serverGroupIndex, long correlationId, DirectBuffer attributes, int offset, int length);
    }

    private static final int POOLED = 1_024;

    private final EngineClock clock;
    private final Client client;
    private final RadiusListener listener;
    private final EngineClock time;
    private SpoolQueue[] queues;
    private final Long2ObjectHashMap<Report> underWay = new Long2ObjectHashMap<>();
    private final ArrayDeque<Report> free = new ArrayDeque<>();
    private final DeliveryCounters counters;
    private long nextRequestId = 1;

    /** A report on its way to a server. */
    static final class Report {
        /** The session agent's number; of no use for one from the spool. */
        long correlationId;
        int group;
        int statusType;
        long sessionKey;
        /** Where it is in the spool; {@link AccountingSpool#REFUSED} if it is not. */
        long position;
        final UnsafeBuffer attributes = new UnsafeBuffer(new byte[512]);
        int length;

        Report set(final DirectBuffer from, final int offset, final int size) {
            if (attributes.capacity() < size) {
                attributes.wrap(new byte[size]);
            }
            attributes.putBytes(0, from, offset, size);
            length = size;
            statusType = ReportAttributes.statusType(from, offset, size);
            sessionKey = ReportAttributes.sessionKey(from, offset, size);
            return this;
        }
    }

    /**
     * A delivery; what an earlier run left in the spools is sent from the first duty cycle on.
     *
     * @param settings the RADIUS settings
     * @param spools   a spool for each of {@link RadiusSettings#serverGroups()}
     * @param clock    a clock that does not jump when the machine's time is set
     * @param time     the machine's time
     * @param client   sends to servers
     * @param listener the session agent
     * @param registry makes the counters
     */
    public AccountingDelivery(
            final RadiusSettings settings, final List<AccountingSpool> spools, final EngineClock clock, final EngineClock time,
            final Client client, final RadiusListener listener, final CounterRegistry registry) {
        final List<RadiusServerGroupSettings> groups = settings.serverGroups();
        if (spools.size() != groups.size()) {
            throw new IllegalArgumentException(spools.size() + " spools for " + groups.size() + " server groups");
        }
        this.clock = clock;
        this.time = time;
        this.client = client;
        this.listener = listener;
        counters = new DeliveryCounters(registry);
        queues = new SpoolQueue[groups.size()];
        for (int i = 0; i < queues.length; i++) {
            queues[i] = new SpoolQueue(spools.get(i), settings.accounting().maxAgeNs(), time, counters);
        }
        noteDepth();
    }

    /**
     * Works with other settings from now on; the client has its servers already. What waits goes on to those.
     *
     * @param settings the RADIUS settings
     * @param fresh    spools of groups that are new, by the groups' names
     */
    public void reconfigure(final RadiusSettings settings, final Map<String, AccountingSpool> fresh) {
        queues = Arrays.copyOf(queues, Math.max(queues.length, settings.serverGroups().size()));
        for (int i = 0; i < settings.serverGroups().size(); i++) {
            final AccountingSpool spool = fresh.get(settings.serverGroups().get(i).name());
            if (spool != null) {
                if (queues[i] != null) {
                    queues[i].close();
                }
                queues[i] = new SpoolQueue(spool, settings.accounting().maxAgeNs(), time, counters);
            }
        }
        for (final SpoolQueue queue : queues) {
            queue.reconfigure(settings.accounting(), clock.nowNs());
        }
    }

    /**
     * Whether nothing of a group is on its way or waits on disk.
     *
     * @param serverGroupIndex the group
     * @return whether its place may be given to another
     */
    public boolean isIdle(final int serverGroupIndex) {
        return queues[serverGroupIndex].isIdle() && underWay.values().stream().noneMatch(report -> report.group == serverGroupIndex);
    }

    /**
     * A report of the session agent.
     *
     * @param serverGroupIndex the group that it is for
     * @param correlationId    names it in the answer
     * @param attributes       where its attributes are; valid until the call returns
     * @param offset           where they begin
     * @param length           their length, bytes
     */
    public void request(
            final int serverGroupIndex, final long correlationId, final DirectBuffer attributes, final int offset, final int length) {
        final Report report = free.isEmpty() ? new Report() : free.poll();
        report.set(attributes, offset, length);
        report.correlationId = correlationId;
        report.group = serverGroupIndex;
        report.position = AccountingSpool.REFUSED;
        if (queues[serverGroupIndex].isBehind(report.statusType, report.sessionKey)) {
            keep(report);
            return;
        }
        final long requestId = nextRequestId++;
        underWay.put(requestId, report);
        if (!client.request(RadiusCode.ACCOUNTING_REQUEST, serverGroupIndex, requestId, report.attributes, 0, length)) {
            underWay.remove(requestId);
            keep(report);
        }
    }

    private void keep(final Report report) {
        final SpoolQueue queue = queues[report.group];
        if (queue.append(report)) {
            counters.spooled.increment();
            noteDepth();
        } else if (report.statusType == AcctStatusType.INTERIM) {
            counters.interimsRefused.increment();
            listener.onRadiusUnanswered(report.correlationId, RadiusCode.ACCOUNTING_REQUEST);
        } else {
            counters.refused.increment();
        }
        release(report);
    }

    private void release(final Report report) {
        if (free.size() < POOLED) {
            free.add(report);
        }
    }

    /**
     * A server took a report.
     *
     * @param requestId  the number that the client was given
     * @param attributes where the answer's attributes are
     * @param offset     where they begin
     * @param length     their length, bytes
     */
    public void onAnswer(final long requestId, final DirectBuffer attributes, final int offset, final int length) {
        final Report report = underWay.remove(requestId);
        if (report == null) {
            return;
        }
        final SpoolQueue queue = queues[report.group];
        queue.onServerAlive(clock.nowNs());
        if (report.position == AccountingSpool.REFUSED) {
            listener.onRadiusAnswer(report.correlationId, RadiusCode.ACCOUNTING_RESPONSE, attributes, offset, length);
        } else {
            queue.delivered(report);
            counters.delivered.increment();
            noteDepth();
        }
        release(report);
    }

    /**
     * No server took a report.
     *
     * @param requestId the number that the client was given
     */
    public void onUnanswered(final long requestId) {
        final Report report = underWay.remove(requestId);
        if (report == null) {
            return;
        }
        if (report.position == AccountingSpool.REFUSED) {
            keep(report);
        } else {
            queues[report.group].undelivered(report, clock.nowNs());
            release(report);
        }
    }

    /**
     * One turn: tells what has become safe on disk, and sends what waits there.
     *
     * @return how much was done
     */
    public int onDutyCycle() {
        final long nowNs = clock.nowNs();
        int work = 0;
        for (int i = 0; i < queues.length; i++) {
            work += queues[i].tellSafe(listener);
            work += drain(queues[i], i, nowNs);
        }
        return work;
    }

    private int drain(final SpoolQueue queue, final int group, final long nowNs) {
        int sent = 0;
        while (queue.mayDrain(nowNs)) {
            final Report report = free.isEmpty() ? new Report() : free.poll();
            if (!queue.next(report, nowNs)) {
                release(report);
                break;
            }
            report.group = group;
            final long requestId = nextRequestId++;
            underWay.put(requestId, report);
            if (!client.request(RadiusCode.ACCOUNTING_REQUEST, group, requestId, report.attributes, 0, report.length)) {
                underWay.remove(requestId);
                queue.undelivered(report, nowNs);
                release(report);
                break;
            }
            sent++;
        }
        noteDepth();
        return sent;
    }

    private void noteDepth() {
        long entries = 0;
        long bytes = 0;
        for (final SpoolQueue queue : queues) {
            entries += queue.depth();
            bytes += queue.bytes();
        }
        counters.depth.setRelease(entries);
        counters.bytes.setRelease(bytes);
    }

    /**
     * How many reports of a group wait on disk.
     *
     * @param serverGroupIndex the group
     * @return how many
     */
    public int depth(final int serverGroupIndex) {
        return queues[serverGroupIndex].depth();
    }

    /**
     * How many bytes a group's waiting reports take on disk.
     *
     * @param serverGroupIndex the group
     * @return bytes
     */
    public long bytes(final int serverGroupIndex) {
        return queues[serverGroupIndex].bytes();
    }

    /** @return how many requests are with the client */
    public int underWay() {
        return underWay.size();
    }
}
