package io.athenabng.cli;

import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The statements of {@code configure} mode and of {@code config STATEMENT}: each becomes a call of a {@code config.…} method. */
final class ConfigureStatements {
    /** The statements with their meanings, in the order of the help. */
    static final Map<String, String> ALL = statements();

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private final CliEnvironment environment;
    private final Path socket;
    private final Duration timeout;
    private final boolean json;
    private final Map<String, Object> identity = new LinkedHashMap<>();
    private final List<String> level = new ArrayList<>();

    /** {@code own} is the user's private candidate; {@code session} tells the user's sessions apart. */
    ConfigureStatements(
        final CliEnvironment environment, final Path socket, final Duration timeout, final boolean json, final boolean own,
        final String session) {
        this.environment = environment;
        this.socket = socket;
        this.timeout = timeout;
        this.json = json;
        if (own) {
            identity.put("own", true);
        }
        if (session != null) {
            identity.put("session", session);
        }
    }

    private static Map<String, String> statements() {
        final Map<String, String> all = new LinkedHashMap<>();
        all.put("set", "Sets a key: set access-groups residential shaping down 50mbit");
        all.put("delete", "Deletes a key, a section or a value of a list");
        all.put("edit", "Goes down to a section, which later words begin from");
        all.put("up", "Goes up a level");
        all.put("top", "Goes up to the top");
        all.put("show", "Shows the candidate, or a part of it");
        all.put("diff", "Shows what differs from the running configuration");
        all.put("compare", "Shows what differs between two of running, candidate, file, and numbers of earlier ones");
        all.put("validate", "Checks the candidate as a whole");
        all.put("load", "Takes a file into the candidate: load merge FILE, load replace FILE, load disk (abngd's own, edited by hand)");
        all.put("save", "Writes the candidate to a file, secrets hidden");
        all.put("commit", "Puts the candidate in force: commit [COMMENT], commit check, commit confirmed MINUTES, commit force");
        all.put("confirm", "Keeps a commit that would return by itself");
        all.put("rollback", "Takes an earlier configuration as the candidate; 0 throws edits away");
        all.put("history", "Lists what was committed");
        all.put("update", "Puts the edits on top of what was committed by others meanwhile");
        all.put("status", "Shows lock, candidates, and what waits");
        all.put("lock", "Keeps everybody else from editing and committing");
        all.put("unlock", "Gives the lock back; unlock force breaks somebody else's");
        return all;
    }

    List<String> level() {
        return level;
    }

    /** Runs a statement. */
    int run(final List<String> words, final Predicate<String> ask) throws RpcException, IOException, UsageProblem {
        final String statement = words.getFirst();
        final List<String> rest = words.subList(1, words.size());
        switch (statement) {
            case "set" -> call(RpcCatalogue.CONFIG_SET, Map.of("path", path(needed(statement, rest))));
            case "delete" -> call(RpcCatalogue.CONFIG_DELETE, Map.of("path", path(needed(statement, rest))));
            case "edit" -> edit(needed(statement, rest));
            case "up" -> up(rest);
            case "top" -> level.clear();
            case "show" -> print(call(RpcCatalogue.CONFIG_GET, Map.of("path", path(rest))), "yaml");
            case "diff", "compare" -> diff(rest);
            case "validate" -> {
                return check();
            }
            case "load" -> load(rest);
            case "save" -> save(needed(statement, rest));
            case "commit" -> {
                return commit(rest, ask);
            }
            case "confirm" -> call(RpcCatalogue.CONFIG_CONFIRM, Map.of());
            case "rollback" -> call(RpcCatalogue.CONFIG_ROLLBACK, Map.of("number", number(rest.isEmpty() ? "0" : rest.getFirst())));
            case "history" -> history();
            case "update" -> lines("no longer fits: ", call(RpcCatalogue.CONFIG_UPDATE, Map.of()).get("dropped"));
            case "status" -> status();
            case "lock" -> call(RpcCatalogue.CONFIG_LOCK, Map.of());
            case "unlock" -> call(RpcCatalogue.CONFIG_UNLOCK, rest.equals(List.of("force")) ? Map.of("force", true) : Map.of());
            default -> {
                final String nearest = Suggestions.nearest(statement, ALL.keySet());
                throw new UsageProblem("unknown statement '" + statement + "'"
                    + (nearest == null ? ": there are " + String.join(", ", ALL.keySet()) : ": did you mean '" + nearest + "'?"));
            }
        }
        return AbngCli.OK;
    }

    private static List<String> needed(final String statement, final List<String> rest) throws UsageProblem {
        if (rest.isEmpty()) {
            throw new UsageProblem("'" + statement + "' needs to know what: " + ALL.get(statement));
        }
        return rest;
    }

    private List<String> path(final List<String> words) {
        final List<String> path = new ArrayList<>(level);
        path.addAll(words);
        return path;
    }

