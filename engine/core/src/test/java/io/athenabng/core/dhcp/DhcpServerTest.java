package io.athenabng.core.dhcp;

import static io.athenabng.core.dhcp.DhcpBench.MAC_1;
import static io.athenabng.core.dhcp.DhcpBench.MAC_2;
import static io.athenabng.core.dhcp.DhcpConfigurations.GATEWAY;
import static io.athenabng.core.dhcp.DhcpConfigurations.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.dhcp.DhcpOutcome.Kind;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The server's automaton (RFC 2131, 4.3). */
class DhcpServerTest {
    private final DhcpBench bench = new DhcpBench();
    private final AccessLine line1 = bench.servedLine(1);
    private final AccessLine line2 = bench.servedLine(2);

    private void assertDropped(final DhcpDropReason reason, final DhcpOutcome outcome) {
        assertEquals(Kind.DROP, outcome.kind);
        assertEquals(reason, outcome.dropReason);
        assertFalse(outcome.hasReply());
        assertTrue(bench.count(reason.counterName()) > 0);
    }

    @Test
    void leasesAnAddressThatWasOffered() {
        final DhcpOutcome outcome = bench.toServer(line1, DhcpMessage.discover(MAC_1, 0x11223344).option(61, "01020000000001"));
        assertEquals(Kind.OFFER, outcome.kind);
        assertEquals(address("10.64.0.10"), outcome.address);
        assertEquals(LeaseState.OFFERED, bench.state("10.64.0.10"));
        assertEquals(3600, outcome.leaseSeconds);
        assertEquals(GATEWAY, outcome.serverId);
        assertEquals(0x11223344, outcome.xid);
        assertEquals(1, outcome.lineId);
        assertEquals(7, outcome.clientIdLength);
        assertEquals(1, outcome.clientId().getByte(0));
        assertFalse(outcome.broadcast);
        assertEquals(MAC_1, outcome.destinationMac);
        assertEquals(outcome.address, outcome.destinationAddress);
        assertEquals(68, outcome.destinationPort);
        assertEquals(0, bench.replyParser.header().ciaddr());
        assertEquals(outcome.address, bench.replyParser.header().yiaddr());

        bench.toServer(line1, bench.select(MAC_1, 0x11223344, address("10.64.0.10")).broadcast());
        assertEquals(Kind.ACK_BIND, outcome.kind);
        assertEquals(LeaseState.BOUND, bench.state("10.64.0.10"));
        assertEquals(DhcpOutcome.NO_LINE, outcome.previousLineId);
        assertTrue(outcome.broadcast);
        assertEquals(0xffff_ffff_ffffL, outcome.destinationMac);
        assertEquals(-1, outcome.destinationAddress);
        assertEquals(1, bench.count("dhcp.server.sent.offer"));
        assertEquals(1, bench.count("dhcp.server.sent.ack"));
        final AddressPool pool = bench.server.leases().pools().pool(0);
        assertEquals("residential 4 3 0 1 0",
                pool.name() + " " + pool.size() + " " + pool.free() + " " + pool.offered() + " " + pool.bound() + " " + pool.quarantined());
    }

    @Test
    void givesTheSameAddressAgainAfterReleaseAndExpiry() {
        final int first = bench.lease(line1, MAC_1);
        final int second = bench.lease(line2, MAC_2);
        assertNotEquals(first, second);
        final DhcpMessage release = DhcpMessage.request(DhcpMessageType.RELEASE, MAC_1, 5).ciaddr(first);
        assertEquals(Kind.RELEASED, bench.toServer(line1, release.address(DhcpOption.SERVER_IDENTIFIER, GATEWAY)).kind);
        assertEquals(first, bench.outcome.address);
        assertEquals(LeaseState.FORMER, bench.server.leases().stateOf(first));
        bench.clock.advanceSeconds(3601);
        bench.server.onTick(bench.clock.nowNs());
        assertEquals(LeaseState.FORMER, bench.server.leases().stateOf(second));
        assertEquals(second, bench.lease(line2, MAC_2));
        assertEquals(first, bench.lease(line1, MAC_1));
    }

