package io.athenabng.netlink.tc;

/** The hooks for filters on received and on sent packets (kind {@code clsact}): {@code tc qdisc add dev D clsact}. */
public final class ClsactQdiscRequest extends QdiscRequest<ClsactQdiscRequest> {
    public ClsactQdiscRequest() {
        super(TcHandle.INGRESS_QDISC, TcHandle.INGRESS);
    }

    @Override
    String kind() {
        return "clsact";
    }

    @Override
    boolean hasOptions() {
        return false;
    }

    @Override
    ClsactQdiscRequest self() {
        return this;
    }
}
