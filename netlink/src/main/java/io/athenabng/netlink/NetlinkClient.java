package io.athenabng.netlink;

import static io.athenabng.netlink.message.NetlinkConstants.NLMSG_DONE;
import static io.athenabng.netlink.message.NetlinkConstants.NLMSG_ERROR;
import static io.athenabng.netlink.message.NetlinkConstants.NLMSG_NOOP;
import static io.athenabng.netlink.message.NetlinkConstants.NLMSG_OVERRUN;
import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_ACK;

import io.athenabng.netlink.message.ErrorFlyweight;
import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import io.athenabng.netlink.message.NetlinkRequest;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends netlink requests in batches and matches the kernel's answers to them. One owner thread; nothing is allocated per request.
 *
 * <p>{@link #submit} writes a request into the batch; a full batch goes out by itself, {@link #flush()} and {@link #poll} send what is
 * there. Each request ends with exactly one call of the {@link CompletionHandler}, in any case: a refusal in the middle of a batch
 * concerns that request alone. A request that wants no ACK ({@link #submitSilently}) costs no answer when it succeeds: its success
 * follows from the answer to a later one, and the last request of a batch always asks for an ACK.
 *
 * <p>When the socket's queue overflows the kernel drops answers. All requests whose fate is then open end with
 * {@link CompletionHandler#onUnknown}. Keep the window small enough for the socket's queue: an ACK takes about 1 kB of it.
 *
 * <p>One dump runs at a time; requests may be submitted meanwhile, their answers are not lost. Multicast groups belong on a socket of
 * their own ({@link LinkEventListener}): notifications can fill the queue at any time, and take answers with them.
 */
public final class NetlinkClient implements AutoCloseable {
    /** How often an interrupted dump is started again before it fails with EINTR. */
    public static final int DUMP_ATTEMPTS = 8;
    private static final int SYNCHRONOUS_TIMEOUT_MS = 30_000;
    private static final int AWAIT_SLICE_MS = 100;

    private final NetlinkTransport transport;
    private final CompletionHandler handler;
    private final PendingRequests pending;
    private final MutableDirectBuffer batch;
    private final NetlinkHeaderFlyweight header = new NetlinkHeaderFlyweight();
    private final ErrorFlyweight error = new ErrorFlyweight();
    private final DumpState dump;
    private final SynchronousResult result = new SynchronousResult();

    private int batchLength;
    private int batchFirstSequence;
    private int lastRequestOffset = -1;
    private int lastRequestSequence;
    private boolean overrun;
    private boolean polling;
    private long overruns;
    private long strayMessages;
    private long malformedMessages;
    private long batchesSent;
    private long requestsSent;

    /**
     * Limits of a client.
     *
     * @param batchBytes largest batch; at most the transport's send buffer
     * @param window     requests whose end may be open at once; a power of two
     */
    public record Settings(int batchBytes, int window) {
        /** 64 KiB and 1,024 requests. */
        public static final Settings DEFAULT = new Settings(64 * 1024, 1024);
    }

    public NetlinkClient(final NetlinkTransport transport, final CompletionHandler handler) {
        this(transport, handler, Settings.DEFAULT);
    }

    public NetlinkClient(final NetlinkTransport transport, final CompletionHandler handler, final Settings settings) {
        this.transport = transport;
        this.handler = handler;
        final MutableDirectBuffer sendBuffer = transport.sendBuffer();
        batch = new UnsafeBuffer(sendBuffer, 0, Math.min(settings.batchBytes(), sendBuffer.capacity()));
        pending = new PendingRequests(settings.window());
        dump = new DumpState();
        batchFirstSequence = pending.nextSequence();
    }

    /**
     * Submits a request; its end is told to the completion handler.
     *
     * @return false when the window is full or the socket takes nothing: poll, then try again
     * @throws IllegalArgumentException when the request is larger than a batch
     */
    public boolean submit(final NetlinkRequest request, final long correlationId) {
        return submit(request, PendingRequests.WANTS_ACK, correlationId, null);
    }

    /** As {@link #submit(NetlinkRequest, long)}, for a request that is answered with messages (one link, one counter). */
    public boolean submit(final NetlinkRequest request, final long correlationId, final MessageHandler replies) {
        return submit(request, PendingRequests.WANTS_ACK, correlationId, replies);
    }

    /** As {@link #submit(NetlinkRequest, long)}, without asking the kernel for an ACK. */
    public boolean submitSilently(final NetlinkRequest request, final long correlationId) {
        return submit(request, PendingRequests.SILENT, correlationId, null);
    }

    private boolean submit(final NetlinkRequest request, final byte state, final long correlationId, final MessageHandler replies) {
        final int offset = encode(request);
        if (offset < 0) {
            return false;
        }
        final int sequence = pending.add(state, correlationId, replies);
        NetlinkHeaderFlyweight.putSequence(batch, offset, sequence);
        if (state != PendingRequests.SILENT) {
            NetlinkHeaderFlyweight.addFlags(batch, offset, NLM_F_ACK);
        }
        lastRequestOffset = offset;
        lastRequestSequence = sequence;
        return true;
    }

    /** Writes a request into the batch, sending the batch first if it is full; answers its offset or -1. */
    private int encode(final NetlinkRequest request) {
        if (pending.isFull()) {
            flush();
            return -1;
        }
        int length = request.encode(batch, batchLength);
        if (length == NetlinkRequest.OVERFLOW) {
            if (batchLength == 0) {
                throw new IllegalArgumentException("request does not fit a batch of " + batch.capacity() + " bytes");
            }
            if (!flush()) {
                return -1;
            }
            length = request.encode(batch, 0);
            if (length == NetlinkRequest.OVERFLOW) {
                throw new IllegalArgumentException("request does not fit a batch of " + batch.capacity() + " bytes");
            }
        }
        final int offset = batchLength;
        NetlinkHeaderFlyweight.putPortId(batch, offset, transport.portId());
        batchLength += length;
        return offset;
    }


    /**
     * Sends the batch.
     *
     * @return false when the socket takes nothing now (the batch stays and goes out with a later call)
     */
    public boolean flush() {
        if (batchLength == 0) {
            return true;
        }
        final int lastSequence = pending.nextSequence() - 1;
        if (lastRequestOffset >= 0) {
            // Someone must say that the silent ones are through.
            NetlinkHeaderFlyweight.addFlags(batch, lastRequestOffset, NLM_F_ACK);
            pending.wantAck(lastRequestSequence);
        }
        final int sent = transport.send(batchLength);
        if (sent == -Errno.EAGAIN || sent == -Errno.ENOBUFS) {
            return false;
        }
        final int firstSequence = batchFirstSequence;
        batchLength = 0;
        lastRequestOffset = -1;
        batchFirstSequence = lastSequence + 1;
        if (sent < 0) {
            failBatch(firstSequence, lastSequence, -sent);
        } else {
            batchesSent++;
            requestsSent += lastSequence - firstSequence + 1;
        }
        return true;
    }

    private void failBatch(final int firstSequence, final int lastSequence, final int errno) {
        for (int sequence = firstSequence; sequence - lastSequence <= 0; sequence++) {
            if (dump.owns(sequence)) {
                finishDump(errno, "the batch was not sent", -1);
            } else {
                complete(sequence, Outcome.ERROR, errno, "the batch was not sent", -1);
            }
        }
    }

    /**
     * Starts a dump, asynchronously; its end is told to the completion handler. An interrupted dump ({@code NLM_F_DUMP_INTR}) is
     * started again by itself, see {@link MessageHandler#onRestart()}.
     *
     * @return false when another dump is running, the window is full or the socket takes nothing
     */
    public boolean startDump(final NetlinkRequest request, final long correlationId, final MessageHandler messages) {
        return startDump(request, correlationId, messages, false);
    }

    private boolean startDump(
            final NetlinkRequest request, final long correlationId, final MessageHandler messages, final boolean synchronous) {
        if (dump.active()) {
            return false;
        }
        final int offset = encode(request);
        if (offset < 0) {
            return false;
        }
        dump.start(correlationId, messages, synchronous, batch, offset, batchLength - offset);
        numberDump(offset);
        return true;
    }

    private void numberDump(final int offset) {
        final int sequence = pending.add(PendingRequests.DONE, 0, null);
        NetlinkHeaderFlyweight.putSequence(batch, offset, sequence);
        dump.sequence(sequence);
        pending.done(sequence);
    }

    /**
     * Sends what is waiting and handles what has arrived. Never waits.
     *
     * @param datagramLimit most datagrams to take
     * @return number of datagrams that were taken
     */
    public int poll(final int datagramLimit) {
        if (polling) {
            throw new IllegalStateException("called from within a handler");
        }
        polling = true;
        try {
            if (dump.restartPending()) {
                restartDump();
            }
            flush();
            int taken = 0;
            while (taken < datagramLimit) {
                final int length = transport.receive();
                if (length == 0) {
                    if (overrun) {
                        settleAfterOverrun();
                    }
                    break;
                }
                taken++;
                if (length < 0) {
                    overrun = true;
                    overruns++;
                    dump.damaged(length == NetlinkTransport.TRUNCATED);
                } else {
                    onDatagram(transport.receiveBuffer(), length);
                }
            }
            return taken;
        } finally {
            polling = false;
        }
    }

    private void onDatagram(final DirectBuffer buffer, final int length) {
        RuntimeException failure = null;
        int offset = 0;
        while (offset < length) {
            if (!header.wrap(buffer, offset, length - offset)) {
                malformedMessages++;
                break;
            }
            final int stride = header.stride();
            try {
                onMessage(buffer);
            } catch (final RuntimeException e) {
                // A handler's bug must not lose the messages behind this one, such as the end of a dump.
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
            offset += stride;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void onMessage(final DirectBuffer buffer) {
        final int type = header.type();
        final int flags = header.flags();
        final int sequence = header.sequence();
        final int payloadOffset = header.payloadOffset();
        final int payloadLength = header.payloadLength();
        if (type == NLMSG_NOOP) {
            return;
        }
        if (type == NLMSG_OVERRUN) {
            overrun = true;
            overruns++;
            return;
        }
        if (header.portId() != transport.portId()) {
            strayMessages++;
            return;
        }
        if (dump.owns(sequence)) {
            completeBefore(sequence);
            onDumpMessage(type, flags, buffer, payloadOffset, payloadLength);
        } else if (!pending.contains(sequence) || pending.state(sequence) == PendingRequests.DONE) {
            strayMessages++;
        } else if (type == NLMSG_ERROR) {
            if (!error.wrap(buffer, payloadOffset, payloadLength, flags)) {
                malformedMessages++;
                return;
            }
            completeBefore(sequence);
            complete(sequence, error.errno() == 0 ? Outcome.ACK : Outcome.ERROR, error.errno(), error.text(), error.offendingOffset());
        } else if (type != NLMSG_DONE) {
            final MessageHandler replies = pending.replyHandler(sequence);
            if (replies == null) {
                strayMessages++;
            } else {
                replies.onMessage(type, buffer, payloadOffset, payloadLength);
            }
        }
    }

    /** An answer to {@code sequence} is here, so the kernel is through with all before it. */
    private void completeBefore(final int sequence) {
        int current = pending.oldestSequence();
        final int end = Math.min(sequence - current, pending.size()) + current;
        for (; current - end < 0; current++) {
            if (pending.contains(current)) {
                complete(current, pending.state(current) == PendingRequests.SILENT && !overrun ? Outcome.ACK : Outcome.UNKNOWN, 0, "", -1);
            }
        }
    }

    private enum Outcome { ACK, ERROR, UNKNOWN }

    private void complete(final int sequence, final Outcome outcome, final int errno, final CharSequence text, final int offset) {
        final byte state = pending.state(sequence);
        if (state == PendingRequests.DONE) {
            return;
        }
        final long correlationId = pending.correlationId(sequence);
        pending.done(sequence);
        if (state == PendingRequests.SYNCHRONOUS) {
            result.set(outcome == Outcome.UNKNOWN ? Errno.ENOBUFS : errno, text, offset);
        } else if (outcome == Outcome.ACK) {
            handler.onAck(correlationId);
        } else if (outcome == Outcome.ERROR) {
            handler.onError(correlationId, errno, text, offset);
        } else {
            handler.onUnknown(correlationId);
        }
    }

    /** The queue is empty after an overflow: what has no answer now will never have one. */
    private void settleAfterOverrun() {
        overrun = false;
        // Handlers may send more meanwhile: those are not lost.
        final int end = batchFirstSequence;
        final boolean dumpWasSent = dump.active() && !dump.restartPending() && dump.sentBefore(end);
        for (int sequence = pending.oldestSequence(); sequence - end < 0; sequence++) {
            if (pending.contains(sequence)) {
                complete(sequence, Outcome.UNKNOWN, 0, "", -1);
            }
        }
        if (dumpWasSent) {
            // A running dump always has something to receive: this one died with its error message.
            interruptDump();
        }
    }

    private void onDumpMessage(final int type, final int flags, final DirectBuffer buffer, final int offset, final int length) {
        dump.sawFlags(flags);
        if (type == NLMSG_DONE) {
            final boolean readable = error.wrapDone(buffer, offset, length, flags);
            if (readable && error.errno() != 0) {
                finishDump(error.errno(), error.text(), error.offendingOffset());
            } else if (dump.interrupted()) {
                interruptDump();
            } else {
                finishDump(0, "", -1);
            }
        } else if (type == NLMSG_ERROR) {
            if (error.wrap(buffer, offset, length, flags)) {
                finishDump(error.errno(), error.text(), error.offendingOffset());
            } else {
                malformedMessages++;
            }
        } else {
            dump.messages().onMessage(type, buffer, offset, length);
        }
    }

    private void interruptDump() {
        if (dump.countAttempt() >= DUMP_ATTEMPTS) {
            finishDump(Errno.EINTR, "the dump was interrupted by changes each time", -1);
        } else {
            dump.scheduleRestart();
            dump.messages().onRestart();
        }
    }

    private void restartDump() {
        if (pending.isFull() || batch.capacity() - batchLength < dump.requestLength() && !flush()) {
            return;
        }
        final int offset = batchLength;
        batchLength += dump.putRequest(batch, offset);
        numberDump(offset);
    }

    private void finishDump(final int errno, final CharSequence text, final int offset) {
        final boolean synchronous = dump.synchronous();
        final long correlationId = dump.correlationId();
        dump.finish();
        if (synchronous) {
            result.set(errno, text, offset);
        } else if (errno == 0) {
            handler.onAck(correlationId);
        } else {
            handler.onError(correlationId, errno, text, offset);
        }
    }

    /**
     * Sends one request and waits for its end; for start-up and tests. Completions of requests submitted before are delivered meanwhile.
     *
     * @throws NetlinkException when the kernel refuses it, the answer is lost (ENOBUFS) or does not come within 30 s (ETIMEDOUT)
     */
    public void execute(final NetlinkRequest request) {
        execute(request, null);
    }

    /** As {@link #execute(NetlinkRequest)}, for a request that is answered with messages. */
    public void execute(final NetlinkRequest request, final MessageHandler replies) {
        result.begin();
        awaitResult(() -> submit(request, PendingRequests.SYNCHRONOUS, 0, replies));
    }

    /**
     * Runs a dump to its end; for start-up and tests.
     *
     * @throws NetlinkException as {@link #execute(NetlinkRequest)}, and with EINTR when it was interrupted each time
     */
    public void dump(final NetlinkRequest request, final MessageHandler messages) {
        result.begin();
        awaitResult(() -> startDump(request, 0, messages, true));
    }

    private interface Submission {
        boolean tryIt();
    }

    private void awaitResult(final Submission submission) {
        if (polling) {
            throw new IllegalStateException("called from within a handler");
        }
        final long deadlineNs = System.nanoTime() + SYNCHRONOUS_TIMEOUT_MS * 1_000_000L;
        boolean submitted = submission.tryIt();
        while (!result.known()) {
            // One at a time: a call that asks whether there is more after the answer would be for nothing.
            if (poll(1) == 0 && !result.known()) {
                transport.await(AWAIT_SLICE_MS);
            }
            if (!submitted) {
                submitted = submission.tryIt();
            }
            if (System.nanoTime() - deadlineNs > 0 && !result.known()) {
                throw new NetlinkException(Errno.ETIMEDOUT, "no answer within " + SYNCHRONOUS_TIMEOUT_MS + " ms", -1);
            }
        }
        result.throwIfError();
    }

    /** Requests whose end is open, those in the unsent batch included; a running dump is not counted. */
    public int pendingRequests() {
        return pending.size();
    }

    public boolean dumpActive() {
        return dump.active();
    }

    /** How often the socket lost answers. */
    public long overruns() {
        return overruns;
    }

    /** Messages that belong to no open request. */
    public long strayMessages() {
        return strayMessages;
    }

    /** Messages whose length does not fit. */
    public long malformedMessages() {
        return malformedMessages;
    }

    public long batchesSent() {
        return batchesSent;
    }

    public long requestsSent() {
        return requestsSent;
    }

    @Override
    public void close() {
        transport.close();
    }
}
