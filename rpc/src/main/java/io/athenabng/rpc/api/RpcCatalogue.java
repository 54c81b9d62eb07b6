package io.athenabng.rpc.api;

import static io.athenabng.rpc.api.RpcErrorCode.AMBIGUOUS;
import static io.athenabng.rpc.api.RpcErrorCode.BUSY;
import static io.athenabng.rpc.api.RpcErrorCode.COMMIT_FAILED;
import static io.athenabng.rpc.api.RpcErrorCode.CONFIG_INVALID;
import static io.athenabng.rpc.api.RpcErrorCode.CONFIRMATION_NEEDED;
import static io.athenabng.rpc.api.RpcErrorCode.INVALID_STATE;
import static io.athenabng.rpc.api.RpcErrorCode.KERNEL_ERROR;
import static io.athenabng.rpc.api.RpcErrorCode.NOT_FOUND;
import static io.athenabng.rpc.api.RpcErrorCode.REFUSED;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every method of the management socket. */
public final class RpcCatalogue {
    private static final Map<String, RpcMethod<?, ?>> METHODS = new LinkedHashMap<>();

    /** Lists sessions. */
    public static final RpcMethod<ShowSubscribers.Params, ShowSubscribers.Result> SHOW_SUBSCRIBERS = read("show.subscribers",
        ShowSubscribers.Params.class, ShowSubscribers.Result.class, "Lists sessions, filtered and a page at a time");
    /** Shows a session in full. */
    public static final RpcMethod<ShowSession.Params, ShowSession.Result> SHOW_SESSION = read("show.session",
        ShowSession.Params.class, ShowSession.Result.class, "Shows everything about the session that one key names", NOT_FOUND);
    /** Shows trunks and lines. */
    public static final RpcMethod<ShowInterfaces.Params, ShowInterfaces.Result> SHOW_INTERFACES = read("show.interfaces",
        ShowInterfaces.Params.class, ShowInterfaces.Result.class, "Shows the trunks with their receive rings, and the access lines");
    /** Shows shaping. */
    public static final RpcMethod<ShowQos.Params, ShowQos.Result> SHOW_QOS = read("show.qos",
        ShowQos.Params.class, ShowQos.Result.class, "Shows rates, overhead and the kernel's queueing statistics in both directions",
        NOT_FOUND, KERNEL_ERROR);
    /** Shows counters. */
    public static final RpcMethod<ShowCounters.Params, ShowCounters.Result> SHOW_COUNTERS = read("show.counters",
        ShowCounters.Params.class, ShowCounters.Result.class, "Shows the named counters with what they count");
    /** Shows the error log. */
    public static final RpcMethod<ShowErrors.Params, ShowErrors.Result> SHOW_ERRORS = read("show.errors",
        ShowErrors.Params.class, ShowErrors.Result.class, "Shows the distinct errors that the daemon recorded");
    /** Lists leases. */
    public static final RpcMethod<ShowLeases.Params, ShowLeases.Result> SHOW_LEASES = read("show.leases",
        ShowLeases.Params.class, ShowLeases.Result.class, "Lists the leases of the built-in DHCP server");
    /** Shows pools. */
    public static final RpcMethod<ShowPools.Params, ShowPools.Result> SHOW_POOLS = read("show.pools",
        ShowPools.Params.class, ShowPools.Result.class, "Shows the address pools of the built-in DHCP server");
    /** Shows relay targets. */
    public static final RpcMethod<ShowRelay.Params, ShowRelay.Result> SHOW_RELAY = read("show.relay",
        ShowRelay.Params.class, ShowRelay.Result.class, "Shows the DHCP servers that requests are relayed to");
    /** Shows PPPoE. */
    public static final RpcMethod<ShowPppoe.Params, ShowPppoe.Result> SHOW_PPPOE = read("show.pppoe",
        ShowPppoe.Params.class, ShowPppoe.Result.class, "Shows PPPoE sessions from PADS on, and what discovery and PPP counted");
    /** Shows RADIUS servers. */
    public static final RpcMethod<ShowRadius.Params, ShowRadius.Result> SHOW_RADIUS = read("show.radius",
        ShowRadius.Params.class, ShowRadius.Result.class, "Shows the RADIUS servers, how fast they answer, and the groups of servers",
        NOT_FOUND, BUSY);
    /** Shows versions. */
    public static final RpcMethod<ShowVersion.Params, ShowVersion.Result> SHOW_VERSION = read("show.version",
        ShowVersion.Params.class, ShowVersion.Result.class, "Shows the versions of gateway, Java and kernel");
    /** Shows the daemon's condition. */
    public static final RpcMethod<ShowStatus.Params, ShowStatus.Result> SHOW_STATUS = read("show.status",
        ShowStatus.Params.class, ShowStatus.Result.class, "Shows state, agents, memory and how many sessions fit");
    /** Ends sessions. */
    public static final RpcMethod<SessionClear.Params, SessionClear.Result> SESSION_CLEAR = change("session.clear",
        SessionClear.Params.class, SessionClear.Result.class, "Ends the sessions that one key names, or all",
        NOT_FOUND, REFUSED, INVALID_STATE, CONFIRMATION_NEEDED, BUSY);
    /** An outside DHCP server's report. */
    public static final RpcMethod<SessionDhcpUp.Params, SessionDhcpUp.Result> SESSION_DHCP_UP = change("session.dhcp_up",
        SessionDhcpUp.Params.class, SessionDhcpUp.Result.class, "Reports an address that an outside DHCP server gave",
        NOT_FOUND, REFUSED, INVALID_STATE, BUSY);
    /** An outside DHCP server's report. */
    public static final RpcMethod<SessionDhcpDown.Params, SessionDhcpDown.Result> SESSION_DHCP_DOWN = change("session.dhcp_down",
        SessionDhcpDown.Params.class, SessionDhcpDown.Result.class, "Reports a lease that ended at an outside DHCP server",
        NOT_FOUND, AMBIGUOUS, INVALID_STATE, BUSY);
    /** An outside PPP server's report. */
    public static final RpcMethod<SessionPppoeUp.Params, SessionPppoeUp.Result> SESSION_PPPOE_UP = change("session.pppoe_up",
        SessionPppoeUp.Params.class, SessionPppoeUp.Result.class, "Reports a session of an outside PPP server, to be shaped and accounted",
        NOT_FOUND, REFUSED, KERNEL_ERROR, BUSY);
    /** An outside PPP server's report. */
    public static final RpcMethod<SessionPppoeDown.Params, SessionPppoeDown.Result> SESSION_PPPOE_DOWN = change("session.pppoe_down",
        SessionPppoeDown.Params.class, SessionPppoeDown.Result.class, "Reports that a session of an outside PPP server ended",
        NOT_FOUND, BUSY);
    /** Begins to tell control frames. */
    public static final RpcMethod<MonitorSession.Params, MonitorSession.Result> MONITOR_SESSION = read("monitor.session",
        MonitorSession.Params.class, MonitorSession.Result.class, "Tells the control frames of a session as they pass",
        NOT_FOUND, REFUSED, BUSY);
    /** Ends that. */
    public static final RpcMethod<MonitorEnd.Params, MonitorEnd.Result> MONITOR_END = read("monitor.end",
        MonitorEnd.Params.class, MonitorEnd.Result.class, "Ends a monitor before its time", NOT_FOUND, BUSY);
    /** Restarts the daemon. */
    public static final RpcMethod<SystemRestart.Params, SystemRestart.Result> SYSTEM_RESTART = change("system.restart",
        SystemRestart.Params.class, SystemRestart.Result.class, "Stops the daemon in order and has it started again; sessions stay",
        REFUSED);
    /** Changes rates. */
    public static final RpcMethod<SessionSetRate.Params, SessionSetRate.Result> SESSION_SET_RATE = change("session.set_rate",
        SessionSetRate.Params.class, SessionSetRate.Result.class, "Changes a session's rates in place", NOT_FOUND, BUSY);
    /** Asks RADIUS. */
    public static final RpcMethod<TestRadius.Params, TestRadius.Result> TEST_RADIUS = read("test.radius",
        TestRadius.Params.class, TestRadius.Result.class, "Sends an Access-Request the way sessions do and shows the answer",
        NOT_FOUND, AMBIGUOUS, BUSY);
    /** Shows the configuration. */
    public static final RpcMethod<ConfigShow.Params, ConfigShow.Result> CONFIG_SHOW = read("config.show",
        ConfigShow.Params.class, ConfigShow.Result.class, "Shows the running configuration, secrets masked", NOT_FOUND);
    /** Checks a configuration. */
    public static final RpcMethod<ConfigValidate.Params, ConfigValidate.Result> CONFIG_VALIDATE = read("config.validate",
        ConfigValidate.Params.class, ConfigValidate.Result.class, "Checks a configuration text without putting it in force");
    /** Shows a candidate as it was edited. */
    public static final RpcMethod<ConfigGet.Params, ConfigGet.Result> CONFIG_GET = read("config.get",
        ConfigGet.Params.class, ConfigGet.Result.class, "Shows a candidate as it was edited");
    /** Describes the configuration file as a JSON Schema. */
    public static final RpcMethod<ConfigSchema.Params, ConfigSchema.Result> CONFIG_SCHEMA = read("config.schema",
        ConfigSchema.Params.class, ConfigSchema.Result.class, "Describes the configuration file as a JSON Schema");
    /** Shows the lock, the candidates, and what waits for a confirmation or a start. */
    public static final RpcMethod<ConfigStatus.Params, ConfigStatus.Result> CONFIG_STATUS = read("config.status",
        ConfigStatus.Params.class, ConfigStatus.Result.class, "Shows the lock, the candidates, and what waits");
    /** Shows the difference between two configurations. */
    public static final RpcMethod<ConfigDiff.Params, ConfigDiff.Result> CONFIG_DIFF = read("config.diff",
        ConfigDiff.Params.class, ConfigDiff.Result.class, "Shows the difference between two configurations",
        NOT_FOUND, CONFIG_INVALID, INVALID_STATE);
    /** Says what a commit would do, without doing it. */
    public static final RpcMethod<ConfigCheck.Params, ConfigCheck.Result> CONFIG_CHECK = read("config.check",
        ConfigCheck.Params.class, ConfigCheck.Result.class, "Says what a commit would do, without doing it",
        COMMIT_FAILED);
    /** Lists what was committed when, by whom and why. */
    public static final RpcMethod<ConfigHistory.Params, ConfigHistory.Result> CONFIG_HISTORY = read("config.history",
        ConfigHistory.Params.class, ConfigHistory.Result.class, "Lists what was committed when, by whom and why",
        INVALID_STATE);
    /** Lists the words that may come next in a path. */
    public static final RpcMethod<ConfigComplete.Params, ConfigComplete.Result> CONFIG_COMPLETE = read("config.complete",
        ConfigComplete.Params.class, ConfigComplete.Result.class, "Lists the words that may come next in a path");
    /** Sets values in a candidate. */
    public static final RpcMethod<ConfigSet.Params, ConfigSet.Result> CONFIG_SET = change("config.set",
        ConfigSet.Params.class, ConfigSet.Result.class, "Sets values in a candidate",
        INVALID_STATE);
    /** Deletes a part of a candidate. */
    public static final RpcMethod<ConfigDelete.Params, ConfigDelete.Result> CONFIG_DELETE = change("config.delete",
        ConfigDelete.Params.class, ConfigDelete.Result.class, "Deletes a part of a candidate",
        INVALID_STATE);
    /** Takes a text into a candidate. */
    public static final RpcMethod<ConfigLoad.Params, ConfigLoad.Result> CONFIG_LOAD = change("config.load",
        ConfigLoad.Params.class, ConfigLoad.Result.class, "Takes a text into a candidate",
        CONFIG_INVALID, INVALID_STATE);
    /** Takes an earlier configuration as the candidate. */
    public static final RpcMethod<ConfigRollback.Params, ConfigRollback.Result> CONFIG_ROLLBACK = change("config.rollback",
        ConfigRollback.Params.class, ConfigRollback.Result.class, "Takes an earlier configuration as the candidate",
        NOT_FOUND, CONFIG_INVALID, INVALID_STATE);
    /** Puts a candidate's edits on top of what is running now. */
    public static final RpcMethod<ConfigUpdate.Params, ConfigUpdate.Result> CONFIG_UPDATE = change("config.update",
        ConfigUpdate.Params.class, ConfigUpdate.Result.class, "Puts a candidate's edits on top of what is running now",
        INVALID_STATE);
    /** Puts a candidate in force, everywhere or nowhere. */
    public static final RpcMethod<ConfigCommit.Params, ConfigCommit.Result> CONFIG_COMMIT = change("config.commit",
        ConfigCommit.Params.class, ConfigCommit.Result.class, "Puts a candidate in force, everywhere or nowhere",
        CONFIG_INVALID, INVALID_STATE, CONFIRMATION_NEEDED, COMMIT_FAILED);
    /** Keeps a commit that would return by itself. */
    public static final RpcMethod<ConfigConfirm.Params, ConfigConfirm.Result> CONFIG_CONFIRM = change("config.confirm",
        ConfigConfirm.Params.class, ConfigConfirm.Result.class, "Keeps a commit that would return by itself",
        INVALID_STATE, COMMIT_FAILED);
    /** Keeps everybody else from editing and committing. */
    public static final RpcMethod<ConfigLock.Params, ConfigLock.Result> CONFIG_LOCK = change("config.lock",
        ConfigLock.Params.class, ConfigLock.Result.class, "Keeps everybody else from editing and committing",
        INVALID_STATE);
    /** Gives the lock back, or breaks it. */
    public static final RpcMethod<ConfigUnlock.Params, ConfigUnlock.Result> CONFIG_UNLOCK = change("config.unlock",
        ConfigUnlock.Params.class, ConfigUnlock.Result.class, "Gives the lock back, or breaks it",
        INVALID_STATE);
    /** Opens an event stream; answered by the socket server itself. */
    public static final RpcMethod<EventsSubscribe.Params, EventsSubscribe.Result> EVENTS_SUBSCRIBE = read("events.subscribe",
        EventsSubscribe.Params.class, EventsSubscribe.Result.class, "Opens a stream of event notifications on this connection", REFUSED);
    /** Closes an event stream; answered by the socket server itself. */
    public static final RpcMethod<EventsUnsubscribe.Params, EventsUnsubscribe.Result> EVENTS_UNSUBSCRIBE = read("events.unsubscribe",
        EventsUnsubscribe.Params.class, EventsUnsubscribe.Result.class, "Closes a stream of event notifications", NOT_FOUND);
    /** Describes the catalogue; answered by the socket server itself. */
    public static final RpcMethod<RpcMethods.Params, RpcMethods.Result> RPC_METHODS = read("rpc.methods",
        RpcMethods.Params.class, RpcMethods.Result.class, "Describes the methods with the types of their parameters and results");

    private RpcCatalogue() {
    }

    /** All methods in the catalogue's order. */
    public static List<RpcMethod<?, ?>> methods() {
        return Collections.unmodifiableList(new ArrayList<>(METHODS.values()));
    }

    /** The method with this name, or null. */
    public static RpcMethod<?, ?> find(final String name) {
        return METHODS.get(name);
    }

    private static <P extends Record, R extends Record> RpcMethod<P, R> read(
        final String name, final Class<P> params, final Class<R> result, final String summary, final RpcErrorCode... errors) {
        return add(new RpcMethod<>(name, params, result, summary, false, List.of(errors)));
    }

    private static <P extends Record, R extends Record> RpcMethod<P, R> change(
        final String name, final Class<P> params, final Class<R> result, final String summary, final RpcErrorCode... errors) {
        return add(new RpcMethod<>(name, params, result, summary, true, List.of(errors)));
    }

    private static <P extends Record, R extends Record> RpcMethod<P, R> add(final RpcMethod<P, R> method) {
        METHODS.put(method.name(), method);
        return method;
    }
}
