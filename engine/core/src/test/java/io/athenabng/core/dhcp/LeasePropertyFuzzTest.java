package io.athenabng.core.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.ReservationSettings;
import io.athenabng.core.config.UserSettings;
import io.athenabng.core.port.SubscriberProfile;
import io.athenabng.wire.dhcp.DhcpMessageType;
import io.athenabng.wire.dhcp.DhcpOption;
import io.athenabng.wire.testkit.FuzzBytes;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/**
 * Whatever clients send in whatever order: no address is leased to two of them, offered to one while another holds it, or lost. A model
 * beside the server knows who was told what.
 */
class LeasePropertyFuzzTest {
    private static final int CLIENTS = 12;
    private static final int LINES = 8;

    /** What a client was told: an address that is its own until a time. */
    private record Holder(int lineId, long mac, long untilNs) {
    }

    private final FuzzBytes fuzz = FuzzBytes.create("LeasePropertyFuzzTest");
    private final Map<Integer, Holder> leased = new HashMap<>();
    private final Map<Integer, Holder> offered = new HashMap<>();
    private final DhcpBench bench = new DhcpBench(configurations());
    private final AccessLine[] lines = new AccessLine[LINES];
    private final int[] lastAddress = new int[CLIENTS];
    private long binds;

    private static DhcpConfigurations configurations() {
        final DhcpConfigurations configurations = new DhcpConfigurations();
        configurations.poolRange = "10.64.0.10-10.64.0.17";
        configurations.subscribersPerLine = 3;
        configurations.leaseSeconds = 120;
        configurations.reservations.add(new ReservationSettings(DhcpBench.MAC_1 + 3, null, DhcpConfigurations.address("10.64.0.12")));
        configurations.reservations.add(new ReservationSettings(0, "eth1.500.102", DhcpConfigurations.address("10.64.0.99")));
        return configurations;
    }

    @Test
    void neverLeasesAnAddressTwiceNorLosesOne() {
        for (int i = 0; i < LINES; i++) {
            lines[i] = bench.servedLine(i);
        }
        bench.server.leases().onExpiry((address, mac, lineId) -> {
            final Holder holder = leased.remove(address);
            assertEquals(mac, holder.mac());
            assertEquals(lineId, holder.lineId());
            assertTrue(holder.untilNs() <= bench.clock.nowNs(), "a lease ended before its time");
        });
        for (int i = 0; i < fuzz.iterations() / 2; i++) {
            step();
            if (i % 64 == 0) {
                checkCounts();
            }
        }
        assertTrue(binds > fuzz.iterations() / 100, "leases: " + binds);
        drain();
    }

    private void step() {
        final int who = fuzz.below(CLIENTS);
        final long mac = DhcpBench.MAC_1 + who;
        // Most clients stay on their line.
        final AccessLine line = lines[fuzz.oneIn(20) ? fuzz.below(LINES) : who % LINES];
        bench.profile = who == 5 ? new SubscriberProfile("u", UserSettings.UNSET, UserSettings.UNSET,
                DhcpConfigurations.address("203.0.113.5"), "", 0) : DhcpBench.PROFILE;
        final int address = fuzz.oneIn(5) ? DhcpConfigurations.address("10.64.0.9") + fuzz.below(11) : lastAddress[who];
        switch (fuzz.below(12)) {
            case 0, 1, 2 -> discover(line, mac, who, address);
            case 3, 4, 5 -> request(line, bench.select(mac, 1, address), mac, who, address);
            case 6 -> request(line, DhcpBench.renew(mac, 2, address), mac, who, address);
            case 7 -> request(line, DhcpBench.reboot(mac, 3, address), mac, who, address);
            case 8 -> giveUp(line, DhcpMessage.request(DhcpMessageType.RELEASE, mac, 4).ciaddr(address), mac, address);
            case 9 -> {
                if (fuzz.oneIn(6)) {
                    giveUp(line, DhcpMessage.request(DhcpMessageType.DECLINE, mac, 5)
                            .address(DhcpOption.REQUESTED_ADDRESS, address), mac, address);
                }
            }
            case 10 -> endSession(line, mac, address);
            default -> {
                bench.clock.advanceSeconds(fuzz.below(20));
                bench.server.onTick(bench.clock.nowNs());
            }
        }
    }

    private void discover(final AccessLine line, final long mac, final int who, final int wanted) {
        final DhcpMessage message = DhcpMessage.discover(mac, 1);
        if (wanted != 0) {
            message.address(DhcpOption.REQUESTED_ADDRESS, wanted);
        }
        if (bench.toServer(line, message).kind == DhcpOutcome.Kind.OFFER) {
            final int address = bench.outcome.address;
            assertNobodyElse(leased.get(address), mac, "offered while leased");
            final Holder other = offered.get(address);
            if (other != null && other.untilNs() > bench.clock.nowNs()) {
                assertEquals(other.mac(), mac, "offered to two");
            }
            // A new offer takes the place of the client's earlier one.
            offered.values().removeIf(holder -> holder.mac() == mac);
            if (bench.server.leases().stateOf(address) == LeaseState.OFFERED) {
                offered.put(address, new Holder(line.lineId(), mac, bench.clock.nowNs() + 15_000_000_000L));
            } else {
                assertEquals(mac, leased.get(address).mac(), "an offer that is not kept is of a lease that the client has");
            }
            lastAddress[who] = address;
        } else if (bench.outcome.dropReason == DhcpDropReason.SERVER_LINE_BUSY) {
            offered.values().removeIf(holder -> holder.mac() == mac);
        }
    }

