package io.athenabng.daemon.edge.upstream;

import io.athenabng.core.config.IpAddress;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.daemon.StartException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What connections to the RADIUS servers with TLS are made with. Reading the files may take time: they are read where waiting is allowed,
 * and the result is handed to the upstream agent. Immutable.
 */
public final class RadiusTlsContexts {
    /** All that a context depends on. */
    private record Key(RadiusServerSettings.Tls tls, IpAddress address, int port) {
        static Key of(final RadiusServerSettings server) {
            return new Key(server.tls(), server.address(), server.authenticationPort());
        }
    }

    private final Map<Key, RadiusTlsContext> contexts;

    private RadiusTlsContexts(final Map<Key, RadiusTlsContext> contexts) {
        this.contexts = contexts;
    }

    /**
     * Reads the files of those servers that have TLS.
     *
     * @param servers the servers
     * @return what their connections are made with
     * @throws StartException if a server's files cannot be used
     */
    public static RadiusTlsContexts load(final List<RadiusServerSettings> servers) {
        final Map<Key, RadiusTlsContext> contexts = new HashMap<>();
        for (final RadiusServerSettings server : servers) {
            if (server.tls() != null) {
                contexts.put(Key.of(server), RadiusTlsContext.load(server));
            }
        }
        return new RadiusTlsContexts(contexts);
    }

    /** What a server's connections are made with; it has TLS. */
    RadiusTlsContext of(final RadiusServerSettings server) {
        return contexts.get(Key.of(server));
    }
}
