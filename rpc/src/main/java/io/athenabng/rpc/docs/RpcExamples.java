package io.athenabng.rpc.docs;

import io.athenabng.rpc.api.ConfigCheck;
import io.athenabng.rpc.api.ConfigCommit;
import io.athenabng.rpc.api.ConfigComplete;
import io.athenabng.rpc.api.ConfigConfirm;
import io.athenabng.rpc.api.ConfigDelete;
import io.athenabng.rpc.api.ConfigDiff;
import io.athenabng.rpc.api.ConfigGet;
import io.athenabng.rpc.api.ConfigHistory;
import io.athenabng.rpc.api.ConfigLoad;
import io.athenabng.rpc.api.ConfigLock;
import io.athenabng.rpc.api.ConfigParts;
import io.athenabng.rpc.api.ConfigRollback;
import io.athenabng.rpc.api.ConfigSchema;
import io.athenabng.rpc.api.ConfigSet;
import io.athenabng.rpc.api.ConfigShow;
import io.athenabng.rpc.api.ConfigStatus;
import io.athenabng.rpc.api.ConfigUnlock;
import io.athenabng.rpc.api.ConfigUpdate;
import io.athenabng.rpc.api.ConfigValidate;
import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventType;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.api.EventsUnsubscribe;
import io.athenabng.rpc.api.MonitorEnd;
import io.athenabng.rpc.api.MonitorSession;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.RpcMethods;
import io.athenabng.rpc.api.SessionClear;
import io.athenabng.rpc.api.SessionDhcpDown;
import io.athenabng.rpc.api.SessionDhcpUp;
import io.athenabng.rpc.api.SessionPppoeDown;
import io.athenabng.rpc.api.SessionPppoeUp;
import io.athenabng.rpc.api.SessionSetRate;
import io.athenabng.rpc.api.ShowCounters;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowInterfaces;
import io.athenabng.rpc.api.ShowLeases;
import io.athenabng.rpc.api.ShowPools;
import io.athenabng.rpc.api.ShowPppoe;
import io.athenabng.rpc.api.ShowQos;
import io.athenabng.rpc.api.ShowRadius;
import io.athenabng.rpc.api.ShowRelay;
import io.athenabng.rpc.api.ShowSession;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.api.ShowVersion;
import io.athenabng.rpc.api.SystemRestart;
import io.athenabng.rpc.api.TestRadius;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An example call for each method, typed by the method's own records, so that examples cannot differ from the catalogue. */
public final class RpcExamples {
    private static final long NOON = 1_767_268_800_000L;
    private static final String MAC = "02:00:5e:10:00:01";
    private static final String LINE = "eth1.111.500.100";
    private static final ConfigParts.Change CHANGE =
        new ConfigParts.Change("access-groups residential shaping down", "20mbit", "50mbit", "re-shape");
    private static final ConfigParts.Effect EFFECT = new ConfigParts.Effect("re-shape", "rates of residential", 37);
    private static final Map<RpcMethod<?, ?>, Example<?, ?>> EXAMPLES = new LinkedHashMap<>();

    static {
        showSessions();
        showState();
        changes();
        configurations();
        commits();
        protocol();
    }

    private RpcExamples() {
    }

    /**
     * One example.
     *
     * @param params parameters
     * @param result result
     */
    public record Example<P extends Record, R extends Record>(P params, R result) {
    }

    /** The example of a method; every method has one. */
    @SuppressWarnings("unchecked") // put() ties the example's types to the method's
    public static <P extends Record, R extends Record> Example<P, R> of(final RpcMethod<P, R> method) {
        final Example<?, ?> example = EXAMPLES.get(method);
        if (example == null) {
            throw new IllegalStateException("no example of " + method.name());
        }
        return (Example<P, R>) example;
    }

    /** An event as a subscriber gets it. */
    public static Event event() {
        return Event.ofSession(EventType.SESSION_DHCP_UP, NOON, new Event.Session(1, "abng-1767268700-1", "ACTIVE", null, MAC, MAC, LINE,
            "residential", "10.10.0.2", 3600L, null)).deliveredTo(1, 1);
    }

    private static <P extends Record, R extends Record> void put(final RpcMethod<P, R> method, final P params, final R result) {
        EXAMPLES.put(method, new Example<>(params, result));
    }

