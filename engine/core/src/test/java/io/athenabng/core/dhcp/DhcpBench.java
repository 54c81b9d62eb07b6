package io.athenabng.core.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.access.TestLines;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.core.testkit.FakeDhcpUpstream;
import io.athenabng.core.testkit.ManualClock;
import io.athenabng.core.testkit.TestCounters;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.dhcp.DhcpParser;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** A server and a relay with all that they need, and the steps that tests take with them. */
final class DhcpBench {
    static final long MAC_1 = 0x0200_0000_0001L;
    static final long MAC_2 = 0x0200_0000_0002L;
    static final int OUT = 32;
    static final SubscriberProfile PROFILE = SubscriberProfile.groupDefaults("subscriber");

    final RunningConfiguration configuration;
    final ManualClock clock = new ManualClock(1_709_312_400L * ManualClock.SECOND_NS);
    final TestCounters counters = new TestCounters();
    final FakeDhcpUpstream upstream = new FakeDhcpUpstream();
    final List<String> serverEvents = new ArrayList<>();
    final DhcpServer server;
    final DhcpRelay relay;
    final DhcpOutcome outcome = new DhcpOutcome();
    final DhcpParser parser = new DhcpParser();
    final DhcpParser replyParser = new DhcpParser();
    final UnsafeBuffer in = new UnsafeBuffer(new byte[4096]);
    final UnsafeBuffer out = new UnsafeBuffer(new byte[OUT + DhcpServer.MAX_REPLY_LENGTH]);
    SubscriberProfile profile = PROFILE;

    DhcpBench() {
        this(new DhcpConfigurations());
    }

    DhcpBench(final DhcpConfigurations configurations) {
        configuration = configurations.build();
        server = new DhcpServer(configuration, clock, counters);
        relay = new DhcpRelay(configuration, clock, upstream, new DhcpRelay.ServerListener() {
            @Override
            public void onServerTimeout(final DhcpRelayServer relayServer) {
                serverEvents.add("down " + (relayServer.address() & 0xff));
            }

            @Override
            public void onServerBack(final DhcpRelayServer relayServer) {
                serverEvents.add("up " + (relayServer.address() & 0xff));
            }
        }, counters, new DhcpMalformedCounters(counters));
    }

    AccessLine servedLine(final int id) {
        return TestLines.line(id, 100 + id, 0, configuration.accessGroups().get(0));
    }

    AccessLine relayedLine(final int id) {
        return TestLines.line(id, 1000 + id, 1, configuration.accessGroups().get(1));
    }

    private void parse(final byte[] message) {
        in.putBytes(7, message);
        assertEquals(DhcpMalformedReason.NONE, parser.parse(in, 7, message.length, DhcpFlyweight.BOOTREQUEST));
    }

    DhcpOutcome toServer(final AccessLine line, final DhcpMessage message) {
        final byte[] bytes = message.bytes();
        parse(bytes);
        final long srcMac = parser.header().giaddr() == 0 ? parser.header().chaddr() : 0x0200_0000_9999L;
        server.onClientMessage(line, line.groupIndex(), parser, srcMac, profile, out, OUT, outcome);
        parseReply();
        return outcome;
    }

    DhcpOutcome toRelay(final AccessLine line, final DhcpMessage message, final boolean unicast) {
        parse(message.bytes());
        final long srcMac = parser.header().giaddr() == 0 ? parser.header().chaddr() : 0x0200_0000_9999L;
        relay.onClientMessage(line, parser, srcMac, unicast, outcome);
        return outcome;
    }

    DhcpOutcome toRelay(final AccessLine line, final DhcpMessage message) {
        return toRelay(line, message, false);
    }

    DhcpOutcome fromServer(final int serverAddress, final DhcpMessage message) {
        final byte[] bytes = message.bytes();
        in.putBytes(7, bytes);
        relay.onServerMessage(DhcpConfigurations.GATEWAY, serverAddress, in, 7, bytes.length, out, OUT, outcome);
        parseReply();
        return outcome;
    }

    private void parseReply() {
        if (outcome.hasReply()) {
            assertEquals(DhcpMalformedReason.NONE,
                    replyParser.parse(out, OUT, outcome.replyLength, DhcpFlyweight.BOOTREPLY));
            assertEquals(replyParser.messageType(), outcome.replyType);
            assertEquals(outcome.xid, replyParser.header().xid());
        }
    }

    byte[] reply() {
        final byte[] reply = new byte[outcome.replyLength];
        out.getBytes(OUT, reply);
        return reply;
    }

    /** The codes of the reply's options in their order. */
    List<Integer> replyCodes() {
        return codes(reply());
    }

    static List<Integer> codes(final byte[] message) {
        final List<Integer> codes = new ArrayList<>();
        for (int i = DhcpFlyweight.OPTIONS_OFFSET; (message[i] & 0xff) != DhcpOption.END; i += 2 + (message[i + 1] & 0xff)) {
            codes.add(message[i] & 0xff);
        }
        return codes;
    }

    DhcpMessage select(final long mac, final int xid, final int address) {
        return DhcpMessage.request(DhcpMessageType.REQUEST, mac, xid).address(DhcpOption.REQUESTED_ADDRESS, address)
                .address(DhcpOption.SERVER_IDENTIFIER, DhcpConfigurations.GATEWAY);
    }

    static DhcpMessage renew(final long mac, final int xid, final int address) {
        return DhcpMessage.request(DhcpMessageType.REQUEST, mac, xid).ciaddr(address);
    }

    static DhcpMessage reboot(final long mac, final int xid, final int address) {
        return DhcpMessage.request(DhcpMessageType.REQUEST, mac, xid).address(DhcpOption.REQUESTED_ADDRESS, address);
    }

    /** Discover, Offer, Request, ACK. */
    int lease(final AccessLine line, final long mac) {
        assertEquals(DhcpOutcome.Kind.OFFER, toServer(line, DhcpMessage.discover(mac, 1)).kind);
        final int offered = outcome.address;
        assertEquals(DhcpOutcome.Kind.ACK_BIND, toServer(line, select(mac, 1, offered)).kind);
        assertEquals(offered, outcome.address);
        return offered;
    }

    LeaseState state(final String address) {
        return server.leases().stateOf(DhcpConfigurations.address(address));
    }

    long count(final String name) {
        return counters.value(name);
    }
}
