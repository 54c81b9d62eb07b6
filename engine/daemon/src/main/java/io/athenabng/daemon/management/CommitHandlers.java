package io.athenabng.daemon.management;

import io.athenabng.core.config.ConfigurationChange;
import io.athenabng.core.config.ConfigurationProblem;
import io.athenabng.core.config.ConfigurationTree;
import io.athenabng.core.config.UnifiedDiff;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.daemon.commit.Candidates;
import io.athenabng.daemon.commit.Candidates.Operator;
import io.athenabng.daemon.commit.CommitCheck;
import io.athenabng.daemon.commit.CommitEngine;
import io.athenabng.daemon.commit.CommitOrder;
import io.athenabng.daemon.commit.CommitThread.Desk;
import io.athenabng.daemon.edge.archive.ConfigurationArchive;
import io.athenabng.rpc.api.ConfigCheck;
import io.athenabng.rpc.api.ConfigCommit;
import io.athenabng.rpc.api.ConfigConfirm;
import io.athenabng.rpc.api.ConfigDiff;
import io.athenabng.rpc.api.ConfigHistory;
import io.athenabng.rpc.api.ConfigParts;
import io.athenabng.rpc.api.ConfigStatus;
import io.athenabng.rpc.api.ConfigValidate;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Commits, comparisons and history. Each is done by the thread that commits. */
final class CommitHandlers {
    private static final int HISTORY_DEFAULT = 20;
    private static final int MINUTES_MAX = 7 * 24 * 60;

    private final ManagementContext context;

