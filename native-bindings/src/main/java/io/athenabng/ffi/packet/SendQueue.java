package io.athenabng.ffi.packet;

import io.athenabng.ffi.Errno;
import io.athenabng.ffi.Syscalls;
import io.athenabng.ffi.generated.linux.Linux;

/**
 * A bounded queue of messages that leave in order with {@code sendmmsg(2)}, as many as fit a call.
 *
 * <p>No message is lost silently. It stays queued while the kernel has no room (EAGAIN, ENOBUFS); what the kernel refuses for its
 * own sake (too long, interface down, no route) is dropped and counted with the error, and the others go on. One owner thread; the
 * counters may be read by any.
 */
final class SendQueue implements AutoCloseable {
    private final MessageBatch batch;
    private final int fd;
    private int head;
    private int queued;
    private volatile long sent;
    private volatile long refused;
    private volatile long postponements;
    private volatile long overflows;
    private volatile int lastErrno;

    SendQueue(int fd, MessageBatch batch) {
        this.fd = fd;
        this.batch = batch;
    }

    /** The slot to write the next message into, or -1 when the queue is full. */
    int claim(int length) {
        if (length < 1 || length > batch.slotSize()) {
            throw new IllegalArgumentException("length " + length + " of at most " + batch.slotSize());
        }
        if (queued == batch.slots()) {
            add(0, 0, 0, 1);
            return -1;
        }
        int slot = slot(head + queued);
        batch.setLength(slot, length);
        return slot;
    }

    /** Queues the message that was claimed last. */
    void commit() {
        if (queued == batch.slots()) {
            throw new IllegalStateException("nothing is claimed");
        }
        queued++;
    }

    /**
     * Sends what is queued.
     *
     * @return messages sent
     */
    int flush() {
        int total = 0;
        int dropped = 0;
        boolean postponed = false;
        while (queued > 0 && !postponed) {
            int run = Math.min(queued, batch.slots() - head);
            int result = Syscalls.sendmmsg(fd, batch.header(head), run, Linux.MSG_DONTWAIT() | Linux.MSG_NOSIGNAL());
            if (result > 0) {
                total += result;
                advance(result);
            } else if (-result == Errno.EAGAIN || -result == Errno.ENOBUFS) {
                postponed = true;
            } else if (-result != Errno.EINTR) {
                // The error is the first message's; those behind it have not been tried.
                lastErrno = -result;
                dropped++;
                advance(1);
            }
        }
        if (total > 0 || dropped > 0 || postponed) {
            add(total, dropped, postponed ? 1 : 0, 0);
        }
        return total;
    }

    private int slot(int index) {
        return index >= batch.slots() ? index - batch.slots() : index;
    }

    private void advance(int count) {
        head = slot(head + count);
        queued -= count;
    }

    // One writer, so that reading and writing a volatile field is no lost update.
    private void add(int newSent, int newRefused, int newPostponements, int newOverflows) {
        sent += newSent;
        refused += newRefused;
        postponements += newPostponements;
        overflows += newOverflows;
    }

    int queued() {
        return queued;
    }

    long sent() {
        return sent;
    }

    long refused() {
        return refused;
    }

    long postponements() {
        return postponements;
    }

    long overflows() {
        return overflows;
    }

    int lastErrno() {
        return lastErrno;
    }

    @Override
    public void close() {
        batch.close();
    }
}
