package io.athenabng.core.radius.access;

import io.athenabng.core.port.SubscriberProfile.FramedRoute;
import io.athenabng.wire.ip.Ipv4Address;

/**
 * Framed-Route (RFC 2865 section 5.22): {@code 192.0.2.0/24 0.0.0.0 1}, network, gateway, metrics. Without a length the network's class
 * says it; the gateway 0.0.0.0, or none, is the subscriber; of the metrics the first counts.
 */
final class FramedRoutes {
    private static final int CLASS_A = 8;
    private static final int CLASS_B = 16;
    private static final int CLASS_C = 24;
    private static final int CLASS_B_FIRST = 128;
    private static final int CLASS_C_FIRST = 192;
    private static final int MULTICAST_FIRST = 224;
    private static final int LOOPBACK = 127;
    private static final int METRIC_MAX = 1 << 16;

    private FramedRoutes() {
    }

    /** The route; null if the text is none that a line can have. */
    static FramedRoute parse(final String text) {
        final String[] words = text.strip().split("\\s+");
        try {
            final int slash = words[0].indexOf('/');
            final int network = Ipv4Address.parse(slash < 0 ? words[0] : words[0].substring(0, slash));
            final int length = slash < 0 ? classLength(network) : Integer.parseInt(words[0].substring(slash + 1));
            final int gateway = words.length > 1 ? Ipv4Address.parse(words[1]) : 0;
            final int metric = words.length > 2 ? Integer.parseInt(words[2]) : 0;
            final int first = network >>> 24;
            // A default route, or one over what is ours or nobody's, would take the whole gateway with it.
            final boolean sound = length >= CLASS_A && length <= Integer.SIZE && first != 0 && first != LOOPBACK
                    && first < MULTICAST_FIRST && metric >= 0 && metric <= METRIC_MAX && Ipv4Address.network(network, length) == network;
            return sound ? new FramedRoute(network, length, gateway, metric) : null;
        } catch (final IllegalArgumentException e) {
            return null;
        }
    }

    private static int classLength(final int network) {
        final int first = network >>> 24;
        return first < CLASS_B_FIRST ? CLASS_A : first < CLASS_C_FIRST ? CLASS_B : CLASS_C;
    }
}
