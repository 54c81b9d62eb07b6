package io.athenabng.core.radius.accounting;

import io.athenabng.core.config.RadiusAccountingSettings;
import io.athenabng.core.config.RadiusServerGroupSettings;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.RadiusUpstream;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionTable;
import io.athenabng.core.timer.KeyedTimers;
import io.athenabng.wire.radius.RadiusCode;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayQueue;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Reports of sessions to accounting servers: a Start when one is up, interims while it lasts, a Stop with its last counters.
 *
 * <pre>
 *   up ──► Start under way ──► accounted ──► interims, one at a time ──► ended ──► Stop under way ──► the record may go
 * </pre>
 *
 * <p><b>What is reported.</b> A session that was up has one Start and one Stop, in this order, also if it ended before its Start was taken.
 * One that never came up has neither. A session's record stays in the store until its Stop was taken by a server or is safe on disk; its
 * flag {@link SessionRecordFlyweight#FLAG_ACCOUNTED} says the same of the Start. So a kill at any moment loses no report. It can repeat one
 * whose answer came in that moment; the repeated one has the same Acct-Session-Id and Event-Timestamp.
 *
 * <p><b>When.</b> Each session has its own place in its interval, from its number, so that sessions that came up together report evenly
 * spread, and at the same places after a restart. From there each report is moved to the front by a random share of the interval.
 * Counters in a report are at most {@link #FRESH_NS} old: a report that is due asks for one reading of all counters, and serves those that
 * follow.
 *
 * <p>Owner: the session agent.
 */
public final class SessionAccounting {
    /** How old the counters of an interim report may be, ns. */
    static final long FRESH_NS = 5_000_000_000L;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long STALE_AFTER_NS = 30 * NS_PER_SECOND;
    private static final int TYPE_BITS = 2;
    private static final int TYPE_MASK = (1 << TYPE_BITS) - 1;
    private static final int NONE = 0;
    private static final int SENDS_PER_CYCLE = 256;
    private static final int EXPIRIES_PER_CYCLE = 256;
    /** The golden ratio's fraction of 2^64: consecutive numbers fall evenly on the circle. */
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    /** What is known of one session's accounting. */
    private static final class Account {
        final long sessionId;
        final int accessGroup;
        int serverGroup;
        int underWay = NONE;
        boolean started;
        boolean ended;
        boolean interimDue;
        boolean waiting;
        long dueNs;
        long countersNs;

        Account(final long sessionId, final int serverGroup, final int accessGroup) {
            this.sessionId = sessionId;
            this.serverGroup = serverGroup;
            this.accessGroup = accessGroup;
        }
    }

    private RunningConfiguration configuration;
    private RadiusAccountingSettings settings;
    private final SessionTable sessions;
    private final EngineClock clock;
    private final RadiusUpstream upstream;
    private final BooleanSupplier readCounters;
    private final LongConsumer finished;
    private final AccountingComposer composer;
    private final KeyedTimers timers;
    private final NasAccounting nas;
    private final Long2ObjectHashMap<Account> accounts = new Long2ObjectHashMap<>();
    private final LongArrayQueue waiting = new LongArrayQueue();
    private final SessionRecordFlyweight record = new SessionRecordFlyweight().allocate();
    private final UnsafeBuffer attributes = new UnsafeBuffer(new byte[AccountingComposer.MAX_LENGTH]);
    private long[] patienceNsByGroup;
    private long countersOrderedNs;
    private int due;
    private long random;

    private final AtomicCounter starts;
    private final AtomicCounter interims;
    private final AtomicCounter stops;
    private final AtomicCounter stale;
    private final AtomicCounter again;
    private final AtomicCounter unsettled;

    /**
     * Accounting of a gateway.
     *
     * @param configuration the running configuration
     * @param sessions      the sessions
     * @param clock         the engine's clock
     * @param upstream      takes reports
     * @param readCounters  orders a reading of all counters; false if that cannot be ordered now
     * @param finished      is told the number of a session whose record may go
     * @param registry      makes the counters
     */
    public SessionAccounting(
            final RunningConfiguration configuration, final SessionTable sessions, final EngineClock clock, final RadiusUpstream upstream,
            final BooleanSupplier readCounters, final LongConsumer finished, final CounterRegistry registry) {
        this.sessions = sessions;
        this.clock = clock;
        this.upstream = upstream;
        this.readCounters = readCounters;
        this.finished = finished;
        composer = new AccountingComposer(configuration, sessions);
        timers = new KeyedTimers(clock.nowNs(), EXPIRIES_PER_CYCLE, this::onTimer);
        nas = new NasAccounting(configuration, composer, upstream, clock, registry);
        random = clock.nowNs();
        use(configuration);
        final String prefix = "radius.accounting.";
        starts = registry.counter(prefix + "starts", "Starts of sessions that a server took or that are safe on disk");
        interims = registry.counter(prefix + "interims", "Interim reports that a server took, or that went to disk or were dropped there");
        stops = registry.counter(prefix + "stops", "Stops of sessions that a server took or that are safe on disk");
        stale = registry.counter(prefix + "stale_interims", "Interim reports with old counters, because no reading came in time");
        again = registry.counter(prefix + "repeated", "Starts and stops reported again because neither a server nor the disk took them");
        unsettled = registry.counter(prefix + "unsettled", "Sessions whose start or stop is not yet taken by a server or safe on disk");
    }

    private void use(final RunningConfiguration to) {
        configuration = to;
        settings = to.radius().accounting();
        patienceNsByGroup = new long[to.radius().serverGroups().size()];
        for (int i = 0; i < patienceNsByGroup.length; i++) {
            patienceNsByGroup[i] = patienceNs(to.radius(), to.radius().serverGroups().get(i));
        }
    }

    /**
     * Works with another configuration from now on. A session that is accounted keeps its group of servers, and its interval; its next
     * place in that is found by the new settings.
     *
     * @param to the configuration
     */
    public void reconfigure(final RunningConfiguration to) {
        use(to);
        accounts.values().removeIf(account -> account.serverGroup >= patienceNsByGroup.length && !findsGroup(account));
        composer.reconfigure(to);
        nas.reconfigure(to);
    }

    /** The group of servers came with a commit that was taken back: its session is accounted as it would have been without. */
    private boolean findsGroup(final Account account) {
        account.serverGroup = configuration.accessGroups().get(account.accessGroup).radius().accountingGroup();
        if (account.serverGroup >= 0) {
            return true;
        }
        notDue(account);
        timers.cancel(account.sessionId);
        if (!account.started || account.ended) {
            unsettled.decrement();
        }
        if (account.ended) {
            finished.accept(account.sessionId);
        }
        return false;
    }

    /** How long the client may need to have asked every server in vain, with room to spare. */
    private static long patienceNs(final RadiusSettings settings, final RadiusServerGroupSettings group) {
        long patienceNs = 60 * NS_PER_SECOND;
        for (final RadiusServerGroupSettings.Member member : group.members()) {
            final RadiusServerSettings server = settings.servers().get(member.serverIndex());
            patienceNs += 2 * server.maxTries() * Math.max(server.timeoutNs(), server.maxTimeoutNs());
        }
        return patienceNs;
    }

    /**
     * The gateway begins its service, with or without sessions of an earlier run.
     *
     * @param restoredAny whether there are such sessions: then nothing was interrupted, and no Accounting-On is sent
     */
    public void onServiceBegins(final boolean restoredAny) {
        nas.onServiceBegins(restoredAny);
    }

    /** The gateway ends its service and leaves no session behind in the kernel: Accounting-Off, sent once. */
    public void onServiceEnds() {
        nas.onServiceEnds();
    }

    /**
     * A session is up, or was restored.
     *
     * @param session the session, as it is stored
     */
    public void onSessionUp(final SessionRecordFlyweight session) {
        if (accounts.containsKey(session.sessionId())) {
            return;
        }
        final Account account = open(session);
        if (account == null) {
            return;
        }
        if (account.started) {
            schedule(account, session.interimSeconds());
        } else {
            unsettled.increment();
            proceed(account);
        }
    }

    /** The session's account, made anew; null if its group is not accounted. */
    private Account open(final SessionRecordFlyweight session) {
        final int accessGroup = configuration.groupIndex(session.group());
        final int serverGroup = accessGroup < 0
                ? -1 : configuration.accessGroups().get(accessGroup).radius().accountingGroup();
        if (serverGroup < 0) {
            return null;
        }
        final Account account = new Account(session.sessionId(), serverGroup, accessGroup);
        account.started = (session.flags() & SessionRecordFlyweight.FLAG_ACCOUNTED) != 0;
        accounts.put(account.sessionId, account);
        return account;
    }

    /**
     * A session has ended; its record in the store has its last counters, its end and its cause.
     *
     * @param session the session, as it is stored
     * @return whether accounting needs the record: then it stays in the store until {@code finished} is told
     */
    public boolean onSessionEnded(final SessionRecordFlyweight session) {
        if ((session.flags() & SessionRecordFlyweight.FLAG_WAS_UP) == 0) {
            return false;
        }
        Account account = accounts.get(session.sessionId());
        if (account == null) {
            account = open(session);
            if (account == null) {
                return false;
            }
            unsettled.increment();
        } else if (account.ended) {
            return true;
        } else if (account.started) {
            unsettled.increment();
        }
        account.ended = true;
        notDue(account);
        proceed(account);
        return true;
    }

    /**
     * A session's interim interval has changed.
     *
     * @param session the session, as it is stored
     */
    public void onIntervalChanged(final SessionRecordFlyweight session) {
        final Account account = accounts.get(session.sessionId());
        if (account != null && account.started && !account.ended && account.underWay == NONE && !account.interimDue) {
            schedule(account, session.interimSeconds());
        }
    }

    /**
     * A session's counters were read and stored.
     *
     * @param sessionId the session
     */
    public void onCounters(final long sessionId) {
        final Account account = accounts.get(sessionId);
        if (account != null) {
            account.countersNs = clock.nowNs();
            if (account.interimDue) {
                proceed(account);
            }
        }
    }

    /**
     * A report was taken by a server, or is safe on disk.
     *
     * @param correlationId the report's
     */
    public void onSettled(final long correlationId) {
        if (nas.onSettled(correlationId)) {
            return;
        }
        final Account account = accounts.get(correlationId >>> TYPE_BITS);
        final int type = (int) correlationId & TYPE_MASK;
        if (account == null || account.underWay != type) {
            return;
        }
        account.underWay = NONE;
        timers.cancel(account.sessionId);
        if (type == AcctStatusType.STOP) {
            stops.increment();
            unsettled.decrement();
            accounts.remove(account.sessionId);
            finished.accept(account.sessionId);
            return;
        }
        if (type == AcctStatusType.START) {
            onStarted(account);
        } else {
            interims.increment();
        }
        if (account.ended) {
            proceed(account);
        } else if (sessions.get(account.sessionId, record)) {
            schedule(account, record.interimSeconds());
        }
    }

    private void onStarted(final Account account) {
        starts.increment();
        account.started = true;
        if (!account.ended) {
            unsettled.decrement();
        }
        if (sessions.get(account.sessionId, record)) {
            sessions.update(record.flags(record.flags() | SessionRecordFlyweight.FLAG_ACCOUNTED));
        }
    }

    /**
     * One turn: what waited for room, what is due.
     *
     * @return how much was done
     */
    public int onDutyCycle() {
        final long nowNs = clock.nowNs();
        int work = nas.onDutyCycle() + timers.poll(nowNs);
        for (int i = Math.min(waiting.size(), SENDS_PER_CYCLE); i > 0; i--) {
            final Account account = accounts.get(waiting.pollLong());
            if (account != null) {
                account.waiting = false;
                proceed(account);
                if (account.waiting) {
                    break;
                }
                work++;
            }
        }
        if (due > 0 && nowNs - countersOrderedNs >= FRESH_NS && readCounters.getAsBoolean()) {
            countersOrderedNs = nowNs;
            work++;
        }
        return work;
    }

    /** Sends what the session's account needs next, if nothing of it is under way. */
    private void proceed(final Account account) {
        if (account.underWay != NONE) {
            return;
        }
        final long nowNs = clock.nowNs();
        if (!account.started) {
            send(account, AcctStatusType.START, nowNs);
        } else if (account.ended) {
            send(account, AcctStatusType.STOP, nowNs);
        } else if (account.interimDue) {
            final boolean late = nowNs - account.dueNs >= STALE_AFTER_NS;
            if (late || nowNs - account.countersNs <= FRESH_NS) {
                if (late) {
                    stale.increment();
                }
                send(account, AcctStatusType.INTERIM, nowNs);
            }
        }
    }

    private void send(final Account account, final int type, final long nowNs) {
        if (!sessions.get(account.sessionId, record)) {
            throw new IllegalStateException("session " + account.sessionId + " is accounted but not in the store");
        }
        if (!nas.isReady(account.serverGroup)) {
            await(account);
            return;
        }
        final int length = composer.compose(type, record, account.accessGroup, nowNs, attributes, 0);
        if (!upstream.request(RadiusCode.ACCOUNTING_REQUEST, account.serverGroup, account.sessionId << TYPE_BITS | type, attributes, 0,
                length)) {
            await(account);
            return;
        }
        notDue(account);
        account.underWay = type;
        timers.schedule(account.sessionId, nowNs + patienceNsByGroup[account.serverGroup]);
    }

    private void await(final Account account) {
        if (!account.waiting) {
            account.waiting = true;
            waiting.addLong(account.sessionId);
        }
    }

    private void notDue(final Account account) {
        if (account.interimDue) {
            account.interimDue = false;
            due--;
        }
    }

    private void onTimer(final long sessionId, final long nowNs) {
        final Account account = accounts.get(sessionId);
        if (account == null) {
            return;
        }
        if (account.underWay != NONE) {
            // Neither a server nor the disk took it: the record still says what is to be reported.
            if (account.underWay != AcctStatusType.INTERIM) {
                again.increment();
                account.underWay = NONE;
                proceed(account);
            } else {
                account.underWay = NONE;
                if (sessions.get(sessionId, record)) {
                    schedule(account, record.interimSeconds());
                }
            }
            return;
        }
        if (!account.interimDue) {
            account.interimDue = true;
            account.dueNs = nowNs;
            due++;
        }
        timers.schedule(sessionId, nowNs + STALE_AFTER_NS);
        proceed(account);
    }

    /** Sets the timer to the session's next place in its interval. */
    private void schedule(final Account account, final int interimSeconds) {
        if (interimSeconds <= 0) {
            timers.cancel(account.sessionId);
            return;
        }
        final long intervalNs = Math.max(interimSeconds * NS_PER_SECOND, Math.max(NS_PER_SECOND, settings.minInterimNs()));
        timers.schedule(account.sessionId, nextPlaceNs(account.sessionId, intervalNs, clock.nowNs()));
    }

    private long nextPlaceNs(final long sessionId, final long intervalNs, final long nowNs) {
        final long phaseNs = Math.multiplyHigh(sessionId * GOLDEN >>> 1, intervalNs << 1);
        final long passedNs = Math.floorMod(nowNs - phaseNs, intervalNs);
        long placeNs = nowNs - passedNs + intervalNs;
        final long jitterNs = intervalNs / 100 * settings.jitterPercent();
        if (jitterNs > 0) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            // A report that was moved to the front has its place still before it: the next one is meant.
            if (placeNs - nowNs <= jitterNs) {
                placeNs += intervalNs;
            }
            placeNs -= (random >>> 1) % jitterNs;
        }
        return placeNs;
    }

    /** @return how many sessions are accounted, with those whose Stop is not settled */
    public int accountCount() {
        return accounts.size();
    }
}
