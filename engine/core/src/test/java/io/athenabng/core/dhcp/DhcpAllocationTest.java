package io.athenabng.core.dhcp;

import static io.athenabng.core.dhcp.DhcpConfigurations.GATEWAY;
import static io.athenabng.core.dhcp.DhcpConfigurations.SERVER_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.ReservationSettings;
import io.athenabng.ffi.testkit.Allocations;
import io.athenabng.wire.dhcp.DhcpFlyweight;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Once warm, a message costs no byte of heap. */
class DhcpAllocationTest {
    private static final int EXCHANGES = 20_000;
    private static final int CLIENTS = 64;

    private final DhcpBench bench = new DhcpBench(configurations());
    private final AccessLine[] served = new AccessLine[CLIENTS];
    private final AccessLine[] relayed = new AccessLine[CLIENTS];
    private final UnsafeBuffer discover = buffer(DhcpMessage.discover(DhcpBench.MAC_1, 1).option(55, "0103060f").option(61, "01aabb"));
    private final UnsafeBuffer request = buffer(bench.select(DhcpBench.MAC_1, 1, 0x0a40_0010).option(55, "0103060f").option(61, "01aabb"));
    private final UnsafeBuffer renew = buffer(DhcpBench.renew(DhcpBench.MAC_1, 2, 0x0a40_0010));
    private final UnsafeBuffer release = buffer(DhcpMessage.request(DhcpMessageType.RELEASE, DhcpBench.MAC_1, 3).ciaddr(0x0a40_0010));
    private final UnsafeBuffer offer = serverReply(DhcpMessageType.OFFER);
    private final UnsafeBuffer ack = serverReply(DhcpMessageType.ACK);
    private final DhcpFlyweight header = new DhcpFlyweight();
    private long replies;
    private int done;

    private static DhcpConfigurations configurations() {
        final DhcpConfigurations configurations = new DhcpConfigurations();
        configurations.poolRange = "10.64.0.10-10.64.0.250";
        configurations.reservations.add(new ReservationSettings(0, "eth1.500.101", 0x0a40_0064));
        return configurations;
    }

    private static UnsafeBuffer buffer(final DhcpMessage message) {
        return new UnsafeBuffer(message.bytes());
    }

    private static UnsafeBuffer serverReply(final int type) {
        final byte[] sent = DhcpMessage.discover(DhcpBench.MAC_1, 1).giaddr(GATEWAY).bytes();
        return buffer(DhcpMessage.reply(type, sent, SERVER_1).yiaddr(0x0a40_0010).address(DhcpOption.LEASE_TIME, 600));
    }

    private void client(final UnsafeBuffer message, final long mac, final int xid, final int address, final AccessLine line) {
        header.wrapMutable(message, 0, message.capacity());
        header.chaddr(mac).xid(xid);
        if (header.ciaddr() != 0) {
            header.ciaddr(address);
        }
        bench.parser.parse(message, 0, message.capacity(), DhcpFlyweight.BOOTREQUEST);
        if (line.groupIndex() == 0) {
            bench.server.onClientMessage(
                    line, line.groupIndex(), bench.parser, mac, DhcpBench.PROFILE, bench.out, DhcpBench.OUT, bench.outcome);
        } else {
            bench.relay.onClientMessage(line, bench.parser, mac, false, bench.outcome);
        }
        replies += bench.outcome.hasReply() ? 1 : 0;
    }

    private void fromServer(final UnsafeBuffer message, final long mac, final int xid) {
        header.wrapMutable(message, 0, message.capacity());
        header.chaddr(mac).xid(xid);
        bench.relay.onServerMessage(GATEWAY, SERVER_1, message, 0, message.capacity(), bench.out, DhcpBench.OUT, bench.outcome);
        replies += bench.outcome.hasReply() ? 1 : 0;
    }

    private void exchange(final int i) {
        final int who = i % CLIENTS;
        final long mac = DhcpBench.MAC_1 + who;
        client(discover, mac, i, 0, served[who]);
        final int address = bench.outcome.address;
        request.putInt(243 + 2, address, ByteOrder.BIG_ENDIAN);
        client(request, mac, i, address, served[who]);
        client(renew, mac, i + 1, address, served[who]);
        if (i % 3 == 0) {
            client(release, mac, i + 2, address, served[who]);
        }
        client(discover, mac, i, 0, relayed[who]);
        fromServer(offer, mac, i);
        client(request, mac, i, 0, relayed[who]);
        fromServer(ack, mac, i);
        bench.clock.advanceNs(1_000_000_000L);
        bench.server.onTick(bench.clock.nowNs());
        bench.relay.onTick(bench.clock.nowNs());
    }

    private void exchange(final int from, final int to) {
        for (int i = from; i < to; i++) {
            exchange(i);
        }
    }

    @Test
    void allocatesNothingForAMessageOnceWarm() {
        for (int i = 0; i < CLIENTS; i++) {
            served[i] = bench.servedLine(i);
            relayed[i] = bench.relayedLine(i);
        }
        bench.upstream.keep = false;
        // The first ones fill the tables.
        exchange(0, EXCHANGES);
        done = EXCHANGES;
        // Not one byte an exchange of eight messages.
        Allocations.assertNone("exchanges", EXCHANGES, count -> {
            replies = 0;
            exchange(done, done + count);
            done += count;
            assertEquals(5L * count, replies);
        });
    }
}
