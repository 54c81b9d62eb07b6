package io.athenabng.daemon.edge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.SubscriberProfile.FramedRoute;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.message.RtnetlinkMessages;
import io.athenabng.netlink.route.RouteAttributes;
import io.athenabng.netlink.testkit.RecordedRequest;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sequence of requests for each thing that is asked, and every one of them refused once. */
final class KernelDataPlaneTest {
    /** Octets of struct rtmsg. */
    private static final int RTMSG = 12;
    private static final int RTM_GETSTATS = RtnetlinkMessages.RTM_GETSTATS;
    private final ScriptedGateway gateway = new ScriptedGateway();

    private static RunningConfiguration configuration(final ShapingSettings.Queue queue, final int perLine) {
        return LabNetwork.configuration(List.of("eth1"), LabNetwork.group("res", "eth1", "10.64.0.1", 24, perLine, false,
            LabNetwork.shaping(queue, 20_000_000, 10_000_000)));
    }

    @Test
    void lineIsCreatedDownGetsItsQueuesAndThenComesUp() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        gateway.record();
        gateway.lineUp(1, "500.100");
        gateway.step();
        assertEquals(List.of("line 1 up 0"), gateway.answers());
        assertEquals(List.of(
            "NEWLINK create eth1.500", "NEWLINK set", "NEWLINK up",
            "NEWLINK create eth1.500.100", "NEWQDISC ingress", "NEWQDISC cake", "NEWLINK set", "NEWLINK up"), gateway.recorded());
    }

    @Test
    void secondLineOfAnSvlanNeedsOnlyItsOwnInterface() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        gateway.lineUp(1, "500.100");
        gateway.step();
        gateway.record();
        gateway.lineUp(2, "500.101");
        gateway.step();
        assertEquals(List.of("NEWLINK create eth1.500.101", "NEWQDISC ingress", "NEWQDISC cake", "NEWLINK set", "NEWLINK up"),
            gateway.recorded());
    }

    @Test
    void longNameIsAnAlternativeName() {
        gateway.open(configuration(ShapingSettings.Queue.NONE, 1));
        gateway.record();
        gateway.lineUp(1, "1111.2222.3333");
        gateway.step();
        assertTrue(gateway.recorded().contains("NEWLINKPROP"), () -> gateway.recorded().toString());
        final LineLookup line = gateway.dataPlane.line(1);
        assertEquals("eth1.1111.2222.3333", line.logicalName());
        assertTrue(line.kernelName().matches("abng[0-9a-f]{8}"), line.kernelName());
    }

    @Test
    void sessionIsRatesRouteNeighbourThenFilters() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        gateway.lineUp(1, "500.100");
        gateway.step();
        gateway.record();
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        assertTrue(gateway.answers().contains("session 11 up 0"));
        assertEquals(List.of("NEWQDISC cake", "NEWQDISC cake", "NEWLINKPROP", "NEWROUTE", "NEWNEIGH", "GETSTATS", "GETSTATS",
            "NEWTFILTER u32", "NEWTFILTER matchall", "NEWTFILTER u32"), gateway.recorded());
    }

    @Test
    void networksBehindASubscriberHaveARouteAndAFilterEach() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        gateway.lineUp(1, "500.100");
        gateway.step();
        final FramedRoute one = new FramedRoute(0xc633_6400, 24, 0, 7);
        final FramedRoute two = new FramedRoute(0xcb00_7100, 25, 0, 0);
        gateway.record();
        gateway.sessionUp(11, 1, List.of(one, two));
        gateway.step();
        assertEquals(List.of("NEWQDISC cake", "NEWQDISC cake", "NEWLINKPROP", "NEWROUTE", "NEWNEIGH", "NEWROUTE", "NEWROUTE", "GETSTATS",
            "GETSTATS", "NEWTFILTER u32", "NEWTFILTER matchall", "NEWTFILTER u32", "NEWTFILTER u32", "NEWTFILTER u32"), gateway.recorded());
        final List<RecordedRequest> routes = gateway.recordedRequests().stream()
            .filter(request -> request.type() == RtnetlinkMessages.RTM_NEWROUTE).toList();
        assertEquals(0xc633_6400, routes.get(1).attribute(RTMSG, RouteAttributes.RTA_DST).getInt(0, ByteOrder.BIG_ENDIAN));
        assertEquals(0x0a40_000b, routes.get(1).attribute(RTMSG, RouteAttributes.RTA_GATEWAY).getInt(0, ByteOrder.BIG_ENDIAN),
            "the way to the network is the subscriber");
        assertEquals(7, routes.get(1).attribute(RTMSG, RouteAttributes.RTA_PRIORITY).getInt(0));
        gateway.record();
        gateway.sessionUp(11, 1, List.of(two));
        gateway.step();
        assertEquals(1, gateway.recorded().stream().filter("DELROUTE"::equals).count(), () -> gateway.recorded().toString());
        assertTrue(gateway.recorded().contains("DELTFILTER"), () -> gateway.recorded().toString());
        gateway.record();
        gateway.dataPlane.sessionDown(11);
        gateway.step();
        assertEquals(2, gateway.recorded().stream().filter("DELROUTE"::equals).count(), () -> gateway.recorded().toString());
    }

    @Test
    void filtersOfManySessionsComeTogetherAtTheEnd() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        for (int i = 0; i < 10; i++) {
            gateway.lineUp(i, "500." + (100 + i));
        }
        gateway.step();
        gateway.record();
        for (int i = 0; i < 10; i++) {
            gateway.sessionUp(i, i, 30_000_000, 5_000_000);
        }
        gateway.step();
        final List<String> recorded = gateway.recorded().stream().filter(request -> !request.startsWith("NEWLINK create")).toList();
        final int firstFilter = recorded.indexOf("NEWTFILTER u32");
        assertEquals(30, recorded.subList(firstFilter, firstFilter + 30).stream().filter(r -> r.startsWith("NEWTFILTER")).count());
        assertFalse(recorded.subList(0, firstFilter).contains("NEWTFILTER u32"));
    }

    @Test
    void sessionForALineThatIsNotThereYetWaits() {
        gateway.open(configuration(ShapingSettings.Queue.NONE, 1));
        gateway.lineUp(1, "500.100");
        gateway.sessionUp(11, 1, 0, 0);
        gateway.step();
        assertEquals(List.of("line 1 up 0", "session 11 up 0"), gateway.answers());
    }

    @Test
    void unknownLineAndUnknownSessionAreAnswered() {
        gateway.open(configuration(ShapingSettings.Queue.NONE, 1));
        gateway.sessionUp(11, 1, 0, 0);
        gateway.dataPlane.sessionDown(12);
        gateway.dataPlane.lineDown(13);
        gateway.step();
        assertEquals(List.of("session 11 up 19", "session 12 down", "line 13 gone"), gateway.answers());
    }

    @Test
    void rateChangeIsAChangeAndNothingElse() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        gateway.lineUp(1, "500.100");
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        gateway.record();
        gateway.sessionChange(11, 1, 60_000_000, 6_000_000);
        gateway.step();
        assertTrue(gateway.answers().contains("session 11 changed 0"));
        assertEquals(List.of("NEWQDISC cake", "NEWQDISC cake"), gateway.recorded());
        // Neither created nor replaced: no packet in the queue is lost.
        gateway.recordedRequests().forEach(request -> assertEquals(0, request.flags() & 0xf00));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void settingsOfFqCodelAreChangedInPlaceToo(final int perLine) {
        gateway.open(configuration(ShapingSettings.Queue.FQ_CODEL, perLine));
        gateway.lineUp(1, "500.100");
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        gateway.record();
        gateway.sessionChange(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        assertTrue(gateway.answers().contains("session 11 changed 0"));
        assertEquals(List.of("NEWTCLASS", "NEWQDISC fq_codel"), gateway.recorded().subList(0, 2));
        gateway.recordedRequests().stream().filter(request -> request.type() == RtnetlinkMessages.RTM_NEWQDISC)
            .forEach(request -> assertEquals(0, request.flags() & 0xf00));
    }

    @Test
    void settingsOfCakeOnASharedLineAreChangedInPlaceToo() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 2));
        gateway.lineUp(1, "500.100");
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        gateway.record();
        gateway.sessionChange(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        assertTrue(gateway.answers().contains("session 11 changed 0"));
        assertEquals(List.of("NEWTCLASS", "NEWQDISC cake", "NEWQDISC cake"), gateway.recorded());
        gateway.recordedRequests().stream().filter(request -> request.type() == RtnetlinkMessages.RTM_NEWQDISC)
            .forEach(request -> assertEquals(0, request.flags() & 0xf00));
    }

    @Test
    void sessionThatIsUpAlreadyKeepsItsFilter() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        gateway.lineUp(1, "500.100");
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        gateway.record();
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        assertEquals(2, gateway.answers().stream().filter("session 11 up 0"::equals).count());
        assertTrue(gateway.recorded().stream().noneMatch(request -> request.contains("TFILTER")), () -> gateway.recorded().toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void sessionAtTheAddressOfOneThatIsNotThroughYetComesBehindItsEnd(final int perLine) {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, perLine));
        gateway.lineUp(1, "500.100");
        gateway.step();
        gateway.record();
        // The first one's requests are on their way, so its end has to wait for them.
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.dataPlane.sessionDown(11);
        gateway.sessionUpAs(12, 11, 1);
        gateway.step();
        assertTrue(gateway.answers().containsAll(List.of("session 11 down", "session 12 up 0")), () -> gateway.answers().toString());
        assertEquals(List.of("NEWROUTE", "DELROUTE", "NEWROUTE"),
            gateway.recorded().stream().filter(name -> name.endsWith("ROUTE")).toList());
        assertEquals(List.of("NEWNEIGH", "DELNEIGH", "NEWNEIGH"),
            gateway.recorded().stream().filter(name -> name.endsWith("NEIGH")).toList());
    }

    @Test
    void sessionThatWaitsForAnotherToLeaveCanEnd() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        gateway.lineUp(1, "500.100");
        gateway.step();
        gateway.answers().clear();
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.dataPlane.sessionDown(11);
        gateway.sessionUpAs(12, 11, 1);
        gateway.dataPlane.sessionDown(12);
        gateway.sessionUpAs(13, 11, 1);
        gateway.step();
        assertEquals(List.of("session 12 down", "session 11 down", "session 13 up 0"), gateway.answers());
        assertNull(gateway.dataPlane.session(12));
    }

    @Test
    void endTakesEverythingBack() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        gateway.lineUp(1, "500.100");
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        gateway.record();
        gateway.dataPlane.sessionDown(11);
        gateway.step();
        assertEquals(List.of("DELTFILTER", "DELROUTE", "DELNEIGH", "GETSTATS", "GETSTATS", "NEWQDISC cake", "DELLINKPROP"),
            gateway.recorded());
        assertNull(gateway.dataPlane.session(11));
        gateway.dataPlane.lineDown(1);
        gateway.step();
        assertTrue(gateway.answers().contains("line 1 gone"));
        assertEquals(List.of("NEWLINK set", "DELLINK", "NEWLINK set", "DELLINK"), gateway.reaped());
        assertNull(gateway.dataPlane.line(1));
    }

    @Test
    void lineThatComesBackWhileItIsBeingDeletedWaits() {
        gateway.open(configuration(ShapingSettings.Queue.NONE, 1));
        gateway.lineUp(1, "500.100");
        gateway.step();
        final int before = gateway.dataPlane.line(1).ifIndex();
        gateway.dataPlane.lineDown(1);
        gateway.lineUp(1, "500.100");
        assertEquals(List.of("line 1 up 0"), gateway.answers());
        gateway.step();
        assertEquals(List.of("line 1 up 0", "line 1 gone", "line 1 up 0"), gateway.answers());
        assertNotEquals(before, gateway.dataPlane.line(1).ifIndex());
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EBUSY, Errno.ENOBUFS, Errno.EAGAIN})
    void transientRefusalsAreTriedAgain(final int errno) {
        final int count = gateway.requestsOf(configuration(ShapingSettings.Queue.CAKE, 1));
        for (int failing = 0; failing < count; failing++) {
            final ScriptedGateway fresh = new ScriptedGateway();
            fresh.open(configuration(ShapingSettings.Queue.CAKE, 1));
            fresh.failOnce(failing, errno);
            fresh.lineUp(1, "500.100");
            fresh.sessionUp(11, 1, 30_000_000, 5_000_000);
            fresh.step();
            final int number = failing;
            assertTrue(fresh.answers().contains("line 1 up 0"), () -> "request " + number + ": " + fresh.answers());
            assertTrue(fresh.answers().contains("session 11 up 0"), () -> "request " + number + ": " + fresh.answers() + fresh.errors);
            assertEquals(2, fresh.answers().size());
        }
    }

    @ParameterizedTest
    @EnumSource(ShapingSettings.Queue.class)
    void everyRefusalIsAnsweredAndUndone(final ShapingSettings.Queue queue) {
        for (final int perLine : new int[] {1, 4}) {
            final RunningConfiguration configuration = configuration(queue, perLine);
            final int count = new ScriptedGateway().requestsOf(configuration);
            assertTrue(count > 8);
            for (int failing = 0; failing < count; failing++) {
                refuse(configuration, failing);
            }
        }
    }

    private static void refuse(final RunningConfiguration configuration, final int failing) {
        final ScriptedGateway fresh = new ScriptedGateway();
        fresh.open(configuration);
        fresh.failOnce(failing, Errno.ENOMEM);
        fresh.lineUp(1, "500.100");
        fresh.sessionUp(11, 1, 30_000_000, 5_000_000);
        fresh.step();
        final String said = "request " + failing + " (" + fresh.failed() + "): " + fresh.answers() + ' ' + fresh.errors;
        assertEquals(1, fresh.answers().stream().filter(answer -> answer.startsWith("line 1 up")).count(), said);
        assertEquals(1, fresh.answers().stream().filter(answer -> answer.startsWith("session 11 up")).count(), said);
        final boolean lineUp = fresh.answers().contains("line 1 up 0");
        if (!fresh.answers().contains("session 11 up 0")) {
            assertEquals(1, fresh.errors.size(), said);
            assertNull(fresh.dataPlane.session(11), said);
            if (fresh.failed().contains("TFILTER") || fresh.failed().contains("ROUTE")) {
                assertTrue(fresh.kinds().contains("DELROUTE"), said + fresh.kinds());
                assertTrue(fresh.kinds().contains("DELNEIGH"), said + fresh.kinds());
            }
        }
        assertEquals(lineUp, fresh.dataPlane.line(1) != null, said);
        if (lineUp) {
            fresh.dataPlane.sessionDown(11);
            fresh.step();
            fresh.dataPlane.lineDown(1);
            fresh.step();
            assertTrue(fresh.answers().contains("line 1 gone"), said);
        }
        assertTrue(fresh.dataPlane.isIdle(), said);
        // Whatever was created has been deleted, but for the pool of IFBs.
        assertEquals(0, fresh.linksLeft(), said);
    }

    @Test
    void windowIsBoundedAndNothingBlocks() {
        gateway.open(configuration(ShapingSettings.Queue.NONE, 1));
        int taken = 0;
        while (taken < 4000 && gateway.dataPlane.lineUp(taken, 0, ScriptedGateway.stack(taken), 0)) {
            taken++;
        }
        assertTrue(taken > 100 && taken < 1000, "taken " + taken);
        gateway.step();
        assertEquals(taken, gateway.answers().size());
        assertTrue(gateway.dataPlane.lineUp(taken, 0, ScriptedGateway.stack(taken), 0));
    }

    @Test
    void shortMemoryRefusesSessionsAndSaysWhy() {
        gateway.availableBytes = 300L << 20;
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        int up = 0;
        for (int i = 0; i < 200; i++) {
            gateway.lineUp(i, "500." + (100 + i));
            gateway.step();
            up += gateway.answers().contains("line " + i + " up 0") ? 1 : 0;
        }
        assertTrue(up > 30 && up < 100, "up " + up);
        assertTrue(gateway.answers().contains("line 199 up 12"));
    }

    @Test
    void countersAreOneDump() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        gateway.lineUp(1, "500.100");
        gateway.lineUp(2, "500.101");
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.sessionUp(12, 2, 30_000_000, 5_000_000);
        gateway.step();
        gateway.record();
        gateway.dataPlane.readCounters();
        gateway.step();
        final List<RecordedRequest> requests = gateway.recordedRequests();
        assertEquals(1, requests.stream().filter(request -> request.type() == RTM_GETSTATS).count());
        assertTrue(requests.getFirst().isDump());
        assertEquals(2, gateway.listener.counterRounds);
    }

    @Test
    void closeSendsNothingToWhatServesSubscribers() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE, 1));
        gateway.lineUp(1, "500.100");
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        gateway.record();
        gateway.dataPlane.close();
        assertEquals(List.of(), gateway.recorded());
        assertTrue(gateway.requests.isClosed());
    }

    @Test
    void missingModulesAreNamed() {
        gateway.refuseKinds("cake", Errno.ENOENT);
        final KernelRefusedException refused = org.junit.jupiter.api.Assertions.assertThrows(
            KernelRefusedException.class, () -> gateway.open(configuration(ShapingSettings.Queue.CAKE, 1)));
        assertTrue(refused.getMessage().contains("modprobe sch_cake"), refused.getMessage());
    }

    @Test
    void withoutMatchallU32TakesEverything() {
        gateway.refuseKinds("matchall", Errno.ENOENT);
        gateway.open(configuration(ShapingSettings.Queue.NONE, 1));
        gateway.record();
        gateway.lineUp(1, "500.100");
        gateway.sessionUp(11, 1, 0, 0);
        gateway.step();
        assertEquals(3, gateway.recorded().stream().filter("NEWTFILTER u32"::equals).count());
        assertTrue(gateway.answers().contains("session 11 up 0"));
    }
}