    @Test
    void renewsAndRebinds() {
        final int leased = bench.lease(line1, MAC_1);
        bench.clock.advanceSeconds(1800);
        final DhcpOutcome outcome = bench.toServer(line1, DhcpBench.renew(MAC_1, 9, leased).broadcast());
        assertEquals(Kind.ACK_BIND, outcome.kind);
        assertEquals(leased, bench.replyParser.header().ciaddr());
        // A client that has its address is answered there, whatever its broadcast flag says.
        assertFalse(outcome.broadcast);
        assertEquals(leased, outcome.destinationAddress);
        bench.clock.advanceSeconds(1801);
        assertEquals(0, bench.server.onTick(bench.clock.nowNs()));
        assertEquals(LeaseState.BOUND, bench.server.leases().stateOf(leased));
        assertEquals(Kind.NAK, bench.toServer(line2, DhcpBench.renew(MAC_2, 9, leased)).kind);
        assertTrue(outcome.broadcast);
        assertEquals(0, bench.replyParser.header().yiaddr());
    }

    @Test
    void answersAClientThatReboots() {
        final int leased = bench.lease(line1, MAC_1);
        assertEquals(Kind.ACK_BIND, bench.toServer(line1, DhcpBench.reboot(MAC_1, 2, leased)).kind);
        assertEquals(Kind.NAK, bench.toServer(line1, DhcpBench.reboot(MAC_1, 3, leased + 1)).kind);
        assertEquals(Kind.NAK, bench.toServer(line1, DhcpBench.reboot(MAC_1, 3, address("192.168.1.7"))).kind);
        assertEquals(Kind.NAK, bench.toServer(line2, DhcpBench.reboot(MAC_2, 3, leased + 1)).kind, "authoritative");
    }

    @Test
    void isSilentAboutUnknownLeasesUnlessAuthoritative() {
        final DhcpConfigurations configurations = new DhcpConfigurations();
        configurations.authoritative = false;
        final DhcpBench other = new DhcpBench(configurations);
        final AccessLine line = other.servedLine(1);
        assertEquals(DhcpDropReason.SERVER_UNKNOWN_LEASE,
                other.toServer(line, DhcpBench.reboot(MAC_1, 3, address("10.64.0.10"))).dropReason);
        assertEquals(DhcpDropReason.SERVER_UNKNOWN_LEASE, other.toServer(line, DhcpBench.renew(MAC_1, 3, address("10.1.1.1"))).dropReason);
        final int leased = other.lease(line, MAC_1);
        assertEquals(Kind.NAK, other.toServer(line, DhcpBench.reboot(MAC_1, 3, leased + 1)).kind, "known client, wrong address");
    }

    @Test
    void takesTheOfferBackWhenAnotherServerIsChosen() {
        bench.toServer(line1, DhcpMessage.discover(MAC_1, 1));
        final DhcpMessage request = DhcpMessage.request(DhcpMessageType.REQUEST, MAC_1, 1)
                .address(DhcpOption.REQUESTED_ADDRESS, address("10.99.0.1")).address(DhcpOption.SERVER_IDENTIFIER, address("10.99.0.9"));
        assertDropped(DhcpDropReason.SERVER_OTHER_SERVER, bench.toServer(line1, request));
        assertEquals(LeaseState.FORMER, bench.state("10.64.0.10"));
        assertEquals(4, bench.server.leases().pools().pool(0).free());
    }

    @Test
    void refusesToSelectWhatAnotherClientHolds() {
        final int leased = bench.lease(line1, MAC_1);
        assertEquals(Kind.NAK, bench.toServer(line2, bench.select(MAC_2, 4, leased)).kind);
        assertEquals(LeaseState.BOUND, bench.server.leases().stateOf(leased));
    }

