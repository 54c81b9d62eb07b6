package io.athenabng.core.radius.client;

import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.port.RadiusTransport;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import java.util.List;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The RADIUS client: many requests under way at once, to several servers, of which each may fail.
 *
 * <p>A request goes to the best server of its group ({@link RadiusServerGroup}), from a source with a free identifier; as many sources are
 * opened as the load needs, and closed again when it falls. It is sent again as RFC 5080 (2.2.1) says, with the same identifier and
 * authenticator, and when its tries are used up it goes to the next server as a new packet. Its identifier is not used again before the
 * request is settled and, if it was given up, a late answer is no longer to be expected. An answer settles a request only if it
 * came to the request's own source with its identifier, is of the right kind, and bears the right Response Authenticator and
 * Message-Authenticator ({@link RadiusAnswerCheck}); everything else is counted by reason and settles nothing. Servers that do not answer
 * are left alone for a while and then probed ({@link RadiusEndpoint}).
 *
 * <p>Each request that was taken is settled exactly once, by {@link Handler#onAnswer} or {@link Handler#onUnanswered}, never from within
 * {@link #request}. Nothing is allocated for a request once the slots for so many have been made. One owner: the upstream agent.
 */
public final class RadiusClient implements RadiusTransport.Listener {
    /** Takes the outcome of requests. */
    public interface Handler {
        /**
         * A server answered; its authenticators were right.
         *
         * @param correlationId the request's
         * @param code          the answer's code
         * @param buffer        where the answer's attributes are, valid until the call returns
         * @param offset        where they begin
         * @param length        their length, bytes
         */
        void onAnswer(long correlationId, int code, DirectBuffer buffer, int offset, int length);

        /**
         * No server answered, or none is alive.
         *
         * @param correlationId the request's
         * @param code          the request's code
         */
        void onUnanswered(long correlationId, int code);
    }

    /** How long a request waits at most for a server that has room, ns. */
    static final long QUEUE_PATIENCE_NS = 30_000_000_000L;
    /** How long after the transport had no room it is tried again, ns. */
    private static final long UNSENT_RETRY_NS = 5_000_000L;
    private static final int TIMERS_PER_CYCLE = 1_024;
    private static final int DEQUEUED_PER_CYCLE = 1_024;
    /** An identifier is looked for among so many sources of one side of a server: 131,072 identifiers. */
    private static final int MAX_SOURCES = 512;

    private final EngineClock clock;
    private final RadiusTransport transport;
    private final RadiusServerListener listener;
    private final RadiusServers servers;
    private final Int2ObjectHashMap<RadiusSource> sources = new Int2ObjectHashMap<>();
    private final Randomness randomness;
    private final TransactionPool pool = new TransactionPool();
    private final RadiusTimerWheel timers;
    private final RadiusPacketEncoding encoding = new RadiusPacketEncoding();
    private final RadiusAnswerCheck check = new RadiusAnswerCheck();
    private final ServerCare care;
    private final UnsafeBuffer packet = new UnsafeBuffer(new byte[RadiusPacketFlyweight.MAX_LENGTH]);
    private final AtomicCounter taken;
    private final AtomicCounter unanswered;
    private final AtomicCounter refusedMalformed;
    private final AtomicCounter underWay;
    private final AtomicCounter toClosedSource;
    private Handler accessHandler;
    private Handler accountingHandler;

    /**
     * A client.
     *
     * @param settings   servers and groups
     * @param transport  sends packets; its listener is to be this client
     * @param clock      must not jump when the machine's time is set
     * @param randomness fills arrays with octets of a cryptographically secure generator
     * @param listener   takes changes of servers
     * @param registry   makes the counters
     */
    public RadiusClient(
            final RadiusSettings settings, final RadiusTransport transport, final EngineClock clock, final Consumer<byte[]> randomness,
            final RadiusServerListener listener, final CounterRegistry registry) {
        this.clock = clock;
        this.transport = transport;
        this.listener = listener;
        this.randomness = new Randomness(randomness);
        timers = new RadiusTimerWheel(clock.nowNs());
        servers = new RadiusServers(settings, registry);
        care = new ServerCare(this, servers, settings.nasIdentifier());
        taken = registry.counter("radius.client.requests", "Requests that the RADIUS client took");
        unanswered = registry.counter("radius.client.unanswered", "Requests that no server answered");
        refusedMalformed = registry.counter("radius.client.malformed",
                "Requests whose attributes are no list, or do not fit into a packet");
        underWay = registry.counter("radius.client.under_way", "Requests that are under way now, those in queues counted");
        toClosedSource = registry.counter("radius.client.closed_source",
                "Packets to a socket or connection that was closed when they arrived");
    }

    /**
     * Works with other servers and groups from now on; the transport knows them already. Requests to a server that is no longer there are
     * waited for until their next retransmission, and then go to the servers of their group.
     *
     * @param settings servers and groups; a group keeps its place
     */
    public void reconfigure(final RadiusSettings settings) {
        servers.reconfigure(settings);
        pool.followGroups();
        care.nasIdentifier(settings.nasIdentifier());
    }

    /**
     * Says who takes the outcome of requests. Must be called before the first request.
     *
     * @param access  for Access-Requests
     * @param account for Accounting-Requests
     */
    public void handlers(final Handler access, final Handler account) {
        accessHandler = access;
        accountingHandler = account;
    }

    /**
     * Sends a request to a group of servers; its outcome goes to the handler of its kind.
     *
     * @param code             Access-Request or Accounting-Request
     * @param serverGroupIndex the group in {@code RadiusSettings.serverGroups}
     * @param correlationId    names the request in its outcome
     * @param attributes       where the attributes are, User-Password in clear; valid until the call returns
     * @param offset           where they begin
     * @param length           their length, bytes
     * @return false if too many requests are under way or in the group's queue
     */
    public boolean request(
            final int code, final int serverGroupIndex, final long correlationId, final DirectBuffer attributes, final int offset,
            final int length) {
        final Handler handler = code == RadiusCode.ACCESS_REQUEST ? accessHandler : accountingHandler;
        return request(handler, code, serverGroupIndex, correlationId, attributes, offset, length);
    }

    /**
     * Sends a request to a group of servers; its outcome goes to a handler of its own.
     *
     * @param handler          takes the outcome
     * @param code             Access-Request or Accounting-Request
     * @param serverGroupIndex the group in {@code RadiusSettings.serverGroups}
     * @param correlationId    names the request in its outcome
     * @param attributes       where the attributes are, User-Password in clear; valid until the call returns
     * @param offset           where they begin
     * @param length           their length, bytes
     * @return false if too many requests are under way or in the group's queue
     */
    public boolean request(
            final Handler handler, final int code, final int serverGroupIndex, final long correlationId, final DirectBuffer attributes,
            final int offset, final int length) {
        if (code != RadiusCode.ACCESS_REQUEST && code != RadiusCode.ACCOUNTING_REQUEST) {
            throw new IllegalArgumentException("not a request of the client: " + RadiusCode.name(code));
        }
        final RadiusServerGroup group = servers.groups(code == RadiusCode.ACCOUNTING_REQUEST)[serverGroupIndex];
        final boolean sound = RadiusPacketEncoding.isSound(attributes, offset, length);
        if (!group.hasQueueRoom()) {
            return false;
        }
        final RadiusTransaction transaction = pool.take(attributes, offset, sound ? length : 0);
        if (transaction == null) {
            return false;
        }
        taken.incrementRelease();
        underWay.setRelease(pool.inUse());
        transaction.handler = handler;
        transaction.code = code;
        transaction.group = group;
        transaction.correlationId = correlationId;
        if (!sound) {
            refusedMalformed.incrementRelease();
            hopeless(transaction);
        } else if (group.queueHead() == null) {
            dispatch(transaction);
        } else {
            // Who came first goes first.
            enqueue(transaction);
        }
        return true;
    }

    /** Finds a server for a transaction that has none. */
    private void dispatch(final RadiusTransaction transaction) {
        final RadiusServerGroup group = transaction.group;
        while (true) {
            final int member = group.choose(transaction.triedMembers);
            if (member < 0) {
                if (group.isBusy() && group.hasQueueRoom()) {
                    enqueue(transaction);
                } else {
                    hopeless(transaction);
                }
                return;
            }
            transaction.member = member;
            transaction.trial = group.endpoint(member).state() == RadiusEndpoint.State.ON_TRIAL;
            if (assign(transaction, group.endpoint(member))) {
                return;
            }
        }
    }

    /**
     * Gives a transaction an identifier of a server and sends it.
     *
     * @return false if the server cannot be reached, which is then known of it; for a probe also if no identifier is free
     */
    boolean assign(final RadiusTransaction transaction, final RadiusEndpoint endpoint) {
        final long nowNs = clock.nowNs();
        RadiusSource source = endpoint.sourceWithRoom(nowNs);
        if (source == null) {
            if (endpoint.sourceCount() >= MAX_SOURCES) {
                if (transaction.isProbe()) {
                    return false;
                }
                retryLater(transaction, nowNs);
                return true;
            }
            source = care.open(endpoint, nowNs);
            if (source == null) {
                return false;
            }
        }
        assign(transaction, source);
        return true;
    }

    /** Gives a transaction an identifier of a source that has one free, and sends it. */
    void assign(final RadiusTransaction transaction, final RadiusSource source) {
        final long nowNs = clock.nowNs();
        final RadiusEndpoint endpoint = source.endpoint();
        transaction.endpoint = endpoint;
        transaction.source = source;
        transaction.identifier = source.take(transaction, nowNs);
        transaction.tries = 0;
        transaction.firstSentNs = nowNs;
        randomness.fill(transaction.buffer, transaction.offset, TransactionPool.AUTHENTICATOR_LENGTH);
        endpoint.onAssigned(transaction);
        transmit(transaction);
    }

    private void transmit(final RadiusTransaction transaction) {
        final long nowNs = clock.nowNs();
        final RadiusEndpoint endpoint = transaction.endpoint;
        final int length = encoding.encode(transaction, endpoint.secret(), packet);
        if (length == RadiusPacketEncoding.TOO_LONG) {
            refusedMalformed.incrementRelease();
            free(transaction, false);
            hopeless(transaction);
            return;
        }
        if (!transport.send(transaction.source.sourceId(), packet, 0, length)) {
            transaction.phase = RadiusTransaction.Phase.UNSENT;
            timers.schedule(transaction, nowNs + UNSENT_RETRY_NS);
            return;
        }
        transaction.phase = RadiusTransaction.Phase.WAITING;
        transaction.tries++;
        final EndpointCounters counters = endpoint.counters();
        if (transaction.tries > 1) {
            counters.retransmits.incrementRelease();
        } else if (transaction.isProbe()) {
            counters.probes.incrementRelease();
        } else {
            counters.sent.incrementRelease();
        }
        transaction.retransmissionNs = retransmissionNs(transaction, endpoint.settings());
        timers.schedule(transaction, nowNs + transaction.retransmissionNs);
    }

    /** RFC 5080 (2.2.1): the first time is IRT, then each is twice the one before, up to MRT; all with jitter. */
    private long retransmissionNs(final RadiusTransaction transaction, final RadiusServerSettings settings) {
        if (settings.tls() != null) {
            return patienceNs(settings);
        }
        if (transaction.tries == 1) {
            return randomness.jittered(settings.timeoutNs());
        }
        final long doubled = transaction.retransmissionNs + randomness.jittered(transaction.retransmissionNs);
        return settings.maxTimeoutNs() > 0 && doubled > settings.maxTimeoutNs() ? randomness.jittered(settings.maxTimeoutNs()) : doubled;
    }

    /** TCP repeats what is lost (RFC 6613, 2.6.1): a request is sent once, and waited for as long as all its tries by UDP would take. */
    private static long patienceNs(final RadiusServerSettings settings) {
        final long mostNs = settings.maxTimeoutNs() > 0 ? settings.maxTimeoutNs() : Long.MAX_VALUE;
        long nextNs = settings.timeoutNs();
        long sumNs = 0;
        for (int i = 0; i < settings.maxTries(); i++) {
            sumNs += nextNs;
            nextNs = Math.min(mostNs, 2 * nextNs);
        }
        return sumNs;
    }

    private void enqueue(final RadiusTransaction transaction) {
        transaction.phase = RadiusTransaction.Phase.QUEUED;
        transaction.group.enqueue(transaction);
        timers.schedule(transaction, clock.nowNs() + QUEUE_PATIENCE_NS);
    }

    private void retryLater(final RadiusTransaction transaction, final long nowNs) {
        transaction.phase = RadiusTransaction.Phase.HOMELESS;
        timers.schedule(transaction, nowNs + UNSENT_RETRY_NS);
    }

    private void hopeless(final RadiusTransaction transaction) {
        transaction.phase = RadiusTransaction.Phase.HOPELESS;
        timers.schedule(transaction, 0);
    }

    /** Takes the identifier from a transaction. */
    private void free(final RadiusTransaction transaction, final boolean answered) {
        final RadiusEndpoint endpoint = transaction.endpoint;
        timers.cancel(transaction);
        if (answered) {
            transaction.source.answered(transaction.identifier);
        } else {
            final RadiusServerSettings settings = endpoint.settings();
            transaction.source.givenUp(
                    transaction.identifier, clock.nowNs() + Math.max(settings.timeoutNs(), settings.maxTimeoutNs()));
        }
        endpoint.onIdentifierFree(transaction.source);
        endpoint.onReleased(transaction);
        transaction.source = null;
        transaction.endpoint = null;
    }

    private void release(final RadiusTransaction transaction) {
        pool.release(transaction);
        underWay.setRelease(pool.inUse());
    }

    /**
     * Looks at timers, queues and servers.
     *
     * @return how much was done
     */
    public int onDutyCycle() {
        final long nowNs = clock.nowNs();
        int work = 0;
        RadiusTransaction due = timers.poll(nowNs);
        while (due != null) {
            onTimer(due, nowNs);
            work++;
            due = work < TIMERS_PER_CYCLE ? timers.poll(nowNs) : null;
        }
        work += drain(servers.groups(false)) + drain(servers.groups(true));
        return work + care.onDutyCycle(nowNs);
    }

    private int drain(final RadiusServerGroup[] groups) {
        int work = 0;
        for (final RadiusServerGroup group : groups) {
            for (int i = 0; i < DEQUEUED_PER_CYCLE && group.queueHead() != null; i++) {
                final RadiusTransaction transaction = group.queueHead();
                final int member = group.choose(transaction.triedMembers);
                if (member < 0 && group.isBusy()) {
                    break;
                }
                group.dequeue(transaction);
                timers.cancel(transaction);
                if (member < 0) {
                    hopeless(transaction);
                } else {
                    transaction.member = member;
                    transaction.trial = group.endpoint(member).state() == RadiusEndpoint.State.ON_TRIAL;
                    if (!assign(transaction, group.endpoint(member))) {
                        dispatch(transaction);
                    }
                }
                work++;
            }
        }
        return work;
    }

    private void onTimer(final RadiusTransaction transaction, final long nowNs) {
        switch (transaction.phase) {
            case WAITING:
                if (transaction.endpoint.isWorthAnotherTry(transaction)) {
                    transmit(transaction);
                } else {
                    onGivenUp(transaction, nowNs);
                }
                break;
            case UNSENT:
                if (transaction.endpoint.isRetired()) {
                    evacuate(transaction);
                } else {
                    transmit(transaction);
                }
                break;
            case HOMELESS:
                dispatch(transaction);
                break;
            case QUEUED:
                transaction.group.dequeue(transaction);
                settleUnanswered(transaction);
                break;
            case HOPELESS:
                settleUnanswered(transaction);
                break;
            default:
                throw new IllegalStateException("the timer of a transaction that is " + transaction.phase);
        }
    }

    private void onGivenUp(final RadiusTransaction transaction, final long nowNs) {
        final RadiusEndpoint endpoint = transaction.endpoint;
        final RadiusSource source = transaction.source;
        final boolean trial = transaction.trial;
        free(transaction, false);
        if (endpoint.onUnanswered(trial, nowNs)) {
            listener.onServerDead(endpoint.settings().name(), endpoint.accounting(), "it left " + endpoint.settings().deadAfter()
                    + " requests in a row unanswered");
        }
        if (transaction.isProbe()) {
            release(transaction);
            care.onProbeUnanswered(source);
        } else {
            endpoint.counters().timeouts.incrementRelease();
            transaction.tried();
            dispatch(transaction);
        }
    }

    private void settleUnanswered(final RadiusTransaction transaction) {
        final Handler handler = transaction.handler;
        final long correlationId = transaction.correlationId;
        final int code = transaction.code;
        release(transaction);
        unanswered.incrementRelease();
        handler.onUnanswered(correlationId, code);
    }

    @Override
    public void onPacket(final int sourceId, final DirectBuffer buffer, final int offset, final int length) {
        final RadiusSource source = sources.get(sourceId);
        if (source == null) {
            // Closed while its last packets were on their way.
            toClosedSource.incrementRelease();
            return;
        }
        final RadiusEndpoint endpoint = source.endpoint();
        final RadiusTransaction transaction = check.accept(endpoint, source, buffer, offset, length);
        if (transaction == null) {
            return;
        }
        final long nowNs = clock.nowNs();
        source.onReceived(nowNs);
        if (transaction.tries == 1) {
            endpoint.rtt().record(nowNs - transaction.firstSentNs);
        }
        final Handler handler = transaction.handler;
        final long correlationId = transaction.correlationId;
        final boolean probe = transaction.isProbe();
        free(transaction, true);
        release(transaction);
        if (endpoint.onAnswer(nowNs)) {
            listener.onServerAlive(endpoint.settings().name(), endpoint.accounting());
        }
        if (probe) {
            endpoint.counters().probeAnswers.incrementRelease();
            source.watched(false);
        } else {
            check.count(endpoint);
            handler.onAnswer(correlationId, check.code(), buffer, check.attributesOffset(), check.attributesLength());
        }
    }

    @Override
    public void onSourceLost(final int sourceId, final String reason) {
        final RadiusSource source = sources.get(sourceId);
        if (source != null) {
            care.onLost(source, reason);
        }
    }

    void onSourceOpened(final RadiusSource source) {
        sources.put(source.sourceId(), source);
        source.endpoint().onSourceOpened(source);
    }

    /** A source is no more; its transactions find another, or another server, in a moment. */
    void onSourceGone(final RadiusSource source) {
        sources.remove(source.sourceId());
        source.endpoint().removeSource(source);
        evict(source);
    }

    private void evict(final RadiusSource source) {
        for (int identifier = 0; identifier < RadiusSource.IDENTIFIERS && source.outstanding() > 0; identifier++) {
            final RadiusTransaction transaction = source.user(identifier);
            if (transaction != null) {
                final RadiusEndpoint endpoint = transaction.endpoint;
                free(transaction, false);
                if (transaction.isProbe()) {
                    release(transaction);
                    endpoint.onUnanswered(true, clock.nowNs());
                } else {
                    // A request that makes a server drop its connection each time is not to go round for ever.
                    if (++transaction.losses >= endpoint.settings().maxTries()) {
                        transaction.tried();
                    }
                    retryLater(transaction, clock.nowNs());
                }
            }
        }
    }

    /** Takes a request off a server that was found dead. */
    void evacuate(final RadiusTransaction transaction) {
        free(transaction, false);
        transaction.tried();
        dispatch(transaction);
    }

    /** A Status-Server to a server, or null if too many requests are under way. */
    RadiusTransaction probe(final DirectBuffer attributes, final int length) {
        final RadiusTransaction transaction = pool.take(attributes, 0, length);
        if (transaction != null) {
            transaction.code = RadiusCode.STATUS_SERVER;
            transaction.trial = true;
            underWay.setRelease(pool.inUse());
        }
        return transaction;
    }

    /** Gives a probe back that could not be sent. */
    void abandon(final RadiusTransaction transaction) {
        release(transaction);
    }

    long nowNs() {
        return clock.nowNs();
    }

    RadiusTransport transport() {
        return transport;
    }

    RadiusServerListener listener() {
        return listener;
    }

    /** @return both sides of every server, authentication first, in the order of the configuration */
    public List<RadiusEndpoint> endpoints() {
        return servers.endpoints();
    }

    /**
     * One side of a group.
     *
     * @param serverGroupIndex the group in {@code RadiusSettings.serverGroups}
     * @param forAccounting    whether it is the accounting side
     * @return the group
     */
    public RadiusServerGroup group(final int serverGroupIndex, final boolean forAccounting) {
        return servers.groups(forAccounting)[serverGroupIndex];
    }

    /** @return how many places of groups there are */
    public int groupCount() {
        return servers.groups(false).length;
    }

    /**
     * Whether no request of a group is under way.
     *
     * @param serverGroupIndex the group's place
     * @return whether its place may be given to another
     */
    public boolean isIdle(final int serverGroupIndex) {
        return !pool.isUsedBy(group(serverGroupIndex, false)) && !pool.isUsedBy(group(serverGroupIndex, true));
    }

    /** @return requests under way, those in queues counted */
    public int underWay() {
        return pool.inUse();
    }
}
