package io.athenabng.core.dhcp;

import static io.athenabng.core.dhcp.DhcpBench.MAC_1;
import static io.athenabng.core.dhcp.DhcpBench.MAC_2;
import static io.athenabng.core.dhcp.DhcpConfigurations.DOWNSTREAM_RELAY;
import static io.athenabng.core.dhcp.DhcpConfigurations.GATEWAY;
import static io.athenabng.core.dhcp.DhcpConfigurations.SERVER_1;
import static io.athenabng.core.dhcp.DhcpConfigurations.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.core.dhcp.DhcpOutcome.Kind;
import io.athenabng.core.testkit.FakeDhcpUpstream.Sent;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.testkit.Hex;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The relay agent: what goes to servers and what comes back (RFC 1542, 3046, 3527, 5010, 5107). */
class DhcpRelayTest {
    private static final int LEASED = address("10.64.0.77");
    // Circuit-ID eth1.500.1001.
    private static final String OUR_OPTION_82 = "52 0f 01 0d 657468312e3530302e31303031";

    private final DhcpConfigurations configurations = new DhcpConfigurations();
    private DhcpBench bench = new DhcpBench(configurations);
    private AccessLine line = bench.relayedLine(1);

    private void rebuild() {
        bench = new DhcpBench(configurations);
        line = bench.relayedLine(1);
    }

    private Sent lastSent() {
        return bench.upstream.sent.getLast();
    }

    private String sentOptions() {
        final byte[] message = lastSent().message();
        return Hex.toString(message, 240, message.length - 240);
    }

    private static String hex(final String text) {
        return Hex.toString(Hex.bytes(text));
    }

    private void assertDropped(final DhcpDropReason reason) {
        assertEquals(Kind.DROP, bench.outcome.kind);
        assertEquals(reason, bench.outcome.dropReason);
        assertFalse(bench.outcome.hasReply());
        assertEquals(1, bench.count(reason.counterName()));
    }

    private DhcpMessage ack(final byte[] relayed) {
        return DhcpMessage.reply(DhcpMessageType.ACK, relayed, SERVER_1).yiaddr(LEASED).address(DhcpOption.LEASE_TIME, 1200);
    }

    private static String option82Of(final byte[] message) {
        final int at = DhcpBench.codes(message).indexOf(82);
        int position = 240;
        for (int i = 0; i < at; i++) {
            position += 2 + (message[position + 1] & 0xff);
        }
        return Hex.toString(message, position + 2, message[position + 1] & 0xff);
    }

    @Test
    void addsOption82AsTheLastOptionAndGiaddr() {
        assertEquals(Kind.RELAYED, bench.toRelay(line, DhcpMessage.discover(MAC_1, 7).hops(1).secs(9).broadcast()).kind);
        final Sent sent = lastSent();
        assertEquals(SERVER_1, sent.server());
        assertEquals(GATEWAY, sent.giaddr());
        assertEquals(300, sent.message().length);
        assertEquals(hex("35 01 01" + OUR_OPTION_82 + "ff 00*39"), sentOptions());
        assertEquals(hex("01 01 06 02 00000007 0009 8000 00*12 0a400001 020000000001 00*10"), Hex.toString(sent.message(), 0, 44));
        assertEquals(1, bench.count("dhcp.relay.to_servers"));
    }

