package io.athenabng.daemon.edge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.OutsideInterface;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.message.RtnetlinkMessages;
import io.athenabng.netlink.testkit.ScriptedNetlinkPeer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of the kernel for sessions of an outside PPP server: its interface is shaped, and never made, routed or deleted. */
final class OutsidePppKernelTest {
    private static final int PPP0 = 41;

    private final ScriptedGateway gateway = new ScriptedGateway();

    private static RunningConfiguration configuration(final ShapingSettings.Queue queue) {
        return LabNetwork.configuration(List.of("eth1"), LabNetwork.group("res", "eth1", "10.64.0.1", 24, 1, false,
            LabNetwork.shaping(queue, 20_000_000, 10_000_000)));
    }

    private void up() {
        gateway.outsideUp(11, "ppp0", PPP0, 30_000_000, 5_000_000);
        gateway.step();
    }

    @Test
    void ratesBothWaysAndNothingElse() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE));
        gateway.record();
        up();
        assertEquals(List.of("session 11 up 0"), gateway.answers());
        assertEquals(List.of("NEWQDISC ingress", "NEWQDISC cake", "NEWQDISC cake", "NEWLINKPROP", "GETSTATS", "DELTFILTER", "DELTFILTER",
            "NEWTFILTER matchall"), gateway.recorded());
        assertEquals(PPP0, gateway.recordedRequests().getFirst().header32(4));
        assertEquals(PPP0, gateway.dataPlane.session(11).ifIndex());
        assertEquals("ppp0", gateway.dataPlane.session(11).kernelName());
    }

    @Test
    void htbWherePeopleWantIt() {
        gateway.open(configuration(ShapingSettings.Queue.FQ_CODEL));
        gateway.record();
        up();
        assertEquals(List.of("session 11 up 0"), gateway.answers());
        assertEquals(List.of("NEWQDISC htb", "NEWQDISC ingress", "NEWTCLASS", "NEWQDISC fq_codel", "GETSTATS", "DELTFILTER", "DELTFILTER",
            "NEWTFILTER matchall"), gateway.recorded());
    }

    @Test
    void anIngressOfTheServersOwnIsNoObstacle() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE));
        gateway.failOnce(0, Errno.EEXIST);
        up();
        assertEquals("NEWQDISC ingress", gateway.failed());
        assertEquals(List.of("session 11 up 0"), gateway.answers());
        assertTrue(gateway.errors.isEmpty(), gateway.errors.toString());
    }

    @Test
    void everyRefusalEndsInASessionOrInNone() {
        for (int number = 1; number < 8; number++) {
            final ScriptedGateway fresh = new ScriptedGateway();
            fresh.open(configuration(ShapingSettings.Queue.CAKE));
            fresh.failOnce(number, Errno.EPERM);
            fresh.outsideUp(11, "ppp0", PPP0, 30_000_000, 5_000_000);
            fresh.step();
            final boolean isUp = fresh.answers().contains("session 11 up 0");
            assertEquals(isUp, fresh.dataPlane.session(11) != null, fresh.failed() + ' ' + fresh.answers());
            assertTrue(isUp || fresh.answers().contains("session 11 up " + Errno.EPERM), fresh.failed() + ' ' + fresh.answers());
        }
    }

    @Test
    void theEndLeavesTheInterfaceAsItWas() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE));
        up();
        gateway.record();
        gateway.dataPlane.sessionDown(11);
        gateway.step();
        assertEquals(List.of("GETSTATS", "DELQDISC", "DELQDISC", "NEWLINK set", "DELLINKPROP"), gateway.recorded());
        assertTrue(gateway.answers().contains("session 11 down"), gateway.answers().toString());
        assertNull(gateway.dataPlane.session(11));
        assertFalse(gateway.reaped().contains("DELLINK"), gateway.reaped().toString());
    }

    @Test
    void otherRatesInPlace() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE));
        up();
        gateway.record();
        gateway.outsideUp(11, "ppp0", PPP0, 60_000_000, 8_000_000);
        gateway.step();
        assertTrue(gateway.recorded().stream().filter("NEWQDISC cake"::equals).count() >= 2, gateway.recorded().toString());
        assertTrue(gateway.answers().contains("session 11 up 0"));
    }

    @Test
    void anInterfaceThatVanishesEndsTheSession() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE));
        up();
        gateway.answers().clear();
        gateway.events.deliver(ScriptedNetlinkPeer.message(
            RtnetlinkMessages.RTM_DELLINK, 0, 0, 0, ScriptedGateway.link(PPP0, "ppp0", 0).payload()));
        gateway.step();
        assertTrue(gateway.answers().contains("session 11 up " + Errno.ENODEV), gateway.answers().toString());
        assertNull(gateway.dataPlane.session(11));
        gateway.dataPlane.sessionDown(11);
        gateway.step();
        assertTrue(gateway.answers().contains("session 11 down"), gateway.answers().toString());
    }

    @Test
    void onlyInterfacesOfOthersAreTaken() {
        gateway.open(configuration(ShapingSettings.Queue.CAKE));
        gateway.others.put("ppp0", PPP0);
        gateway.others.put("eth1", ScriptedGateway.TRUNK_INDEX);
        assertEquals(new OutsideInterface(PPP0, "ppp0"), gateway.dataPlane.outsideInterface("ppp0"));
        assertNull(gateway.dataPlane.outsideInterface("eth1"), "a trunk");
        assertNull(gateway.dataPlane.outsideInterface("ppp9"), "nobody's");
    }
}
