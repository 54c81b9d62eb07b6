package io.athenabng.core.ppp;

import io.athenabng.wire.ppp.IpcpOption;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppOptionCursor;

/** IPV6CP's Interface-Identifier (RFC 5072 section 4.1): not zero, and not the same at both ends. */
final class InterfaceIdentifierOption extends PppOption {
    InterfaceIdentifierOption() {
        super(IpcpOption.INTERFACE_IDENTIFIER);
    }

    @Override
    void request(final PppSession session, final PppControlAppender request) {
        request.optionLong(type, session.ownIdentifier);
    }

    @Override
    Verdict judge(final PppSession session, final PppOptionCursor asked, final PppControlAppender nak) {
        if (asked.valueLength() != Long.BYTES) {
            return Verdict.REJECT;
        }
        final long identifier = asked.longValue();
        if (identifier != 0 && identifier != session.ownIdentifier) {
            session.peerIdentifier = identifier;
            return Verdict.ACK;
        }
        nak.optionLong(type, session.newIdentifier());
        return Verdict.NAK;
    }

    @Override
    void missing(final PppSession session, final PppControlAppender nak) {
        nak.optionLong(type, session.newIdentifier());
    }

    @Override
    boolean onNak(final PppSession session, final PppOptionCursor wanted) {
        final long identifier = wanted.valueLength() == Long.BYTES ? wanted.longValue() : 0;
        session.ownIdentifier = identifier != 0 && identifier != session.peerIdentifier ? identifier : session.newIdentifier();
        return true;
    }

    @Override
    boolean onReject(final PppSession session) {
        return false;
    }
}
