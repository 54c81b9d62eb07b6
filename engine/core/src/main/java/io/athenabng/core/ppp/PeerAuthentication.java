package io.athenabng.core.ppp;

import io.athenabng.core.config.PppoeSettings;
import io.athenabng.core.port.AuthenticationQuery;
import io.athenabng.core.session.TerminateCause;
import io.athenabng.wire.ppp.PppCode;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppControlParser;
import io.athenabng.wire.ppp.PppMalformedReason;
import io.athenabng.wire.ppp.PppProtocol;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;

/**
 * The authenticator's side of PAP (RFC 1334), CHAP with MD5 (RFC 1994) and MS-CHAPv2 (RFC 2759). It asks, repeats, and hands what the
 * client answers to the listener; the answer is given again if the client did not hear it.
 */
final class PeerAuthentication {
    /** Octets of a challenge: what MS-CHAPv2 prescribes. */
    static final int CHALLENGE_LENGTH = 16;

    private static final int MS_RESPONSE_LENGTH = 49;
    private static final int MD5_LENGTH = 16;
    private static final String NAME = "AthenaBNG";
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    private enum State { IDLE, WAITING, ASKED, ACCEPTED, REJECTED }

    private final PppSession session;
    private State state = State.IDLE;
    private byte identifier;
    private byte attempts;
    private long challengeHead;
    private long challengeTail;
    /** What MS-CHAPv2 proves to the client; empty otherwise. */
    private String proof = "";
    /** When the challenge is repeated, or a silent client is given up, ns since the epoch. */
    long deadlineNs = NO_DEADLINE;

    PeerAuthentication(final PppSession session) {
        this.session = session;
    }

    /** The link is open: asks the client. */
    void start(final long nowNs) {
        state = State.WAITING;
        attempts = 0;
        proof = "";
        identifier++;
        challengeHead = session.context.random();
        challengeTail = session.context.random();
        ask(nowNs);
    }

    void stop() {
        state = State.IDLE;
        deadlineNs = NO_DEADLINE;
    }

    void onTime(final long nowNs) {
        if (nowNs < deadlineNs) {
            return;
        }
        if (attempts >= session.settings.maxConfigure()) {
            deadlineNs = NO_DEADLINE;
            session.context.counters.authenticationTimeouts.increment();
            session.terminate(TerminateCause.USER_ERROR);
            return;
        }
        ask(nowNs);
    }

    private void ask(final long nowNs) {
        attempts++;
        deadlineNs = nowNs + session.settings.restartNs();
        if (session.method != PppoeSettings.Method.PAP) {
            final PppControlAppender out = begin(PppCode.CHAP_CHALLENGE).appendByte(CHALLENGE_LENGTH);
            out.appendInt((int) (challengeHead >>> 32)).appendInt((int) challengeHead);
            out.appendInt((int) (challengeTail >>> 32)).appendInt((int) challengeTail);
            session.send(PppProtocol.CHAP, out.appendAscii(NAME));
        }
    }

    private PppControlAppender begin(final int code) {
        return session.context.out.begin(session.context.outBuffer, 0, PppContext.PACKET_MAX, code, identifier);
    }

    /** A packet of PAP or CHAP; its header has been read by the context's parser. */
    void onPacket(final int protocol, final PppControlParser packet) {
        final boolean pap = protocol == PppProtocol.PAP;
        if (state == State.IDLE || session.method == null || pap != (session.method == PppoeSettings.Method.PAP)
                || packet.code() != (pap ? PppCode.PAP_REQUEST : PppCode.CHAP_RESPONSE)) {
            session.context.counters.outOfPhase.increment();
            return;
        }
        final int reason = pap ? packet.parsePapRequest() : packet.parseChapValue();
        if (reason != PppMalformedReason.NONE) {
            session.context.counters.malformed(reason);
            return;
        }
        if (!pap && packet.identifier() != (identifier & 0xff)) {
            session.context.counters.wrongIdentifier.increment();
            return;
        }
        if (pap) {
            identifier = (byte) packet.identifier();
        }
        switch (state) {
            case ACCEPTED -> sendAnswer(true, "");
            case REJECTED -> sendAnswer(false, "");
            case WAITING -> onAnswer(packet);
            default -> {
                // The one that is asked about is enough.
            }
        }
    }

