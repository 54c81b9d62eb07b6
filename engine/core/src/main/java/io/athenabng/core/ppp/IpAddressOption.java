package io.athenabng.core.ppp;

import io.athenabng.wire.ppp.IpcpOption;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppOptionCursor;

/** IPCP's IP-Address (RFC 1332 section 3.3): the gateway's own, and the one that the client was given, which it gets by Nak. */
final class IpAddressOption extends PppOption {
    IpAddressOption() {
        super(IpcpOption.IP_ADDRESS);
    }

    @Override
    void request(final PppSession session, final PppControlAppender request) {
        if (!session.addressRejected) {
            request.optionInt(type, session.ownAddress);
        }
    }

    @Override
    Verdict judge(final PppSession session, final PppOptionCursor asked, final PppControlAppender nak) {
        if (asked.valueLength() != Integer.BYTES) {
            return Verdict.REJECT;
        }
        if (asked.intValue() == session.clientAddress) {
            return Verdict.ACK;
        }
        nak.optionInt(type, session.clientAddress);
        return Verdict.NAK;
    }

    @Override
    void missing(final PppSession session, final PppControlAppender nak) {
        nak.optionInt(type, session.clientAddress);
    }

    @Override
    boolean onNak(final PppSession session, final PppOptionCursor wanted) {
        // The gateway's address is what it is.
        return true;
    }

    @Override
    boolean onReject(final PppSession session) {
        session.addressRejected = true;
        return true;
    }
}
