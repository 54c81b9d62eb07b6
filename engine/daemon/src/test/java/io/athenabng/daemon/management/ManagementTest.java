package io.athenabng.daemon.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ConfigurationWriter;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.daemon.StartException;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.netlink.Errno;
import io.athenabng.rpc.api.ConfigShow;
import io.athenabng.rpc.api.ConfigValidate;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.SessionClear;
import io.athenabng.rpc.api.SessionDhcpDown;
import io.athenabng.rpc.api.SessionDhcpUp;
import io.athenabng.rpc.api.SessionSetRate;
import io.athenabng.rpc.api.ShowCounters;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowInterfaces;
import io.athenabng.rpc.api.ShowLeases;
import io.athenabng.rpc.api.ShowPools;
import io.athenabng.rpc.api.ShowQos;
import io.athenabng.rpc.api.ShowRelay;
import io.athenabng.rpc.api.ShowSession;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.api.ShowVersion;
import io.athenabng.rpc.api.SystemRestart;
import io.athenabng.rpc.socket.RpcException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every method of the catalogue through a real socket. */
class ManagementTest {
    @TempDir
    Path directory;

    private ManagementHarness harness;

    @BeforeEach
    void start() throws Exception {
        harness = new ManagementHarness(directory.resolve("s.sock"));
    }

    @AfterEach
    void stop() throws Exception {
        harness.close();
    }

    private static ShowSubscribers.Params page(final Integer limit, final Integer offset) {
        return new ShowSubscribers.Params(null, null, null, null, null, limit, offset);
    }

    private static ShowSession.Params byId(final Long id) {
        return new ShowSession.Params(id, null, null, null, null);
    }

    private static SessionClear.Params clear(final Long id, final Boolean all, final Boolean confirm) {
        return new SessionClear.Params(id, null, null, null, null, all, confirm);
    }

    @Test
    void everyMethodOfTheCatalogueIsAnswered() throws Exception {
        for (final RpcMethod<?, ?> method : RpcCatalogue.methods()) {
            try {
                assertNotNull(harness.client.callTree(method.name(), null), method.name());
            } catch (final RpcException e) {
                // Without parameters there is nothing to confirm; the others want to know what.
                assertEquals(method == RpcCatalogue.CONFIG_CONFIRM ? RpcErrorCode.INVALID_STATE
                        : method == RpcCatalogue.SYSTEM_RESTART ? RpcErrorCode.REFUSED : RpcErrorCode.INVALID_PARAMS,
                        e.errorCode(), method.name() + " " + e.getMessage());
            }
        }
        assertEquals(RpcErrorCode.METHOD_NOT_FOUND,
                assertThrows(RpcException.class, () -> harness.client.callTree("show.nothing", null)).errorCode());
        assertEquals(List.of(), harness.pipeline.errorLog.entries());
    }

