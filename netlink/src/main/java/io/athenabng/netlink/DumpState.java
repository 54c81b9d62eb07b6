package io.athenabng.netlink;

import static io.athenabng.netlink.message.NetlinkConstants.NLM_F_DUMP_INTR;

import io.athenabng.netlink.message.NetlinkHeaderFlyweight;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** The dump that a client runs, with its request kept for another attempt. */
final class DumpState {
    private final ExpandableArrayBuffer request = new ExpandableArrayBuffer(NetlinkHeaderFlyweight.LENGTH * 16);
    private int requestLength;
    private MessageHandler messages;
    private long correlationId;
    private int sequence;
    private int attempts;
    private boolean active;
    private boolean numbered;
    private boolean synchronous;
    private boolean interrupted;
    private boolean restartPending;

    void start(final long id, final MessageHandler handler, final boolean waitedFor,
            final DirectBuffer source, final int offset, final int length) {
        request.putBytes(0, source, offset, length);
        requestLength = length;
        messages = handler;
        correlationId = id;
        synchronous = waitedFor;
        attempts = 0;
        interrupted = false;
        restartPending = false;
        active = true;
    }

    void sequence(final int value) {
        sequence = value;
        numbered = true;
        restartPending = false;
        interrupted = false;
    }

    int putRequest(final MutableDirectBuffer target, final int offset) {
        target.putBytes(offset, request, 0, requestLength);
        return requestLength;
    }

    int requestLength() {
        return requestLength;
    }

    boolean active() {
        return active;
    }

    boolean owns(final int messageSequence) {
        return active && numbered && messageSequence == sequence;
    }

    boolean sentBefore(final int firstUnsentSequence) {
        return sequence - firstUnsentSequence < 0;
    }

    void sawFlags(final int flags) {
        interrupted |= (flags & NLM_F_DUMP_INTR) != 0;
    }

    /** A datagram was lost that may have been part of it. */
    void damaged(final boolean lostDatagram) {
        interrupted |= lostDatagram;
    }

    boolean interrupted() {
        return interrupted;
    }

    int countAttempt() {
        return ++attempts;
    }

    void scheduleRestart() {
        numbered = false;
        restartPending = true;
    }

    boolean restartPending() {
        return restartPending;
    }

    MessageHandler messages() {
        return messages;
    }

    long correlationId() {
        return correlationId;
    }

    boolean synchronous() {
        return synchronous;
    }

    void finish() {
        active = false;
        numbered = false;
        restartPending = false;
        messages = null;
    }
}
