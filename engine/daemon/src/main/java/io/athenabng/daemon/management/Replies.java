package io.athenabng.daemon.management;

import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.socket.RpcCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

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

    static <R extends Record> void answer(final RpcCall<?, R> call, final CompletableFuture<R> future) {
        future.whenComplete((result, thrown) -> {
            if (thrown == null) {
                call.result(result);
            } else {
                fail(call, thrown);
            }
        });
    }

    static void fail(final RpcCall<?, ?> call, final Throwable thrown) {
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
        } else if (cause instanceof IllegalArgumentException) {
            call.error(RpcErrorCode.INVALID_PARAMS, cause.getMessage());
        } else {
            throw cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
        }
    }

    static Refusal notFound(final String what) {
        return new Refusal(RpcErrorCode.NOT_FOUND, what, null);
    }
}
