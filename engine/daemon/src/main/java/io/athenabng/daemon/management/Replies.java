package io.athenabng.daemon.management;

import io.athenabng.core.config.ConfigurationPathException;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.daemon.commit.CommitException;
import io.athenabng.daemon.edge.kernel.KernelRefusedException;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.socket.RpcCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.agrona.ErrorHandler;

/** Answers a call when an agent has answered. */
final class Replies {
    private Replies() {
    }

    /** A refusal with its code, thrown by a handler and sent as the call's error. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final RpcErrorCode code;
        private final String remedy;

        Refusal(final RpcErrorCode code, final String message, final String remedy) {
            super(message, null, false, false);
            this.code = code;
            this.remedy = remedy;
        }
    }

    static <R extends Record> void answer(final RpcCall<?, R> call, final CompletableFuture<R> future, final ErrorHandler errors) {
        future.whenComplete((result, thrown) -> {
            if (thrown == null) {
                call.result(result);
            } else {
                fail(call, thrown, errors);
            }
        });
    }

    /** Answers with the error's code. What nobody expects is a defect: it goes to the error log, and the caller hears no more than that. */
    static void fail(final RpcCall<?, ?> call, final Throwable thrown, final ErrorHandler errors) {
        final Throwable cause = thrown instanceof CompletionException && !(thrown instanceof Mailbox.BusyException)
                && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof Refusal refusal) {
            if (refusal.remedy == null) {
                call.error(refusal.code, refusal.getMessage());
            } else {
                call.error(refusal.code, refusal.getMessage(), refusal.remedy);
            }
        } else if (cause instanceof Mailbox.BusyException) {
            call.error(RpcErrorCode.BUSY, cause.getMessage());
        } else if (cause instanceof ConfigurationPathException path) {
            call.error(RpcErrorCode.INVALID_PARAMS, path.getMessage(), path.remedy());
        } else if (cause instanceof CommitException commit) {
            call.error(code(commit.kind()), commit.getMessage(), commit.remedy());
        } else if (cause instanceof IllegalArgumentException) {
            call.error(RpcErrorCode.INVALID_PARAMS, cause.getMessage());
        } else if (cause instanceof KernelRefusedException) {
            call.error(RpcErrorCode.KERNEL_ERROR, cause.getMessage());
        } else {
            call.error(RpcErrorCode.INTERNAL_ERROR, "the call failed by a defect of the daemon");
            errors.onError(cause);
        }
    }

    private static RpcErrorCode code(final CommitException.Kind kind) {
        return switch (kind) {
            case INVALID -> RpcErrorCode.CONFIG_INVALID;
            case STATE -> RpcErrorCode.INVALID_STATE;
            case ENDS_SESSIONS -> RpcErrorCode.CONFIRMATION_NEEDED;
            case FAILED -> RpcErrorCode.COMMIT_FAILED;
            case NOT_FOUND -> RpcErrorCode.NOT_FOUND;
        };
    }

    static Refusal notFound(final String what) {
        return new Refusal(RpcErrorCode.NOT_FOUND, what, null);
    }
}
