package io.athenabng.core.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.DhcpSettings;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMalformedReason;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.testkit.FuzzBytes;
import io.athenabng.wire.testkit.Hex;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Random and mutated messages through parser, server and relay: nothing is thrown, every reply is sound, tables stay bounded. */
class DhcpMessageFuzzTest {
    private final FuzzBytes fuzz = FuzzBytes.create("DhcpMessageFuzzTest");
    private final DhcpBench bench = new DhcpBench(configurations());
    private final AccessLine served = bench.servedLine(1);
    private final AccessLine relayed = bench.relayedLine(1);
    private final UnsafeBuffer message = new UnsafeBuffer(0, 0);
    private long accepted;
    private long answered;

    private static DhcpConfigurations configurations() {
        final DhcpConfigurations configurations = new DhcpConfigurations();
        configurations.relayOfServerGroup = configurations.relay(List.of(DhcpConfigurations.DOWNSTREAM_RELAY));
        configurations.routes = List.of(new DhcpSettings.Route(0x0a00_0000, 8, 0x0a40_0002));
        configurations.serverIdOverride = true;
        configurations.policy = DhcpSettings.Option82Policy.KEEP;
        return configurations;
    }

    private byte[][] corpus() {
        final int address = DhcpConfigurations.address("10.64.0.10");
        return new byte[][] {
            DhcpMessage.discover(DhcpBench.MAC_1, 1).option(55, "0103060f1a2a77797b").option(61, "01020000000001").bytes(),
            DhcpMessage.discover(DhcpBench.MAC_1, 1).option(82, "0103616263").giaddr(DhcpConfigurations.DOWNSTREAM_RELAY).bytes(),
            bench.select(DhcpBench.MAC_1, 1, address).option(61, "01020000000001").number(57, 1500).bytes(),
            DhcpBench.renew(DhcpBench.MAC_1, 2, address).option(82, "0103616263").bytes(),
            DhcpBench.reboot(DhcpBench.MAC_1, 2, address).broadcast().bytes(),
            DhcpMessage.request(DhcpMessageType.DECLINE, DhcpBench.MAC_1, 3).address(50, address).bytes(),
            DhcpMessage.request(DhcpMessageType.RELEASE, DhcpBench.MAC_1, 3).ciaddr(address).bytes(),
            DhcpMessage.request(DhcpMessageType.INFORM, DhcpBench.MAC_1, 3).ciaddr(address).option(52, "03").bytes(),
            DhcpMessage.discover(DhcpBench.MAC_1, 1).option(77, new byte[1100]).option(82, new byte[] {1, 0}).bytes(),
        };
    }

    @Test
    void survivesWhatClientsSend() {
        final byte[][] corpus = corpus();
        bench.upstream.keep = false;
        for (int i = 0; i < fuzz.iterations(); i++) {
            final byte[] bytes = fuzz.oneIn(50) ? fuzz.random(600) : fuzz.mutate(corpus[fuzz.below(corpus.length)]);
            message.wrap(bytes);
            if (bench.parser.parse(message, 0, bytes.length, DhcpFlyweight.BOOTREQUEST) != DhcpMalformedReason.NONE) {
                continue;
            }
            accepted++;
            final long srcMac = bench.parser.header().chaddr();
            bench.server.onClientMessage(
                        served, served.groupIndex(), bench.parser, srcMac, DhcpBench.PROFILE, bench.out, DhcpBench.OUT, bench.outcome);
            checkReply();
            bench.server.refuse(served, bench.parser, srcMac, bench.out, DhcpBench.OUT, bench.outcome);
            checkReply();
            bench.relay.onClientMessage(relayed, bench.parser, srcMac, fuzz.oneIn(2), bench.outcome);
            bench.clock.advanceNs(fuzz.below(50_000_000));
            bench.server.onTick(bench.clock.nowNs());
            bench.relay.onTick(bench.clock.nowNs());
        }
        assertTrue(accepted > fuzz.iterations() / 5, "accepted " + accepted);
        assertTrue(answered > fuzz.iterations() / 50, "answered " + answered);
        assertTrue(bench.upstream.count > fuzz.iterations() / 50, "relayed " + bench.upstream.count);
        assertTrue(bench.relay.transactionCount() <= 40);
        assertTrue(bench.server.leases().size() <= 4, "entries: " + bench.server.leases().size());
    }

    private void checkReply() {
        if (bench.outcome.kind == DhcpOutcome.Kind.DROP) {
            assertTrue(bench.outcome.dropReason != null);
        }
        if (bench.outcome.hasReply()) {
            answered++;
            assertTrue(bench.outcome.replyLength >= 300 && bench.outcome.replyLength <= DhcpServer.MAX_REPLY_LENGTH);
            assertEquals(DhcpMalformedReason.NONE,
                    bench.replyParser.parse(bench.out, DhcpBench.OUT, bench.outcome.replyLength, DhcpFlyweight.BOOTREPLY),
                    () -> Hex.toString(bench.reply()));
            assertEquals(bench.outcome.replyType, bench.replyParser.messageType());
        }
    }

    @Test
    void survivesWhatServersSend() {
        bench.toRelay(relayed, DhcpMessage.discover(DhcpBench.MAC_1, 1));
        final byte[] sent = bench.upstream.sent.getLast().message();
        final String option82 = "010d657468312e3530302e31303031";
        final byte[][] corpus = {
            DhcpMessage.reply(DhcpMessageType.OFFER, sent, 1).yiaddr(7).option(82, option82).bytes(),
            DhcpMessage.reply(DhcpMessageType.ACK, sent, 1).yiaddr(7).address(DhcpOption.LEASE_TIME, 9).option(82, option82).bytes(),
            DhcpMessage.reply(DhcpMessageType.NAK, sent, 1).bytes(),
            DhcpMessage.reply(DhcpMessageType.ACK, sent, 1).option(52, "03").option(43, new byte[700]).bytes(),
        };
        bench.upstream.keep = false;
        for (int i = 0; i < fuzz.iterations(); i++) {
            if (i % 100 == 0) {
                bench.toRelay(relayed, DhcpMessage.discover(DhcpBench.MAC_1, 1));
            }
            final byte[] bytes = fuzz.oneIn(50) ? fuzz.random(600) : fuzz.mutate(corpus[fuzz.below(corpus.length)]);
            message.wrap(bytes);
            bench.relay.onServerMessage(DhcpConfigurations.GATEWAY, DhcpConfigurations.SERVER_1, message, 0, bytes.length,
                    bench.out, DhcpBench.OUT, bench.outcome);
            checkReply();
        }
        assertTrue(answered > fuzz.iterations() / 20, "answered " + answered);
        assertTrue(bench.counters.sum("dhcp.malformed.") > fuzz.iterations() / 20);
        assertEquals(bench.counters.sum("dhcp.malformed."), bench.count("dhcp.relay.dropped.reply_malformed"));
    }
}
