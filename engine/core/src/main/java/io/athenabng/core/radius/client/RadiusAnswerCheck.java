package io.athenabng.core.radius.client;

import io.athenabng.wire.radius.RadiusCode;
import io.athenabng.wire.radius.RadiusMalformedReason;
import io.athenabng.wire.radius.RadiusPacketFlyweight;
import io.athenabng.wire.radius.RadiusSecret;
import org.agrona.DirectBuffer;

/**
 * Decides whether a packet from a server answers a request, in this order: its form, its identifier, its code, its Response Authenticator
 * (RFC 2865, section 3), its Message-Authenticator (RFC 3579, 3.2), which answers to Access-Requests must bear unless the server's
 * settings let
 * them go without (CVE-2024-3596). Whatever fails is counted and settles nothing: the right answer may still come. Owned by the
 * upstream agent.
 */
final class RadiusAnswerCheck {
    private final RadiusPacketFlyweight answer = new RadiusPacketFlyweight();

    /**
     * Checks a packet.
     *
     * @return the transaction that it answers, or null
     */
    RadiusTransaction accept(
            final RadiusEndpoint endpoint, final RadiusSource source, final DirectBuffer buffer, final int offset, final int length) {
        final EndpointCounters counters = endpoint.counters();
        final int malformed = answer.wrap(buffer, offset, length);
        if (malformed != RadiusMalformedReason.NONE) {
            counters.malformed[malformed].incrementRelease();
            return null;
        }
        final RadiusTransaction transaction = source.user(answer.identifier());
        if (transaction == null) {
            switch (source.stray(answer.identifier())) {
                case DUPLICATE -> counters.duplicates.incrementRelease();
                case LATE -> counters.lateAnswers.incrementRelease();
                default -> counters.unknownIdentifiers.incrementRelease();
            }
            return null;
        }
        if (!answers(transaction.code, endpoint, answer.code())) {
            counters.wrongCodes.incrementRelease();
            return null;
        }
        final RadiusSecret secret = endpoint.secret();
        if (!secret.responseAuthenticatorMatches(buffer, offset, answer.packetLength(), transaction.buffer, transaction.offset)) {
            counters.badAuthenticators.incrementRelease();
            return null;
        }
        if (answer.messageAuthenticatorOffset() >= 0) {
            if (!secret.messageAuthenticatorMatches(buffer, offset, answer.packetLength(), answer.messageAuthenticatorOffset(),
                    transaction.buffer, transaction.offset)) {
                counters.badMessageAuthenticators.incrementRelease();
                return null;
            }
        } else if (endpoint.settings().requireMessageAuthenticator() && transaction.code == RadiusCode.ACCESS_REQUEST) {
            counters.missingMessageAuthenticators.incrementRelease();
            return null;
        }
        return transaction;
    }

    private static boolean answers(final int requestCode, final RadiusEndpoint endpoint, final int code) {
        return switch (requestCode) {
            case RadiusCode.ACCESS_REQUEST ->
                code == RadiusCode.ACCESS_ACCEPT || code == RadiusCode.ACCESS_REJECT || code == RadiusCode.ACCESS_CHALLENGE;
            case RadiusCode.ACCOUNTING_REQUEST -> code == RadiusCode.ACCOUNTING_RESPONSE;
            // RFC 5997, section 3: on the authentication port Access-Accept, on the accounting port Accounting-Response. With TLS there is
            // one port for both.
            default -> code == RadiusCode.ACCOUNTING_RESPONSE && endpoint.accounting()
                    || code == RadiusCode.ACCESS_ACCEPT && (!endpoint.accounting() || endpoint.isTls());
        };
    }

    /** Counts the answer that was accepted. */
    void count(final RadiusEndpoint endpoint) {
        final EndpointCounters counters = endpoint.counters();
        switch (answer.code()) {
            case RadiusCode.ACCESS_ACCEPT -> counters.accepts.incrementRelease();
            case RadiusCode.ACCESS_REJECT -> counters.rejects.incrementRelease();
            case RadiusCode.ACCESS_CHALLENGE -> counters.challenges.incrementRelease();
            default -> counters.accountingResponses.incrementRelease();
        }
    }

    int code() {
        return answer.code();
    }

    int attributesOffset() {
        return answer.attributesOffset();
    }

    int attributesLength() {
        return answer.attributesLength();
    }
}