    private void onAnswer(final PppControlParser packet) {
        final AuthenticationQuery query = session.context.query.clear();
        final int length = packet.valueLength();
        final int expected = session.method == PppoeSettings.Method.MS_CHAP_V2 ? MS_RESPONSE_LENGTH : MD5_LENGTH;
        if (session.method != PppoeSettings.Method.PAP && length != expected || length > AuthenticationQuery.SECRET_MAX) {
            session.context.counters.malformed(PppMalformedReason.CHAP_OVERRUN);
            return;
        }
        state = State.ASKED;
        deadlineNs = NO_DEADLINE;
        query.userName = text(packet.buffer(), packet.nameOffset(), packet.nameLength());
        packet.buffer().getBytes(packet.valueOffset(), query.response, 0, length);
        query.responseLength = length;
        switch (session.method) {
            case PAP -> query.credential = AuthenticationQuery.Credential.PAP;
            case CHAP_MD5 -> query.credential = AuthenticationQuery.Credential.CHAP_MD5;
            default -> query.credential = AuthenticationQuery.Credential.MS_CHAP_V2;
        }
        if (session.method != PppoeSettings.Method.PAP) {
            query.chapIdentifier = identifier & 0xff;
            put(query.challenge, 0, challengeHead);
            put(query.challenge, Long.BYTES, challengeTail);
            query.challengeLength = CHALLENGE_LENGTH;
        }
        session.onCredentials(query);
    }

    private static void put(final byte[] into, final int offset, final long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            into[offset + i] = (byte) (value >>> 56 - 8 * i);
        }
    }

    private static String text(final DirectBuffer buffer, final int offset, final int length) {
        final byte[] octets = new byte[length];
        buffer.getBytes(offset, octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    /** Nobody could say: the client may answer again. */
    void askAgain(final long nowNs) {
        if (state == State.ASKED) {
            state = State.WAITING;
            deadlineNs = nowNs + session.settings.restartNs();
        }
    }

    boolean isAsked() {
        return state == State.ASKED;
    }

    void accept(final String msChapProof, final String message) {
        state = State.ACCEPTED;
        deadlineNs = NO_DEADLINE;
        proof = msChapProof;
        sendAnswer(true, message);
    }

    void reject(final String message) {
        state = State.REJECTED;
        deadlineNs = NO_DEADLINE;
        sendAnswer(false, message);
    }

    private void sendAnswer(final boolean good, final String message) {
        if (session.method == null) {
            return;
        }
        switch (session.method) {
            case PAP -> {
                final PppControlAppender out = begin(good ? PppCode.PAP_ACK : PppCode.PAP_NAK);
                final int length = Math.min(message.length(), 255);
                session.send(PppProtocol.PAP, out.appendByte(length).appendAscii(message.substring(0, length)));
            }
            case CHAP_MD5 -> session.send(
                    PppProtocol.CHAP, begin(good ? PppCode.CHAP_SUCCESS : PppCode.CHAP_FAILURE).appendAscii(message));
            default -> sendMsAnswer(good, message);
        }
    }

    /** RFC 2759 sections 5 and 6. */
    private void sendMsAnswer(final boolean good, final String message) {
        final PppControlAppender out = begin(good ? PppCode.CHAP_SUCCESS : PppCode.CHAP_FAILURE);
        if (good) {
            out.appendAscii(proof);
        } else {
            out.appendAscii("E=691 R=0 C=");
            appendHex(out, challengeHead);
            appendHex(out, challengeTail);
            out.appendAscii(" V=3");
        }
        if (!message.isEmpty()) {
            out.appendAscii(" M=").appendAscii(message);
        }
        session.send(PppProtocol.CHAP, out);
    }

    private static void appendHex(final PppControlAppender out, final long value) {
        for (int shift = 60; shift >= 0; shift -= 4) {
            out.appendByte("0123456789ABCDEF".charAt((int) (value >>> shift) & 0xf));
        }
    }
}
