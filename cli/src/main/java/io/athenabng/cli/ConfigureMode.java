package io.athenabng.cli;

import io.athenabng.cli.shell.ShellMode;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The shell's {@code configure} mode: statements, completion from the daemon's schema, and a question before edits are left behind. */
final class ConfigureMode implements ShellMode {
    private static final List<String> WITH_PATH = List.of("set", "delete", "edit", "show");
    private static final List<String> NAMES = List.of("running", "candidate", "file");

    private final CliEnvironment environment;
    private final ConfigureStatements statements;
    private final boolean locks;
    private boolean over;

    ConfigureMode(final CliEnvironment environment, final ConfigureStatements statements, final boolean locks) {
        this.environment = environment;
        this.statements = statements;
        this.locks = locks;
    }

    @Override
    public String prompt() {
        return statements.level().isEmpty() ? "abng# " : "[edit " + String.join(" ", statements.level()) + "]\nabng# ";
    }

    @Override
    public int run(final List<String> words, final Predicate<String> ask) {
        try {
            switch (words.getFirst()) {
                case "exit", "quit" -> leave(words.getFirst().equals("quit"), ask);
                case "help" -> ALL_WITH_EXIT.forEach((word, meaning) -> environment.out().println("  " + word
                    + " ".repeat(Math.max(1, 12 - word.length())) + meaning));
                default -> {
                    return statements.run(words, ask);
                }
            }
            return AbngCli.OK;
        } catch (final UsageProblem e) {
            return fail(AbngCli.USAGE, e.getMessage());
        } catch (final RpcException e) {
            final String remedy = e.remedy() == null || e.remedy().isBlank() ? "" : ": " + e.remedy();
            return fail(e.kind() == RpcException.Kind.REMOTE ? AbngCli.FAILED : AbngCli.UNREACHABLE, e.getMessage() + remedy);
        } catch (final IOException e) {
            return fail(AbngCli.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private static final Map<String, String> ALL_WITH_EXIT = withExit();

    private static Map<String, String> withExit() {
        final Map<String, String> all = new LinkedHashMap<>(ConfigureStatements.ALL);
        all.put("exit", "Goes up to the top, or leaves the mode");
        all.put("quit", "Leaves the mode");
        return all;
    }

    private int fail(final int status, final String message) {
        environment.out().flush();
        environment.err().println("abng-cli: " + message);
        environment.err().flush();
        return status;
    }

    /** {@code exit} below the top goes there first, as operators of routers expect. */
    private void leave(final boolean altogether, final Predicate<String> ask) throws RpcException, IOException, UsageProblem {
        if (!altogether && !statements.level().isEmpty()) {
            statements.level().clear();
            return;
        }
        long edits;
        try {
            edits = statements.edits();
        } catch (final RpcException | IOException e) {
            // Without the daemon nothing can be asked or lost: the mode can be left all the same.
            environment.err().println("abng-cli: " + e.getMessage());
            over = true;
            return;
        }
        if (edits > 0 && !ask.test("The candidate has " + edits + (edits == 1 ? " edit" : " edits")
            + " that are not committed; they are kept. Leave configure mode?")) {
            return;
        }
        over = true;
        if (locks) {
            statements.run(List.of("unlock"), ask);
        }
    }

    @Override
    public Map<String, String> next(final List<String> before) {
        if (before.isEmpty()) {
            return ALL_WITH_EXIT;
        }
        final Map<String, String> next = new LinkedHashMap<>();
        final String statement = before.getFirst();
        if (WITH_PATH.contains(statement)) {
            try {
                next.putAll(statements.completions(before.subList(1, before.size())));
            } catch (final RpcException | IOException e) {
                // Somebody pressed the tab key: without a daemon there is nothing to offer, and the statement itself will say why.
                next.clear();
            }
        } else if (statement.equals("compare") || statement.equals("diff")) {
            NAMES.forEach(name -> next.put(name, ""));
        } else if (before.size() == 1) {
            switch (statement) {
                case "commit" -> {
                    next.put("check", "Says what a commit would do");
                    next.put("confirmed", "Returns by itself after so many minutes");
                    next.put("comment", "Why, for the history");
                    next.put("force", "Also if sessions end");
                    next.put("overwrite", "Also if the file was edited by hand");
                }
                case "load" -> {
                    next.put("merge", "Lays a file over the candidate");
                    next.put("replace", "Takes a file instead of the candidate");
                    next.put("disk", "Takes abngd's own file as it was edited by hand");
                }
                case "unlock" -> next.put("force", "Breaks somebody else's lock");
                default -> next.clear();
            }
        }
        return next;
    }

    @Override
    public boolean wantsFile(final List<String> before) {
        return before.equals(List.of("load", "merge")) || before.equals(List.of("load", "replace")) || before.equals(List.of("save"));
    }

    @Override
    public boolean isOver() {
        return over;
    }
}
