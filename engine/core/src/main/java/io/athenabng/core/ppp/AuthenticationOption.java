package io.athenabng.core.ppp;

import io.athenabng.core.config.PppoeSettings;
import io.athenabng.wire.ppp.LcpOption;
import io.athenabng.wire.ppp.PppControlAppender;
import io.athenabng.wire.ppp.PppOptionCursor;
import io.athenabng.wire.ppp.PppProtocol;
import java.util.List;

/**
 * LCP's Authentication-Protocol (RFC 1661 section 6.2): the gateway asks the client for the first of the configured ones, and for another
 * when the client would rather. The gateway does not authenticate itself to the client.
 */
final class AuthenticationOption extends PppOption {
    AuthenticationOption() {
        super(LcpOption.AUTHENTICATION);
    }

    @Override
    void request(final PppSession session, final PppControlAppender request) {
        if (session.method != null) {
            switch (session.method) {
                case PAP -> request.optionShort(type, PppProtocol.PAP);
                case CHAP_MD5 -> request.optionShortByte(type, PppProtocol.CHAP, LcpOption.CHAP_MD5);
                default -> request.optionShortByte(type, PppProtocol.CHAP, LcpOption.CHAP_MS_V2);
            }
        }
    }

    @Override
    Verdict judge(final PppSession session, final PppOptionCursor asked, final PppControlAppender nak) {
        return Verdict.REJECT;
    }

    @Override
    boolean onNak(final PppSession session, final PppOptionCursor wanted) {
        if (session.method == null) {
            return true;
        }
        final List<PppoeSettings.Method> methods = session.settings.authentication();
        final PppoeSettings.Method named = method(wanted);
        session.methodsRefused |= 1 << session.method.ordinal();
        if (named != null && methods.contains(named) && (session.methodsRefused & 1 << named.ordinal()) == 0) {
            session.method = named;
            return true;
        }
        for (final PppoeSettings.Method each : methods) {
            if ((session.methodsRefused & 1 << each.ordinal()) == 0) {
                session.method = each;
                return true;
            }
        }
        return false;
    }

    private static PppoeSettings.Method method(final PppOptionCursor wanted) {
        final int protocol = wanted.valueLength() >= Short.BYTES ? wanted.shortValue() : 0;
        if (protocol == PppProtocol.PAP) {
            return PppoeSettings.Method.PAP;
        }
        if (protocol != PppProtocol.CHAP || wanted.valueLength() != Short.BYTES + 1) {
            return null;
        }
        return switch (wanted.buffer().getByte(wanted.valueOffset() + Short.BYTES) & 0xff) {
            case LcpOption.CHAP_MD5 -> PppoeSettings.Method.CHAP_MD5;
            case LcpOption.CHAP_MS_V2 -> PppoeSettings.Method.MS_CHAP_V2;
            default -> null;
        };
    }

    @Override
    boolean onReject(final PppSession session) {
        return false;
    }
}
