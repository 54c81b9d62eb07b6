package io.athenabng.core.ppp;

import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppControlParser;
import io.athenabng.wire.ppp.PppMalformedReason;
import io.athenabng.wire.ppp.PppOptionCursor;
import org.agrona.DirectBuffer;

/**
 * What LCP, IPCP and IPV6CP have in common: their packets become the automaton's events, its actions become packets (RFC 1661 section 5).
 * A client that is never satisfied is given up after {@link #REFUSALS_MAX} Naks and Rejects.
 */
abstract class ControlProtocol implements PppAutomaton.Actions {
    /** Naks and Rejects of our requests in one negotiation: each changes at least one option, of which there are three. */
    static final int REFUSALS_MAX = 20;

    private static final long NO_DEADLINE = Long.MAX_VALUE;

    final PppSession session;
    final PppAutomaton automaton = new PppAutomaton(this);
    private final int protocol;
    private final PppOption[] options;
    private byte identifier;
    private byte failures;
    private byte refusals;
    /** When the restart timer ends, ns since the epoch. */
    long restartDeadlineNs = NO_DEADLINE;

    ControlProtocol(final PppSession session, final int protocol, final PppOption[] options) {
        this.session = session;
        this.protocol = protocol;
        this.options = options;
    }

    final int state() {
        return automaton.state();
    }

    final boolean isOpened() {
        return automaton.state() == PppAutomaton.OPENED;
    }

    final void open() {
        event(PppAutomaton.OPEN);
    }

    final void close() {
        event(PppAutomaton.CLOSE);
    }

    final void lowerUp() {
        event(PppAutomaton.UP);
    }

    final void lowerDown() {
        event(PppAutomaton.DOWN);
    }

    final void event(final int event) {
        if (!automaton.on(event, session.settings.maxConfigure(), session.settings.maxTerminate())) {
            session.context.counters.unexpected.increment();
        }
    }

    final void onTime(final long nowNs) {
        if (nowNs >= restartDeadlineNs) {
            restartDeadlineNs = NO_DEADLINE;
            event(automaton.timeoutEvent());
        }
    }

    /** A packet of this protocol; its header has been read by the context's parser. */
    final void onPacket(final PppControlParser packet) {
        if (automaton.state() <= PppAutomaton.STARTING) {
            session.context.counters.outOfPhase.increment();
            return;
        }
        switch (packet.code()) {
            case PppCode.CONFIGURE_REQUEST -> onRequest(packet);
            case PppCode.CONFIGURE_ACK -> onAck(packet);
            case PppCode.CONFIGURE_NAK, PppCode.CONFIGURE_REJECT -> onNakOrReject(packet);
            case PppCode.TERMINATE_REQUEST -> {
                onPeerTerminates();
                event(PppAutomaton.TERMINATE_REQUEST);
                onPeerTerminated();
            }
            case PppCode.TERMINATE_ACK -> event(PppAutomaton.TERMINATE_ACK);
            case PppCode.CODE_REJECT -> onCodeReject(packet);
            default -> {
                if (!onOther(packet)) {
                    event(PppAutomaton.UNKNOWN_CODE);
                }
            }
        }
    }

    /** A code beyond those that all protocols share; false if it is unknown. */
    boolean onOther(final PppControlParser packet) {
        return false;
    }

    /** A Terminate-Request came, before the automaton acts on it. */
    void onPeerTerminates() {
    }

    /** A Terminate-Request came, and the automaton has acted on it. */
    void onPeerTerminated() {
    }

    /** The client's request is looked at anew: values it does not name are the defaults. */
    void onRequestBegins() {
    }

    /** The negotiation cannot succeed. */
    abstract void onHopeless();

