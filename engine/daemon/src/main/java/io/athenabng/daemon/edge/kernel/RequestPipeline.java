package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.CompletionHandler;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.MessageHandler;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.message.NetlinkRequest;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * Batches the requests of many tasks over one netlink client, and tells each task its answers. Successes need no ACK of their own. What is
 * admitted is bounded, so that follow-up requests (undo, repair) always find room. Owned by the kernel agent.
 */
final class RequestPipeline implements CompletionHandler, AutoCloseable {
    private static final int STEP_BITS = 8;
    private static final int STEP_MASK = (1 << STEP_BITS) - 1;
    private static final int POLL_LIMIT = 4096;
    private static final String REFUSED_TEXT = "the request socket takes nothing now";
    private static final String LOST_TEXT = "the answer was lost";

    /** A dump that waits for its turn: the client runs one at a time. */
    private record Dump(KernelTask task, int step, NetlinkRequest request, MessageHandler messages) {
    }

    private final NetlinkClient client;
    private final int admissionLimit;
    private final IntArrayList freeSlots = new IntArrayList();
    private final LongArrayList refused = new LongArrayList();
    private final ArrayDeque<Dump> dumps = new ArrayDeque<>();
    private KernelTask[] tasks = new KernelTask[64];
    private int slotCount;

    RequestPipeline(final NetlinkTransport transport, final NetlinkClient.Settings settings) {
        client = new NetlinkClient(transport, this, settings);
        admissionLimit = settings.window() / 2;
    }

    /** Whether new work may be begun. */
    boolean admits() {
        return client.pendingRequests() < admissionLimit && refused.isEmpty();
    }

    NetlinkClient client() {
        return client;
    }

    void submit(final KernelTask task, final int step, final NetlinkRequest request) {
        final long correlationId = bind(task, step);
        if (!client.submitSilently(request, correlationId)) {
            refused.addLong(correlationId);
        }
    }

    /** As {@link #submit}, for a request that is answered with a message. */
    void ask(final KernelTask task, final int step, final NetlinkRequest request, final MessageHandler replies) {
        final long correlationId = bind(task, step);
        if (!client.submit(request, correlationId, replies)) {
            refused.addLong(correlationId);
        }
    }

    /** Starts a dump, now or when those before it are through. The request must not be changed until the task has its answer. */
    void dump(final KernelTask task, final int step, final NetlinkRequest request, final MessageHandler messages) {
        bind(task, step);
        dumps.addLast(new Dump(task, step, request, messages));
    }

    private long bind(final KernelTask task, final int step) {
        if (!task.hasSlot()) {
            task.slot(freeSlots.isEmpty() ? slotCount++ : freeSlots.popInt());
            if (task.slot() == tasks.length) {
                tasks = Arrays.copyOf(tasks, tasks.length * 2);
            }
            tasks[task.slot()] = task;
        }
        task.hold();
        return (long) task.slot() << STEP_BITS | step;
    }

    /** Ends a {@link KernelTask#hold()}. */
    void release(final KernelTask task) {
        settle(task);
    }

    /**
     * Sends what is waiting and handles what has arrived.
     *
     * @return how much there was
     */
    int poll() {
        int work = 0;
        if (!refused.isEmpty()) {
            final long[] failed = refused.toLongArray();
            refused.clear();
            for (final long correlationId : failed) {
                onError(correlationId, Errno.ENOBUFS, REFUSED_TEXT, -1);
            }
            work += failed.length;
        }
        while (!dumps.isEmpty() && !client.dumpActive()) {
            final Dump dump = dumps.peekFirst();
            if (!client.startDump(dump.request, (long) dump.task.slot() << STEP_BITS | dump.step, dump.messages)) {
                break;
            }
            dumps.removeFirst();
            work++;
        }
        return work + client.poll(POLL_LIMIT);
    }

    boolean isIdle() {
        return client.pendingRequests() == 0 && !client.dumpActive() && dumps.isEmpty() && refused.isEmpty();
    }

    @Override
    public void onAck(final long correlationId) {
        answer(correlationId, 0, "");
    }

    @Override
    public void onError(final long correlationId, final int errno, final CharSequence extAckText, final int extAckOffset) {
        answer(correlationId, errno, extAckText);
    }

    @Override
    public void onUnknown(final long correlationId) {
        answer(correlationId, Errno.EAGAIN, LOST_TEXT);
    }

    private void answer(final long correlationId, final int errno, final CharSequence text) {
        final KernelTask task = tasks[(int) (correlationId >>> STEP_BITS)];
        try {
            task.onAnswer((int) correlationId & STEP_MASK, errno, text);
        } finally {
            settle(task);
        }
    }

    private void settle(final KernelTask task) {
        if (task.done() > 0) {
            return;
        }
        if (task.hasSlot()) {
            tasks[task.slot()] = null;
            freeSlots.addInt(task.slot());
            task.releaseSlot();
        }
        task.onSettled();
    }

    @Override
    public void close() {
        client.close();
    }
}
