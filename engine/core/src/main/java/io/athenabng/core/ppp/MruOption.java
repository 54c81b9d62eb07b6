package io.athenabng.core.ppp;

import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppOptionCursor;

/** LCP's Maximum-Receive-Unit (RFC 1661 section 6.1), at most what the PPPoE link carries (RFC 2516 section 7, RFC 4638). */
final class MruOption extends PppOption {
    static final int MIN = 128;

    MruOption() {
        super(LcpOption.MRU);
    }

    @Override
    void request(final PppSession session, final PppControlAppender request) {
        if (!session.mruRejected) {
            request.optionShort(type, session.ownMru);
        }
    }

    @Override
    Verdict judge(final PppSession session, final PppOptionCursor asked, final PppControlAppender nak) {
        if (asked.valueLength() != Short.BYTES) {
            return Verdict.REJECT;
        }
        final int mru = asked.shortValue();
        if (mru < MIN) {
            nak.optionShort(type, MIN);
            return Verdict.NAK;
        }
        // More than the link carries is a statement of what the client could take: it is not an error, it is not used either.
        session.peerMru = Math.min(mru, session.linkMru);
        return Verdict.ACK;
    }

    @Override
    boolean onNak(final PppSession session, final PppOptionCursor wanted) {
        if (wanted.valueLength() == Short.BYTES) {
            session.ownMru = Math.max(MIN, Math.min(wanted.shortValue(), session.linkMru));
        }
        return true;
    }

    @Override
    boolean onReject(final PppSession session) {
        session.mruRejected = true;
        return true;
    }
}
