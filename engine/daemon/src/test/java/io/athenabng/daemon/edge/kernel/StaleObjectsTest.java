package io.athenabng.daemon.edge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.link.VlanLinkRequest;
import io.athenabng.netlink.message.RtnetlinkMessages;
import io.athenabng.netlink.route.NeighbourRequest;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.route.RouteRequest;
import io.athenabng.netlink.testkit.RecordedRequest;
import io.athenabng.netlink.tc.IngressQdiscRequest;
import io.athenabng.netlink.tc.MirredRedirectAction;
import io.athenabng.netlink.tc.TcAttributes;
import io.athenabng.netlink.tc.U32FilterRequest;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an earlier run left in the kernel: it goes once every session was asked for again, unless somebody has asked for it by then. */
final class StaleObjectsTest {
    private static final int RTMSG = 12;
    private static final int S_VLAN = KernelNumbers.FIRST_INDEX;
    private static final int LINE = S_VLAN + 1;
    /** The other one of the first session's two priorities. */
    private static final int SECOND_PRIORITY = KernelNumbers.SESSION_PRIORITY + 1;
    private static final int TCM_INFO = 16;
    private static final int OF_SESSION_11 = 0x0a40_000b;
    private static final int OF_NOBODY = 0x0a40_0063;
    private final ScriptedGateway gateway = new ScriptedGateway();

    @BeforeEach
    void lineWithTwoAddresses() {
        gateway.had(vlan("eth1.500", S_VLAN, ScriptedGateway.TRUNK_INDEX, 500).protocol(LinkAttributes.ETH_P_8021AD));
        gateway.had(vlan("eth1.500.100", LINE, S_VLAN, 100));
        for (final int address : new int[] {OF_SESSION_11, OF_NOBODY}) {
            gateway.had(new RouteRequest().ipv4Destination(address, 32).outputIndex(LINE).protocol(KernelNumbers.ROUTE_PROTOCOL));
            gateway.had(new NeighbourRequest().replace(LINE, 0x0200_0000_0000L | address & 0xff).ipv4(address));
        }
        gateway.had(new IngressQdiscRequest().index(LINE));
        gateway.had(new U32FilterRequest().index(LINE).priority(SECOND_PRIORITY).protocol(TcAttributes.ETH_P_IP)
            .matchU32(OF_SESSION_11, -1, SessionFilters.SOURCE_ADDRESS).matchU32(0x0200_0000, -1, SessionFilters.SOURCE_MAC)
            .matchU16(0x000b, 0xffff, SessionFilters.SOURCE_MAC_TAIL).action(new MirredRedirectAction().targetIndex(LINE + 1)));
        gateway.open(LabNetwork.configuration(List.of("eth1"), LabNetwork.group("res", "eth1", "10.64.0.1", 24, 1, false,
            LabNetwork.shaping(ShapingSettings.Queue.CAKE, 20_000_000, 10_000_000))));
        gateway.lineUp(1, "500.100");
        gateway.step();
        assertEquals(LINE, gateway.dataPlane.line(1).ifIndex());
        gateway.record();
    }

    private static VlanLinkRequest vlan(final String name, final int index, final int parent, final int id) {
        return new VlanLinkRequest().vlanId(id).name(name).index(index).parentIndex(parent).group(KernelNumbers.LINE_GROUP).up(true);
    }

    private List<Integer> routesOf(final int messageType) {
        return gateway.recordedRequests().stream().filter(request -> request.type() == messageType).map(StaleObjectsTest::destination)
            .toList();
    }

    private static int destination(final RecordedRequest request) {
        return request.attribute(RTMSG, RouteAttributes.RTA_DST).getInt(0, ByteOrder.BIG_ENDIAN);
    }

    @Test
    void whatWasAskedForAgainStays() {
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        gateway.dataPlane.restoreComplete();
        gateway.step();
        assertEquals(List.of(OF_NOBODY), routesOf(RtnetlinkMessages.RTM_DELROUTE));
        assertEquals(1, gateway.recorded().stream().filter("DELNEIGH"::equals).count());
    }

    @Test
    void sessionThatComesWhileTheRestIsRemovedKeepsItsRoute() {
        gateway.dataPlane.restoreComplete();
        // A client of before the start was through, and is back at once with the same address.
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        assertTrue(gateway.answers().contains("session 11 up 0"), () -> gateway.answers().toString());
        assertEquals(List.of(OF_SESSION_11), routesOf(RtnetlinkMessages.RTM_NEWROUTE));
        assertEquals(List.of(OF_NOBODY), routesOf(RtnetlinkMessages.RTM_DELROUTE));
        assertEquals(1, gateway.recorded().stream().filter("DELNEIGH"::equals).count());
    }

    private long deletedFilters() {
        return gateway.recordedRequests().stream()
            .filter(request -> request.type() == RtnetlinkMessages.RTM_DELTFILTER && request.header32(TCM_INFO) >>> 16 == SECOND_PRIORITY)
            .count();
    }

    @Test
    void filterOfASessionThatIsStillBeingMadeIsReplacedAndNotForgotten() {
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        // In the same cycle: the session has its filter only with the next one.
        gateway.dataPlane.restoreComplete();
        gateway.step();
        assertTrue(gateway.answers().contains("session 11 up 0"), () -> gateway.answers().toString());
        assertEquals(1, deletedFilters());
    }

    @Test
    void filterOfNobodyIsRemoved() {
        gateway.dataPlane.restoreComplete();
        gateway.step();
        assertEquals(1, deletedFilters());
    }
}
