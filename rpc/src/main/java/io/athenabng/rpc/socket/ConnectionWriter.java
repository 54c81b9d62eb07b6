package io.athenabng.rpc.socket;

import io.athenabng.rpc.api.Event;
import io.athenabng.rpc.api.EventsSubscribe;
import io.athenabng.rpc.jsonrpc.JsonRpcEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes one peer's answers and events on a virtual thread of its own, and encodes them there. Answers go first; their
 * number is bounded by the connection's permits. Events wait in a bounded queue: when it is full, events are dropped and
 * counted until half of it has been read, and then the reader is told by {@code events.dropped} how many it missed.
 */
final class ConnectionWriter {
    private static final int CHUNK_BYTES = 64 * 1024;

    private final ServerConnection connection;
    private final SocketChannel channel;
    private final RpcServerOptions options;
    private final JsonRpcEncoder encoder;
    private final RpcStatistics statistics;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notEmpty = lock.newCondition();
    private final ArrayDeque<Exchange> answers = new ArrayDeque<>();
    private final ArrayDeque<QueuedEvent> events = new ArrayDeque<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<Subscription> active = new ArrayList<>();
    private final Thread thread = Thread.ofVirtual().name("abng-rpc-write").unstarted(this::writeLoop);
    private long lastNumber;
    private boolean overflowed;
    private boolean stopped;
    private volatile boolean anyActive;
    private volatile long writingSinceNs;

    private record QueuedEvent(Subscription subscription, Event event) {
    }

    ConnectionWriter(final ServerConnection connection, final SocketChannel channel, final RpcServerOptions options,
                     final JsonRpcEncoder encoder, final RpcStatistics statistics) {
        this.connection = connection;
        this.channel = channel;
        this.options = options;
        this.encoder = encoder;
        this.statistics = statistics;
    }

    void start() {
        thread.start();
    }

    void stop() {
        lock.lock();
        try {
            stopped = true;
            anyActive = false;
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }

    boolean isStalled(final long nowNs) {
        final long since = writingSinceNs;
        return since != 0 && nowNs - since > options.writeStallTimeoutMs() * 1_000_000;
    }

    /** Queues an answer. What is published after this reaches the subscriptions that the answer tells of. */
    void send(final Exchange exchange) {
        lock.lock();
        try {
            if (stopped) {
                statistics.increment(RpcStatistics.Counter.LATE_ANSWERS);
                return;
            }
            answers.add(exchange);
            for (final Subscription subscription : exchange.subscriptions()) {
                // Unless the same batch has ended it again.
                if (subscriptions.contains(subscription)) {
                    active.add(subscription);
                    anyActive = true;
                }
            }
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    /** A new subscription that delivers nothing before the answer that tells of it was sent off; null if there are too many. */
    Subscription subscribe(final Set<String> types, final String group) {
        lock.lock();
        try {
            if (subscriptions.size() >= options.maxSubscriptions()) {
                return null;
            }
            final Subscription subscription = new Subscription(++lastNumber, types, group);
            subscriptions.add(subscription);
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    /** Ends a subscription with what still waits for it; null if there is none of that number. */
    Subscription unsubscribe(final long number) {
        lock.lock();
        try {
            for (final Subscription subscription : subscriptions) {
                if (subscription.number == number) {
                    subscriptions.remove(subscription);
                    active.remove(subscription);
                    events.removeIf(queued -> queued.subscription == subscription);
                    anyActive = !active.isEmpty();
                    return subscription;
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    void publish(final Event event) {
        if (!anyActive) {
            return;
        }
        lock.lock();
        try {
            if (overflowed && events.size() <= options.eventQueueLimit() / 2) {
                overflowed = false;
                active.forEach(this::tellDropped);
            }
            for (final Subscription subscription : active) {
                if (subscription.wants(event)) {
                    enqueue(subscription, event);
                }
            }
            notEmpty.signal();
        } finally {
            lock.unlock();
        }
    }

    private void enqueue(final Subscription subscription, final Event event) {
        if (overflowed || events.size() >= options.eventQueueLimit()) {
            overflowed = true;
            subscription.sequence++;
            subscription.dropped++;
            subscription.droppedNotTold++;
            statistics.increment(RpcStatistics.Counter.EVENTS_DROPPED);
        } else {
            add(subscription, event);
        }
    }

    private void add(final Subscription subscription, final Event event) {
        events.add(new QueuedEvent(subscription, event.deliveredTo(subscription.number, ++subscription.sequence)));
    }

    private void tellDropped(final Subscription subscription) {
        if (subscription.droppedNotTold > 0) {
            add(subscription, Event.ofDropped(System.currentTimeMillis(), subscription.droppedNotTold));
            subscription.droppedNotTold = 0;
        }
    }

    private void writeLoop() {
        try {
            boolean more;
            do {
                more = writeNext();
            } while (more);
        } catch (final IOException | InterruptedException e) {
            // The peer is gone or the connection is being closed: nothing is left to write to.
            writingSinceNs = 0;
        } catch (final RuntimeException e) {
            connection.onDefect(e);
        } finally {
            connection.close();
        }
    }

    /** Writes one answer or event; waits for one if there is none. False at the end. */
    private boolean writeNext() throws IOException, InterruptedException {
        final Exchange answer;
        QueuedEvent event = null;
        lock.lockInterruptibly();
        try {
            while (answers.isEmpty() && events.isEmpty() && !stopped) {
                notEmpty.await();
            }
            if (stopped) {
                return false;
            }
            answer = answers.poll();
            if (answer == null) {
                event = events.poll();
                event.subscription.delivered++;
                if (events.isEmpty() && overflowed) {
                    // No further event may come for long: what was missed is told now.
                    overflowed = false;
                    active.forEach(this::tellDropped);
                }
            }
        } finally {
            lock.unlock();
        }
        if (answer != null) {
            final byte[] bytes = encode(answer);
            if (bytes != null) {
                write(bytes);
            }
            connection.onSent();
        } else {
            write(encoder.notification(EventsSubscribe.NOTIFICATION, event.event));
            statistics.increment(RpcStatistics.Counter.EVENTS);
        }
        return true;
    }

    private byte[] encode(final Exchange answer) {
        try {
            return answer.encode(encoder);
        } catch (final RuntimeException e) {
            connection.onDefect(e);
            return answer.encodeFailure(encoder, ServerConnection.unencodable());
        }
    }

    private void write(final byte[] bytes) throws IOException {
        for (int offset = 0; offset < bytes.length; offset += CHUNK_BYTES) {
            final ByteBuffer chunk = ByteBuffer.wrap(bytes, offset, Math.min(CHUNK_BYTES, bytes.length - offset));
            while (chunk.hasRemaining()) {
                writingSinceNs = System.nanoTime() | 1;
                channel.write(chunk);
            }
        }
        writingSinceNs = 0;
    }
}