    private static void showSessions() {
        put(RpcCatalogue.SHOW_SUBSCRIBERS, new ShowSubscribers.Params("residential", null, null, null, null, 1, null),
            new ShowSubscribers.Result(1, 0, List.of(new ShowSubscribers.Subscriber(1, "ACTIVE", "ipoe", MAC, MAC, LINE, "10.10.0.2",
                "residential", 100_000_000L, 20_000_000L, NOON, NOON + 3_600_000))));
        put(RpcCatalogue.SHOW_SESSION, new ShowSession.Params(null, MAC, null, null, null),
            new ShowSession.Result(List.of(new ShowSession.Session(1, "abng-1767268700-1", "ACTIVE", "ipoe", null, null, MAC, MAC,
                "residential", "eth1", LINE, List.of(new ShowSession.VlanTag("0x88a8", 111), new ShowSession.VlanTag("0x8100", 500),
                    new ShowSession.VlanTag("0x8100", 100)), LINE, null, "abng1048576", 1_048_576, "ifb7", "10.10.0.2", "10.10.0.1", null,
                null, "server", null, "residential-1", 3600L, NOON + 3_600_000, NOON, NOON + 60_000, null, 600L, 100_000_000L, 20_000_000L,
                30, 1_234_567, 98_765_432, 8_765, 76_543, null))));
        put(RpcCatalogue.SHOW_INTERFACES, new ShowInterfaces.Params("eth1", null, null, null, null),
            new ShowInterfaces.Result(List.of(new ShowInterfaces.Trunk("eth1", 3, "up", "02:00:5e:00:00:fe", 1512, 1, 1, 1, 4, 0, 0, 2, 0)),
                1, 0, List.of(new ShowInterfaces.Line(LINE, "abng1048576", 1_048_576, "eth1", "up", "residential", 1, NOON,
                NOON + 60_000))));
        put(RpcCatalogue.SHOW_QOS, new ShowQos.Params(1L, null, null, null, null, null, null),
            new ShowQos.Result(1, 0, List.of(new ShowQos.SessionQos(1, MAC, MAC, LINE, 100_000_000L, 20_000_000L, 30, 64,
                qdisc("abng1048576", 1_048_576, 100_000_000L), qdisc("ifb7", 17, 20_000_000L)))));
        put(RpcCatalogue.SHOW_LEASES, new ShowLeases.Params(null, "residential-1", null, null, null, null),
            new ShowLeases.Result(1, 0, List.of(new ShowLeases.Lease("10.10.0.2", "bound", MAC, LINE, "residential", "residential-1", 1L,
                NOON + 3_600_000))));
    }

    private static ShowQos.Qdisc qdisc(final String name, final int index, final long rate) {
        return new ShowQos.Qdisc(name, index, "cake", rate, 98_765_432, 76_543, 12, 4_321, 0, 0, 65_536L, 5_000_000L, rate,
            List.of(new ShowQos.Tin("Best Effort", rate, 5_000, 100_000, 830, 120, 4, 76_543, 98_765_432, 0, 0, 12, 3, 0, 0, 9, 0, 1, 0, 0,
                1_518, 1_514)));
    }

