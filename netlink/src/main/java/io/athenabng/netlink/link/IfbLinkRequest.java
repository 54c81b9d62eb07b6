package io.athenabng.netlink.link;

/** Creates an intermediate functional block (kind {@code ifb}), where received traffic is queued and shaped. */
public final class IfbLinkRequest extends LinkCreateRequest<IfbLinkRequest> {
    @Override
    String kind() {
        return "ifb";
    }

    @Override
    IfbLinkRequest self() {
        return this;
    }
}