    @Test
    void sendsEverySuboptionThatIsConfigured() {
        configurations.linkSelection = address("10.77.0.0");
        configurations.serverIdOverride = true;
        rebuild();
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7));
        final String common = "01 0d 657468312e3530302e31303031 05 04 0a4d0000 ";
        assertEquals(hex("35 01 01 52 1e" + common + "0a 01 00 0b 04 0a400001 ff 00*24"), sentOptions());
        bench.toRelay(line, DhcpBench.renew(MAC_1, 8, LEASED), true);
        assertEquals(hex("35 01 03 52 1e" + common + "0a 01 80 0b 04 0a400001 ff 00*24"), sentOptions());
    }

    @Test
    void namesTheSubscriberAsTheGroupsTemplatesSay() {
        configurations.circuitId = "{group}/{cvlan}";
        configurations.remoteId = "{mac}";
        rebuild();
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7));
        assertEquals("010e" + Hex.toString("wholesale/1001".getBytes(StandardCharsets.US_ASCII))
                + "0211" + Hex.toString("02:00:00:00:00:01".getBytes(StandardCharsets.US_ASCII)), option82Of(lastSent().message()));
    }

    @Test
    void handsALeaseOnWithoutOption82() {
        bench.toRelay(line, DhcpMessage.request(DhcpMessageType.REQUEST, MAC_1, 7).option(61, "0102").address(50, LEASED));
        final byte[] relayed = lastSent().message();
        final DhcpMessage reply = ack(relayed).option(82, Hex.bytes(option82Of(relayed))).option(6, "01020304");
        final DhcpOutcome outcome = bench.fromServer(SERVER_1, reply);
        assertEquals(Kind.ACK_BIND, outcome.kind);
        assertEquals(LEASED, outcome.address);
        assertEquals(1200, outcome.leaseSeconds);
        assertEquals(SERVER_1, outcome.serverId);
        assertEquals(line, outcome.line);
        assertEquals(MAC_1, outcome.destinationMac);
        assertEquals(LEASED, outcome.destinationAddress);
        assertEquals(2, outcome.clientIdLength);
        final String expected = "35 01 05 36 04 c000020a 33 04 000004b0 06 04 01020304 ff 00*38";
        assertEquals(hex(expected), Hex.toString(bench.reply(), 240, bench.reply().length - 240));
    }

    @Test
    void tellsAnswersApart() {
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7).broadcast());
        final byte[] relayed = lastSent().message();
        final DhcpMessage offer = DhcpMessage.reply(DhcpMessageType.OFFER, relayed, SERVER_1).yiaddr(LEASED);
        assertEquals(Kind.OFFER, bench.fromServer(SERVER_1, offer).kind);
        assertTrue(bench.outcome.broadcast);
        assertEquals(Kind.NAK, bench.fromServer(SERVER_1, DhcpMessage.reply(DhcpMessageType.NAK, relayed, SERVER_1)).kind);
        assertEquals(0xffff_ffff_ffffL, bench.outcome.destinationMac);
        assertEquals(Kind.FORWARD, bench.fromServer(SERVER_1, DhcpMessage.reply(DhcpMessageType.FORCERENEW, relayed, SERVER_1)).kind);
        bench.toRelay(line, DhcpMessage.request(DhcpMessageType.INFORM, MAC_1, 8).ciaddr(LEASED));
        assertEquals(Kind.ACK_INFORM,
                bench.fromServer(SERVER_1, DhcpMessage.reply(DhcpMessageType.ACK, lastSent().message(), SERVER_1)).kind);
        assertEquals(LEASED, bench.outcome.destinationAddress);
        assertEquals(MAC_1, bench.outcome.destinationMac);
    }

    @Test
    void relaysARenewalThatItIntercepts() {
        assertEquals(Kind.RELAYED, bench.toRelay(line, DhcpBench.renew(MAC_1, 7, LEASED), true).kind);
        assertEquals(hex("0a40004d"), Hex.toString(lastSent().message(), 12, 4));
        assertEquals(hex("0a400001"), Hex.toString(lastSent().message(), 24, 4));
        assertEquals(Kind.ACK_BIND, bench.fromServer(SERVER_1, ack(lastSent().message())).kind);
        assertEquals(LEASED, bench.outcome.destinationAddress);
    }

    @Test
    void passesReleaseAndDeclineOnAndTellsOfThem() {
        assertEquals(Kind.RELEASED,
                bench.toRelay(line, DhcpMessage.request(DhcpMessageType.RELEASE, MAC_1, 7).ciaddr(LEASED).address(54, SERVER_1)).kind);
        assertEquals(LEASED, bench.outcome.address);
        assertEquals(Kind.DECLINED, bench.toRelay(line, DhcpMessage.request(DhcpMessageType.DECLINE, MAC_1, 7).address(50, LEASED)).kind);
        assertEquals(LEASED, bench.outcome.address);
        assertEquals(2, bench.upstream.count);
        assertEquals(0, bench.relay.transactionCount());
        bench.upstream.full = true;
        assertEquals(Kind.RELEASED, bench.toRelay(line, DhcpMessage.request(DhcpMessageType.RELEASE, MAC_1, 7).ciaddr(LEASED)).kind);
        assertEquals(1, bench.count("dhcp.relay.dropped.upstream_full"));
    }

    @Test
    void obeysThePolicyForOption82OfClients() {
        final DhcpMessage replaced = DhcpMessage.discover(MAC_1, 7).option(82, "0101aa").option(12, "6162");
        bench.toRelay(line, replaced);
        assertEquals(hex("35 01 01 0c 02 6162" + OUR_OPTION_82 + "ff 00*35"), sentOptions());
        configurations.policy = DhcpSettings.Option82Policy.KEEP;
        rebuild();
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7).option(82, "0101aa"));
        assertEquals(hex("35 01 01 52 03 0101aa ff 00*51"), sentOptions());
        bench.fromServer(SERVER_1, ack(lastSent().message()).option(82, "0101aa"));
        assertTrue(bench.replyCodes().contains(82), "whoever added it takes it off");
        configurations.policy = DhcpSettings.Option82Policy.DROP;
        rebuild();
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7).option(82, "0101aa"));
        assertDropped(DhcpDropReason.RELAY_OPTION_82);
    }

    @Test
    void removesOption82FromTheFileFieldToo() {
        final byte[] message = DhcpMessage.discover(MAC_1, 7).option(52, "01").bytes();
        System.arraycopy(Hex.bytes("52 03 0101aa 0c 02 6162 ff"), 0, message, 108, 10);
        bench.in.putBytes(7, message);
        assertEquals(0, bench.parser.parse(bench.in, 7, message.length, 1));
        bench.relay.onClientMessage(line, bench.parser, MAC_1, false, bench.outcome);
        assertEquals(hex("00*5 0c 02 6162 ff"), Hex.toString(lastSent().message(), 108, 10));
        assertEquals(hex("35 01 01 34 01 01" + OUR_OPTION_82 + "ff"), sentOptions().substring(0, 48));
    }

    @Test
    void passesATrustedRelaysMessageOnUnchangedButForHops() {
        final DhcpMessage message = DhcpMessage.discover(MAC_1, 7).giaddr(DOWNSTREAM_RELAY).option(82, "0101aa").hops(2);
        assertEquals(Kind.RELAYED, bench.toRelay(line, message).kind);
        final byte[] expected = message.bytes();
        expected[3] = 3;
        assertEquals(Hex.toString(expected), Hex.toString(lastSent().message()));
        assertEquals(0, bench.relay.transactionCount(), "the server answers that relay");
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7).giaddr(DOWNSTREAM_RELAY + 1));
        assertDropped(DhcpDropReason.RELAY_UNTRUSTED_RELAY);
        final DhcpMessage release = DhcpMessage.request(DhcpMessageType.RELEASE, MAC_1, 7).giaddr(DOWNSTREAM_RELAY).ciaddr(LEASED);
        assertEquals(Kind.RELAYED, bench.toRelay(line, release).kind);
    }

    @Test
    void stopsLoopsAndTooManyHops() {
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7).giaddr(GATEWAY));
        assertDropped(DhcpDropReason.RELAY_LOOP);
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7).hops(4));
        assertDropped(DhcpDropReason.RELAY_HOPS);
        assertEquals(Kind.RELAYED, bench.toRelay(line, DhcpMessage.discover(MAC_1, 7).hops(3)).kind);
    }

    @Test
    void dropsWhatClientsDoNotSend() {
        bench.toRelay(line, DhcpMessage.request(10, MAC_1, 7));
        assertDropped(DhcpDropReason.RELAY_UNEXPECTED_TYPE);
        bench.relay.onClientMessage(line, bench.parser, MAC_2, false, bench.outcome);
        assertDropped(DhcpDropReason.RELAY_CHADDR_MISMATCH);
        bench.toRelay(bench.servedLine(2), DhcpMessage.discover(MAC_1, 7));
        assertDropped(DhcpDropReason.RELAY_NOT_CONFIGURED);
        bench.upstream.full = true;
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7));
        assertDropped(DhcpDropReason.RELAY_UPSTREAM_FULL);
    }

    @Test
    void forwardsAMessageThatOption82WouldMakeTooLongWithoutIt() {
        final DhcpMessage message = DhcpMessage.discover(MAC_1, 7).option(77, new byte[1204]);
        bench.toRelay(line, message);
        assertEquals(1, bench.count("dhcp.relay.without_option_82"));
        assertFalse(DhcpBench.codes(lastSent().message()).contains(82));
        assertTrue(lastSent().message().length <= 1472);
        assertEquals(Kind.OFFER,
                bench.fromServer(SERVER_1, DhcpMessage.reply(DhcpMessageType.OFFER, lastSent().message(), SERVER_1).yiaddr(LEASED)).kind);
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7).option(77, new byte[1400]));
        assertDropped(DhcpDropReason.RELAY_TOO_LONG);
    }

    @Test
    void takesRepliesOnlyFromItsServersAndForItsAddress() {
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7));
        final byte[] relayed = lastSent().message();
        bench.fromServer(address("192.0.2.66"), ack(relayed));
        assertDropped(DhcpDropReason.RELAY_UNKNOWN_SERVER);
        bench.fromServer(SERVER_1, ack(relayed).giaddr(address("10.64.0.2")));
        assertDropped(DhcpDropReason.RELAY_REPLY_GIADDR);
        bench.relay.onServerMessage(GATEWAY, SERVER_1, bench.in, 7, 100, bench.out, DhcpBench.OUT, bench.outcome);
        assertDropped(DhcpDropReason.RELAY_REPLY_MALFORMED);
        assertEquals(1, bench.count("dhcp.malformed.truncated"));
        assertEquals(0, bench.relay.server(1, 0).received());
    }

    @Test
    void matchesRepliesWithTransactionsAndLines() {
        final AccessLine line2 = bench.relayedLine(2);
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 7));
        final byte[] relayed1 = lastSent().message();
        bench.fromServer(SERVER_1, ack(relayed1).option(82, "01 02 7878"));
        assertDropped(DhcpDropReason.RELAY_CIRCUIT_ID_MISMATCH);
        bench.toRelay(line2, DhcpMessage.discover(MAC_1, 7));
        final byte[] relayed2 = lastSent().message();
        bench.fromServer(SERVER_1, ack(relayed1));
        assertDropped(DhcpDropReason.RELAY_AMBIGUOUS);
        assertEquals(line, bench.fromServer(SERVER_1, ack(relayed1).option(82, Hex.bytes(option82Of(relayed1)))).line);
        assertEquals(line2, bench.fromServer(SERVER_1, ack(relayed2).option(82, Hex.bytes(option82Of(relayed2)))).line);
        line2.state(AccessLine.State.REMOVING);
        bench.fromServer(SERVER_1, ack(relayed2).option(82, Hex.bytes(option82Of(relayed2))));
        assertDropped(DhcpDropReason.RELAY_LINE_GONE);
        final byte[] foreign = Arrays.copyOf(relayed1, relayed1.length);
        foreign[7]++;
        bench.fromServer(SERVER_1, ack(foreign));
        assertDropped(DhcpDropReason.RELAY_NO_TRANSACTION);
    }

    @Test
    void forgetsTransactionsAndLimitsThoseOfALine() {
        for (int xid = 0; xid < 32; xid++) {
            assertEquals(Kind.RELAYED, bench.toRelay(line, DhcpMessage.discover(MAC_1, xid)).kind);
        }
        bench.toRelay(line, DhcpMessage.discover(MAC_1, 99));
        assertDropped(DhcpDropReason.RELAY_LINE_BUSY);
        assertEquals(Kind.RELAYED, bench.toRelay(line, DhcpMessage.discover(MAC_1, 31)).kind);
        assertEquals(Kind.RELAYED, bench.toRelay(bench.relayedLine(2), DhcpMessage.discover(MAC_2, 99)).kind);
        bench.clock.advanceSeconds(60);
        bench.relay.onTick(bench.clock.nowNs());
        assertEquals(0, bench.relay.transactionCount());
        bench.fromServer(SERVER_1, ack(lastSent().message()));
        assertDropped(DhcpDropReason.RELAY_NO_TRANSACTION);
        assertEquals(Kind.RELAYED, bench.toRelay(line, DhcpMessage.discover(MAC_1, 99)).kind);
    }
}
