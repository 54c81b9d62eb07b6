package io.athenabng.cli;

import io.athenabng.cli.render.ResultRenderer;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.Suggestions;
import io.athenabng.rpc.jsonrpc.JsonTree;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the commands do. */
final class CliActions {
    private static final Duration EVENT_WAIT = Duration.ofMinutes(1);

    private CliActions() {
    }

    /** Calls the command's method and shows the result. */
    static int call(final Invocation in) throws RpcException, IOException, UsageProblem {
        final Map<String, Object> params = new LinkedHashMap<>(in.options());
        if (!in.operands().isEmpty()) {
            putKey(in, params, in.operands().getFirst());
        }
        final RpcMethod<?, ?> method = in.command().method();
        if (params.isEmpty() && (method == RpcCatalogue.SHOW_SESSION || method == RpcCatalogue.SESSION_CLEAR)) {
            throw new UsageProblem("'" + in.command().name() + "' needs to know which: give an id, a MAC, an address or a line, "
                + "or one of its options");
        }
        try (RpcClient client = in.connect()) {
            in.print(method.name(), allPages(client, method.name(), params));
        }
        return AbngCli.OK;
    }

    /** A list that comes in pages is put together, unless a page was asked for. */
    private static Object allPages(final RpcClient client, final String method, final Map<String, Object> params) throws RpcException {
        final Object first = client.callTree(method, params);
        if (params.containsKey("limit") || params.containsKey("offset") || !(first instanceof Map<?, ?>)) {
            return first;
        }
        final Map<String, Object> result = Invocation.object(first);
        final List<Object> list = lastList(result);
        if (list == null || !(result.get("total") instanceof Long)) {
            return first;
        }
        final Map<String, Object> next = new LinkedHashMap<>(params);
        while (list.size() < (Long) result.get("total")) {
            next.put("offset", list.size());
            final Map<String, Object> page = Invocation.object(client.callTree(method, next));
            final List<Object> more = lastList(page);
            if (more == null || more.isEmpty()) {
                // Sessions ended between two pages: the list is complete as it is now.
                result.put("total", (long) list.size());
                return result;
            }
            list.addAll(more);
            result.put("total", page.get("total"));
        }
        return result;
    }

    /** The list that is paged: in every result that has a total, the last. */
    @SuppressWarnings("unchecked") // lists of JsonTree hold plain values
    private static List<Object> lastList(final Map<String, Object> result) {
        List<Object> last = null;
        for (final Object value : result.values()) {
            if (value instanceof List<?> list) {
                last = (List<Object>) list;
            }
        }
        return last;
    }

    private static void putKey(final Invocation in, final Map<String, Object> params, final String word) throws UsageProblem {
        String parameter = SessionKey.parameterFor(word);
        if (in.command().method() == RpcCatalogue.SESSION_CLEAR) {
            if ("user".equals(parameter)) {
                throw new UsageProblem("'" + word + "' is no session id, MAC, address or line: see 'clear session --help'");
            }
            parameter = "circuit_id".equals(parameter) ? "line" : parameter;
        }
        if (params.putIfAbsent(parameter, "id".equals(parameter) ? (Object) Long.valueOf(word) : word) != null) {
            throw new UsageProblem("'" + word + "' and --" + parameter.replace('_', '-') + " say the same: give one of them");
        }
    }

    /** Asks RADIUS; the user may be given as an operand or as an option. */
    static int testRadius(final Invocation in) throws RpcException, IOException, UsageProblem {
        final Map<String, Object> params = new LinkedHashMap<>(in.options());
        if (in.operands().isEmpty() == !params.containsKey("user")) {
            throw new UsageProblem("'" + in.command().name() + "' needs one user: 'test radius USER'");
        }
        if (!in.operands().isEmpty()) {
            params.put("user", in.operands().getFirst());
        }
        try (RpcClient client = in.connect()) {
            in.print(RpcCatalogue.TEST_RADIUS.name(), client.callTree(RpcCatalogue.TEST_RADIUS.name(), params));
        }
        return AbngCli.OK;
    }

