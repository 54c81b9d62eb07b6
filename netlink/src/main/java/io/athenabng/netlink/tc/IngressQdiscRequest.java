package io.athenabng.netlink.tc;

/** The hook for filters on received packets (kind {@code ingress}): {@code tc qdisc add dev D ingress}. */
public final class IngressQdiscRequest extends QdiscRequest<IngressQdiscRequest> {
    public IngressQdiscRequest() {
        super(TcHandle.INGRESS_QDISC, TcHandle.INGRESS);
    }

    @Override
    String kind() {
        return "ingress";
    }

    @Override
    boolean hasOptions() {
        return false;
    }

    @Override
    IngressQdiscRequest self() {
        return this;
    }
}
