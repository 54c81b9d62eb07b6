package io.athenabng.core.ppp;

import static java.nio.ByteOrder.BIG_ENDIAN;

import io.athenabng.core.session.TerminateCause;
import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppControlParser;
import io.athenabng.wire.ppp.PppMalformedReason;
import io.athenabng.wire.ppp.PppProtocol;

/** The Link Control Protocol (RFC 1661, RFC 1570): the link's options, and whether the client is still there. */
final class Lcp extends ControlProtocol {
    private static final int MAGIC_LENGTH = 4;
    private static final PppOption[] OPTIONS = {new MruOption(), new AuthenticationOption(), new MagicNumberOption()};

    private byte echoIdentifier;
    private byte unanswered;
    /** When the next Echo-Request is due, ns since the epoch. */
    long echoDeadlineNs = Long.MAX_VALUE;

    Lcp(final PppSession session) {
        super(session, PppProtocol.LCP, OPTIONS);
    }

    @Override
    boolean onOther(final PppControlParser packet) {
        switch (packet.code()) {
            case PppCode.ECHO_REQUEST, PppCode.DISCARD_REQUEST, PppCode.IDENTIFICATION, PppCode.TIME_REMAINING -> {
                if (!hasMagic(packet)) {
                    session.context.counters.malformed(PppMalformedReason.TRUNCATED_DATA);
                } else if (packet.code() == PppCode.ECHO_REQUEST && isLooped(packet)) {
                    session.onLoop();
                } else if (packet.code() == PppCode.ECHO_REQUEST) {
                    event(PppAutomaton.ECHO);
                }
                return true;
            }
            case PppCode.ECHO_REPLY -> {
                if (isOpened()) {
                    unanswered = 0;
                    session.context.counters.echoReplies.increment();
                }
                return true;
            }
            case PppCode.PROTOCOL_REJECT -> {
                onProtocolReject(packet);
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    private static boolean hasMagic(final PppControlParser packet) {
        return packet.dataLength() >= MAGIC_LENGTH;
    }

    private boolean isLooped(final PppControlParser packet) {
        return session.magic != 0 && packet.buffer().getInt(packet.dataOffset(), BIG_ENDIAN) == session.magic
                && ++session.loops >= MagicNumberOption.LOOPS_MAX;
    }

    private void onProtocolReject(final PppControlParser packet) {
        if (!isOpened()) {
            session.context.counters.outOfPhase.increment();
        } else if (packet.dataLength() < Short.BYTES) {
            session.context.counters.malformed(PppMalformedReason.TRUNCATED_DATA);
        } else {
            session.onProtocolRejected(packet.buffer().getShort(packet.dataOffset(), BIG_ENDIAN) & 0xffff);
        }
    }

    void onEchoTime(final long nowNs) {
        if (nowNs < echoDeadlineNs) {
            return;
        }
        if (!isOpened() || session.settings.echoIntervalNs() == 0) {
            echoDeadlineNs = Long.MAX_VALUE;
            return;
        }
        echoDeadlineNs = nowNs + session.settings.echoIntervalNs();
        if (session.settings.echoAdaptive() && session.active) {
            session.active = false;
            unanswered = 0;
            session.context.counters.echoSkipped.increment();
            return;
        }
        if (unanswered >= session.settings.echoFailures()) {
            session.context.counters.echoLost.increment();
            session.endWithoutPeer(TerminateCause.LOST_CARRIER);
            return;
        }
        unanswered++;
        echoIdentifier++;
        session.context.counters.echoRequests.increment();
        session.send(PppProtocol.LCP, session.context.out.begin(session.context.outBuffer, 0, PppContext.PACKET_MAX, PppCode.ECHO_REQUEST,
                echoIdentifier).appendInt(session.magic));
    }

    /** The first echo of a session: spread out, so that sessions that came together do not ask together. */
    void startEcho(final long nowNs) {
        unanswered = 0;
        final long intervalNs = session.settings.echoIntervalNs();
        echoDeadlineNs = intervalNs == 0 ? Long.MAX_VALUE : nowNs + intervalNs / 2 + session.context.random(intervalNs / 2 + 1);
    }

    @Override
    public void sendEchoReply() {
        final PppControlParser packet = session.context.parser;
        session.send(PppProtocol.LCP, session.context.out.begin(session.context.outBuffer, 0, PppContext.PACKET_MAX, PppCode.ECHO_REPLY,
                        packet.identifier()).appendInt(session.magic)
                .appendBytes(packet.buffer(), packet.dataOffset() + MAGIC_LENGTH, packet.dataLength() - MAGIC_LENGTH));
    }

    @Override
    void onRequestBegins() {
        session.peerMru = session.linkMru;
        session.peerMagic = 0;
    }

    @Override
    void onPeerTerminates() {
        if (isOpened()) {
            session.onPeerTerminates();
        }
    }

    /** A client that gives up while it negotiates would be asked on and on, were the link not ended here. */
    @Override
    void onPeerTerminated() {
        session.onPeerGaveUp();
    }

    @Override
    void onHopeless() {
        session.context.counters.notConverged.increment();
        session.terminate(TerminateCause.USER_ERROR);
    }

    @Override
    public void thisLayerUp() {
        session.onLinkUp();
    }

    @Override
    public void thisLayerDown() {
        super.thisLayerDown();
        echoDeadlineNs = Long.MAX_VALUE;
        session.onLinkDown();
    }

    @Override
    public void thisLayerFinished() {
        session.onLinkFinished();
    }
}
