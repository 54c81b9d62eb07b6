package io.athenabng.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ConfigurationChange;
import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.daemon.agent.RadiusServices;
import io.athenabng.daemon.commit.ActiveConfiguration;
import io.athenabng.daemon.commit.Candidates;
import io.athenabng.daemon.commit.Candidates.Operator;
import io.athenabng.daemon.commit.CommitCheck;
import io.athenabng.daemon.commit.CommitException;
import io.athenabng.daemon.commit.CommitOrder;
import io.athenabng.daemon.commit.CommitThread;
import io.athenabng.daemon.commit.RadiusConsumer;
import io.athenabng.daemon.commit.SessionsConsumer;
import io.athenabng.daemon.edge.archive.AccountingSpools;
import io.athenabng.daemon.ring.RadiusServerEventProxy;
import io.athenabng.daemon.testkit.LoopbackRadius;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.radius.RadiusAttributeAppender;
import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * RADIUS is changed by commits while subscribers come and go, with servers and clients on real UDP ports: no request and no report is lost,
 * and nobody notices.
 */
final class RadiusCommitTest {
    private static final long MAC = 0x0200_0000_0001L;
    private static final int FIRST_CVLAN = 100;
    private static final String SECRET = "testing123";
    private static final Operator ALICE = new Operator("alice", "");
    private static final String CONFIGURATION = """
            bootstrap: { max-sessions: 10000 }
            trunks:
              - { name: eth1, max-lines: 2000, new-lines-per-second: 10000, new-lines-burst: 10000 }
            pools:
              - { name: main, ranges: [10.64.0.10-10.64.3.250] }
            access-groups:
              - name: residential
                trunk: eth1
                vlans: [{ stack: 500.100-699, outer-tpid: 802.1ad }]
                gateway: 10.64.0.1/20
                authentication: radius
                radius: { authentication: aaa, accounting: aaa }
                shaping: { down: 20mbit, up: 10mbit }
                dhcp: { server: { pools: [main] } }
            radius:
              nas-identifier: bng1
              servers:
                - SERVER
              server-groups:
                - { name: aaa, members: [{ server: one }] }
            """;

    @TempDir
    private Path directory;
    private final Mailbox<RadiusServices> mailbox = new Mailbox<>();
    private final Refuser refuser = new Refuser();
    private LoopbackRadius one;
    private LoopbackRadius two;
    private GatewayPipeline pipeline;
    private AccountingSpools spools;
    private RadiusServices radius;
    private CommitThread commits;

    /** The last in the order; refuses on demand. */
    private static final class Refuser implements ConfigurationConsumer {
        private volatile boolean refuses;

        @Override
        public String name() {
            return "refuser";
        }

        @Override
        public List<Effect> plan(final RunningConfiguration from, final RunningConfiguration to) {
            return List.of();
        }

        @Override
        public void apply(final RunningConfiguration from, final RunningConfiguration to) {
            if (refuses) {
                throw new RefusedException("not today");
            }
        }

        @Override
        public void verify(final RunningConfiguration to) {
            assertTrue(!refuses);
        }

        @Override
        public void rollBack(final RunningConfiguration from, final RunningConfiguration to) {
            assertTrue(refuses);
        }
    }

    @BeforeEach
    void start() throws IOException {
        one = new LoopbackRadius(SECRET);
        two = new LoopbackRadius("other");
        final Path file = directory.resolve("abng.yaml");
        Files.writeString(file, CONFIGURATION.replace("SERVER", one.yaml("one", SECRET)));
        pipeline = new GatewayPipeline(ConfigurationLoader.load(file).configuration(), new FakeSessionStore());
        spools = AccountingSpools.open(directory.resolve("state"), pipeline.configuration.radius());
        radius = new RadiusServices(pipeline.configuration.radius(), System::nanoTime, () -> pipeline.nowNs, spools.byGroup(),
                pipeline.radiusRequests(), pipeline.radiusAnswers(),
                new RadiusServerEventProxy(pipeline.radiusEvents(), pipeline.counters), pipeline.counters.later());
        pipeline.counters.seal();
        commits = CommitThread.start(file, new ActiveConfiguration(pipeline.configuration),
                List.of(new RadiusConsumer(mailbox, spools), new SessionsConsumer(pipeline.mailbox), refuser), SystemEpochClock.INSTANCE,
                pipeline.errorLog);
        until("Accounting-On", () -> one.answered.size() == 1);
    }

