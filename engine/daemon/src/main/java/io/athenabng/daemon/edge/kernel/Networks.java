package io.athenabng.daemon.edge.kernel;

import io.athenabng.core.port.SubscriberProfile.FramedRoute;

/** Networks behind a subscriber as the kernel wants them. */
final class Networks {
    private Networks() {
    }

    static int mask(final int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << Integer.SIZE - prefixLength;
    }

    /** The network without host bits, which the kernel refuses. */
    static int address(final FramedRoute route) {
        return route.network() & mask(route.prefixLength());
    }
}