    private void onRequest(final PppControlParser packet) {
        final PppContext context = session.context;
        final PppOptionCursor cursor = context.options;
        if (!isWellFormed(packet)) {
            return;
        }
        onRequestBegins();
        final PppControlAppender nak = context.nak;
        final PppControlAppender reject = context.reject;
        nak.begin(context.nakBuffer, 0, PppContext.PACKET_MAX, PppCode.CONFIGURE_NAK, packet.identifier());
        reject.begin(context.rejectBuffer, 0, PppContext.PACKET_MAX, PppCode.CONFIGURE_REJECT, packet.identifier());
        final boolean patient = (failures & 0xff) < session.settings.maxFailure();
        int seen = 0;
        cursor.wrap(packet.buffer(), packet.dataOffset(), packet.dataLength());
        while (cursor.next()) {
            final int index = indexOf(cursor.type());
            final int nakBefore = nak.dataLength();
            PppOption.Verdict verdict = index < 0 || (seen & 1 << index) != 0
                    ? PppOption.Verdict.REJECT : options[index].judge(session, cursor, nak);
            seen |= index < 0 ? 0 : 1 << index;
            if (verdict == PppOption.Verdict.NAK && !patient) {
                nak.truncate(nakBefore);
                verdict = PppOption.Verdict.REJECT;
            }
            if (verdict == PppOption.Verdict.REJECT) {
                reject.appendBytes(cursor.buffer(), cursor.optionOffset(), cursor.optionLength());
            }
        }
        for (int i = 0; patient && i < options.length; i++) {
            if ((seen & 1 << i) == 0) {
                options[i].missing(session, nak);
            }
        }
        answer(packet);
    }

    private void answer(final PppControlParser packet) {
        final PppContext context = session.context;
        if (session.loopSuspected) {
            // Perhaps it is our own: a Reject would come back as one of ours. The Nak of the magic number tells (RFC 1661 section 6.4).
            session.loopSuspected = false;
            context.reject.truncate(0);
        }
        if (context.reject.dataLength() > 0) {
            context.answerBuffer = context.rejectBuffer;
            context.answerLength = context.reject.finish();
        } else if (context.nak.dataLength() > 0) {
            failures++;
            context.answerBuffer = context.nakBuffer;
            context.answerLength = context.nak.finish();
        } else {
            context.answerBuffer = context.nakBuffer;
            context.answerLength = context.nak.begin(context.nakBuffer, 0, PppContext.PACKET_MAX, PppCode.CONFIGURE_ACK,
                    packet.identifier()).appendBytes(packet.buffer(), packet.dataOffset(), packet.dataLength()).finish();
            event(PppAutomaton.REQUEST_GOOD);
            return;
        }
        event(PppAutomaton.REQUEST_BAD);
    }

    private int indexOf(final int type) {
        for (int i = 0; i < options.length; i++) {
            if (options[i].type == type) {
                return i;
            }
        }
        return -1;
    }

    private boolean isWellFormed(final PppControlParser packet) {
        final PppOptionCursor cursor = session.context.options.wrap(packet.buffer(), packet.dataOffset(), packet.dataLength());
        while (cursor.next()) {
            // Only the walk's end is of interest.
            continue;
        }
        session.context.counters.malformed(cursor.malformedReason());
        return cursor.malformedReason() == PppMalformedReason.NONE;
    }

    private boolean isOurs(final PppControlParser packet) {
        if (packet.identifier() != (identifier & 0xff)) {
            session.context.counters.wrongIdentifier.increment();
            return false;
        }
        return true;
    }

    /** An Ack names what we asked for, octet for octet (RFC 1661 section 5.2). */
    private void onAck(final PppControlParser packet) {
        if (!isOurs(packet)) {
            return;
        }
        final PppControlAppender request = writeRequest();
        final boolean same = request.dataLength() == packet.dataLength();
        final DirectBuffer ours = session.context.outBuffer;
        for (int i = 0; same && i < packet.dataLength(); i++) {
            if (ours.getByte(PppControlParser.HEADER_LENGTH + i) != packet.buffer().getByte(packet.dataOffset() + i)) {
                session.context.counters.wrongIdentifier.increment();
                return;
            }
        }
        if (same) {
            failures = 0;
            refusals = 0;
            event(PppAutomaton.ACK);
        } else {
            session.context.counters.wrongIdentifier.increment();
        }
    }