    @AfterEach
    void close() throws IOException {
        commits.close();
        radius.close();
        spools.close();
        one.close();
        two.close();
        assertEquals(List.of(), pipeline.errorLog.entries());
    }

    private void step() {
        pipeline.step();
        mailbox.poll(radius);
        if (radius.onDutyCycle() + one.step() + two.step() == 0) {
            LockSupport.parkNanos(50_000);
        }
    }

    private void until(final String what, final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            step();
            assertTrue(System.nanoTime() < deadlineNs, "not seen: " + what);
        }
    }

    private void pass(final long ms) {
        final long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        until("time", () -> System.nanoTime() >= endNs);
    }

    private <R> R ask(final Function<Candidates, R> task) {
        final CompletableFuture<R> answer = commits.ask(desk -> task.apply(desk.candidates()));
        until("an answer", answer::isDone);
        return answer.join();
    }

    private void set(final String words) {
        ask(candidates -> candidates.set(ALICE, false, Arrays.asList(words.split(" "))));
    }

    private void delete(final String words) {
        ask(candidates -> candidates.delete(ALICE, false, Arrays.asList(words.split(" "))));
    }

    private void commit() {
        final CommitCheck done = ask(candidates -> candidates.commit(ALICE, false, new CommitOrder("alice", "", 0, false, false)));
        assertTrue(done.waiting().isEmpty(), done.waiting().toString());
    }

    private void swap() throws IOException {
        set(two.words("two", "other"));
        set("radius server-groups aaa members two");
        delete("radius server-groups aaa members one");
        delete("radius servers one");
    }

    private void discover(final int number) {
        pipeline.send(FIRST_CVLAN + number, MAC + number, DhcpMessageType.DISCOVER, 0, 0, 0);
    }

    private int finish(final GatewayPipeline.Reply offer) {
        assertEquals(DhcpMessageType.OFFER, offer.type());
        final long mac = offer.dstMac() == -1L >>> 16 ? 0 : offer.dstMac();
        assertNotEquals(0, mac);
        final int number = (int) (mac - MAC);
        pipeline.send(FIRST_CVLAN + number, mac, DhcpMessageType.REQUEST, 0, offer.address(), offer.serverId());
        until("an ACK", () -> !pipeline.sent.isEmpty());
        final GatewayPipeline.Reply ack = pipeline.takeReply();
        assertEquals(DhcpMessageType.ACK, ack.type());
        return ack.address();
    }

    private int bringUp(final int number) {
        discover(number);
        until("an Offer", () -> !pipeline.sent.isEmpty());
        return finish(pipeline.takeReply());
    }

    private static Stream<LoopbackRadius.Received> of(final int code, final List<LoopbackRadius.Received> packets) {
        return packets.stream().filter(each -> each.code() == code);
    }

    /** Requests of a kind that came, retransmissions not counted. */
    private static List<String> sessions(final int code, final List<LoopbackRadius.Received> packets) {
        return of(code, packets).distinct().map(LoopbackRadius.Received::session).sorted().toList();
    }

    @Test
    void aServerIsSwappedWhileRequestsAreUnderWayAndNoneIsLost() throws IOException {
        for (int i = 100; i < 300; i++) {
            bringUp(i);
        }
        one.answers = false;
        for (int i = 1; i <= 40; i++) {
            discover(i);
        }
        until("40 questions", () -> of(RadiusCode.ACCESS_REQUEST, one.received).distinct().count() == 240);
        swap();
        pipeline.dataPlane.requests.clear();
        final int before = one.received.size();
        commit();
        until("40 questions to the other", () -> of(RadiusCode.ACCESS_REQUEST, two.received).distinct().count() == 40);
        until("40 Offers", () -> pipeline.sent.size() == 40);
        assertEquals(of(RadiusCode.ACCESS_REQUEST, two.received).distinct().count(),
                of(RadiusCode.ACCESS_REQUEST, two.received).map(LoopbackRadius.Received::session).distinct().count(), "each once");
        assertTrue(one.received.size() - before <= 40, "at most what the kernel had still on its way");
        pass(1_000);
        final int silent = one.received.size();
        pipeline.sent.clear();
        bringUp(50);
        assertEquals(silent, one.received.size(), "nothing goes to the server that is gone");
        assertEquals(List.of("two", "two"), radius.client().endpoints().stream().map(each -> each.settings().name()).toList());
        until("nothing is under way", () -> radius.client().underWay() == 0);
        assertEquals(201, pipeline.gateway.upCount());
        assertEquals(null, pipeline.counters.description("radius.server.one.auth.sent"), "its counters are gone");
        assertNotEquals(0, pipeline.counters.value("radius.server.two.auth.sent"));
        assertEquals(List.of(), pipeline.dataPlane.requests.stream().filter(each -> each.startsWith("sessionDown")
                || each.startsWith("sessionChange")).toList(), "200 sessions were up, and none has noticed");
    }

    @Test
    void reportsThatWaitOnDiskGoToTheNewServerAndWhatWasAcknowledgedIsNotSentAgain() throws IOException {
        for (int i = 0; i < 5; i++) {
            bringUp(i);
        }
        until("5 Starts", () -> of(RadiusCode.ACCOUNTING_REQUEST, one.answered).count() == 1 + 5);
        final List<String> acknowledged = sessions(RadiusCode.ACCOUNTING_REQUEST, one.answered);
        set("radius server-groups aaa members two");
        set(two.words("two", "other"));
        commit();
        one.answers = false;
        two.answers = false;
        one.received.clear();
        // Nobody takes reports from here; admission does not need one.
        set("access-groups residential authentication none");
        delete("access-groups residential radius authentication");
        commit();
        for (int i = 10; i < 20; i++) {
            bringUp(i);
        }
        until("10 Starts on disk", () -> radius.accounting().depth(0) == 10);
        two.received.clear();
        delete("radius server-groups aaa members one");
        delete("radius servers one");
        commit();
        two.answers = true;
        until("an empty spool", () -> radius.accounting().depth(0) == 0);
        pass(300);
        final List<String> delivered = sessions(RadiusCode.ACCOUNTING_REQUEST, two.answered);
        assertEquals(10, delivered.size());
        assertEquals(10, delivered.stream().distinct().count(), "each once: " + delivered);
        assertTrue(delivered.stream().noneMatch(acknowledged::contains));
        assertEquals(15, pipeline.gateway.upCount());
        assertEquals(0, pipeline.counters.value("radius.accounting.unsettled"));
    }

    @Test
    void aCommitThatIsTakenBackLeavesTheServersOfBefore() throws IOException {
        bringUp(0);
        swap();
        refuser.refuses = true;
        final CompletionException refused = assertThrows(CompletionException.class, this::commit);
        assertTrue(((CommitException) refused.getCause()).getMessage().contains("everything is as it was before"),
                refused.getCause().getMessage());
        refuser.refuses = false;
        bringUp(1);
        assertEquals(List.of(), two.received);
        assertEquals(List.of("one", "one"), radius.client().endpoints().stream().map(each -> each.settings().name()).toList());
        pass(100);
        assertEquals(null, pipeline.counters.description("radius.server.two.auth.sent"));
        commit();
        one.answers = false;
        bringUp(2);
        assertEquals(List.of("02:00:00:00:00:03"), sessions(RadiusCode.ACCESS_REQUEST, two.received));
    }

    @Test
    void aGroupThatIsAddedServesAtOnceAndOneThatIsRemovedKeepsItsSessionsUntilTheNextStart() throws IOException {
        final int first = bringUp(0);
        until("a Start", () -> of(RadiusCode.ACCOUNTING_REQUEST, one.answered).count() == 2);
        set(two.words("two", "other"));
        set("radius server-groups second members two");
        set("access-groups residential radius authentication second accounting second");
        commit();
        bringUp(1);
        until("a Start", () -> of(RadiusCode.ACCOUNTING_REQUEST, two.answered).count() == 1);
        assertEquals(List.of("02:00:00:00:00:02"), sessions(RadiusCode.ACCESS_REQUEST, two.received));
        assertTrue(Files.isDirectory(directory.resolve("state/accounting/second")));
        delete("radius server-groups aaa");
        delete("radius servers one");
        final CommitCheck done = ask(candidates -> candidates.commit(ALICE, false, new CommitOrder("alice", "", 0, false, false)));
        assertEquals(List.of("radius servers one", "radius server-groups aaa"),
                done.waiting().stream().map(ConfigurationChange::path).toList());
        final long before = of(RadiusCode.ACCOUNTING_REQUEST, one.answered).count();
        pipeline.send(FIRST_CVLAN, MAC, DhcpMessageType.RELEASE, first, 0, GatewayPipeline.GATEWAY);
        until("a Stop", () -> of(RadiusCode.ACCOUNTING_REQUEST, one.answered).count() == before + 1);
        assertEquals(1, of(RadiusCode.ACCOUNTING_REQUEST, two.received).count(), "its reports go where its Start went");
        two.answers = false;
        bringUp3OnDisk();
    }

    /** Nobody answers: the added group has a spool of its own. */
    private void bringUp3OnDisk() {
        set("access-groups residential authentication none");
        delete("access-groups residential radius authentication");
        ask(candidates -> candidates.commit(ALICE, false, new CommitOrder("alice", "", 0, false, false)));
        bringUp(3);
        until("a Start on disk", () -> radius.accounting().depth(1) == 1);
        assertEquals(0, radius.accounting().depth(0));
        two.answers = true;
        until("it is delivered", () -> radius.accounting().depth(1) == 0);
    }

    @Test
    void aGroupOfACommitThatWasTakenBackIsNobodysAndItsPlaceIsGivenToAnother() throws IOException {
        bringUp(0);
        set(two.words("two", "other"));
        set("radius server-groups second members two");
        set("access-groups residential radius authentication second accounting second");
        refuser.refuses = true;
        assertThrows(CompletionException.class, this::commit);
        refuser.refuses = false;
        bringUp(1);
        assertEquals(List.of(), two.received);
        delete("radius server-groups second");
        set("radius server-groups third members two");
        set("access-groups residential radius authentication third accounting third");
        commit();
        bringUp(2);
        until("a Start", () -> of(RadiusCode.ACCOUNTING_REQUEST, two.answered).count() == 1);
        assertEquals("third", radius.client().group(1, true).name());
        assertEquals(3, pipeline.gateway.upCount());
    }

    @Test
    void anotherSecretIsObeyedByTheNextRequest() {
        bringUp(0);
        set("radius servers one secret changed");
        commit();
        one.secret("changed");
        final long wrong = pipeline.counters.value("radius.server.one.auth.dropped.bad_authenticator");
        bringUp(1);
        assertEquals(wrong, pipeline.counters.value("radius.server.one.auth.dropped.bad_authenticator"));
        assertEquals(2, of(RadiusCode.ACCESS_REQUEST, one.received).count(), "asked once");
    }

    @Test
    void dynamicAuthorisationComesAndGoesWithACommit() throws IOException {
        final int address = bringUp(0);
        final int port;
        try (DatagramChannel free = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            port = ((InetSocketAddress) free.getLocalAddress()).getPort();
        }
        try (DatagramChannel client = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            client.configureBlocking(false);
            disconnect(client, port, 1, "hush", address);
            pass(100);
            assertEquals(0, pipeline.counters.value("radius.dynamic.received"), "nobody listens");
            set("radius dynamic-authorization address 127.0.0.1 port " + port + " clients portal address 127.0.0.1 secret hush");
            commit();
            assertNotEquals(null, radius.dynamicAuthorization());
            final ByteBuffer answer = ByteBuffer.allocate(RadiusPacketFlyweight.MAX_LENGTH);
            disconnect(client, port, 2, "hush", address);
            until("an answer", () -> received(client, answer));
            assertEquals(RadiusCode.DISCONNECT_ACK, answer.get(0) & 0xff);
            assertEquals(0, pipeline.gateway.upCount());
            set("radius dynamic-authorization clients other address 127.0.0.9 secret hush");
            delete("radius dynamic-authorization clients portal");
            commit();
            final long dropped = pipeline.counters.value("radius.dynamic.unknown_client");
            disconnect(client, port, 3, "hush", address);
            until("it is dropped", () -> pipeline.counters.value("radius.dynamic.unknown_client") == dropped + 1);
            assertEquals(false, received(client, answer));
            delete("radius dynamic-authorization");
            commit();
            assertEquals(null, radius.dynamicAuthorization());
            DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", port)).close();
        }
    }

    @Test
    void aPortThatSomebodyElseHasRefusesTheCommitAndNothingHasChanged() throws IOException {
        try (DatagramChannel other = DatagramChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            set("radius dynamic-authorization address 127.0.0.1 port " + ((InetSocketAddress) other.getLocalAddress()).getPort()
                    + " clients portal address 127.0.0.1 secret hush");
            swap();
            final CompletionException refused = assertThrows(CompletionException.class, this::commit);
            assertTrue(refused.getCause().getMessage().contains("cannot use UDP port"), refused.getCause().getMessage());
            assertTrue(refused.getCause().getMessage().contains("everything is as it was before"), refused.getCause().getMessage());
            bringUp(0);
            assertEquals(List.of(), two.received);
        }
    }

    @Test
    void certificatesThatCannotBeReadRefuseTheCommitBeforeAnythingIsDone() throws IOException {
        set("radius servers three address 127.0.0.1 tls trust-file " + directory.resolve("none.pem"));
        set("radius server-groups aaa members three priority 9");
        final CompletionException refused = assertThrows(CompletionException.class, this::commit);
        assertTrue(refused.getCause().getMessage().contains("the dry run of RADIUS"), refused.getCause().getMessage());
        assertTrue(refused.getCause().getMessage().contains("none.pem cannot be read"), refused.getCause().getMessage());
        bringUp(0);
        assertEquals(2, radius.client().endpoints().size());
    }

    private static boolean received(final DatagramChannel client, final ByteBuffer into) {
        try {
            into.clear();
            return client.receive(into) != null;
        } catch (final IOException exception) {
            // The port was closed when the last request came to it: that is told here, once.
            return false;
        }
    }

    private static void disconnect(
            final DatagramChannel client, final int port, final int identifier, final String secret, final int address) throws IOException {
        final int header = RadiusPacketFlyweight.HEADER_LENGTH;
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[100]);
        final RadiusAttributeAppender appender = new RadiusAttributeAppender().wrap(buffer, header, buffer.capacity() - header);
        final int value = appender.reserve(RadiusAttributes.MESSAGE_AUTHENTICATOR, RadiusSecret.DIGEST_LENGTH);
        appender.putIpv4(RadiusAttributes.FRAMED_IP_ADDRESS, address);
        final int length = header + appender.length();
        new RadiusPacketFlyweight().wrapMutable(buffer, 0).code(RadiusCode.DISCONNECT_REQUEST).identifier(identifier).packetLength(length);
        final RadiusSecret shared = new RadiusSecret(secret.getBytes(StandardCharsets.UTF_8));
        shared.signMessageAuthenticator(buffer, 0, length, value);
        shared.signRequest(buffer, 0, length);
        client.send(ByteBuffer.wrap(buffer.byteArray(), 0, length), new InetSocketAddress("127.0.0.1", port));
    }
}
