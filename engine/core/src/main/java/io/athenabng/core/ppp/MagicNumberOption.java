package io.athenabng.core.ppp;

import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppOptionCursor;

/** LCP's Magic-Number (RFC 1661 section 6.4): a client that sends ours again and again is ourselves, the line is looped. */
final class MagicNumberOption extends PppOption {
    /** A client that chose our number by chance does not choose it so often. */
    static final int LOOPS_MAX = 4;

    MagicNumberOption() {
        super(LcpOption.MAGIC_NUMBER);
    }

    @Override
    void request(final PppSession session, final PppControlAppender request) {
        if (session.magic != 0) {
            request.optionInt(type, session.magic);
        }
    }

    @Override
    Verdict judge(final PppSession session, final PppOptionCursor asked, final PppControlAppender nak) {
        if (asked.valueLength() != Integer.BYTES) {
            return Verdict.REJECT;
        }
        final int magic = asked.intValue();
        if (magic == 0 || magic == session.magic) {
            if (magic != 0) {
                session.loops++;
                session.loopSuspected = true;
                session.newMagic();
            }
            nak.optionInt(type, session.randomMagic());
            return Verdict.NAK;
        }
        session.peerMagic = magic;
        return Verdict.ACK;
    }

    @Override
    boolean onNak(final PppSession session, final PppOptionCursor wanted) {
        session.newMagic();
        return true;
    }

    @Override
    boolean onReject(final PppSession session) {
        session.magic = 0;
        return true;
    }
}
