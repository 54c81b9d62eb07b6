package io.athenabng.core.dhcp;

import static io.athenabng.core.dhcp.DhcpBench.MAC_1;
import static io.athenabng.core.dhcp.DhcpBench.MAC_2;
import static io.athenabng.core.dhcp.DhcpConfigurations.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.athenabng.core.config.ReservationSettings;
import io.athenabng.core.config.UserSettings;
import io.athenabng.core.dhcp.DhcpOutcome.Kind;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Which address a client gets. */
class DhcpAddressChoiceTest {
    private final DhcpConfigurations configurations = new DhcpConfigurations();

    private static SubscriberProfile profile(final String address, final String pool) {
        return new SubscriberProfile("user", UserSettings.UNSET, UserSettings.UNSET, address.isEmpty() ? 0 : address(address), pool, 0);
    }

    @Test
    void prefersTheFramedAddressToAllElse() {
        configurations.reservations.add(new ReservationSettings(MAC_1, null, address("10.64.0.12")));
        final DhcpBench bench = new DhcpBench(configurations);
        bench.profile = profile("203.0.113.7", "");
        assertEquals(address("203.0.113.7"), bench.lease(bench.servedLine(1), MAC_1));
        assertEquals(DhcpDropReason.SERVER_FRAMED_ADDRESS_CONFLICT,
                bench.toServer(bench.servedLine(2), DhcpMessage.discover(MAC_2, 2)).dropReason);
        assertEquals(Kind.NAK, bench.toServer(bench.servedLine(2), bench.select(MAC_2, 2, address("10.64.0.10"))).kind);
        bench.server.leases().release(address("203.0.113.7"), 1);
        assertEquals(0, bench.server.leases().size(), "outside the pools nothing is remembered");
    }

    @Test
    void movesAClientToItsNewFramedAddress() {
        final DhcpBench bench = new DhcpBench(configurations);
        final int pooled = bench.lease(bench.servedLine(1), MAC_1);
        bench.profile = profile("203.0.113.7", "");
        assertEquals(Kind.NAK, bench.toServer(bench.servedLine(1), DhcpBench.renew(MAC_1, 2, pooled)).kind);
        assertEquals(address("203.0.113.7"), bench.lease(bench.servedLine(1), MAC_1));
        assertEquals(pooled, bench.outcome.previousAddress);
        assertEquals(1, bench.outcome.previousLineId);
        assertEquals(LeaseState.FORMER, bench.server.leases().stateOf(pooled));
        assertEquals(0, bench.count("dhcp.server.moved"));
    }

    @Test
    void keepsReservationsForTheirClients() {
        configurations.reservations.add(new ReservationSettings(MAC_1, null, address("10.64.0.10")));
        configurations.reservations.add(new ReservationSettings(0, "eth1.500.102", address("10.64.0.99")));
        final DhcpBench bench = new DhcpBench(configurations);
        assertEquals(1, bench.server.leases().pools().pool(0).reserved());
        assertEquals(address("10.64.0.11"), bench.lease(bench.servedLine(3), MAC_2 + 1));
        assertEquals(Kind.NAK, bench.toServer(bench.servedLine(3), bench.select(MAC_2 + 1, 5, address("10.64.0.10"))).kind);
        assertEquals(address("10.64.0.10"), bench.lease(bench.servedLine(1), MAC_1));
        assertEquals(address("10.64.0.99"), bench.lease(bench.servedLine(2), MAC_2));
        // Another device on that line: the reservation is taken, it gets any address.
        assertEquals(address("10.64.0.12"), bench.lease(bench.servedLine(2), MAC_2 + 7));
        assertNotEquals(0, bench.count("dhcp.server.reservation_conflict"));
        assertEquals(Kind.ACK_BIND, bench.toServer(bench.servedLine(2), DhcpBench.renew(MAC_2 + 7, 6, address("10.64.0.12"))).kind);
        bench.server.leases().release(address("10.64.0.10"), 1);
        assertEquals(1, bench.server.leases().pools().pool(0).free(), "a reserved address is not given to others when it is free");
    }

    @Test
    void usesTheSubscribersOwnPool() {
        final DhcpBench bench = new DhcpBench(configurations);
        bench.profile = profile("", "business");
        assertEquals(address("10.65.0.10"), bench.lease(bench.servedLine(1), MAC_1));
        assertEquals(Kind.NAK, bench.toServer(bench.servedLine(1), bench.select(MAC_1, 5, address("10.64.0.10"))).kind);
        bench.profile = profile("", "nonesuch");
        assertEquals(DhcpDropReason.SERVER_UNKNOWN_POOL,
                bench.toServer(bench.servedLine(2), DhcpMessage.discover(MAC_2, 2)).dropReason);
    }

    @Test
    void heedsWhatTheClientAsksFor() {
        final DhcpBench bench = new DhcpBench(configurations);
        final DhcpMessage wish = DhcpMessage.discover(MAC_1, 1).address(DhcpOption.REQUESTED_ADDRESS, address("10.64.0.12"));
        assertEquals(address("10.64.0.12"), bench.toServer(bench.servedLine(1), wish).address);
        final DhcpMessage same = DhcpMessage.discover(MAC_2, 1).address(DhcpOption.REQUESTED_ADDRESS, address("10.64.0.12"));
        assertEquals(address("10.64.0.10"), bench.toServer(bench.servedLine(2), same).address);
        final DhcpMessage foreign = DhcpMessage.discover(MAC_2 + 1, 1).address(DhcpOption.REQUESTED_ADDRESS, address("10.65.0.10"));
        assertEquals(address("10.64.0.11"), bench.toServer(bench.servedLine(3), foreign).address);
    }

