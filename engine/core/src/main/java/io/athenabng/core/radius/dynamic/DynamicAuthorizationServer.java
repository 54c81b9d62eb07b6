package io.athenabng.core.radius.dynamic;

import io.athenabng.core.config.DynamicAuthorizationSettings;
import io.athenabng.core.config.IpAddress;
import io.athenabng.core.port.CounterRegistry;
import io.athenabng.core.port.EngineClock;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusMalformedReason;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * CoA and Disconnect up to the session agent's door (RFC 5176): who asks, whether the authenticators are right, whether it is new. What is
 * not beyond doubt is dropped and counted by reason, as the RFC wants; nothing is answered that could help somebody without the secret.
 *
 * <p>A repeated request (same client, port, identifier and authenticator) gets the same answer again, or silence while it is worked on; the
 * session agent sees it once. Authenticator, then Message-Authenticator, then Event-Timestamp are looked at only after the client's rate
 * limit, so that a flood costs no digests.
 *
 * <p>Owner: the upstream agent; no method blocks or throws on any input.
 */
public final class DynamicAuthorizationServer {
    /** Requests that are worked on or whose answers are kept, at most. */
    static final int MAX_TRANSACTIONS = 8_192;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long GIVE_UP_NS = 120 * NS_PER_SECOND;
    private static final DynamicAuthorizationSettings NOBODY = new DynamicAuthorizationSettings(
            null, 0, List.of(), 0, false, 30 * NS_PER_SECOND, 1);
    private static final long MAPPED = 0xffff_0000_0000L;

    /** Takes requests to the session agent. */
    @FunctionalInterface
    public interface Sink {
        /**
         * A request, verified.
         *
         * @param token      names it in the answer
         * @param code       CoA-Request or Disconnect-Request
         * @param attributes where its attributes are, valid until the call returns
         * @param offset     where they begin
         * @param length     their length, bytes
         * @return false if it cannot be taken now: it is dropped, and the client asks again
         */
        boolean onDynamicRequest(long token, int code, DirectBuffer attributes, int offset, int length);
    }

    /** Takes answers to clients. */
    @FunctionalInterface
    public interface Responder {
        /**
         * Sends a packet from the port that requests come to.
         *
         * @param addressHigh the client's address, first 64 bits
         * @param addressLow  the last 64 bits; an IPv4 address is mapped
         * @param port        its port
         * @param scopeId     the interface of a link-local address, otherwise 0
         * @param buffer      where the packet is
         * @param offset      where it begins
         * @param length      its length, bytes
         * @return false if it cannot be sent now
         */
        boolean send(long addressHigh, long addressLow, int port, int scopeId, DirectBuffer buffer, int offset, int length);
    }