    CommitHandlers(final ManagementContext context) {
        this.context = context;
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.CONFIG_STATUS, this::onStatus);
        dispatcher.on(RpcCatalogue.CONFIG_DIFF, this::onDiff);
        dispatcher.on(RpcCatalogue.CONFIG_CHECK, this::onCheck);
        dispatcher.on(RpcCatalogue.CONFIG_HISTORY, this::onHistory);
        dispatcher.on(RpcCatalogue.CONFIG_COMMIT, this::onCommit);
        dispatcher.on(RpcCatalogue.CONFIG_CONFIRM, this::onConfirm);
    }

    private <R extends Record> void answer(final RpcCall<?, R> call, final Function<Desk, R> task) {
        context.answer(call, context.commits().ask(task));
    }

    static List<ConfigValidate.Problem> problems(final List<ConfigurationProblem> problems) {
        return problems.stream().map(problem -> new ConfigValidate.Problem(problem.path().isEmpty() ? null : problem.path(),
                problem.line() == 0 ? null : problem.line(), problem.message() + ": " + problem.remedy())).toList();
    }

    private static List<ConfigParts.Change> changes(final List<ConfigurationChange> changes) {
        return changes.stream().map(change -> new ConfigParts.Change(change.path(), change.before(), change.after(),
                change.effect().text())).toList();
    }

    private static List<ConfigParts.Effect> effects(final List<ConfigurationConsumer.Effect> effects) {
        return effects.stream().map(effect -> new ConfigParts.Effect(effect.effect().text(), effect.what(), effect.sessions())).toList();
    }

    private void onStatus(final RpcCall<ConfigStatus.Params, ConfigStatus.Result> call) {
        answer(call, desk -> {
            final CommitEngine engine = desk.engine();
            final Candidates.Lock lock = desk.candidates().lock();
            final List<ConfigStatus.Candidate> candidates = new ArrayList<>();
            desk.candidates().forEachEdited((owner, candidate) -> candidates.add(new ConfigStatus.Candidate(owner.isEmpty() ? null : owner,
                    candidate.edits(), candidate.lastEditor(), candidate.baseRevision() != engine.revision())));
            return new ConfigStatus.Result(engine.file().toString(), engine.revision(), engine.committedMs(), engine.isFileEdited(),
                    lock == null ? null : lock.holder().display(), lock == null ? null : lock.sinceMs(),
                    engine.pending() == null ? null : engine.pending().deadlineEpochMs(), candidates, changes(engine.waiting()));
        });
    }

    private void onDiff(final RpcCall<ConfigDiff.Params, ConfigDiff.Result> call) {
        final Operator operator = CandidateHandlers.operator(call, call.params().session());
        final String from = call.params().from() == null ? "running" : call.params().from();
        final String to = call.params().to() == null ? "candidate" : call.params().to();
        final boolean own = Boolean.TRUE.equals(call.params().own());
        answer(call, desk -> {
            final ConfigurationTree older = named(desk, operator, own, from);
            final ConfigurationTree newer = named(desk, operator, own, to);
            return new ConfigDiff.Result(UnifiedDiff.of(from, to, older.show(List.of()), newer.show(List.of())),
                    changes(older.changesTo(newer)));
        });
    }

    private static ConfigurationTree named(final Desk desk, final Operator operator, final boolean own, final String name) {
        return switch (name) {
            case "running" -> desk.engine().running();
            case "candidate" -> desk.candidates().view(operator, own).tree();
            case "file" -> {
                final ConfigurationTree.Parsed parsed = ConfigurationTree.parse(desk.engine().fileText());
                if (parsed.tree() == null) {
                    throw new Replies.Refusal(RpcErrorCode.CONFIG_INVALID,
                            parsed.problems().getFirst().describe(desk.engine().file().toString()), "mend the file");
                }
                yield parsed.tree();
            }
            default -> {
                if (!name.matches("[0-9]{1,6}")) {
                    throw new IllegalArgumentException("'" + name + "' is no configuration: write running, candidate, file or a number");
                }
                yield desk.engine().earlier(Integer.parseInt(name));
            }
        };
    }

    private void onCheck(final RpcCall<ConfigCheck.Params, ConfigCheck.Result> call) {
        final Operator operator = CandidateHandlers.operator(call, call.params().session());
        answer(call, desk -> {
            final CommitCheck check = desk.engine().check(
                    desk.candidates().view(operator, Boolean.TRUE.equals(call.params().own())).tree());
            return new ConfigCheck.Result(check.problems().isEmpty(), problems(check.problems()), changes(check.changes()),
                    effects(check.effects()), changes(check.waiting()));
        });
    }

    private void onCommit(final RpcCall<ConfigCommit.Params, ConfigCommit.Result> call) {
        final ConfigCommit.Params params = call.params();
        final Operator operator = CandidateHandlers.operator(call, params.session());
        final int minutes = params.confirmMinutes() == null ? 0 : params.confirmMinutes();
        if (params.confirmMinutes() != null && (minutes < 1 || minutes > MINUTES_MAX)) {
            throw new IllegalArgumentException("confirm_minutes is 1 to " + MINUTES_MAX);
        }
        answer(call, desk -> {
            final CommitCheck done = desk.candidates().commit(operator, Boolean.TRUE.equals(params.own()), new CommitOrder(operator.user(),
                    params.comment() == null ? "" : params.comment(), minutes, Boolean.TRUE.equals(params.force()),
                    Boolean.TRUE.equals(params.overwrite())));
            final Long returns = desk.engine().pending() == null ? null : desk.engine().pending().deadlineEpochMs();
            return done == null ? new ConfigCommit.Result(desk.engine().revision(), true, returns, List.of(), List.of(), List.of())
                    : new ConfigCommit.Result(desk.engine().revision(), false, returns, changes(done.changes()), effects(done.effects()),
                            changes(done.waiting()));
        });
    }

    private void onConfirm(final RpcCall<ConfigConfirm.Params, ConfigConfirm.Result> call) {
        answer(call, desk -> {
            desk.engine().confirm();
            return new ConfigConfirm.Result(desk.engine().revision());
        });
    }

    private void onHistory(final RpcCall<ConfigHistory.Params, ConfigHistory.Result> call) {
        final int limit = call.params().limit() == null ? HISTORY_DEFAULT : call.params().limit();
        answer(call, desk -> {
            final List<ConfigurationArchive.Entry> entries;
            try {
                entries = desk.engine().archive().entries();
            } catch (final IOException e) {
                throw new Replies.Refusal(RpcErrorCode.INVALID_STATE, "the archive cannot be read: " + e.getMessage(),
                        "check " + desk.engine().archive().directory());
            }
            // An entry says which commit replaced it, and so where the configuration after it came from.
            final List<ConfigHistory.Commit> commits = new ArrayList<>();
            for (int i = 0; i <= entries.size() && i < Math.max(1, limit); i++) {
                final ConfigurationArchive.Entry origin = i < entries.size() ? entries.get(i) : null;
                commits.add(new ConfigHistory.Commit(i, origin == null ? null : origin.epochMs(), origin == null ? null : origin.by(),
                        origin == null || origin.comment().isEmpty() ? null : origin.comment()));
            }
            return new ConfigHistory.Result(commits);
        });
    }
}
