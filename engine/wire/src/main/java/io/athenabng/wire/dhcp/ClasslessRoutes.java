package io.athenabng.wire.dhcp;

import io.athenabng.wire.ip.Ipv4Prefix;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * Encodes the value of option 121, classless static routes (RFC 3442), when a configuration is loaded. Allocates.
 *
 * <pre>
 *  +--------+----------------------------------+-----------------+
 *  | length | significant octets of the prefix | router (4)      |   for each route
 *  +--------+----------------------------------+-----------------+
 * </pre>
 *
 * A client that takes this option ignores option 3, so the default route (0.0.0.0/0) belongs into it.
 */
public final class ClasslessRoutes {

    /**
     * A route.
     *
     * @param destination prefix
     * @param router      next hop, host order; 0.0.0.0 if the prefix is on the link
     */
    public record Route(Ipv4Prefix destination, int router) {
    }

    private ClasslessRoutes() {
    }

    /** The option's value; empty for no routes. */
    public static byte[] encode(final List<Route> routes) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final Route route : routes) {
            final int length = route.destination().length();
            out.write(length);
            for (int octet = 0; octet < (length + 7) / 8; octet++) {
                out.write(route.destination().network() >>> 24 - 8 * octet);
            }
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.write(route.router() >>> shift);
            }
        }
        return out.toByteArray();
    }
}