    /** Prints events as they come. */
    static int monitor(final Invocation in) throws RpcException, IOException {
        final ResultRenderer renderer = new ResultRenderer(in.style(), System.currentTimeMillis());
        final List<IOException> failures = new ArrayList<>();
        try (RpcClient client = in.connect()) {
            client.subscribeTree(in.options(), event -> {
                try {
                    in.print(in.json() ? new String(JsonTree.write(event), StandardCharsets.UTF_8) + "\n" : renderer.event(event));
                } catch (final IOException e) {
                    failures.add(e);
                }
            });
            while (failures.isEmpty()) {
                client.receive(EVENT_WAIT);
            }
        } catch (final RpcException e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw e;
            }
            // The shell's Ctrl-C: this is how a stream ends.
            return AbngCli.OK;
        }
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        return AbngCli.OK;
    }

    /** Has the daemon check a file. */
    static int validate(final Invocation in) throws RpcException, IOException, UsageProblem {
        final String file = in.operands().getFirst();
        final String yaml;
        try {
            yaml = "-".equals(file) ? new String(in.environment().in().readAllBytes(), StandardCharsets.UTF_8)
                : Files.readString(Path.of(file));
        } catch (final NoSuchFileException e) {
            throw new UsageProblem("the file " + file + " does not exist");
        }
        final Map<String, Object> result;
        try (RpcClient client = in.connect()) {
            result = Invocation.object(client.callTree(RpcCatalogue.CONFIG_VALIDATE.name(), Map.of("yaml", yaml)));
        }
        final boolean valid = Boolean.TRUE.equals(result.get("valid"));
        if (in.json()) {
            in.printJson(result);
        } else if (valid) {
            in.print(file + ": valid\n");
        } else {
            final StringBuilder out = new StringBuilder();
            if (result.get("problems") instanceof List<?> problems) {
                for (final Object element : problems) {
                    final Map<String, Object> problem = Invocation.object(element);
                    out.append(file).append(':');
                    if (problem.get("line") != null) {
                        out.append(problem.get("line")).append(':');
                    }
                    out.append(' ').append(problem.get("path") == null ? "" : problem.get("path") + ": ").append(problem.get("message"))
                        .append('\n');
                }
            }
            in.print(out.toString());
        }
        return valid ? AbngCli.OK : AbngCli.FAILED;
    }

    /** Runs one statement of the configure mode, on the shared candidate. */
    static int configure(final Invocation in) throws RpcException, IOException, UsageProblem {
        return new ConfigureStatements(in.environment(), in.socket(), in.timeout(), in.json(), false, null)
            .run(in.operands(), question -> false);
    }

    /** Calls any method and prints the raw result. */
    static int rpc(final Invocation in) throws RpcException, IOException, UsageProblem {
        final String method = in.operands().getFirst();
        if (RpcCatalogue.find(method) == null) {
            final String nearest = Suggestions.nearest(method, RpcCatalogue.methods().stream().map(RpcMethod::name).toList());
            if (nearest != null) {
                throw new UsageProblem("unknown method '" + method + "': did you mean '" + nearest + "'?");
            }
        }
        Object params = null;
        if (in.operands().size() > 1) {
            try {
                params = JsonTree.read(in.operands().get(1));
            } catch (final IOException e) {
                throw new UsageProblem("the parameters are no JSON: " + firstLine(e.getMessage()));
            }
        }
        try (RpcClient client = in.connect()) {
            in.printJson(client.callTree(method, params));
        }
        return AbngCli.OK;
    }

    /** Prints the completion script. */
    static int completion(final Invocation in) throws IOException {
        in.print(new PicocliParser(new CommandLines(CliCommands.all())).bashCompletion());
        return AbngCli.OK;
    }

    private static String firstLine(final String text) {
        final int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
