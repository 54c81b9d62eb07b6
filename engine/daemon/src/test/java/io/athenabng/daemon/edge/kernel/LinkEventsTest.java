package io.athenabng.daemon.edge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ShapingSettings;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.link.LinkAttributes;
import io.athenabng.netlink.message.RtnetlinkMessages;
import io.athenabng.netlink.testkit.ScriptedNetlinkPeer;
import io.athenabng.netlink.testkit.ScriptedNetlinkPeer.Answer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others do to interfaces, and events that are lost. */
final class LinkEventsTest {
    private static final int UP = LinkAttributes.IFF_UP | LinkAttributes.IFF_LOWER_UP;
    private final ScriptedGateway gateway = new ScriptedGateway();
    private int ifIndex;

    @BeforeEach
    void lineWithSession() {
        gateway.open(LabNetwork.configuration(List.of("eth1"), LabNetwork.group("res", "eth1", "10.64.0.1", 24, 1, false,
            LabNetwork.shaping(ShapingSettings.Queue.CAKE, 20_000_000, 10_000_000))));
        gateway.lineUp(1, "500.100");
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        ifIndex = gateway.dataPlane.line(1).ifIndex();
        gateway.answers().clear();
        gateway.record();
    }

    private void event(final int type, final int index, final String name, final int flags) {
        gateway.events.deliver(ScriptedNetlinkPeer.message(type, 0, 0, 0, ScriptedGateway.link(index, name, flags).payload()));
        gateway.step();
    }

    @Test
    void deletedLineIsToldAndCanBeAskedForAgain() {
        event(RtnetlinkMessages.RTM_DELLINK, ifIndex, "eth1.500.100", 0);
        assertEquals(List.of("line 1 gone by other"), gateway.answers());
        assertNull(gateway.dataPlane.line(1));
        gateway.lineUp(1, "500.100");
        gateway.sessionUp(11, 1, 30_000_000, 5_000_000);
        gateway.step();
        assertEquals(List.of("line 1 gone by other", "line 1 up 0", "session 11 up 0"), gateway.answers());
        assertNotEquals(ifIndex, gateway.dataPlane.line(1).ifIndex());
    }

    @Test
    void sessionOfALostLineCanStillEnd() {
        event(RtnetlinkMessages.RTM_DELLINK, ifIndex, "eth1.500.100", 0);
        gateway.dataPlane.sessionDown(11);
        gateway.step();
        assertEquals(List.of("line 1 gone by other", "session 11 down"), gateway.answers());
    }

    @Test
    void ifbThatIsDeletedIsReplacedBeforeItsFilterGoes() {
        final SessionLookup before = gateway.dataPlane.session(11);
        event(RtnetlinkMessages.RTM_DELLINK, before.ifbIndex(), before.ifbName(), 0);
        assertNotEquals(before.ifbName(), gateway.dataPlane.session(11).ifbName());
        final List<String> recorded = gateway.recorded();
        assertTrue(recorded.indexOf("NEWTFILTER u32") >= 0 && recorded.indexOf("NEWTFILTER u32") < recorded.indexOf("DELTFILTER"),
            recorded::toString);
        assertEquals(List.of(), gateway.answers());
    }

    @Test
    void lineThatWasDownGetsItsRoutesAgain() {
        event(RtnetlinkMessages.RTM_NEWLINK, ifIndex, "eth1.500.100", UP);
        event(RtnetlinkMessages.RTM_NEWLINK, ifIndex, "eth1.500.100", 0);
        assertEquals(List.of("NEWLINK up"), gateway.recorded());
        event(RtnetlinkMessages.RTM_NEWLINK, ifIndex, "eth1.500.100", UP);
        assertTrue(gateway.recorded().containsAll(List.of("NEWROUTE", "NEWNEIGH")), () -> gateway.recorded().toString());
        assertEquals(List.of(), gateway.answers());
    }

    @Test
    void eventsOfItsOwnCreationThatComeLateMeanNothing() {
        event(RtnetlinkMessages.RTM_NEWLINK, ifIndex, "eth1.500.100", 0);
        assertEquals(List.of(), gateway.recorded());
    }

    @Test
    void trunkIsToldOnceEachTime() {
        event(RtnetlinkMessages.RTM_NEWLINK, ScriptedGateway.TRUNK_INDEX, "eth1", LinkAttributes.IFF_UP);
        event(RtnetlinkMessages.RTM_NEWLINK, ScriptedGateway.TRUNK_INDEX, "eth1", 0);
        event(RtnetlinkMessages.RTM_NEWLINK, ScriptedGateway.TRUNK_INDEX, "eth1", UP);
        assertEquals(List.of("trunk 0 down", "trunk 0 up"), gateway.answers());
    }

    @Test
    void trunkThatIsMadeAgainHasAnotherIndex() {
        event(RtnetlinkMessages.RTM_DELLINK, ScriptedGateway.TRUNK_INDEX, "eth1", 0);
        assertNull(gateway.dataPlane.trunk(0));
        event(RtnetlinkMessages.RTM_NEWLINK, 77, "eth1", UP);
        assertEquals(77, gateway.dataPlane.trunk(0).ifIndex());
        assertEquals(List.of("trunk 0 down", "trunk 0 up"), gateway.answers());
    }

    @Test
    void lostEventsAreMadeUpForByAFreshList() {
        // The scripted kernel lists the trunk alone: the line and its IFB must have gone while nobody heard.
        gateway.events.deliver(NetlinkTransport.OVERRUN);
        gateway.step();
        assertEquals(List.of("line 1 gone by other"), gateway.answers());
        assertNull(gateway.dataPlane.line(1));
    }

    @Test
    void oneInterfaceThatCannotGoDoesNotKeepTheOthers() {
        gateway.lineUp(2, "500.101");
        gateway.step();
        gateway.answers().clear();
        gateway.deletions.answerWith(request -> request.type() == RtnetlinkMessages.RTM_DELLINK
            && (request.header32(4) == 0 || request.header32(4) == ifIndex) ? Answer.error(Errno.EOPNOTSUPP, "") : Answer.OK);
        gateway.dataPlane.sessionDown(11);
        gateway.step();
        gateway.dataPlane.lineDown(1);
        gateway.dataPlane.lineDown(2);
        gateway.step();
        assertTrue(gateway.answers().containsAll(List.of("line 1 gone", "line 2 gone")), () -> gateway.answers().toString());
        assertEquals(1, gateway.errors.size(), () -> gateway.errors.toString());
        // What could not be deleted serves the line when it comes back.
        gateway.deletions.answerWith(request -> Answer.OK);
        gateway.lineUp(1, "500.100");
        gateway.step();
        assertEquals(ifIndex, gateway.dataPlane.line(1).ifIndex());
    }

    @Test
    void lostAnswersAreAskedForAgain() {
        gateway.requests.loseAnswers(true);
        gateway.lineUp(2, "500.101");
        gateway.dataPlane.onDutyCycle();
        gateway.requests.loseAnswers(false);
        gateway.step();
        assertTrue(gateway.answers().contains("line 2 up 0"), () -> gateway.answers().toString());
    }
}