    private static void showState() {
        put(RpcCatalogue.SHOW_COUNTERS, new ShowCounters.Params("rpc.", true), new ShowCounters.Result(List.of(
            new ShowCounters.Counter("rpc.calls", 17, "Calls and notifications taken"))));
        put(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params(), new ShowErrors.Result(List.of(new ShowErrors.DistinctError(2, NOON,
            NOON + 5_000, "IllegalStateException: no interface index left", "KernelAgent.createLine"))));
        put(RpcCatalogue.SHOW_POOLS, new ShowPools.Params(null, null), new ShowPools.Result(List.of(new ShowPools.Pool("residential-1",
            "residential", "10.10.0.2", "10.10.3.254", 1021, 1, 0, 0, 1020))));
        put(RpcCatalogue.SHOW_RELAY, new ShowRelay.Params("business"), new ShowRelay.Result(List.of(new ShowRelay.Server("business",
            "192.0.2.10", 67, "up", true, 24, 24, 0, NOON))));
        put(RpcCatalogue.SHOW_PPPOE, new ShowPppoe.Params("residential", null, null, null, null), new ShowPppoe.Result(1, 0, List.of(
            new ShowPppoe.Session(1, 4711, MAC, LINE, "residential", "network", "chap-md5", "10.10.0.2", 1492, true, true, null,
                "dslam7 eth 1/1", null, 10_000_000L, 50_000_000L, NOON)), List.of(new ShowPppoe.Counter("pppoe.padi", 3,
            "PADIs from clients"))));
        put(RpcCatalogue.SHOW_RADIUS, new ShowRadius.Params(null), new ShowRadius.Result(List.of(new ShowRadius.Server("radius1",
            "authentication", "192.0.2.20", 1812, "udp", "alive", 3, 1, 1_204, 7, 0, 1_190, 11, 0, 0, 0, 0, 0, 1_023L, 2_303L, 4_607L,
            NOON)), List.of(new ShowRadius.Group("aaa", List.of("radius1"), 0, 0, 12, 4_210)),
            new ShowRadius.DynamicAuthorization(57, 31, 2, 20, 1, 3, 0, 4)));
        put(RpcCatalogue.SHOW_VERSION, new ShowVersion.Params(), new ShowVersion.Result("0.1.0", "25.0.1+8-LTS", "6.1.0-40-amd64",
            "amd64", 4711));
        put(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params(), new ShowStatus.Result("RUNNING", NOON, 86_400, "SHARED", List.of(
            new ShowStatus.Agent("session", "abng-ses", true, 0), new ShowStatus.Agent("kernel", "abng-krn", true, 0)),
            new ShowStatus.Sessions(1, 0, 0, 0, 4_000, 3_999, true),
            new ShowStatus.Memory(96_468_992, 2_147_483_648L, 134_217_728, 9_663_676_416L, 2_252_800), 1, 0,
            List.of("group business: DHCP server 192.0.2.11 does not answer")));
    }

    private static void changes() {
        put(RpcCatalogue.SESSION_CLEAR, new SessionClear.Params(null, null, null, LINE, null, null, null),
            new SessionClear.Result(1));
        put(RpcCatalogue.SYSTEM_RESTART, new SystemRestart.Params(), new SystemRestart.Result(4711, 500));
        put(RpcCatalogue.SESSION_SET_RATE, new SessionSetRate.Params(1L, "50mbit", "10mbit"),
            new SessionSetRate.Result(1, 50_000_000, 10_000_000));
        put(RpcCatalogue.SESSION_DHCP_UP, new SessionDhcpUp.Params(MAC, "10.10.0.2", null, LINE, 3600L),
            new SessionDhcpUp.Result(1, true));
        put(RpcCatalogue.SESSION_DHCP_DOWN, new SessionDhcpDown.Params(MAC, "10.10.0.2", null, null), new SessionDhcpDown.Result(1));
        put(RpcCatalogue.MONITOR_SESSION, new MonitorSession.Params(1L, null, null, 60),
            new MonitorSession.Result(1, MAC, LINE, NOON + 60_000));
        put(RpcCatalogue.MONITOR_END, new MonitorEnd.Params(1L), new MonitorEnd.Result(12, 0));
        put(RpcCatalogue.SESSION_PPPOE_UP, new SessionPppoeUp.Params("ppp0", MAC, "10.10.0.2", LINE, "alice", "100mbit", "20mbit"),
            new SessionPppoeUp.Result(1, true));
        put(RpcCatalogue.SESSION_PPPOE_DOWN, new SessionPppoeDown.Params("ppp0", MAC, "10.10.0.2", 48_213L, 911_380L, null),
            new SessionPppoeDown.Result(1));
        put(RpcCatalogue.TEST_RADIUS, new TestRadius.Params("alice", "correct horse", null, true), new TestRadius.Result("Access-Accept",
            "aaa", 1_310, List.of(new TestRadius.Attribute("Framed-IP-Address", "10.10.0.7"),
            new TestRadius.Attribute("Athena-Rate-Down", "100mbit"))));
        final Map<String, Object> group = new LinkedHashMap<>();
        group.put("name", "residential");
        group.put("mode", "server");
        put(RpcCatalogue.CONFIG_SHOW, new ConfigShow.Params("groups"), new ConfigShow.Result("/opt/athena-bng/conf/abngd.yaml", NOON,
            Map.of("groups", List.of(group))));
        put(RpcCatalogue.CONFIG_VALIDATE, new ConfigValidate.Params("groups:\n  - nme: residential\n"), new ConfigValidate.Result(false,
            List.of(new ConfigValidate.Problem("groups[0].nme", 2, "unknown key 'nme': did you mean 'name'?"))));
    }

