package io.athenabng.core.radius.client;

import io.athenabng.core.config.IpAddress;
import io.athenabng.core.config.RadiusAccountingSettings;
import io.athenabng.core.config.RadiusServerGroupSettings;
import io.athenabng.core.config.RadiusServerGroupSettings.Member;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.Secret;
import io.athenabng.core.port.RadiusServerListener;
import io.athenabng.core.port.RadiusTransport;
import io.athenabng.core.testkit.ManualClock;
import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A client, a transport that remembers what is sent, servers that answer when the test says so, and a clock. */
final class ScriptedRadius implements RadiusTransport, RadiusServerListener, RadiusClient.Handler {
    static final long MS = 1_000_000L;
    static final long SECOND = ManualClock.SECOND_NS;
    static final long IRT = 2_000 * MS;
    static final String SECRET = "a shared secret";

    /** A packet that was sent. */
    record Sent(int server, boolean accounting, int sourceId, byte[] octets, long timeNs) {
        int code() {
            return octets[0] & 0xff;
        }

        int identifier() {
            return octets[1] & 0xff;
        }

        byte[] authenticator() {
            return java.util.Arrays.copyOfRange(octets, 4, 20);
        }
    }

    /** What became of a request. */
    record Outcome(long correlationId, int code, boolean answered, byte[] attributes) {
    }

    final ManualClock clock = new ManualClock(1_700_000_000L * SECOND);
    final TestCounters counters = new TestCounters();
    final Deque<Sent> sent = new ArrayDeque<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final Map<Integer, Integer> serverOfSource = new HashMap<>();
    final Set<Integer> accountingSources = new TreeSet<>();
    final Set<Integer> unopenable = new TreeSet<>();
    final List<RadiusServerSettings> servers;
    final RadiusClient client;
    boolean full;
    private final UnsafeBuffer attributes = new UnsafeBuffer(new byte[4_096]);
    private int nextSource = 100;

    /** Clients with one group of the servers. */
    ScriptedRadius(final List<RadiusServerSettings> servers, final Member... members) {
        this.servers = new ArrayList<>(servers);
        final Random random = new Random(7);
        client = new RadiusClient(settings(servers, members), this, clock, random::nextBytes, this, counters);
        client.handlers(this, this);
    }

    private static RadiusSettings settings(final List<RadiusServerSettings> servers, final Member... members) {
        return new RadiusSettings("nas", 0, RadiusSettings.ATHENA_VENDOR, servers,
                List.of(new RadiusServerGroupSettings("aaa", List.of(members))), RadiusAccountingSettings.DEFAULT, null, List.of(),
                List.of(), List.of());
    }

    /** A commit: other servers. A packet's server is its place in the order in which servers were first heard of. */
    void reconfigure(final List<RadiusServerSettings> now, final Member... members) {
        now.stream().filter(each -> !servers.contains(each)).forEach(servers::add);
        client.reconfigure(settings(now, members));
    }

    /** One server with its defaults. */
    static ScriptedRadius single() {
        return new ScriptedRadius(List.of(server("one")), new Member(0, 0, 1));
    }

    static RadiusServerSettings server(final String name) {
        return server(name, 3, 1_000, 3, true, true, null);
    }

    static RadiusServerSettings server(
            final String name, final int maxTries, final int maxOutstanding, final int deadAfter, final boolean statusServer,
            final boolean requireMessageAuthenticator, final RadiusServerSettings.Tls tls) {
        return new RadiusServerSettings(name, IpAddress.ofIpv4(0xc000_0201), 1812, 1813, new Secret(SECRET), null, "", IRT, 8_000 * MS,
                maxTries, maxOutstanding, deadAfter, 60 * SECOND, statusServer, requireMessageAuthenticator, tls);
    }

    String counter(final String name) {
        return Long.toString(counters.value("radius.server.one.auth." + name));
    }

    boolean access(final long correlationId) {
        return access(correlationId, "alice");
    }

    boolean access(final long correlationId, final String user) {
        final int length = new RadiusAttributeAppender().wrap(attributes, 0, 4_096).put(RadiusAttributes.USER_NAME, user)
                ? 2 + user.length() : 0;
        return client.request(RadiusCode.ACCESS_REQUEST, 0, correlationId, attributes, 0, length);
    }

    boolean account(final long correlationId) {
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(attributes, 0, 4_096);
        appender.put(RadiusAttributes.ACCT_SESSION_ID, "abng-1-1");
        return client.request(RadiusCode.ACCOUNTING_REQUEST, 0, correlationId, attributes, 0, appender.length());
    }

