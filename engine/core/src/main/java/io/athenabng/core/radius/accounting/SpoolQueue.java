package io.athenabng.core.radius.accounting;

import io.athenabng.core.config.RadiusAccountingSettings;
import io.athenabng.core.port.AccountingSpool;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.RadiusListener;
import io.athenabng.wire.radius.RadiusCode;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongArrayQueue;
import org.agrona.collections.LongHashSet;

/**
 * The order in which one group's spooled reports go out. One report of a session is under way at a time; Accounting-On and -Off wait for
 * all before them and hold up all behind them. An interim that is not its session's last word is not sent.
 */
final class SpoolQueue {
    /** Reports under way from one spool. */
    static final int WINDOW = 32;
    /** Reports from one spool in a second, so that live ones are not held up. */
    static final int PER_SECOND = 400;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int MAX_ATTRIBUTES = 4_076;
    private static final long BURST_NS = NS_PER_SECOND / 10;
    private static final long FIRST_BACKOFF_NS = NS_PER_SECOND;
    private static final long LAST_BACKOFF_NS = 60 * NS_PER_SECOND;
    private static final long ABSENT = -1;

    private final AccountingSpool spool;
    private long maxAgeNs;
    private final EngineClock time;
    private final DeliveryCounters counters;

    /** Not tried yet, in order. */
    private final LongArrayQueue positions = new LongArrayQueue();
    /** Tried in vain; of each session at most one. */
    private final LongArrayList again = new LongArrayList();
    private final Long2LongHashMap keyByPosition = new Long2LongHashMap(ABSENT);
    private final Long2LongHashMap lastBySession = new Long2LongHashMap(ABSENT);
    private final LongHashSet ofNas = new LongHashSet();
    private final LongHashSet busySessions = new LongHashSet();
    private final LongArrayQueue unsafePositions = new LongArrayQueue();
    private final LongArrayQueue unsafeCorrelations = new LongArrayQueue();
    private int outstanding;
    private long nasUnderWay = ABSENT;
    private long notBeforeNs;
    private long backoffNs = FIRST_BACKOFF_NS;
    private long nextSendNs;

    SpoolQueue(final AccountingSpool spool, final long maxAgeNs, final EngineClock time, final DeliveryCounters counters) {
        this.spool = spool;
        this.maxAgeNs = maxAgeNs;
        this.time = time;
        this.counters = counters;
        spool.forEachWaiting(this::add);
    }

    private void add(final long position, final int statusType, final long sessionKey) {
        positions.addLong(position);
        keyByPosition.put(position, sessionKey);
        lastBySession.put(sessionKey, position);
        if (AcctStatusType.isOfNas(statusType)) {
            ofNas.add(position);
        }
    }

    int depth() {
        return keyByPosition.size();
    }

    /** Whether nothing waits, and nobody waits to be told. */
    boolean isIdle() {
        return keyByPosition.isEmpty() && unsafePositions.isEmpty();
    }

    void close() {
        spool.close();
    }

    long bytes() {
        return spool.bytes();
    }

    /** Whether a new report must go behind what waits. */
    boolean isBehind(final int statusType, final long sessionKey) {
        return !keyByPosition.isEmpty()
                && (!ofNas.isEmpty() || AcctStatusType.isOfNas(statusType) || lastBySession.containsKey(sessionKey));
    }

    boolean append(final AccountingDelivery.Report report) {
        final long position = spool.append(report.statusType, report.sessionKey, report.attributes, 0, report.length);
        if (position == AccountingSpool.REFUSED) {
            return false;
        }
        add(position, report.statusType, report.sessionKey);
        unsafePositions.addLong(position);
        unsafeCorrelations.addLong(report.correlationId);
        return true;
    }

    /** Tells the session agent of reports that are safe on disk now. */
    int tellSafe(final RadiusListener listener) {
        int told = 0;
        final long durableTo = unsafePositions.isEmpty() ? 0 : spool.durableTo();
        while (!unsafePositions.isEmpty() && unsafePositions.peekLong() < durableTo) {
            unsafePositions.pollLong();
            listener.onRadiusUnanswered(unsafeCorrelations.pollLong(), RadiusCode.ACCOUNTING_REQUEST);
            told++;
        }
        return told;
    }