    @Test
    void quarantinesWhatAClientFoundInUse() {
        final int leased = bench.lease(line1, MAC_1);
        final DhcpMessage decline = DhcpMessage.request(DhcpMessageType.DECLINE, MAC_1, 5)
                .address(DhcpOption.REQUESTED_ADDRESS, leased).address(DhcpOption.SERVER_IDENTIFIER, GATEWAY);
        assertEquals(Kind.DECLINED, bench.toServer(line1, decline).kind);
        assertEquals(LeaseState.QUARANTINED, bench.server.leases().stateOf(leased));
        assertNotEquals(leased, bench.lease(line1, MAC_1));
        final DhcpMessage again = DhcpMessage.request(DhcpMessageType.DECLINE, MAC_2, 5)
                .address(DhcpOption.REQUESTED_ADDRESS, bench.outcome.address);
        assertDropped(DhcpDropReason.SERVER_UNKNOWN_LEASE, bench.toServer(line2, again));
        bench.clock.advanceSeconds(601);
        bench.server.onTick(bench.clock.nowNs());
        assertEquals(LeaseState.NONE, bench.server.leases().stateOf(leased));
        assertEquals(0, bench.server.leases().pools().pool(0).quarantined());
    }

    @Test
    void answersInformWithoutALease() {
        final DhcpMessage inform = DhcpMessage.request(DhcpMessageType.INFORM, MAC_1, 5).ciaddr(address("10.64.0.99"));
        final DhcpOutcome outcome = bench.toServer(line1, inform);
        assertEquals(Kind.ACK_INFORM, outcome.kind);
        assertEquals(address("10.64.0.99"), outcome.destinationAddress);
        assertEquals(0, bench.replyParser.header().yiaddr());
        assertFalse(bench.replyCodes().contains(DhcpOption.LEASE_TIME));
        assertTrue(bench.replyCodes().contains(DhcpOption.DOMAIN_NAME_SERVER));
        assertEquals(0, bench.server.leases().size());
        assertDropped(DhcpDropReason.SERVER_NO_ADDRESS, bench.toServer(line1, DhcpMessage.request(DhcpMessageType.INFORM, MAC_1, 5)));
    }

    @Test
    void followsAClientToAnotherLine() {
        final int leased = bench.lease(line1, MAC_1);
        assertEquals(leased, bench.toServer(line2, DhcpMessage.discover(MAC_1, 8)).address);
        final int next = bench.server.leases().visit(0, 10, (address, state, mac, lineId, expiryNs) -> assertEquals(1, lineId, "not yet"));
        assertEquals(-1, next);
        bench.toServer(line2, bench.select(MAC_1, 8, leased));
        assertEquals(Kind.ACK_BIND, bench.outcome.kind);
        assertEquals(1, bench.outcome.previousLineId);
        assertEquals(leased, bench.outcome.previousAddress);
        assertEquals(1, bench.count("dhcp.server.moved"));
        assertFalse(bench.server.leases().release(leased, 1), "the old session's end leaves the lease alone");
        assertEquals(LeaseState.BOUND, bench.server.leases().stateOf(leased));
        assertTrue(bench.server.leases().release(leased, 2));
    }

    @Test
    void tellsClientsWithOneMacApartByIdentifierOnDifferentLines() {
        bench.toServer(line1, DhcpMessage.discover(MAC_1, 8).option(61, "ff01"));
        final int first = bench.outcome.address;
        bench.toServer(line2, DhcpMessage.discover(MAC_1, 8).option(61, "ff02"));
        assertNotEquals(first, bench.outcome.address);
        bench.toServer(line1, DhcpMessage.discover(MAC_1, 9).option(61, "ff03"));
        assertEquals(first, bench.outcome.address, "one line, one MAC: one client");
    }

    @Test
    void dropsWhenThePoolIsEmptyAndGoesOnWhenOffersExpire() {
        for (int i = 1; i <= 4; i++) {
            assertEquals(Kind.OFFER, bench.toServer(bench.servedLine(i), DhcpMessage.discover(MAC_1 + i, i)).kind);
        }
        assertDropped(DhcpDropReason.SERVER_POOL_EXHAUSTED, bench.toServer(bench.servedLine(5), DhcpMessage.discover(MAC_1 + 5, 5)));
        bench.clock.advanceSeconds(16);
        assertEquals(Kind.OFFER, bench.toServer(bench.servedLine(5), DhcpMessage.discover(MAC_1 + 5, 6)).kind);
    }