    private static void configurations() {
        final List<String> path = List.of("access-groups", "residential", "shaping", "down");
        put(RpcCatalogue.CONFIG_SCHEMA, new ConfigSchema.Params(), new ConfigSchema.Result(Map.of("type", "object")));
        put(RpcCatalogue.CONFIG_STATUS, new ConfigStatus.Params(), new ConfigStatus.Result("/opt/athena-bng/conf/abng.yaml", 2, NOON, false,
            "alice (pts/3)", NOON, NOON + 600_000, List.of(new ConfigStatus.Candidate(null, 1, "alice (pts/3)", false)), List.of()));
        put(RpcCatalogue.CONFIG_GET, new ConfigGet.Params(path, null, null), new ConfigGet.Result("down: 50mbit\n", 1, false));
        put(RpcCatalogue.CONFIG_DIFF, new ConfigDiff.Params(null, null, null, null), new ConfigDiff.Result(
            "--- running\n+++ candidate\n@@ -12 +12 @@\n-    down: 20mbit\n+    down: 50mbit\n", List.of(CHANGE)));
        put(RpcCatalogue.CONFIG_CHECK, new ConfigCheck.Params(null, null), new ConfigCheck.Result(true, List.of(), List.of(CHANGE),
            List.of(EFFECT), List.of()));
        put(RpcCatalogue.CONFIG_HISTORY, new ConfigHistory.Params(null), new ConfigHistory.Result(List.of(
            new ConfigHistory.Commit(0, NOON, "alice", "faster residential lines"), new ConfigHistory.Commit(1, null, null, null))));
        put(RpcCatalogue.CONFIG_COMPLETE, new ConfigComplete.Params(List.of("access-groups", "residential", "shaping", "queue"), null,
            null), new ConfigComplete.Result(List.of(new ConfigComplete.Word("cake", ""), new ConfigComplete.Word("fq_codel", ""))));
        put(RpcCatalogue.CONFIG_SET, new ConfigSet.Params(List.of("access-groups", "residential", "shaping", "down", "50mbit"), null, null),
            new ConfigSet.Result(1));
        put(RpcCatalogue.CONFIG_DELETE, new ConfigDelete.Params(path, null, null), new ConfigDelete.Result(2));
        put(RpcCatalogue.CONFIG_LOAD, new ConfigLoad.Params("logging: {level: debug}\n", null, true, null, null), new ConfigLoad.Result(1));
        put(RpcCatalogue.CONFIG_ROLLBACK, new ConfigRollback.Params(1, null, null), new ConfigRollback.Result(1));
        put(RpcCatalogue.CONFIG_UPDATE, new ConfigUpdate.Params(true, null), new ConfigUpdate.Result(1, List.of(
            "delete users bob: there is no users bob in the candidate")));
    }

    private static void commits() {
        put(RpcCatalogue.CONFIG_COMMIT, new ConfigCommit.Params("faster residential lines", 10, null, null, null, null),
            new ConfigCommit.Result(2, false, NOON + 600_000, List.of(CHANGE), List.of(EFFECT), List.of()));
        put(RpcCatalogue.CONFIG_CONFIRM, new ConfigConfirm.Params(), new ConfigConfirm.Result(2));
        put(RpcCatalogue.CONFIG_LOCK, new ConfigLock.Params("pts/3"), new ConfigLock.Result("alice (pts/3)"));
        put(RpcCatalogue.CONFIG_UNLOCK, new ConfigUnlock.Params("pts/3", null), new ConfigUnlock.Result("alice (pts/3)"));
    }

    private static void protocol() {
        put(RpcCatalogue.EVENTS_SUBSCRIBE, new EventsSubscribe.Params(List.of("session.dhcp_up", "session.dhcp_down"), null),
            new EventsSubscribe.Result(1, List.of("session.dhcp_up", "session.dhcp_down", "events.dropped")));
        put(RpcCatalogue.EVENTS_UNSUBSCRIBE, new EventsUnsubscribe.Params(1L), new EventsUnsubscribe.Result(42, 0));
        put(RpcCatalogue.RPC_METHODS, new RpcMethods.Params("show.version"), new RpcMethods.Result(List.of(new RpcMethods.Method(
            "show.version", RpcCatalogue.SHOW_VERSION.summary(), false, Map.of("type", "object"), Map.of("type", "object"),
            List.of(new RpcMethods.ErrorDescription(RpcErrorCode.NOT_FOUND.code(), "NOT_FOUND", RpcErrorCode.NOT_FOUND.meaning()))))));
    }
}
