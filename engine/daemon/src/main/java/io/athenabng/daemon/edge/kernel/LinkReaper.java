package io.athenabng.daemon.edge.kernel;

import io.athenabng.netlink.CompletionHandler;
import io.athenabng.netlink.Errno;
import io.athenabng.netlink.NetlinkClient;
import io.athenabng.netlink.NetlinkException;
import io.athenabng.netlink.NetlinkTransport;
import io.athenabng.netlink.link.LinkDeleteRequest;
import io.athenabng.netlink.link.LinkSetRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.ManyToOneConcurrentLinkedQueue;

/**
 * Deletes interfaces, many at a time. One deletion waits for the kernel's grace periods (20 ms); a group of them waits once. So doomed
 * interfaces are moved into one link group and the group is deleted, on a socket and thread of its own, while others are being created.
 */
final class LinkReaper implements Runnable, AutoCloseable {
    static final int BATCH = 200;
    private static final long GATHER_MS = 10;
    private static final long IDLE_MS = 200;
    private static final long JOIN_MS = 10_000;

    private final NetlinkClient client;
    private final ErrorHandler errors;
    private final LinkedBlockingQueue<Integer> doomed = new LinkedBlockingQueue<>();
    private final ManyToOneConcurrentLinkedQueue<Long> reaped = new ManyToOneConcurrentLinkedQueue<>();
    private final LinkSetRequest set = new LinkSetRequest();
    private final LinkDeleteRequest delete = new LinkDeleteRequest();
    private final List<Integer> batch = new ArrayList<>(BATCH);
    private volatile boolean running;
    private Thread thread;

    LinkReaper(final NetlinkTransport transport, final ErrorHandler errors) {
        this.errors = errors;
        client = new NetlinkClient(transport, new CompletionHandler() {
            @Override
            public void onAck(final long correlationId) {
                // The deletion of the group says whether all is well.
            }

            @Override
            public void onError(final long correlationId, final int errno, final CharSequence extAckText, final int extAckOffset) {
                if (errno != Errno.ENODEV) {
                    errors.onError(new KernelRefusedException(
                        KernelErrors.describe(KernelErrors.Kind.DELETE, "interface " + correlationId, errno, extAckText), errno));
                }
            }

            @Override
            public void onUnknown(final long correlationId) {
                // As onAck.
            }
        });
    }

    void start() {
        running = true;
        thread = new Thread(this, "abng-reap");
        thread.setDaemon(true);
        thread.start();
    }

    /** Deletes an interface soon; {@link #pollReaped()} says when it is gone. Any thread. */
    void doom(final int ifIndex) {
        doomed.add(ifIndex);
    }

    /** An interface whose deletion has ended, with the errno in the upper half; -1 if there is none. */
    long pollReaped() {
        final Long next = reaped.poll();
        return next == null ? -1 : next;
    }

    @Override
    public void run() {
        // What is doomed before the end still goes.
        while (running || !doomed.isEmpty()) {
            try {
                reap(IDLE_MS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (final RuntimeException e) {
                errors.onError(e);
            }
        }
    }

    /** Deletes up to one batch, waiting for the first so long. */
    int reap(final long waitMs) throws InterruptedException {
        final Integer first = doomed.poll(waitMs, TimeUnit.MILLISECONDS);
        if (first == null) {
            return 0;
        }
        batch.clear();
        batch.add(first);
        if (waitMs > 0) {
            Thread.sleep(GATHER_MS);
        }
        doomed.drainTo(batch, BATCH - 1);
        int errno = Errno.EIO;
        try {
            errno = deleteTogether();
        } finally {
            if (errno == 0) {
                for (int i = 0; i < batch.size(); i++) {
                    reaped.add((long) batch.get(i));
                }
            } else {
                deleteSingly();
            }
        }
        return batch.size();
    }

    private int deleteTogether() {
        for (int i = 0; i < batch.size(); i++) {
            final int ifIndex = batch.get(i);
            while (!client.submitSilently(set.reset().index(ifIndex).group(KernelNumbers.DOOMED_GROUP), ifIndex)) {
                client.poll(Integer.MAX_VALUE);
            }
        }
        return execute(delete.byGroup(KernelNumbers.DOOMED_GROUP));
    }

    /** Something in the group cannot go: the others need not stay for it. */
    private void deleteSingly() {
        for (int i = 0; i < batch.size(); i++) {
            final int ifIndex = batch.get(i);
            final int errno = execute(delete.byIndex(ifIndex));
            reaped.add((long) errno << 32 | ifIndex);
        }
    }

    private int execute(final LinkDeleteRequest request) {
        try {
            client.execute(request);
            return 0;
        } catch (final NetlinkException e) {
            return e.errno() == Errno.ENODEV ? 0 : e.errno();
        }
    }

    boolean isIdle() {
        return doomed.isEmpty();
    }

    @Override
    public void close() {
        running = false;
        if (thread != null) {
            try {
                thread.join(JOIN_MS);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        client.close();
    }
}
