package io.athenabng.cli;

import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import java.util.ArrayList;
import java.util.List;

/** All commands. Those named {@code show …} come from the catalogue's {@code show.…} methods; the others are listed here. */
final class CliCommands {
    private static final String SHOW = "show.";

    private CliCommands() {
    }

    /** The commands in the order of the help. */
    static List<CliCommand> all() {
        final List<CliCommand> commands = new ArrayList<>();
        for (final RpcMethod<?, ?> method : RpcCatalogue.methods()) {
            if (method.name().startsWith(SHOW)) {
                final boolean keyed = method == RpcCatalogue.SHOW_SESSION || method == RpcCatalogue.SHOW_QOS;
                commands.add(new CliCommand(List.of("show", method.name().substring(SHOW.length())), method, method.summary(),
                    keyed ? List.of("KEY") : List.of(), 0, CliActions::call));
            }
        }
        commands.add(new CliCommand(List.of("show", "configuration"), RpcCatalogue.CONFIG_SHOW, RpcCatalogue.CONFIG_SHOW.summary(),
            List.of(), 0, CliActions::call));
        commands.add(new CliCommand(List.of("clear", "session"), RpcCatalogue.SESSION_CLEAR, RpcCatalogue.SESSION_CLEAR.summary(),
            List.of("KEY"), 0, CliActions::call));
        commands.add(new CliCommand(List.of("set", "rate"), RpcCatalogue.SESSION_SET_RATE, RpcCatalogue.SESSION_SET_RATE.summary(),
            List.of(), 0, CliActions::call));
        commands.add(new CliCommand(List.of("test", "radius"), RpcCatalogue.TEST_RADIUS, RpcCatalogue.TEST_RADIUS.summary(),
            List.of("USER"), 0, CliActions::testRadius));
        commands.add(new CliCommand(List.of("system", "restart"), RpcCatalogue.SYSTEM_RESTART, RpcCatalogue.SYSTEM_RESTART.summary(),
            List.of(), 0, CliActions::call));
        commands.add(new CliCommand(List.of("monitor", "events"), RpcCatalogue.EVENTS_SUBSCRIBE, "Prints events until it is interrupted",
            List.of(), 0, CliActions::monitor));
        commands.add(new CliCommand(List.of("monitor", "session"), RpcCatalogue.MONITOR_SESSION,
            "Prints a session's control frames as they pass; with a FILE they are kept as a capture for tcpdump",
            List.of("KEY", "FILE"), 0, SessionMonitor::run));
        commands.add(new CliCommand(List.of("configure", "validate"), null, "Checks a configuration file; - reads standard input",
            List.of("FILE"), 1, CliActions::validate));
        commands.add(new CliCommand(List.of("config"), null, "Runs a statement of configure mode: set, delete, show, diff, commit, ...",
            List.of("STATEMENT..."), 1, CliActions::configure));
        commands.add(new CliCommand(List.of("rpc"), null, "Calls any method: METHOD and its parameters as JSON",
            List.of("METHOD", "PARAMS"), 1, CliActions::rpc));
        commands.add(new CliCommand(List.of("completion", "bash"), null, "Prints a completion script for bash",
            List.of(), 0, CliActions::completion));
        return commands;
    }
}
