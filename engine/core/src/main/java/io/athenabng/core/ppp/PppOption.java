package io.athenabng.core.ppp;

import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppOptionCursor;

/** One configuration option of one control protocol. Without state: what was agreed is in the {@link PppSession}. */
abstract class PppOption {
    /** What becomes of an option that the client asks for. */
    enum Verdict { ACK, NAK, REJECT }

    final int type;

    PppOption(final int type) {
        this.type = type;
    }

    /** Appends what the gateway asks for, if it does. */
    abstract void request(PppSession session, PppControlAppender request);

    /** Judges what the client asks for; a better value is appended to the Nak if there is one. */
    abstract Verdict judge(PppSession session, PppOptionCursor asked, PppControlAppender nak);

    /** The client did not ask for it: what it should have asked for is appended to the Nak. Mostly nothing. */
    void missing(final PppSession session, final PppControlAppender nak) {
    }

    /**
     * The client would have another value.
     *
     * @return whether there is something else to ask for, or something to stay with
     */
    abstract boolean onNak(PppSession session, PppOptionCursor wanted);

    /**
     * The client does not know it.
     *
     * @return whether it can be gone without
     */
    abstract boolean onReject(PppSession session);
}
