package io.athenabng.core.ppp;

import io.athenabng.wire.ppp.PppProtocol;

/** The IP Control Protocol (RFC 1332, RFC 1877): the client's address and name servers. */
final class Ipcp extends ControlProtocol {
    private static final PppOption[] OPTIONS = {new IpAddressOption(), new DnsOption(true), new DnsOption(false)};

    Ipcp(final PppSession session) {
        super(session, PppProtocol.IPCP, OPTIONS);
    }

    @Override
    void onHopeless() {
        session.context.counters.notConverged.increment();
        close();
    }

    @Override
    public void thisLayerUp() {
        session.onNetworkUp(PppSession.IPV4);
    }

    @Override
    public void thisLayerDown() {
        super.thisLayerDown();
        session.onNetworkDown(PppSession.IPV4);
    }

    @Override
    public void thisLayerFinished() {
        // Without an IPv4 address there is no session.
        session.onIpv4Finished();
    }
}
