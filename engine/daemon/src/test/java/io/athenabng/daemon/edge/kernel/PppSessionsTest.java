package io.athenabng.daemon.edge.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.config.ShapingSettings;
import io.athenabng.core.port.PppChannels;
import io.athenabng.netlink.Errno;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PPPoE sessions before a kernel that does as it is told: whatever it refuses is answered once, and no descriptor is left open. */
class PppSessionsTest {
    private static final long SESSION = 11;
    private static final int LINE = 1;
    private static final long MAC = 0x0200_0000_0011L;

    private ScriptedGateway gateway = new ScriptedGateway();

    private static RunningConfiguration configuration(final ShapingSettings.Queue queue) {
        return LabNetwork.configuration(List.of("eth1"), LabNetwork.group("res", "eth1", "10.64.0.1", 24, 1, false,
            LabNetwork.shaping(queue, 20_000_000, 10_000_000)));
    }

    private PppChannels channels() {
        return gateway.dataPlane.pppChannels();
    }

    private void open(final ShapingSettings.Queue queue) {
        gateway.open(configuration(queue));
        gateway.lineUp(LINE, "500.100");
        gateway.step();
        gateway.answers().clear();
        gateway.ppp.made.clear();
    }

    private void channel() {
        assertTrue(channels().open(SESSION, LINE, 7, MAC, false));
        gateway.step();
    }

    /** Whatever there is goes; then only free units have descriptors. */
    private void close() {
        final boolean up = gateway.answers().contains("session 11 up 0");
        if (up) {
            gateway.sessionDown(SESSION);
            gateway.step();
            assertEquals(1, count("session 11 down"));
        }
        channels().close(SESSION);
        gateway.step();
    }

    private long count(final String answer) {
        return gateway.answers().stream().filter(answer::equals).count();
    }

    private long ups() {
        return gateway.answers().stream().filter(each -> each.startsWith("session 11 up")).count();
    }

    @ParameterizedTest
    @EnumSource(ShapingSettings.Queue.class)
    void aSessionComesAndGoesAndTheNextOneTakesItsUnit(final ShapingSettings.Queue queue) {
        open(queue);
        channel();
        assertEquals(1, count("channel 11 open 0"));
        assertEquals(List.of("openSocket", "connect 7"), gateway.ppp.made);
        gateway.record();
        gateway.pppoeUp(SESSION, LINE, MAC);
        gateway.step();
        assertEquals(1, count("session 11 up 0"));
        assertTrue(gateway.recorded().contains("NEWLINK create ppp0"), gateway.recorded()::toString);
        assertTrue(gateway.recorded().contains("NEWROUTE"));
        assertEquals(3, gateway.ppp.open(), "socket, channel, unit");
        channels().networkUp(SESSION, 0x21, true);
        assertTrue(gateway.ppp.made.contains("network 0x21 true"));
        close();
        assertTrue(gateway.ppp.made.contains("connect 0"), "the socket's client is free for another one");
        assertEquals(1, gateway.ppp.open(), "the unit waits for the next one");
        gateway.answers().clear();
        gateway.record();
        channel();
        gateway.pppoeUp(SESSION, LINE, MAC);
        gateway.step();
        assertEquals(1, count("session 11 up 0"));
        assertTrue(gateway.recorded().stream().noneMatch(each -> each.startsWith("NEWLINK create")), gateway.recorded()::toString);
        close();
    }

    @Test
    void whicheverRequestIsRefusedTheSessionIsAnsweredOnceAndLeavesNothing() {
        for (final ShapingSettings.Queue queue : ShapingSettings.Queue.values()) {
            int refused = 0;
            for (int number = 0; number < 30; number++) {
                gateway = new ScriptedGateway();
                open(queue);
                channel();
                gateway.failOnce(number, Errno.EPERM);
                gateway.pppoeUp(SESSION, LINE, MAC);
                gateway.step();
                final String what = queue + " request " + number + ' ' + gateway.failed() + ": " + gateway.answers();
                assertEquals(1, ups(), what);
                refused += gateway.failed().isEmpty() ? 0 : 1;
                close();
                assertTrue(gateway.ppp.open() <= 1, () -> what + ": only a free unit has a descriptor");
            }
            assertTrue(refused >= 6 && refused < 30, queue + ": " + refused + " requests");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openDevice", "unitNumber", "channelIndex", "attachChannel", "connectUnit"})
    void aCallThatIsRefusedRefusesTheSession(final String call) {
        open(ShapingSettings.Queue.CAKE);
        channel();
        gateway.ppp.refuseOnce(call, Errno.ENOMEM);
        gateway.pppoeUp(SESSION, LINE, MAC);
        gateway.step();
        assertEquals(1, count("session 11 up " + Errno.ENOMEM), gateway.answers()::toString);
        close();
        assertTrue(gateway.ppp.open() <= 1, "only a free unit has a descriptor");
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EBUSY, Errno.EEXIST})
    void aUnitThatTheKernelCannotMakeNowIsMadeAgain(final int errno) {
        open(ShapingSettings.Queue.CAKE);
        channel();
        gateway.failOnce(0, errno);
        gateway.pppoeUp(SESSION, LINE, MAC);
        gateway.step();
        assertTrue(gateway.failed().startsWith("NEWLINK create ppp"), gateway.failed());
        assertEquals(1, count("session 11 up 0"), gateway.answers()::toString);
        close();
        assertEquals(1, gateway.ppp.open());
    }

    @ParameterizedTest
    @ValueSource(strings = {"openSocket", "connect"})
    void aCallThatIsRefusedRefusesTheChannel(final String call) {
        open(ShapingSettings.Queue.CAKE);
        gateway.ppp.refuseOnce(call, Errno.ENOMEM);
        channel();
        assertEquals(1, count("channel 11 open " + Errno.ENOMEM), gateway.answers()::toString);
        gateway.pppoeUp(SESSION, LINE, MAC);
        gateway.step();
        assertEquals(1, count("session 11 up " + Errno.ENODEV));
        assertEquals(0, gateway.ppp.open());
    }

    @Test
    void aSocketThatCannotBeWaitedForLetsItsClientGo() {
        open(ShapingSettings.Queue.CAKE);
        gateway.ppp.unpollable = true;
        channel();
        assertEquals(1, count("channel 11 open " + Errno.EPERM), gateway.answers()::toString);
        assertTrue(gateway.ppp.made.contains("connect 0"));
        assertEquals(0, gateway.ppp.open());
        gateway.ppp.unpollable = false;
        channel();
        assertEquals(1, count("channel 11 open 0"));
    }

    @Test
    void aSessionThatEndsWhileItsUnitIsMadeGivesItBack() {
        open(ShapingSettings.Queue.CAKE);
        channel();
        gateway.pppoeUp(SESSION, LINE, MAC);
        gateway.sessionDown(SESSION);
        gateway.step();
        assertEquals(0, count("session 11 up 0"));
        assertEquals(1, count("session 11 down"), gateway.answers()::toString);
        channels().close(SESSION);
        gateway.step();
        assertEquals(1, gateway.ppp.open(), "the unit waits for the next one");
    }
}