    /** Goes only where there may be something: the daemon knows the schema. */
    private void edit(final List<String> words) throws RpcException, IOException {
        final List<String> wanted = path(words);
        call(RpcCatalogue.CONFIG_GET, Map.of("path", wanted));
        level.clear();
        level.addAll(wanted);
    }

    private void up(final List<String> rest) throws UsageProblem {
        final int levels = rest.isEmpty() ? 1 : number(rest.getFirst());
        for (int i = 0; i < levels && !level.isEmpty(); i++) {
            level.removeLast();
        }
    }

    private void diff(final List<String> rest) throws RpcException, IOException {
        final Map<String, Object> params = new LinkedHashMap<>();
        if (!rest.isEmpty()) {
            params.put("from", rest.getFirst());
        }
        if (rest.size() > 1) {
            params.put("to", rest.get(1));
        }
        print(call(RpcCatalogue.CONFIG_DIFF, params), "diff");
    }

    private int check() throws RpcException, IOException {
        final Map<String, Object> result = call(RpcCatalogue.CONFIG_CHECK, Map.of());
        if (json) {
            return Boolean.TRUE.equals(result.get("valid")) ? AbngCli.OK : AbngCli.FAILED;
        }
        for (final Map<String, Object> problem : objects(result.get("problems"))) {
            out((problem.get("path") == null ? "" : problem.get("path") + ": ") + problem.get("message") + "\n");
        }
        for (final Map<String, Object> change : objects(result.get("changes"))) {
            out("  " + change.get("path") + ": " + value(change.get("before")) + " -> " + value(change.get("after")) + "  ("
                + change.get("effect") + ")\n");
        }
        effects(result);
        out(Boolean.TRUE.equals(result.get("valid")) ? "the candidate is valid\n" : "the candidate cannot be committed\n");
        return Boolean.TRUE.equals(result.get("valid")) ? AbngCli.OK : AbngCli.FAILED;
    }

    private static String value(final Object value) {
        return value == null ? "(none)" : value.toString();
    }

    private void effects(final Map<String, Object> result) throws IOException {
        for (final Map<String, Object> effect : objects(result.get("effects"))) {
            out(effect.get("effect") + ": " + effect.get("what")
                + (Long.valueOf(0).equals(effect.get("sessions")) ? "" : " (" + effect.get("sessions") + " sessions)") + "\n");
        }
        for (final Map<String, Object> waiting : objects(result.get("waiting"))) {
            out("waits for the next start: " + waiting.get("path") + "\n");
        }
    }

    private void load(final List<String> rest) throws RpcException, IOException, UsageProblem {
        if (rest.equals(List.of("disk"))) {
            call(RpcCatalogue.CONFIG_LOAD, Map.of("from_disk", true));
            return;
        }
        if (rest.size() != 2 || !List.of("merge", "replace").contains(rest.getFirst())) {
            throw new UsageProblem("write 'load merge FILE', 'load replace FILE' or 'load disk'");
        }
        final String file = rest.get(1);
        final String yaml;
        try {
            yaml = "-".equals(file) ? new String(environment.in().readAllBytes(), StandardCharsets.UTF_8) : Files.readString(Path.of(file));
        } catch (final NoSuchFileException e) {
            throw new UsageProblem("the file " + file + " does not exist");
        }
        call(RpcCatalogue.CONFIG_LOAD, Map.of("yaml", yaml, "merge", rest.getFirst().equals("merge")));
    }

