package io.athenabng.core.ppp;

import io.athenabng.wire.ppp.PppProtocol;

/** The IPv6 Control Protocol (RFC 5072): interface identifiers. Whatever becomes of it, IPv4 goes on. */
final class Ipv6cp extends ControlProtocol {
    private static final PppOption[] OPTIONS = {new InterfaceIdentifierOption()};

    Ipv6cp(final PppSession session) {
        super(session, PppProtocol.IPV6CP, OPTIONS);
    }

    @Override
    void onHopeless() {
        session.context.counters.notConverged.increment();
        close();
    }

    @Override
    public void thisLayerUp() {
        session.onNetworkUp(PppSession.IPV6);
    }

    @Override
    public void thisLayerDown() {
        super.thisLayerDown();
        session.onNetworkDown(PppSession.IPV6);
    }

    @Override
    public void thisLayerFinished() {
        session.context.counters.ipv6Failed.increment();
    }
}