    @Test
    void neverGivesGatewayNetworkOrBroadcastAddress() {
        configurations.poolRange = "10.64.0.0-10.64.0.255";
        configurations.users.add(new UserSettings("u", UserSettings.UNSET, UserSettings.UNSET, address("10.64.0.2"), "", 0));
        final DhcpBench bench = new DhcpBench(configurations);
        assertEquals(252, bench.server.leases().pools().pool(0).free());
        assertEquals(address("10.64.0.3"), bench.lease(bench.servedLine(1), MAC_1));
        assertEquals(Kind.NAK, bench.toServer(bench.servedLine(2), bench.select(MAC_2, 5, address("10.64.0.255"))).kind);
    }

    @Test
    void restoresLeasesOfAnEarlierRun() {
        final DhcpBench bench = new DhcpBench(configurations);
        final long expiry = bench.clock.nowNs() + 1000;
        final UnsafeBuffer clientId = new UnsafeBuffer(new byte[] {1, 2, 3});
        assertEquals(true, bench.server.leases().restore(address("10.64.0.10"), bench.servedLine(1), MAC_1, clientId, 0, 3, expiry));
        assertEquals(false, bench.server.leases().restore(address("10.64.0.10"), bench.servedLine(2), MAC_2, clientId, 0, 0, expiry));
        final int[] expired = new int[1];
        bench.server.leases().onExpiry((address, mac, lineId) -> {
            expired[0] = address;
            assertEquals(MAC_1, mac);
            assertEquals(1, lineId);
        });
        // The same client with its identifier, on another line.
        bench.toServer(bench.servedLine(3), DhcpMessage.discover(MAC_1, 1).option(61, "010203"));
        assertEquals(address("10.64.0.10"), bench.outcome.address);
        assertEquals(Kind.ACK_BIND, bench.toServer(bench.servedLine(1), DhcpBench.renew(MAC_1, 1, address("10.64.0.10"))).kind);
        bench.clock.advanceSeconds(3599);
        assertEquals(0, bench.server.onTick(bench.clock.nowNs()));
        bench.clock.advanceSeconds(2);
        assertEquals(1, bench.server.onTick(bench.clock.nowNs()));
        assertEquals(address("10.64.0.10"), expired[0]);
        assertEquals(LeaseState.FORMER, bench.state("10.64.0.10"));
    }

    @Test
    void remembersTheNewestFormerLeasesWhenTheTableIsFull() {
        final DhcpBench bench = new DhcpBench(configurations);
        final LeaseTable table = new LeaseTable(new AddressPools(bench.configuration), 2);
        final ClientKey client = new ClientKey();
        final int first = address("10.64.0.10");
        for (int i = 0; i < 3; i++) {
            client.set(bench.servedLine(i + 1), MAC_1 + i, 0);
            table.toFormer(table.hold(first + i, client, LeaseState.BOUND, 1));
        }
        assertEquals(LeaseState.NONE, table.stateOf(first));
        assertEquals(LeaseState.FORMER, table.stateOf(first + 1));
        table.hold(first + 1, client, LeaseState.BOUND, 1);
        table.hold(first + 2, client, LeaseState.BOUND, 1);
        assertEquals(LeaseTable.NONE, table.hold(first + 3, client, LeaseState.BOUND, 1));
        assertEquals(2, table.size());
    }

    @Test
    void grantsAShorterLeaseButNoLonger() {
        final DhcpBench bench = new DhcpBench(configurations);
        bench.toServer(bench.servedLine(1), DhcpMessage.discover(MAC_1, 1).address(DhcpOption.LEASE_TIME, 600));
        assertEquals(600, bench.outcome.leaseSeconds);
        assertEquals(300, bench.replyParser.options().intValue(DhcpOption.RENEWAL_TIME, 0));
        assertEquals(525, bench.replyParser.options().intValue(DhcpOption.REBINDING_TIME, 0));
        bench.toServer(bench.servedLine(1), DhcpMessage.discover(MAC_1, 1).address(DhcpOption.LEASE_TIME, -1));
        assertEquals(3600, bench.outcome.leaseSeconds);
        bench.toServer(bench.servedLine(1), DhcpMessage.discover(MAC_1, 1).address(DhcpOption.LEASE_TIME, 1));
        assertEquals(60, bench.outcome.leaseSeconds);
    }

    @Test
    void neverEndsALeaseThatIsForEver() {
        configurations.leaseSeconds = 0xffff_ffffL;
        final DhcpBench bench = new DhcpBench(configurations);
        final int leased = bench.lease(bench.servedLine(1), MAC_1);
        assertEquals(0xffff_ffffL, bench.outcome.leaseSeconds);
        bench.clock.advanceSeconds(1_000_000_000L);
        assertEquals(0, bench.server.onTick(bench.clock.nowNs()));
        assertEquals(LeaseState.BOUND, bench.server.leases().stateOf(leased));
        assertEquals(DhcpMessageType.ACK, bench.outcome.replyType);
    }
}