    /** Time goes on, and with it the client's duty cycles. */
    void pass(final long ns) {
        final long step = 10 * MS;
        for (long done = 0; done < ns; done += step) {
            clock.advanceNs(Math.min(step, ns - done));
            client.onDutyCycle();
        }
    }

    /** A right answer to a packet. */
    byte[] answer(final Sent request, final int code, final byte[] answerAttributes) {
        return answer(request, code, answerAttributes, SECRET, true);
    }

    static byte[] answer(
            final Sent request, final int code, final byte[] answerAttributes, final String secretText,
            final boolean messageAuthenticator) {
        final int length = 20 + (messageAuthenticator ? 18 : 0) + answerAttributes.length;
        final UnsafeBuffer packet = new UnsafeBuffer(new byte[length]);
        new RadiusPacketFlyweight().wrapMutable(packet, 0).code(code).identifier(request.identifier()).packetLength(length);
        final RadiusSecret secret = new RadiusSecret(secretText.getBytes(StandardCharsets.UTF_8));
        final UnsafeBuffer requestBuffer = new UnsafeBuffer(request.octets());
        int position = 20;
        if (messageAuthenticator) {
            packet.putByte(position, (byte) RadiusAttributes.MESSAGE_AUTHENTICATOR);
            packet.putByte(position + 1, (byte) 18);
            position += 18;
        }
        packet.putBytes(position, answerAttributes);
        if (messageAuthenticator) {
            secret.signMessageAuthenticator(packet, 0, length, 22, requestBuffer, 4);
        }
        secret.signResponse(packet, 0, length, requestBuffer, 4);
        return packet.byteArray();
    }

    /** The server's packet arrives where the request came from. */
    void deliver(final Sent request, final byte[] packet) {
        client.onPacket(request.sourceId, new UnsafeBuffer(packet), 0, packet.length);
    }

    void accept(final Sent request) {
        deliver(request, answer(request, request.accounting ? RadiusCode.ACCOUNTING_RESPONSE : RadiusCode.ACCESS_ACCEPT, new byte[0]));
    }

    /** The only packet that was sent since the last look. */
    Sent only() {
        if (sent.size() != 1) {
            throw new AssertionError(sent.size() + " packets were sent: " + sent);
        }
        return sent.poll();
    }

    String settled() {
        final StringBuilder text = new StringBuilder();
        outcomes.forEach(outcome -> text.append(outcome.correlationId).append(outcome.answered
                ? " " + RadiusCode.name(outcome.code) : " unanswered").append(' '));
        outcomes.clear();
        return text.toString().trim();
    }

    @Override
    public int openSource(final RadiusServerSettings server, final boolean accounting) {
        final int serverIndex = servers.indexOf(server);
        if (unopenable.contains(serverIndex)) {
            return -1;
        }
        serverOfSource.put(++nextSource, serverIndex);
        if (accounting) {
            accountingSources.add(nextSource);
        }
        return nextSource;
    }

    @Override
    public boolean send(final int sourceId, final DirectBuffer buffer, final int offset, final int length) {
        if (full) {
            return false;
        }
        final byte[] octets = new byte[length];
        buffer.getBytes(offset, octets);
        sent.add(new Sent(serverOfSource.get(sourceId), accountingSources.contains(sourceId), sourceId, octets, clock.nowNs()));
        return true;
    }

    @Override
    public void closeSource(final int sourceId) {
        if (serverOfSource.remove(sourceId) == null) {
            throw new AssertionError("source " + sourceId + " is not open");
        }
    }

    /** A connection fails. */
    void lose(final int sourceId, final String reason) {
        serverOfSource.remove(sourceId);
        client.onSourceLost(sourceId, reason);
    }

    @Override
    public void onServerDead(final String serverName, final boolean accounting, final String reason) {
        events.add("dead " + serverName + (accounting ? " acct" : "") + ": " + reason);
    }

    @Override
    public void onServerAlive(final String serverName, final boolean accounting) {
        events.add("alive " + serverName + (accounting ? " acct" : ""));
    }

    @Override
    public void onAnswer(final long correlationId, final int code, final DirectBuffer buffer, final int offset, final int length) {
        final byte[] octets = new byte[length];
        buffer.getBytes(offset, octets);
        outcomes.add(new Outcome(correlationId, code, true, octets));
    }

    @Override
    public void onUnanswered(final long correlationId, final int code) {
        outcomes.add(new Outcome(correlationId, code, false, new byte[0]));
    }
}