    private void request(final AccessLine line, final DhcpMessage message, final long mac, final int who, final int address) {
        if (address == 0 || bench.toServer(line, message).kind != DhcpOutcome.Kind.ACK_BIND) {
            return;
        }
        binds++;
        assertEquals(address, bench.outcome.address);
        final Holder before = leased.get(address);
        assertNobodyElse(before, mac, "leased to two");
        if (before != null && before.lineId() != line.lineId()) {
            assertEquals(before.lineId(), bench.outcome.previousLineId, "the old session must be named");
        }
        if (bench.outcome.previousAddress != 0 && bench.outcome.previousAddress != address) {
            final Holder former = leased.remove(bench.outcome.previousAddress);
            assertEquals(mac, former.mac());
        }
        leased.put(address, new Holder(line.lineId(), mac, bench.clock.nowNs() + bench.outcome.leaseSeconds * 1_000_000_000L));
        offered.values().removeIf(holder -> holder.mac() == mac);
        assertEquals(1, leased.values().stream().filter(holder -> holder.mac() == mac).count(), "one address for a client");
        lastAddress[who] = address;
    }

    private static void assertNobodyElse(final Holder holder, final long mac, final String what) {
        if (holder != null) {
            assertEquals(holder.mac(), mac, what);
        }
    }

    private void giveUp(final AccessLine line, final DhcpMessage message, final long mac, final int address) {
        final DhcpOutcome outcome = bench.toServer(line, message);
        if (outcome.kind == DhcpOutcome.Kind.RELEASED || outcome.kind == DhcpOutcome.Kind.DECLINED) {
            final Holder holder = leased.remove(address);
            assertTrue(holder == null || holder.mac() == mac && holder.lineId() == line.lineId(), "given up by another");
            offered.remove(address);
        }
    }

    private void endSession(final AccessLine line, final long mac, final int address) {
        final Holder holder = leased.get(address);
        if (holder != null && holder.mac() == mac && bench.server.leases().release(address, line.lineId())) {
            assertEquals(holder.lineId(), line.lineId());
            leased.remove(address);
        }
    }

    private void checkCounts() {
        final AddressPool pool = bench.server.leases().pools().pool(0);
        assertEquals(pool.size(), pool.free() + pool.reserved() + pool.offered() + pool.bound() + pool.quarantined() - reservedInUse());
        final int[] bound = new int[1];
        bench.server.leases().visit(0, Integer.MAX_VALUE, (address, state, mac, lineId, expiryNs) -> {
            if (state == LeaseState.BOUND) {
                bound[0]++;
                final Holder holder = leased.get(address);
                assertEquals(holder.mac(), mac);
                assertEquals(holder.lineId(), lineId);
                assertEquals(holder.untilNs(), expiryNs);
            }
        });
        assertEquals(leased.size(), bound[0]);
    }

    /** The reserved address of the pool counts as reserved, and as in use when it is. */
    private int reservedInUse() {
        return bench.state("10.64.0.12").isActive() ? 1 : 0;
    }

    private void drain() {
        bench.clock.advanceSeconds(1000);
        while (bench.server.onTick(bench.clock.nowNs()) > 0) {
            continue;
        }
        assertTrue(leased.isEmpty());
        assertEquals(7, bench.server.leases().pools().pool(0).free(), "every address is free again but the reserved one");
        bench.profile = DhcpBench.PROFILE;
        final Map<Integer, Integer> given = new HashMap<>();
        for (int i = 0; i < 7; i++) {
            given.merge(bench.lease(bench.servedLine(50 + i), DhcpBench.MAC_1 + 1000 + i), 1, Integer::sum);
        }
        assertEquals(7, given.size());
        assertEquals(DhcpDropReason.SERVER_POOL_EXHAUSTED,
                bench.toServer(bench.servedLine(60), DhcpMessage.discover(DhcpBench.MAC_1 + 2000, 1)).dropReason);
    }

    @Test
    void restoredLeasesAreGivenToNobodyElse() {
        final UnsafeBuffer none = new UnsafeBuffer(new byte[0]);
        final int address = DhcpConfigurations.address("10.64.0.14");
        assertTrue(bench.server.leases().restore(
                address, bench.servedLine(1), DhcpBench.MAC_1, none, 0, 0, bench.clock.nowNs() + 60_000_000_000L));
        for (int i = 0; i < 6; i++) {
            assertNotEquals(address, bench.lease(bench.servedLine(10 + i), DhcpBench.MAC_1 + 10 + i));
        }
    }
}
