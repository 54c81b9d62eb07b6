package io.athenabng.core.dhcp;

import static io.athenabng.core.dhcp.DhcpBench.MAC_1;
import static io.athenabng.core.dhcp.DhcpConfigurations.GATEWAY;
import static io.athenabng.core.dhcp.DhcpConfigurations.SERVER_1;
import static io.athenabng.core.dhcp.DhcpConfigurations.SERVER_2;
import static io.athenabng.core.dhcp.DhcpConfigurations.address;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.core.testkit.FakeDhcpUpstream.Sent;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of several servers gets a message, and what happens when one is dead. */
class DhcpRelayFailoverTest {
    private static final int SERVER_3 = address("192.0.2.12");
    private static final int LEASED = address("10.64.0.77");

    private final DhcpConfigurations configurations = new DhcpConfigurations();
    private DhcpBench bench = new DhcpBench(configurations);
    private AccessLine line = bench.relayedLine(1);
    private int xid = 100;

    private void rebuild() {
        bench = new DhcpBench(configurations);
        line = bench.relayedLine(1);
    }

    private List<Integer> sendsTo(final DhcpMessage message) {
        bench.upstream.sent.clear();
        bench.toRelay(line, message);
        return bench.upstream.sent.stream().map(Sent::server).toList();
    }

    private List<Integer> discover() {
        return sendsTo(DhcpMessage.discover(MAC_1, ++xid));
    }

    private void offerFrom(final int server) {
        final byte[] relayed = bench.upstream.sent.getLast().message();
        bench.fromServer(server, DhcpMessage.reply(DhcpMessageType.OFFER, relayed, server).yiaddr(LEASED));
        assertEquals(DhcpOutcome.Kind.OFFER, bench.outcome.kind);
    }

    private void passSeconds(final int seconds) {
        for (int i = 0; i < seconds; i++) {
            bench.clock.advanceSeconds(1);
            bench.relay.onTick(bench.clock.nowNs());
        }
    }

    @Test
    void staysWithTheFirstServerWhileItAnswers() {
        for (int i = 0; i < 5; i++) {
            assertEquals(List.of(SERVER_1), discover());
            offerFrom(SERVER_1);
            passSeconds(10);
        }
        assertEquals(0, bench.count("dhcp.relay.server_timeouts"));
        assertEquals(5, bench.relay.server(1, 0).sent());
        assertEquals(5, bench.relay.server(1, 0).received());
        assertEquals(0, bench.relay.server(1, 1).sent());
        assertEquals(2, bench.relay.serverCount(1));
        assertEquals(0, bench.relay.serverCount(0));
    }

    @Test
    void goesOnToTheNextServerAfterATimeoutAndComesBack() {
        assertEquals(List.of(SERVER_1), discover());
        passSeconds(1);
        assertEquals(List.of(SERVER_1), discover(), "a second message does not start the time anew");
        passSeconds(1);
        assertEquals(List.of("down 10"), bench.serverEvents);
        assertEquals(DhcpRelayServer.State.DOWN, bench.relay.server(1, 0).state());
        assertEquals(1, bench.relay.server(1, 0).timeouts());
        assertEquals(List.of(SERVER_2), discover());
        offerFrom(SERVER_2);
        passSeconds(30);
        // Tried again with a copy: the client is served meanwhile.
        assertEquals(List.of(SERVER_2, SERVER_1), discover());
        offerFrom(SERVER_2);
        assertEquals(List.of(SERVER_2), discover());
        offerFrom(SERVER_2);
        // The copy was left unanswered too, for two seconds: thirty from then on.
        passSeconds(32);
        assertEquals(List.of(SERVER_2, SERVER_1), discover());
        offerFrom(SERVER_2);
        offerFrom(SERVER_1);
        assertEquals(List.of("down 10", "up 10"), bench.serverEvents);
        assertEquals(List.of(SERVER_1), discover());
    }

    @Test
    void keepsSendingWhenAllServersAreDead() {
        int toFirst = 0;
        for (int i = 0; i < 20; i++) {
            final List<Integer> servers = discover();
            assertEquals(true, !servers.isEmpty());
            toFirst += servers.contains(SERVER_1) ? 1 : 0;
            passSeconds(4);
        }
        assertEquals(true, toFirst > 5 && toFirst < 20, "to the first: " + toFirst);
        assertEquals(2, bench.serverEvents.size(), "told once for each");
        assertEquals(1L * bench.relay.server(1, 0).timeouts() + bench.relay.server(1, 1).timeouts(),
                bench.count("dhcp.relay.server_timeouts"));
    }