    private void save(final List<String> rest) throws RpcException, IOException {
        final Path file = Path.of(rest.getFirst());
        final Object yaml = call(RpcCatalogue.CONFIG_GET, Map.of()).get("yaml");
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, String.valueOf(yaml));
    }

    private int commit(final List<String> rest, final Predicate<String> ask) throws RpcException, IOException, UsageProblem {
        if (rest.equals(List.of("check"))) {
            return check();
        }
        final Map<String, Object> params = new LinkedHashMap<>();
        int i = 0;
        for (boolean option = true; option && i < rest.size();) {
            switch (rest.get(i)) {
                case "confirmed" -> {
                    if (i + 1 == rest.size()) {
                        throw new UsageProblem("write 'commit confirmed MINUTES'");
                    }
                    params.put("confirm_minutes", number(rest.get(i + 1)));
                    i += 2;
                }
                case "force", "overwrite" -> params.put(rest.get(i++), true);
                case "comment" -> {
                    i++;
                    option = false;
                }
                default -> option = false;
            }
        }
        if (i < rest.size()) {
            params.put("comment", String.join(" ", rest.subList(i, rest.size())));
        }
        Map<String, Object> result;
        try {
            result = call(RpcCatalogue.CONFIG_COMMIT, params);
        } catch (final RpcException e) {
            if (e.errorCode() != RpcErrorCode.CONFIRMATION_NEEDED || !ask.test(e.getMessage() + ". Commit all the same?")) {
                throw e;
            }
            params.put("force", true);
            result = call(RpcCatalogue.CONFIG_COMMIT, params);
        }
        if (!json) {
            effects(result);
            out(Boolean.TRUE.equals(result.get("confirmed")) ? "the commit before is confirmed\n"
                : "committed, revision " + result.get("revision") + "\n");
            if (result.get("returns_epoch_ms") instanceof Long returns) {
                out("returns at " + time(returns) + " unless it is confirmed\n");
            }
        }
        return AbngCli.OK;
    }

    private void history() throws RpcException, IOException {
        for (final Map<String, Object> commit : objects(call(RpcCatalogue.CONFIG_HISTORY, Map.of()).get("commits"))) {
            if (!json) {
                out(String.format("%3s  %-19s  %-12s  %s%n", commit.get("number"),
                    commit.get("epoch_ms") instanceof Long at ? time(at) : "", value(commit.get("by")),
                    commit.get("comment") == null ? "" : commit.get("comment")));
            }
        }
    }

    private void status() throws RpcException, IOException {
        final Map<String, Object> status = call(RpcCatalogue.CONFIG_STATUS, Map.of());
        if (json) {
            return;
        }
        out(status.get("file") + ", revision " + status.get("revision") + ", in force since "
            + time((Long) status.get("committed_epoch_ms")) + "\n");
        if (Boolean.TRUE.equals(status.get("file_edited"))) {
            out("the file was edited by hand: nothing of that is in force; 'compare running file' shows it\n");
        }
        if (status.get("locked_by") != null) {
            out("locked by " + status.get("locked_by") + "\n");
        }
        if (status.get("returns_epoch_ms") instanceof Long returns) {
            out("returns at " + time(returns) + " unless it is confirmed\n");
        }
        for (final Map<String, Object> candidate : objects(status.get("candidates"))) {
            out((candidate.get("owner") == null ? "shared candidate" : "private candidate of " + candidate.get("owner")) + ": "
                + candidate.get("edits") + " edits, the last by " + candidate.get("last_editor")
                + (Boolean.TRUE.equals(candidate.get("stale")) ? "; begun before the last commit: 'update'" : "") + "\n");
        }
        effects(status);
    }

    private static String time(final long epochMs) {
        return TIME.format(Instant.ofEpochMilli(epochMs));
    }

    private static int number(final String text) throws UsageProblem {
        if (!text.matches("[0-9]{1,6}")) {
            throw new UsageProblem("'" + text + "' is no number");
        }
        return Integer.parseInt(text);
    }

    /** How many edits of the candidate are not committed. */
    long edits() throws RpcException, IOException {
        return ((Number) raw(RpcCatalogue.CONFIG_GET, Map.of("path", List.of("logging"))).get("edits")).longValue();
    }

    /** What may follow the words in a path. */
    Map<String, String> completions(final List<String> words) throws RpcException, IOException {
        final Map<String, String> next = new LinkedHashMap<>();
        objects(raw(RpcCatalogue.CONFIG_COMPLETE, Map.of("path", path(words))).get("words"))
            .forEach(word -> next.put(String.valueOf(word.get("word")), String.valueOf(word.get("meaning"))));
        return next;
    }

    private Map<String, Object> call(final RpcMethod<?, ?> method, final Map<String, ?> params) throws RpcException, IOException {
        final Map<String, Object> result = raw(method, params);
        if (json) {
            environment.out().println(new String(JsonTree.write(result), StandardCharsets.UTF_8));
        }
        return result;
    }

    private Map<String, Object> raw(final RpcMethod<?, ?> method, final Map<String, ?> params) throws RpcException, IOException {
        final Map<String, Object> all = new LinkedHashMap<>(params);
        for (final var component : method.params().getRecordComponents()) {
            if (identity.containsKey(component.getName())) {
                all.put(component.getName(), identity.get(component.getName()));
            }
        }
        try (RpcClient client = RpcClient.connect(socket, timeout)) {
            return Invocation.object(client.callTree(method.name(), all));
        }
    }

    private static List<Map<String, Object>> objects(final Object list) {
        final List<Map<String, Object>> objects = new ArrayList<>();
        if (list instanceof List<?> elements) {
            elements.forEach(element -> objects.add(Invocation.object(element)));
        }
        return objects;
    }

    private void lines(final String prefix, final Object list) throws IOException {
        if (!json && list instanceof List<?> elements) {
            for (final Object element : elements) {
                out(prefix + element + "\n");
            }
        }
    }

    private void print(final Map<String, Object> result, final String field) throws IOException {
        if (!json) {
            out(String.valueOf(result.get(field)));
        }
    }

    private void out(final String text) throws IOException {
        environment.out().print(text);
        if (environment.out().checkError()) {
            throw new IOException("the output cannot be written");
        }
    }
}
