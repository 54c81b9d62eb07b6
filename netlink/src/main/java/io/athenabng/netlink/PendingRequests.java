package io.athenabng.netlink;

/**
 * Requests that were given a sequence number and whose end is not known yet: a window over consecutive sequence numbers.
 *
 * <p>The kernel works through the messages of a socket in order. An answer to one therefore says that all before it are done; those
 * that wanted no ACK and got no error have succeeded.
 */
final class PendingRequests {
    static final byte DONE = 0;
    /** An ACK will come. */
    static final byte WANTS_ACK = 1;
    /** Only an error would come. */
    static final byte SILENT = 2;
    /** As WANTS_ACK, for a synchronous call: the handler is not told. */
    static final byte SYNCHRONOUS = 3;

    private final byte[] states;
    private final long[] correlationIds;
    private final MessageHandler[] replyHandlers;
    private final int mask;
    private int oldest = 1;
    private int next = 1;

    PendingRequests(final int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("window " + capacity + " is not a power of two");
        }
        states = new byte[capacity];
        correlationIds = new long[capacity];
        replyHandlers = new MessageHandler[capacity];
        mask = capacity - 1;
    }

    boolean isFull() {
        return next - oldest > mask;
    }

    boolean isEmpty() {
        return next == oldest;
    }

    int size() {
        return next - oldest;
    }

    int nextSequence() {
        return next;
    }

    int oldestSequence() {
        return oldest;
    }

    /** Takes the next sequence number; the window must not be full. */
    int add(final byte state, final long correlationId, final MessageHandler replyHandler) {
        final int slot = next & mask;
        states[slot] = state;
        correlationIds[slot] = correlationId;
        replyHandlers[slot] = replyHandler;
        return next++;
    }

    boolean contains(final int sequence) {
        return sequence - oldest >= 0 && sequence - next < 0;
    }

    byte state(final int sequence) {
        return states[sequence & mask];
    }

    long correlationId(final int sequence) {
        return correlationIds[sequence & mask];
    }

    MessageHandler replyHandler(final int sequence) {
        return replyHandlers[sequence & mask];
    }

    void wantAck(final int sequence) {
        if (states[sequence & mask] == SILENT) {
            states[sequence & mask] = WANTS_ACK;
        }
    }

    void done(final int sequence) {
        states[sequence & mask] = DONE;
        replyHandlers[sequence & mask] = null;
        while (oldest != next && states[oldest & mask] == DONE) {
            oldest++;
        }
    }
}
