package io.athenabng.daemon.management;

import io.athenabng.core.config.ConfigurationJsonSchema;
import io.athenabng.daemon.commit.Candidate;
import io.athenabng.daemon.commit.Candidates.Operator;
import io.athenabng.daemon.commit.CommitThread.Desk;
import io.athenabng.rpc.api.ConfigComplete;
import io.athenabng.rpc.api.ConfigDelete;
import io.athenabng.rpc.api.ConfigGet;
import io.athenabng.rpc.api.ConfigLoad;
import io.athenabng.rpc.api.ConfigLock;
import io.athenabng.rpc.api.ConfigRollback;
import io.athenabng.rpc.api.ConfigSchema;
import io.athenabng.rpc.api.ConfigSet;
import io.athenabng.rpc.api.ConfigUnlock;
import io.athenabng.rpc.api.ConfigUpdate;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.socket.RpcCall;
import io.athenabng.rpc.socket.RpcDispatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Edits of candidates. Each is done by the thread that commits. */
final class CandidateHandlers {
    private final ManagementContext context;

    CandidateHandlers(final ManagementContext context) {
        this.context = context;
    }

    void register(final RpcDispatcher dispatcher) {
        dispatcher.on(RpcCatalogue.CONFIG_SCHEMA, call -> call.result(new ConfigSchema.Result(ConfigurationJsonSchema.toMap())));
        dispatcher.on(RpcCatalogue.CONFIG_GET, this::onGet);
        dispatcher.on(RpcCatalogue.CONFIG_COMPLETE, this::onComplete);
        dispatcher.on(RpcCatalogue.CONFIG_SET, this::onSet);
        dispatcher.on(RpcCatalogue.CONFIG_DELETE, this::onDelete);
        dispatcher.on(RpcCatalogue.CONFIG_LOAD, this::onLoad);
        dispatcher.on(RpcCatalogue.CONFIG_ROLLBACK, this::onRollback);
        dispatcher.on(RpcCatalogue.CONFIG_UPDATE, this::onUpdate);
        dispatcher.on(RpcCatalogue.CONFIG_LOCK, this::onLock);
        dispatcher.on(RpcCatalogue.CONFIG_UNLOCK, this::onUnlock);
    }

    /** Who calls: the name of the peer's user, as the kernel tells it. */
    static Operator operator(final RpcCall<?, ?> call, final String session) {
        final String peer = call.peer();
        final int colon = peer.indexOf(':');
        return new Operator(colon < 0 ? peer : peer.substring(0, colon), session == null ? "" : session);
    }

    private <R extends Record> void answer(final RpcCall<?, R> call, final Function<Desk, R> task) {
        context.answer(call, context.commits().ask(task));
    }

    private static List<String> words(final List<String> path) {
        return path == null ? List.of() : path;
    }

    private void onGet(final RpcCall<ConfigGet.Params, ConfigGet.Result> call) {
        final Operator operator = operator(call, call.params().session());
        answer(call, desk -> {
            final Candidate candidate = desk.candidates().view(operator, Boolean.TRUE.equals(call.params().own()));
            return new ConfigGet.Result(candidate.tree().show(words(call.params().path())), candidate.edits(),
                    candidate.baseRevision() != desk.engine().revision());
        });
    }

    private void onComplete(final RpcCall<ConfigComplete.Params, ConfigComplete.Result> call) {
        final Operator operator = operator(call, call.params().session());
        answer(call, desk -> {
            final List<ConfigComplete.Word> words = new ArrayList<>();
            desk.candidates().view(operator, Boolean.TRUE.equals(call.params().own())).tree().completions(words(call.params().path()))
                    .forEach((word, meaning) -> words.add(new ConfigComplete.Word(word, meaning)));
            return new ConfigComplete.Result(words);
        });
    }

    private void onSet(final RpcCall<ConfigSet.Params, ConfigSet.Result> call) {
        final Operator operator = operator(call, call.params().session());
        answer(call, desk -> new ConfigSet.Result(
                desk.candidates().set(operator, Boolean.TRUE.equals(call.params().own()), words(call.params().path())).edits()));
    }

    private void onDelete(final RpcCall<ConfigDelete.Params, ConfigDelete.Result> call) {
        final Operator operator = operator(call, call.params().session());
        answer(call, desk -> new ConfigDelete.Result(
                desk.candidates().delete(operator, Boolean.TRUE.equals(call.params().own()), words(call.params().path())).edits()));
    }

    private void onLoad(final RpcCall<ConfigLoad.Params, ConfigLoad.Result> call) {
        final Operator operator = operator(call, call.params().session());
        final boolean fromDisk = Boolean.TRUE.equals(call.params().fromDisk());
        if (fromDisk == (call.params().yaml() != null)) {
            throw new IllegalArgumentException("give yaml, or from_disk, and not both");
        }
        answer(call, desk -> new ConfigLoad.Result(desk.candidates().load(operator, Boolean.TRUE.equals(call.params().own()),
                fromDisk ? desk.engine().fileText() : call.params().yaml(), Boolean.TRUE.equals(call.params().merge())).edits()));
    }

    private void onRollback(final RpcCall<ConfigRollback.Params, ConfigRollback.Result> call) {
        final Operator operator = operator(call, call.params().session());
        answer(call, desk -> new ConfigRollback.Result(
                desk.candidates().rollBack(operator, Boolean.TRUE.equals(call.params().own()), call.params().number()).edits()));
    }

    private void onUpdate(final RpcCall<ConfigUpdate.Params, ConfigUpdate.Result> call) {
        final Operator operator = operator(call, call.params().session());
        final boolean own = Boolean.TRUE.equals(call.params().own());
        answer(call, desk -> {
            final List<String> dropped = desk.candidates().update(operator, own);
            return new ConfigUpdate.Result(desk.candidates().view(operator, own).edits(), dropped);
        });
    }

    private void onLock(final RpcCall<ConfigLock.Params, ConfigLock.Result> call) {
        final Operator operator = operator(call, call.params().session());
        answer(call, desk -> {
            desk.candidates().lock(operator);
            return new ConfigLock.Result(operator.display());
        });
    }

    private void onUnlock(final RpcCall<ConfigUnlock.Params, ConfigUnlock.Result> call) {
        final Operator operator = operator(call, call.params().session());
        answer(call, desk -> {
            final Operator holder = desk.candidates().unlock(operator, Boolean.TRUE.equals(call.params().force()));
            return new ConfigUnlock.Result(holder == null ? null : holder.display());
        });
    }
}
