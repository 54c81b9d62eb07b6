package io.athenabng.core.ppp;

import io.athenabng.wire.ppp.IpcpOption;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppOptionCursor;

/** IPCP's Primary- or Secondary-DNS-Address (RFC 1877 sections 1.1 and 1.3): given by Nak, rejected if there is none to give. */
final class DnsOption extends PppOption {
    private final boolean primary;

    DnsOption(final boolean primary) {
        super(primary ? IpcpOption.PRIMARY_DNS : IpcpOption.SECONDARY_DNS);
        this.primary = primary;
    }

    @Override
    void request(final PppSession session, final PppControlAppender request) {
        // The gateway asks its clients for no name server.
    }

    @Override
    Verdict judge(final PppSession session, final PppOptionCursor asked, final PppControlAppender nak) {
        final int server = primary ? session.primaryDns : session.secondaryDns;
        if (server == 0 || asked.valueLength() != Integer.BYTES) {
            return Verdict.REJECT;
        }
        if (asked.intValue() == server) {
            return Verdict.ACK;
        }
        nak.optionInt(type, server);
        return Verdict.NAK;
    }

    @Override
    boolean onNak(final PppSession session, final PppOptionCursor wanted) {
        return true;
    }

    @Override
    boolean onReject(final PppSession session) {
        return true;
    }
}
