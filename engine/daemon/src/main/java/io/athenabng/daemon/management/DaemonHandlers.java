package io.athenabng.daemon.management;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.ConfigurationWriter;
import io.athenabng.core.config.LoadResult;
import io.athenabng.daemon.ErrorLog;
import io.athenabng.daemon.Version;
import io.athenabng.rpc.api.ConfigShow;
import io.athenabng.rpc.api.ConfigValidate;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.ShowCounters;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowVersion;
import io.athenabng.rpc.api.SystemRestart;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The daemon itself: status, version, counters, errors, configuration. */
final class DaemonHandlers {
    private static final long MS_PER_SECOND = 1_000L;

    private final ManagementContext context;

    DaemonHandlers(final ManagementContext context) {
        this.context = context;
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.SHOW_COUNTERS, this::onShowCounters);
        dispatcher.on(RpcCatalogue.SHOW_ERRORS, this::onShowErrors);
        dispatcher.on(RpcCatalogue.SHOW_VERSION, this::onShowVersion);
        dispatcher.on(RpcCatalogue.SHOW_STATUS, this::onShowStatus);
        dispatcher.on(RpcCatalogue.SYSTEM_RESTART, this::onSystemRestart);
        dispatcher.on(RpcCatalogue.CONFIG_SHOW, this::onConfigShow);
        dispatcher.on(RpcCatalogue.CONFIG_VALIDATE, this::onConfigValidate);
    }

    private void onShowCounters(final RpcCall<ShowCounters.Params, ShowCounters.Result> call) {
        final String prefix = call.params().prefix() == null ? "" : call.params().prefix();
        final boolean nonZero = Boolean.TRUE.equals(call.params().nonZero());
        final List<ShowCounters.Counter> counters = new ArrayList<>();
        context.counters().forEach((name, value) -> {
            if (name.startsWith(prefix) && (value != 0 || !nonZero)) {
                counters.add(new ShowCounters.Counter(name, value, context.counters().description(name)));
            }
        });
        call.result(new ShowCounters.Result(counters));
    }

    private void onShowErrors(final RpcCall<ShowErrors.Params, ShowErrors.Result> call) {
        call.result(new ShowErrors.Result(context.daemon().errorLog().entries().stream()
                .sorted(Comparator.comparingLong(ErrorLog.Entry::lastEpochMs).reversed())
                .map(DaemonHandlers::view).toList()));
    }

    /** The stack trace stays here: the first line says what, the first frame of ours says where. */
    static ShowErrors.DistinctError view(final ErrorLog.Entry entry) {
        final String[] lines = entry.text().lines().toArray(String[]::new);
        String location = null;
        for (final String line : lines) {
            if (location == null && line.strip().startsWith("at io.athenabng.")) {
                location = line.strip().substring("at ".length());
            }
        }
        return new ShowErrors.DistinctError(
                entry.count(), entry.firstEpochMs(), entry.lastEpochMs(), lines.length == 0 ? "" : lines[0], location);
    }

    private void onShowVersion(final RpcCall<ShowVersion.Params, ShowVersion.Result> call) {
        call.result(new ShowVersion.Result(Version.text(), Runtime.version().toString(), System.getProperty("os.version"),
                System.getProperty("os.arch"), ProcessHandle.current().pid()));
    }

    private void onShowStatus(final RpcCall<ShowStatus.Params, ShowStatus.Result> call) {
        final long nowMs = System.currentTimeMillis();
        // Files are looked at here: the answer is put together on another agent's thread.
        final long storeBytes = StoreFiles.bytes(context.daemon().bootstrap().stateDirectory());
        context.answer(call, context.sessions().ask(SessionNumbers::of).thenCombine(
                context.kernel().ask(kernel -> KernelViews.capacity(kernel, context.configuration())),
                (numbers, capacity) -> new ShowStatus.Result(numbers.restoring() ? "RESTORING" : "RUNNING", context.startedEpochMs(),
                        (nowMs - context.startedEpochMs()) / MS_PER_SECOND, context.daemon().bootstrap().threading().name(),
                        context.agents().get(), sessions(numbers, capacity), memory(capacity, storeBytes), numbers.lines(),
                        context.daemon().errorLog().entries().size(), warnings(numbers, capacity))));
    }

    private ShowStatus.Sessions sessions(final SessionNumbers numbers, final KernelViews.Capacity capacity) {
        final long storeRoom = Math.max(0, context.daemon().bootstrap().maxSessions() - context.store().size());
        final long room = Math.min(storeRoom, capacity.room());
        return new ShowStatus.Sessions(numbers.up(), numbers.starting(), numbers.ending(), context.counters().value("session.restored"),
                room + numbers.up() + numbers.starting(), room, room > 0);
    }

    private ShowStatus.Memory memory(final KernelViews.Capacity capacity, final long storeBytes) {
        final Runtime runtime = Runtime.getRuntime();
        return new ShowStatus.Memory(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory(),
                storeBytes, capacity.availableBytes(), capacity.bytesPerSession());
    }

    private List<String> warnings(final SessionNumbers numbers, final KernelViews.Capacity capacity) {
        final List<String> warnings = new ArrayList<>(capacity.warnings());
        if (capacity.room() == 0) {
            warnings.add("no room for another shaped session: the kernel's memory is short");
        }
        if (context.daemon().bootstrap().maxSessions() <= context.store().size()) {
            warnings.add("the session store is full: raise bootstrap.max-sessions");
        }
        context.agents().get().stream().filter(agent -> !agent.running()).forEach(
                agent -> warnings.add("agent " + agent.name() + " does not run: look at show.errors"));
        return warnings;
    }

    private void onSystemRestart(final RpcCall<SystemRestart.Params, SystemRestart.Result> call) {
        if (!context.daemon().stopSignal().isRestartable()) {
            call.error(RpcErrorCode.REFUSED, "abngd was not started by systemd, so nobody would start it again:"
                    + " end it with SIGTERM (kill " + ProcessHandle.current().pid() + ") and start it as before; sessions stay");
            return;
        }
        call.result(new SystemRestart.Result(ProcessHandle.current().pid(), context.store().size()));
        context.daemon().stopSignal().restart();
    }

    private void onConfigShow(final RpcCall<ConfigShow.Params, ConfigShow.Result> call) {
        Map<String, Object> shown = ConfigurationWriter.toMap(context.configuration());
        if (call.params().path() != null) {
            shown = ConfigurationPath.select(shown, call.params().path());
        }
        final Map<String, Object> part = shown;
        context.answer(call, context.commits().ask(
                desk -> new ConfigShow.Result(desk.engine().file().toString(), desk.engine().committedMs(), part)));
    }

    private void onConfigValidate(final RpcCall<ConfigValidate.Params, ConfigValidate.Result> call) {
        if (ConfigurationLoader.load("configuration", call.params().yaml()) instanceof LoadResult.Refused refused) {
            call.result(new ConfigValidate.Result(false, CommitHandlers.problems(refused.problems())));
        } else {
            call.result(new ConfigValidate.Result(true, List.of()));
        }
    }
}