    @Test
    void subscribersAreListedFilteredAndPaged() {
        assertEquals(0, harness.call(RpcCatalogue.SHOW_SUBSCRIBERS, page(null, null)).total());
        for (int i = 1; i <= 3; i++) {
            harness.bringUp(i);
        }
        final ShowSubscribers.Result all = harness.call(RpcCatalogue.SHOW_SUBSCRIBERS, page(null, null));
        assertEquals(3, all.total());
        assertEquals(List.of(1L, 2L, 3L), all.subscribers().stream().map(ShowSubscribers.Subscriber::id).toList());
        final ShowSubscribers.Subscriber second = all.subscribers().get(1);
        assertEquals("up ipoe eth1.500.102 02:00:00:00:00:03 10.64.0.11 residential", String.join(" ", second.state(),
                second.encapsulation(), second.line(), second.mac(), second.address(), second.group()));
        assertEquals(20_000_000L, second.rateDownBitsPerSecond());
        assertEquals(1_700_003_600_000L, second.leaseExpiresEpochMs());
        assertEquals(List.of(2L),
                harness.call(RpcCatalogue.SHOW_SUBSCRIBERS, page(1, 1)).subscribers().stream().map(each -> each.id()).toList());
        assertEquals(1, harness.call(RpcCatalogue.SHOW_SUBSCRIBERS, new ShowSubscribers.Params(
                null, "eth1.500.103", "02-00-00-00-00-04", "10.64.0.12", "02:00:00:00:00:04", null, null)).total());
        assertEquals(0, harness.call(RpcCatalogue.SHOW_SUBSCRIBERS,
                new ShowSubscribers.Params("other", null, null, null, null, null, null)).total());
        final ShowSubscribers.Result beyond = harness.call(RpcCatalogue.SHOW_SUBSCRIBERS, page(10_000, Integer.MAX_VALUE));
        assertEquals("3 []", beyond.total() + " " + beyond.subscribers());
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SHOW_SUBSCRIBERS, page(0, null));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SHOW_SUBSCRIBERS, page(null, -1));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SHOW_SUBSCRIBERS,
                new ShowSubscribers.Params(null, null, "02:00", null, null, null, null));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SHOW_SUBSCRIBERS,
                new ShowSubscribers.Params(null, null, null, "10.64.0.256", null, null, null));
    }

    @Test
    void aSessionIsShownWithItsInterfaces() {
        harness.bringUp(1);
        synchronized (harness.engine) {
            harness.kernel.up(0, "500.101", 1);
        }
        final ShowSession.Session session = harness.call(RpcCatalogue.SHOW_SESSION, byId(1L)).sessions().getFirst();
        assertEquals("abng-1700000000-1", session.acctSessionId());
        assertEquals("eth1.500.101", session.kernelInterface());
        assertNotNull(session.interfaceIndex());
        assertEquals("eth1.500.101", session.circuitId());
        assertEquals("[VlanTag[tpid=0x88a8, vid=500], VlanTag[tpid=0x8100, vid=101]]", session.vlans().toString());
        assertEquals("server 10.64.0.1", session.addressSource() + " " + session.gateway());
        assertEquals(26, session.overheadBytes());
        assertNull(session.terminateCause());
        assertEquals(1, harness.call(RpcCatalogue.SHOW_SESSION,
                new ShowSession.Params(null, null, null, null, "eth1.500.101")).sessions().size());
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SHOW_SESSION, byId(99L));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SHOW_SESSION, byId(null));
    }

    @Test
    void sessionsAreClearedAndAllOnlyWhenConfirmed() {
        for (int i = 1; i <= 3; i++) {
            harness.bringUp(i);
        }
        harness.refused(RpcErrorCode.CONFIRMATION_NEEDED, RpcCatalogue.SESSION_CLEAR, clear(null, true, null));
        harness.refused(RpcErrorCode.CONFIRMATION_NEEDED, RpcCatalogue.SESSION_CLEAR, clear(null, true, false));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_CLEAR, clear(null, null, true));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_CLEAR, clear(99L, null, null));
        assertEquals(3, harness.store.size());
        assertEquals(1, harness.call(RpcCatalogue.SESSION_CLEAR, clear(2L, null, null)).cleared());
        harness.eventually("the end of session 2", () -> harness.store.size() == 2);
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_CLEAR, clear(2L, null, null));
        assertEquals(2, harness.call(RpcCatalogue.SESSION_CLEAR, clear(null, true, true)).cleared());
        harness.eventually("the end of all", () -> harness.store.size() == 0);
        assertEquals(0, harness.call(RpcCatalogue.SESSION_CLEAR, clear(null, true, true)).cleared());
        assertEquals(3, harness.pipeline.counters.value("session.ended.admin_reset"));
    }

    @Test
    void ratesAreSetInTheNotationOfTheConfiguration() {
        harness.bringUp(1);
        assertEquals(2_500_000_000L, harness.call(RpcCatalogue.SESSION_SET_RATE,
                new SessionSetRate.Params(1L, "2.5gbit", "640kbit")).rateDownBitsPerSecond());
        harness.eventually("the new rates", () -> {
            synchronized (harness.engine) {
                return "2500000000/640000".equals(harness.pipeline.dataPlane.sessions.get(1L));
            }
        });
        assertTrue(harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_SET_RATE,
                new SessionSetRate.Params(1L, "fast", "1mbit")).getMessage().contains("down"));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_SET_RATE, new SessionSetRate.Params(7L, "1mbit", "1mbit"));
    }

    @Test
    void outsideServersReportLeases() {
        final String mac = "02:00:00:00:00:77";
        final SessionDhcpUp.Params up = new SessionDhcpUp.Params(mac, "10.64.0.99", "eth1.500.120", null, 600L);
        final SessionDhcpUp.Result first = harness.call(RpcCatalogue.SESSION_DHCP_UP, up);
        assertTrue(first.created());
        final SessionDhcpUp.Result again = harness.call(RpcCatalogue.SESSION_DHCP_UP, up);
        assertEquals(first.sessionId() + " false", again.sessionId() + " " + again.created());
        assertEquals("external", harness.call(RpcCatalogue.SHOW_SESSION, byId(first.sessionId())).sessions().getFirst().addressSource());
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_DHCP_UP, lease(mac, "eth1.7.7", 600L));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_DHCP_UP, lease(mac, "eth9.500.1", 600L));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_DHCP_UP, lease(mac, "eth1.500.", 600L));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_DHCP_UP, lease(mac, null, 600L));
        harness.refused(RpcErrorCode.INVALID_PARAMS, RpcCatalogue.SESSION_DHCP_UP, lease(mac, "eth1.500.120", 0L));
        harness.refused(RpcErrorCode.REFUSED, RpcCatalogue.SESSION_DHCP_UP, lease("01:00:00:00:00:77", "eth1.500.120", 600L));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_DHCP_DOWN, new SessionDhcpDown.Params(mac, "10.64.0.98", null, null));
        assertEquals(first.sessionId(), harness.call(RpcCatalogue.SESSION_DHCP_DOWN,
                new SessionDhcpDown.Params(mac, "10.64.0.99", "eth1.500.120", null)).sessionId());
        harness.eventually("its end", () -> harness.store.size() == 0);
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SESSION_DHCP_DOWN, new SessionDhcpDown.Params(mac, null, null, null));
    }

    private static SessionDhcpUp.Params lease(final String mac, final String line, final long seconds) {
        return new SessionDhcpUp.Params(mac, "10.64.0.98", line, null, seconds);
    }

    @Test
    void leasesPoolsRelayAndInterfaces() {
        harness.bringUp(1);
        harness.bringUp(2);
        final ShowPools.Pool pool = harness.call(RpcCatalogue.SHOW_POOLS, new ShowPools.Params(null, null)).pools().getFirst();
        assertEquals("main residential 10.64.0.10 10.64.0.250 241 2 0 239", pool.name() + " " + pool.group() + " " + pool.first() + " "
                + pool.last() + " " + pool.size() + " " + pool.used() + " " + pool.offered() + " " + pool.free());
        final ShowLeases.Result leases =
                harness.call(RpcCatalogue.SHOW_LEASES, new ShowLeases.Params(null, null, null, null, null, null));
        assertEquals(2, leases.total());
        final ShowLeases.Lease first = leases.leases().getFirst();
        assertEquals("10.64.0.10 bound eth1.500.101 1", first.address() + " " + first.state() + " " + first.line() + " "
                + first.sessionId());
        assertEquals(1, harness.call(RpcCatalogue.SHOW_LEASES,
                new ShowLeases.Params(null, null, null, "10.64.0.11", null, null)).total());
        assertEquals(List.of(), harness.call(RpcCatalogue.SHOW_RELAY, new ShowRelay.Params(null)).servers());
        final ShowInterfaces.Result lines =
                harness.call(RpcCatalogue.SHOW_INTERFACES, new ShowInterfaces.Params(null, null, null, null, null));
        assertEquals(List.of("eth1.500.101 up 1", "eth1.500.102 up 1"),
                lines.lines().stream().map(each -> each.name() + " " + each.state() + " " + each.sessions()).toList());
        final ShowInterfaces.Trunk trunk = lines.trunks().getFirst();
        assertEquals("eth1 2 2", trunk.name() + " " + trunk.lines() + " " + trunk.sessions());
    }

    @Test
    void shapingIsShownAndAKernelThatRefusesIsNoDefect() {
        harness.bringUp(1);
        synchronized (harness.engine) {
            harness.kernel.up(0, "500.101", 1);
        }
        final ShowQos.Params all = new ShowQos.Params(null, null, null, null, null, null, null);
        final ShowQos.SessionQos qos = harness.call(RpcCatalogue.SHOW_QOS, all).sessions().getFirst();
        assertEquals("1 20000000 10000000 26 64", qos.id() + " " + qos.rateDownBitsPerSecond() + " " + qos.rateUpBitsPerSecond() + " "
                + qos.overheadBytes() + " " + qos.mpuBytes());
        synchronized (harness.engine) {
            harness.kernel.refuseNext(Errno.EPERM);
        }
        assertTrue(harness.refused(RpcErrorCode.KERNEL_ERROR, RpcCatalogue.SHOW_QOS, all).getMessage().contains("eth1.500.101"));
        harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.SHOW_QOS, new ShowQos.Params(9L, null, null, null, null, null, null));
        assertEquals(List.of(), harness.pipeline.errorLog.entries());
    }

    @Test
    void aDefectIsAnsweredAndGoesToTheErrorLog() {
        synchronized (harness.engine) {
            harness.dataPlane = null;
        }
        harness.refused(RpcErrorCode.INTERNAL_ERROR, RpcCatalogue.SHOW_STATUS, new ShowStatus.Params());
        final List<ShowErrors.DistinctError> errors = harness.call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors();
        assertEquals(1, errors.size());
        assertTrue(errors.getFirst().error().startsWith("java.lang.NullPointerException"), errors.toString());
        assertTrue(errors.getFirst().location().startsWith("io.athenabng.daemon.management.KernelViews"), errors.toString());
        assertFalse(errors.getFirst().error().contains("\n"));
    }

    @Test
    void statusVersionAndCounters() {
        harness.bringUp(1);
        final ShowStatus.Result status = harness.call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params());
        assertEquals("RUNNING", status.state());
        assertEquals("1 0 0", status.sessions().active() + " " + status.sessions().starting() + " " + status.sessions().ending());
        assertTrue(status.sessions().admitting());
        assertTrue(status.warnings().stream().anyMatch(each -> each.contains("abng-krn does not run")), status.warnings().toString());
        assertEquals(ProcessHandle.current().pid(), harness.call(RpcCatalogue.SHOW_VERSION, new ShowVersion.Params()).processId());
        final List<ShowCounters.Counter> counters =
                harness.call(RpcCatalogue.SHOW_COUNTERS, new ShowCounters.Params("dhcp.", true)).counters();
        assertTrue(counters.stream().allMatch(counter -> counter.name().startsWith("dhcp.") && counter.value() > 0
                && !counter.description().isBlank()), counters.toString());
        assertEquals(2, counters.stream().filter(counter -> counter.name().equals("dhcp.received")).findFirst().orElseThrow().value());
    }

    @Test
    void theConfigurationIsShownByPathAndChecked() {
        final ConfigShow.Result all = harness.call(RpcCatalogue.CONFIG_SHOW, new ConfigShow.Params(null));
        assertEquals(harness.file.toString(), all.file());
        assertTrue(all.configuration().containsKey("access-groups"), all.toString());
        assertEquals("{access-groups[0].gateway=10.64.0.1/24}",
                harness.call(RpcCatalogue.CONFIG_SHOW, new ConfigShow.Params("access-groups[0].gateway")).configuration().toString());
        for (final String wrong : List.of("nothing", "access-groups[1]", "access-groups[x]", "access-groups[0].gateway.more",
                "trunks[0][0]", "trunks[999999999]", ".")) {
            harness.refused(RpcErrorCode.NOT_FOUND, RpcCatalogue.CONFIG_SHOW, new ConfigShow.Params(wrong));
        }
        assertTrue(harness.call(RpcCatalogue.CONFIG_VALIDATE,
                new ConfigValidate.Params(ConfigurationWriter.toYaml(harness.configuration))).valid());
        final ConfigValidate.Result wrong =
                harness.call(RpcCatalogue.CONFIG_VALIDATE, new ConfigValidate.Params("trunks:\n  - { nam: eth1 }\n"));
        assertFalse(wrong.valid());
        assertTrue(wrong.problems().stream().anyMatch(each -> "trunks[0].nam".equals(each.path()) && each.line() == 2), wrong.toString());
    }

    @Test
    void eventsReachTheirSubscriber() throws Exception {
        final List<Event> events = new ArrayList<>();
        harness.client.subscribe(new EventsSubscribe.Params(null, null), events::add);
        harness.bringUp(1);
        harness.eventually("the beginning", () -> received(events, "interface_created", "session.dhcp_up"));
        synchronized (harness.engine) {
            harness.pipeline.gateway.endSession(1, TerminateCause.ADMIN_RESET);
            harness.pipeline.errorLog.onError(new IllegalStateException("a defect"));
        }
        harness.eventually("the end", () -> received(events, "session.dhcp_down", "error"));
        assertEquals("Admin-Reset", events.stream().filter(event -> event.type().equals("session.dhcp_down")).findFirst().orElseThrow()
                .session().terminateCause());
    }

    private boolean received(final List<Event> events, final String... types) {
        try {
            harness.client.receive(Duration.ofMillis(100));
        } catch (final RpcException e) {
            throw new AssertionError(e);
        }
        return events.stream().map(Event::type).toList().containsAll(List.of(types));
    }

    @Test
    void aSocketInUseIsAStartError() {
        final Management second = harness.management(new Mailbox<>());
        assertTrue(assertThrows(StartException.class, second::listen).getMessage().contains("s.sock"));
    }

    @Test
    void aDaemonThatNobodyWouldStartAgainIsNotRestarted() {
        final String text = harness.refused(RpcErrorCode.REFUSED, RpcCatalogue.SYSTEM_RESTART, new SystemRestart.Params()).getMessage();
        assertTrue(text.contains("kill " + ProcessHandle.current().pid()), text);
    }
}