    boolean mayDrain(final long nowNs) {
        // While no server answers one report at a time is tried.
        return outstanding < (backoffNs > FIRST_BACKOFF_NS ? 1 : WINDOW) && nasUnderWay == ABSENT && nowNs >= notBeforeNs
                && nowNs >= nextSendNs;
    }

    /** Fills in the next report that may go out; false if there is none now. */
    boolean next(final AccountingDelivery.Report report, final long nowNs) {
        while (!(again.isEmpty() && positions.isEmpty())) {
            final boolean retry = !again.isEmpty();
            final long position = retry ? again.getLong(again.size() - 1) : positions.peekLong();
            final long key = keyByPosition.get(position);
            if (ofNas.contains(position) ? outstanding > 0 : !retry && busySessions.contains(key)) {
                return false;
            }
            take(retry);
            if (read(report, position, key)) {
                report.position = position;
                report.sessionKey = key;
                busySessions.add(key);
                nasUnderWay = ofNas.contains(position) ? position : ABSENT;
                outstanding++;
                nextSendNs = Math.max(nextSendNs, nowNs - BURST_NS) + NS_PER_SECOND / PER_SECOND;
                return true;
            }
        }
        return false;
    }

    private void take(final boolean retry) {
        if (retry) {
            again.removeAt(again.size() - 1);
        } else {
            positions.pollLong();
        }
    }

    private boolean read(final AccountingDelivery.Report report, final long position, final long key) {
        if (report.attributes.capacity() < MAX_ATTRIBUTES) {
            report.attributes.wrap(new byte[MAX_ATTRIBUTES]);
        }
        final int length = spool.read(position, report.attributes, 0);
        if (length < 0) {
            counters.unreadable.increment();
            forget(position, key);
            return false;
        }
        report.length = length;
        report.statusType = ReportAttributes.statusType(report.attributes, 0, length);
        final long nowSeconds = time.nowNs() / NS_PER_SECOND;
        if (report.statusType == AcctStatusType.INTERIM) {
            if (lastBySession.get(key) != position) {
                counters.superseded.increment();
                forget(position, key);
                return false;
            }
            if ((nowSeconds - ReportAttributes.eventSeconds(report.attributes, 0, length, nowSeconds)) * NS_PER_SECOND > maxAgeNs) {
                counters.expired.increment();
                forget(position, key);
                return false;
            }
        }
        ReportAttributes.updateDelay(report.attributes, 0, length, nowSeconds);
        return true;
    }

    void delivered(final AccountingDelivery.Report report) {
        settle(report);
        busySessions.remove(report.sessionKey);
        forget(report.position, report.sessionKey);
    }

    void undelivered(final AccountingDelivery.Report report, final long nowNs) {
        settle(report);
        // The session stays busy: what comes behind in the queue must not overtake this.
        again.addLong(report.position);
        notBeforeNs = nowNs + backoffNs;
        backoffNs = Math.min(LAST_BACKOFF_NS, backoffNs * 2);
    }

    private void settle(final AccountingDelivery.Report report) {
        outstanding--;
        if (nasUnderWay == report.position) {
            nasUnderWay = ABSENT;
        }
    }

    private void forget(final long position, final long key) {
        spool.delivered(position);
        busySessions.remove(key);
        keyByPosition.remove(position);
        ofNas.remove(position);
        if (lastBySession.get(key) == position) {
            lastBySession.remove(key);
        }
    }

    /** Room and age are limited otherwise, and there may be other servers: they are tried at once. */
    void reconfigure(final RadiusAccountingSettings settings, final long nowNs) {
        maxAgeNs = settings.maxAgeNs();
        spool.limit(settings.spoolLimitBytes());
        onServerAlive(nowNs);
    }

    void onServerAlive(final long nowNs) {
        backoffNs = FIRST_BACKOFF_NS;
        notBeforeNs = Math.min(notBeforeNs, nowNs);
    }
}