    private DynamicAuthorizationSettings settings;
    private final EngineClock clock;
    private final EngineClock time;
    private final Sink sink;
    private final Responder responder;
    private final DynamicCounters counters;
    private final Long2ObjectHashMap<DynamicClient> clients = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<DynamicTransaction> byKey = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<DynamicTransaction> byToken = new Long2ObjectHashMap<>();
    private final ArrayDeque<DynamicTransaction> pending = new ArrayDeque<>();
    private final ArrayDeque<DynamicTransaction> answered = new ArrayDeque<>();
    private final ArrayDeque<DynamicTransaction> free = new ArrayDeque<>();
    private final RadiusPacketFlyweight packet = new RadiusPacketFlyweight();
    private final RadiusAttributeCursor cursor = new RadiusAttributeCursor();
    private final RadiusAttributeAppender appender = new RadiusAttributeAppender();
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[RadiusPacketFlyweight.MAX_LENGTH]);
    private long nextToken = 1;
    private int nextClient;
    private int transactions;

    /**
     * A server without sockets.
     *
     * @param settings  who may ask, and how; null lets nobody
     * @param clock     a clock that does not jump when the machine's time is set
     * @param time      the machine's time, for Event-Timestamp
     * @param sink      takes requests
     * @param responder takes answers
     * @param registry  makes the counters
     */
    public DynamicAuthorizationServer(
            final DynamicAuthorizationSettings settings, final EngineClock clock, final EngineClock time, final Sink sink,
            final Responder responder, final CounterRegistry registry) {
        this.clock = clock;
        this.time = time;
        this.sink = sink;
        this.responder = responder;
        counters = new DynamicCounters(registry);
        reconfigure(settings);
    }

    /**
     * Other clients, or the same by other settings. Requests that were taken are answered as they would have been.
     *
     * @param to who may ask, and how; null lets nobody
     */
    public void reconfigure(final DynamicAuthorizationSettings to) {
        settings = to == null ? NOBODY : to;
        final Map<DynamicAuthorizationSettings.Client, DynamicClient> before = new HashMap<>();
        clients.values().forEach(first -> {
            for (DynamicClient each = first; each != null; each = each.next) {
                before.put(each.settings, each);
            }
        });
        clients.clear();
        for (final DynamicAuthorizationSettings.Client each : settings.clients()) {
            final DynamicClient known = before.get(each);
            final DynamicClient client = known != null && known.perSecond == settings.maxRequestsPerSecond() ? known : newClient(each);
            client.next = clients.put(hash(client.addressHigh, client.addressLow), client);
        }
    }

    /** A number is not given out again: it is part of the name of a request whose answer is kept. */
    private DynamicClient newClient(final DynamicAuthorizationSettings.Client of) {
        final IpAddress address = of.address();
        return new DynamicClient(nextClient++, of, address.high(), address.ipv6() ? address.low() : MAPPED | address.low(),
                settings.maxRequestsPerSecond(), clock.nowNs());
    }

    private static long hash(final long addressHigh, final long addressLow) {
        return addressHigh * 0x9e3779b97f4a7c15L ^ addressLow;
    }

    private DynamicClient client(final long addressHigh, final long addressLow) {
        DynamicClient client = clients.get(hash(addressHigh, addressLow));
        while (client != null && (client.addressHigh != addressHigh || client.addressLow != addressLow)) {
            client = client.next;
        }
        return client;
    }

    /**
     * A datagram came.
     *
     * @param addressHigh the sender's address, first 64 bits
     * @param addressLow  the last 64 bits; an IPv4 address is mapped
     * @param port        its port
     * @param scopeId     the interface of a link-local address, otherwise 0
     * @param buffer      where the datagram is
     * @param offset      where it begins
     * @param length      its length, bytes
     */
    public void onDatagram(
            final long addressHigh, final long addressLow, final int port, final int scopeId, final DirectBuffer buffer, final int offset,
            final int length) {
        counters.received.increment();
        final DynamicClient client = client(addressHigh, addressLow);
        if (client == null) {
            counters.unknownClient.increment();
            return;
        }
        final long nowNs = clock.nowNs();
        if (!client.tryTake(nowNs)) {
            counters.rateLimited.increment();
            return;
        }
        final int malformed = packet.wrap(buffer, offset, length);
        if (malformed != RadiusMalformedReason.NONE) {
            counters.malformed[malformed].increment();
            return;
        }
        if (packet.code() != RadiusCode.COA_REQUEST && packet.code() != RadiusCode.DISCONNECT_REQUEST) {
            counters.wrongCode.increment();
            return;
        }
        final DynamicTransaction known = byKey.get(DynamicTransaction.key(client, port, packet.identifier()));
        if (known != null && known.code == packet.code() && known.hasAuthenticator(buffer, packet.authenticatorOffset())) {
            onDuplicate(known);
        } else if (isGenuine(client)) {
            accept(client, addressHigh, addressLow, port, scopeId, nowNs, known);
        }
    }

    private void onDuplicate(final DynamicTransaction known) {
        if (known.isAnswered()) {
            counters.duplicatesAnswered.increment();
            send(known);
        } else {
            counters.duplicatesPending.increment();
        }
    }

    private boolean isGenuine(final DynamicClient client) {
        final DirectBuffer buffer = packet.buffer();
        final int length = packet.packetLength();
        if (!client.secret.requestAuthenticatorMatches(buffer, packet.offset(), length)) {
            counters.badAuthenticator.increment();
            return false;
        }
        if (packet.messageAuthenticatorOffset() < 0) {
            if (client.requireMessageAuthenticator) {
                counters.noMessageAuthenticator.increment();
                return false;
            }
        } else if (!client.secret.messageAuthenticatorMatches(buffer, packet.offset(), length, packet.messageAuthenticatorOffset())) {
            counters.badMessageAuthenticator.increment();
            return false;
        }
        cursor.wrap(buffer, packet.attributesOffset(), packet.attributesLength());
        if (!cursor.find(RadiusAttributes.EVENT_TIMESTAMP)) {
            if (settings.requireEventTimestamp()) {
                counters.noEventTimestamp.increment();
            }
            return !settings.requireEventTimestamp();
        }
        // A value of another length than a date's is as far away as can be.
        final long seconds = cursor.valueLength() == Integer.BYTES ? cursor.intValue(0) & 0xffff_ffffL : 0;
        final boolean inWindow = settings.eventTimestampWindowNs() == 0
                || Math.abs(time.nowNs() / NS_PER_SECOND - seconds) <= settings.eventTimestampWindowNs() / NS_PER_SECOND;
        if (!inWindow) {
            counters.badEventTimestamp.increment();
        }
        return inWindow;
    }

    private void accept(
            final DynamicClient client, final long addressHigh, final long addressLow, final int port, final int scopeId, final long nowNs,
            final DynamicTransaction known) {
        if (transactions >= MAX_TRANSACTIONS) {
            counters.overloaded.increment();
            return;
        }
        final DynamicTransaction request = free.isEmpty() ? new DynamicTransaction() : free.poll();
        request.token = nextToken;
        request.client = client;
        request.addressHigh = addressHigh;
        request.addressLow = addressLow;
        request.port = port;
        request.scopeId = scopeId;
        request.code = packet.code();
        request.identifier = packet.identifier();
        request.sinceNs = nowNs;
        request.superseded = false;
        request.answerLength = 0;
        request.authenticator.putBytes(0, packet.buffer(), packet.authenticatorOffset(), RadiusPacketFlyweight.AUTHENTICATOR_LENGTH);
        request.keepProxyStates(packet.buffer(), packet.attributesOffset(), packet.attributesLength());
        // Known to itself before it is handed over: the answer may come from within the call.
        nextToken++;
        transactions++;
        byToken.put(request.token, request);
        byKey.put(request.key(), request);
        pending.add(request);
        if (!sink.onDynamicRequest(
                request.token, request.code, packet.buffer(), packet.attributesOffset(), packet.attributesLength())) {
            counters.overloaded.increment();
            pending.removeLast();
            forget(request);
            if (known != null) {
                byKey.put(known.key(), known);
            }
        } else if (known != null) {
            known.superseded = true;
        }
    }

    /**
     * The session agent has answered a request.
     *
     * @param token      the request's
     * @param code       the ACK or NAK of its kind
     * @param attributes where the answer's attributes are
     * @param offset     where they begin
     * @param length     their length, bytes
     */
    public void answer(final long token, final int code, final DirectBuffer attributes, final int offset, final int length) {
        final DynamicTransaction request = byToken.get(token);
        if (request == null || request.isAnswered()) {
            return;
        }
        counters.answers(code).increment();
        final int header = RadiusPacketFlyweight.HEADER_LENGTH;
        appender.wrap(out, header, RadiusPacketFlyweight.MAX_LENGTH - header);
        final int messageAuthenticator = appender.reserve(RadiusAttributes.MESSAGE_AUTHENTICATOR, RadiusSecret.DIGEST_LENGTH);
        int end = header + appender.length();
        // A request full of Proxy-State leaves no room for more than that: the client wants it back more than it wants the rest.
        if (end + length + request.proxyStatesLength <= RadiusPacketFlyweight.MAX_LENGTH) {
            out.putBytes(end, attributes, offset, length);
            end += length;
        }
        out.putBytes(end, request.proxyStates, 0, request.proxyStatesLength);
        end += request.proxyStatesLength;
        packet.wrapMutable(out, 0).code(code).identifier(request.identifier).packetLength(end);
        request.client.secret.signMessageAuthenticator(out, 0, end, messageAuthenticator, request.authenticator, 0);
        request.client.secret.signResponse(out, 0, end, request.authenticator, 0);
        request.keepAnswer(out, end);
        request.sinceNs = clock.nowNs();
        answered.add(request);
        if (!request.superseded) {
            send(request);
        }
    }

    private void send(final DynamicTransaction request) {
        if (!responder.send(request.addressHigh, request.addressLow, request.port, request.scopeId, request.answer, 0,
                request.answerLength)) {
            counters.notSent.increment();
        }
    }

    /**
     * One turn: forgets answers that nobody repeats any more.
     *
     * @return how many
     */
    public int onDutyCycle() {
        final long nowNs = clock.nowNs();
        int work = 0;
        while (!answered.isEmpty() && nowNs - answered.peek().sinceNs >= settings.duplicateWindowNs()) {
            final DynamicTransaction old = answered.poll();
            // Its place among those that are worked on is given up first, or it would be reused there.
            pending.remove(old);
            forget(old);
            work++;
        }
        while (!pending.isEmpty() && (pending.peek().isAnswered() || nowNs - pending.peek().sinceNs >= GIVE_UP_NS)) {
            final DynamicTransaction first = pending.poll();
            if (!first.isAnswered()) {
                counters.unanswered.increment();
                forget(first);
            }
            work++;
        }
        return work;
    }

    private void forget(final DynamicTransaction request) {
        transactions--;
        byToken.remove(request.token);
        if (byKey.get(request.key()) == request) {
            byKey.remove(request.key());
        }
        free.add(request);
    }

    /** @return datagrams that came */
    public long received() {
        return counters.received.get();
    }

    /** @return repeated requests */
    public long duplicates() {
        return counters.duplicatesAnswered.get() + counters.duplicatesPending.get();
    }

    /** @return datagrams that were dropped in silence, for whatever reason */
    public long dropped() {
        return counters.dropped();
    }

    /**
     * How many answers of a kind were given.
     *
     * @param code the ACK or NAK
     * @return how many
     */
    public long answers(final int code) {
        return counters.answers(code).get();
    }

    /** @return requests that are worked on or whose answers are kept */
    public int transactions() {
        return transactions;
    }
}