    @Test
    void aReleaseIsNotWaitedFor() {
        sendsTo(DhcpMessage.request(DhcpMessageType.RELEASE, MAC_1, 1).ciaddr(LEASED));
        passSeconds(10);
        assertEquals(List.of(), bench.serverEvents);
    }

    @Test
    void speaksToTheServerThatTheClientChose() {
        final DhcpMessage request = DhcpMessage.request(DhcpMessageType.REQUEST, MAC_1, 1)
                .address(DhcpOption.REQUESTED_ADDRESS, LEASED).address(DhcpOption.SERVER_IDENTIFIER, SERVER_2);
        assertEquals(List.of(SERVER_2), sendsTo(request));
    }

    @Test
    void speaksToTheServerWhoseOfferBoreOurAddress() {
        configurations.serverIdOverride = true;
        rebuild();
        discover();
        passSeconds(2);
        assertEquals(List.of(SERVER_2), discover());
        final byte[] relayed = bench.upstream.sent.getLast().message();
        bench.fromServer(SERVER_2, DhcpMessage.reply(DhcpMessageType.OFFER, relayed, GATEWAY).yiaddr(LEASED));
        bench.fromServer(SERVER_1, DhcpMessage.reply(DhcpMessageType.OFFER, relayed, GATEWAY).yiaddr(LEASED + 1));
        assertEquals(DhcpRelayServer.State.UP, bench.relay.server(1, 0).state());
        final DhcpMessage request = DhcpMessage.request(DhcpMessageType.REQUEST, MAC_1, xid)
                .address(DhcpOption.REQUESTED_ADDRESS, LEASED).address(DhcpOption.SERVER_IDENTIFIER, GATEWAY);
        assertEquals(List.of(SERVER_2), sendsTo(request));
    }

    @Test
    void sendsToAllIfSoConfigured() {
        configurations.selection = DhcpSettings.ServerSelection.ALL;
        rebuild();
        assertEquals(List.of(SERVER_1, SERVER_2), discover());
        offerFrom(SERVER_1);
        offerFrom(SERVER_2);
        passSeconds(5);
        assertEquals(List.of(), bench.serverEvents);
        assertEquals(List.of(SERVER_1, SERVER_2), sendsTo(DhcpMessage.request(DhcpMessageType.REQUEST, MAC_1, xid)
                .address(DhcpOption.REQUESTED_ADDRESS, LEASED).address(DhcpOption.SERVER_IDENTIFIER, SERVER_2)));
    }

    private void reconfigure() {
        bench.relay.reconfigure(configurations.build());
    }

    @Test
    void serversThatStayGoOnWithWhatIsKnownOfThem() {
        discover();
        passSeconds(2);
        assertEquals(List.of(SERVER_2), discover());
        configurations.servers = List.of(SERVER_1, SERVER_3);
        reconfigure();
        final byte[] relayed = bench.upstream.sent.getLast().message();
        bench.fromServer(SERVER_2, DhcpMessage.reply(DhcpMessageType.OFFER, relayed, SERVER_2).yiaddr(LEASED));
        assertEquals(DhcpDropReason.RELAY_UNKNOWN_SERVER, bench.outcome.dropReason);
        assertEquals(DhcpRelayServer.State.DOWN, bench.relay.server(1, 0).state());
        assertEquals(1, bench.relay.server(1, 0).timeouts());
        assertEquals(List.of(SERVER_3), discover());
        offerFrom(SERVER_3);
    }

    @Test
    void anExchangeThatHasBegunOutlivesAChange() {
        discover();
        configurations.servers = List.of(SERVER_3, SERVER_1);
        reconfigure();
        offerFrom(SERVER_1);
        assertEquals(List.of(SERVER_3), discover());
    }

    @Test
    void aServerThatIsGoneIsReplacedInAnExchangeUnderOurAddress() {
        configurations.serverIdOverride = true;
        rebuild();
        discover();
        final byte[] relayed = bench.upstream.sent.getLast().message();
        bench.fromServer(SERVER_1, DhcpMessage.reply(DhcpMessageType.OFFER, relayed, GATEWAY).yiaddr(LEASED));
        configurations.servers = List.of(SERVER_2);
        reconfigure();
        final DhcpMessage request = DhcpMessage.request(DhcpMessageType.REQUEST, MAC_1, xid)
                .address(DhcpOption.REQUESTED_ADDRESS, LEASED).address(DhcpOption.SERVER_IDENTIFIER, GATEWAY);
        assertEquals(List.of(SERVER_2), sendsTo(request));
    }

    @Test
    void theSelectionOfServersChangesWithTheConfiguration() {
        assertEquals(List.of(SERVER_1), discover());
        configurations.selection = DhcpSettings.ServerSelection.ALL;
        reconfigure();
        assertEquals(List.of(SERVER_1, SERVER_2), discover());
    }
}
