package io.athenabng.rpc.socket;

import io.athenabng.rpc.jsonrpc.JsonRpcEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The answer to one document: as many replies as it has members, gathered from any threads. When the last is there, the
 * connection sends what is to be sent: nothing for notifications (JSON-RPC 2.0, section 6).
 */
final class Exchange {
    private final ServerConnection connection;
    private final boolean batch;
    private final AtomicReferenceArray<JsonRpcEncoder.Reply> replies;
    private final AtomicInteger missing;
    /** Subscriptions that the answer tells of. Written by the connection's reader before it answers their call. */
    private final List<Subscription> subscriptions = new ArrayList<>(0);

    Exchange(final ServerConnection connection, final boolean batch, final int members) {
        this.connection = connection;
        this.batch = batch;
        this.replies = new AtomicReferenceArray<>(members);
        this.missing = new AtomicInteger(members);
    }

    /** Lets the subscription deliver events from the moment on at which this answer is queued. */
    void activates(final Subscription subscription) {
        subscriptions.add(subscription);
    }

    List<Subscription> subscriptions() {
        return subscriptions;
    }

    /** Member {@code index} is answered; null if nothing is to be sent for it. */
    void complete(final int index, final JsonRpcEncoder.Reply reply) {
        if (reply instanceof JsonRpcEncoder.Failure) {
            connection.statistics().increment(RpcStatistics.Counter.ERRORS);
        }
        replies.set(index, reply);
        if (missing.decrementAndGet() == 0) {
            connection.send(this);
        }
    }

    /** The bytes to send, or null if there are none. */
    byte[] encode(final JsonRpcEncoder encoder) {
        final List<JsonRpcEncoder.Reply> present = new ArrayList<>(replies.length());
        for (int i = 0; i < replies.length(); i++) {
            if (replies.get(i) != null) {
                present.add(replies.get(i));
            }
        }
        if (present.isEmpty()) {
            return null;
        }
        return batch ? encoder.batch(present) : encoder.single(present.getFirst());
    }

    /** The same document answered with an error for each member, where a result cannot be encoded. */
    byte[] encodeFailure(final JsonRpcEncoder encoder, final JsonRpcEncoder.Failure template) {
        for (int i = 0; i < replies.length(); i++) {
            final JsonRpcEncoder.Reply reply = replies.get(i);
            if (reply != null) {
                replies.set(i, new JsonRpcEncoder.Failure(reply.id(), template.code(), template.message(), template.remedy()));
            }
        }
        return encode(encoder);
    }
}