    private void onNakOrReject(final PppControlParser packet) {
        if (!isOurs(packet) || !isWellFormed(packet)) {
            return;
        }
        boolean hope = ++refusals < REFUSALS_MAX;
        if (automaton.state() == PppAutomaton.REQUEST_SENT || automaton.state() == PppAutomaton.ACK_SENT) {
            final PppOptionCursor cursor = session.context.options.wrap(packet.buffer(), packet.dataOffset(), packet.dataLength());
            while (cursor.next()) {
                final int index = indexOf(cursor.type());
                if (index >= 0) {
                    hope &= packet.code() == PppCode.CONFIGURE_NAK
                            ? options[index].onNak(session, cursor) : options[index].onReject(session);
                }
            }
        }
        if (hope) {
            event(PppAutomaton.NAK);
        } else {
            onHopeless();
        }
    }

    private void onCodeReject(final PppControlParser packet) {
        final int rejected = packet.dataLength() > 0 ? packet.buffer().getByte(packet.dataOffset()) & 0xff : 0;
        final boolean fatal = rejected >= PppCode.CONFIGURE_REQUEST && rejected <= PppCode.CODE_REJECT;
        event(fatal ? PppAutomaton.REJECT_FATAL : PppAutomaton.REJECT_PERMITTED);
    }

    private PppControlAppender writeRequest() {
        final PppControlAppender out = session.context.out.begin(
                session.context.outBuffer, 0, PppContext.PACKET_MAX, PppCode.CONFIGURE_REQUEST, identifier);
        for (final PppOption option : options) {
            option.request(session, out);
        }
        return out;
    }

    @Override
    public final void sendConfigureRequest() {
        identifier++;
        session.send(protocol, writeRequest());
    }

    @Override
    public final void sendConfigureAck() {
        session.send(protocol, session.context.answerBuffer, session.context.answerLength);
    }

    @Override
    public final void sendConfigureNak() {
        session.send(protocol, session.context.answerBuffer, session.context.answerLength);
    }

    @Override
    public final void sendTerminateRequest() {
        identifier++;
        session.send(protocol, session.context.out.begin(
                session.context.outBuffer, 0, PppContext.PACKET_MAX, PppCode.TERMINATE_REQUEST, identifier));
    }

    @Override
    public final void sendTerminateAck() {
        session.send(protocol, session.context.out.begin(session.context.outBuffer, 0, PppContext.PACKET_MAX, PppCode.TERMINATE_ACK,
                session.context.parser.identifier()));
    }

    @Override
    public final void sendCodeReject() {
        final PppControlParser packet = session.context.parser;
        identifier++;
        session.context.counters.codeRejects.increment();
        session.send(protocol, session.context.out.begin(
                        session.context.outBuffer, 0, PppContext.PACKET_MAX, PppCode.CODE_REJECT, identifier)
                .appendBytes(packet.buffer(), packet.dataOffset() - PppControlParser.HEADER_LENGTH,
                        Math.min(PppControlParser.HEADER_LENGTH + packet.dataLength(), PppContext.REJECTED_MAX)));
    }

    @Override
    public void sendEchoReply() {
        // Only LCP has echoes.
    }

    @Override
    public final void restartTimer(final boolean wanted) {
        restartDeadlineNs = wanted ? session.context.clock.nowNs() + session.settings.restartNs() : NO_DEADLINE;
    }

    @Override
    public void thisLayerStarted() {
        // The lower layer is there or its owner brings it up.
    }

    @Override
    public void thisLayerDown() {
        failures = 0;
        refusals = 0;
    }
}