    @Test
    void limitsTheOffersOfALine() {
        final DhcpConfigurations configurations = new DhcpConfigurations();
        configurations.poolRange = "10.64.0.10-10.64.0.250";
        final DhcpBench large = new DhcpBench(configurations);
        final AccessLine line = large.servedLine(1);
        for (int i = 0; i < 4; i++) {
            assertEquals(Kind.OFFER, large.toServer(line, DhcpMessage.discover(MAC_1 + i, i)).kind);
        }
        assertEquals(DhcpDropReason.SERVER_LINE_BUSY, large.toServer(line, DhcpMessage.discover(MAC_1 + 9, 9)).dropReason);
        assertEquals(Kind.OFFER, large.toServer(line, DhcpMessage.discover(MAC_1, 10)).kind, "its own offer may be repeated");
        assertEquals(Kind.OFFER, large.toServer(large.servedLine(2), DhcpMessage.discover(MAC_1 + 9, 9)).kind);
    }

    @Test
    void dropsWhatIsNotForIt() {
        assertDropped(DhcpDropReason.SERVER_NOT_CONFIGURED, bench.toServer(bench.relayedLine(1), DhcpMessage.discover(MAC_1, 1)));
        assertDropped(DhcpDropReason.SERVER_UNTRUSTED_RELAY,
                bench.toServer(line1, DhcpMessage.discover(MAC_1, 1).giaddr(DhcpConfigurations.DOWNSTREAM_RELAY)));
        assertDropped(DhcpDropReason.SERVER_UNEXPECTED_TYPE, bench.toServer(line1, DhcpMessage.request(10, MAC_1, 1)));
        assertDropped(DhcpDropReason.SERVER_NO_ADDRESS,
                bench.toServer(line1, DhcpMessage.request(DhcpMessageType.REQUEST, MAC_1, 1)));
        bench.toServer(line1, DhcpMessage.discover(MAC_1, 1));
        bench.server.onClientMessage(
                line1, line1.groupIndex(), bench.parser, MAC_2, bench.profile, bench.out, DhcpBench.OUT, bench.outcome);
        assertDropped(DhcpDropReason.SERVER_CHADDR_MISMATCH, bench.outcome);
    }

    @Test
    void answersATrustedDownstreamRelayAtItsAddress() {
        final DhcpConfigurations configurations = new DhcpConfigurations();
        configurations.relayOfServerGroup = configurations.relay(List.of(DhcpConfigurations.DOWNSTREAM_RELAY));
        final DhcpBench trusting = new DhcpBench(configurations);
        final DhcpOutcome outcome = trusting.toServer(trusting.servedLine(1),
                DhcpMessage.discover(MAC_1, 1).giaddr(DhcpConfigurations.DOWNSTREAM_RELAY).option(82, "0103616263"));
        assertEquals(Kind.OFFER, outcome.kind);
        assertEquals(DhcpConfigurations.DOWNSTREAM_RELAY, outcome.destinationAddress);
        assertEquals(67, outcome.destinationPort);
        assertEquals(0x0200_0000_9999L, outcome.destinationMac);
        assertEquals(82, trusting.replyCodes().getLast());
    }

    @Test
    void refusesRejectedSubscribers() {
        bench.toServer(line1, DhcpMessage.discover(MAC_1, 1));
        bench.server.refuse(line1, bench.parser, MAC_1, bench.out, DhcpBench.OUT, bench.outcome);
        assertDropped(DhcpDropReason.SERVER_REFUSED, bench.outcome);
        bench.toServer(line1, bench.select(MAC_1, 1, address("10.64.0.10")));
        bench.server.refuse(line1, bench.parser, MAC_1, bench.out, DhcpBench.OUT, bench.outcome);
        assertEquals(Kind.NAK, bench.outcome.kind);
        assertTrue(bench.outcome.broadcast);
    }
}
