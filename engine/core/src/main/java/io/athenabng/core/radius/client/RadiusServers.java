package io.athenabng.core.radius.client;

import io.athenabng.core.config.RadiusServerGroupSettings;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.port.CounterRegistry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which servers and groups there are. A commit replaces them while requests are under way: a server whose address, port, secret or
 * transport is another is another endpoint, and the one before is <em>retired</em>: it gets no new request, what was sent to it may still
 * be answered, and it goes when nothing waits for it. Groups keep their places for ever, since a place names a group in the rings.
 * Owned by the upstream agent.
 */
final class RadiusServers {
    /** Counters are a server's, by its name: one that is retired and the one in its place have them together. */
    private static final class SharedCounters {
        final EndpointCounters counters;
        int users;

        SharedCounters(final EndpointCounters counters) {
            this.counters = counters;
        }
    }

    private final CounterRegistry registry;
    private final Map<String, SharedCounters> countersByPrefix = new HashMap<>();
    private final List<RadiusEndpoint> retired = new ArrayList<>();
    private List<RadiusEndpoint> endpoints = List.of();
    private RadiusServerGroup[] authenticationGroups = new RadiusServerGroup[0];
    private RadiusServerGroup[] accountingGroups = new RadiusServerGroup[0];

    RadiusServers(final RadiusSettings settings, final CounterRegistry registry) {
        this.registry = registry;
        reconfigure(settings);
    }

    /** Takes other servers and groups. Requests under way are to be told ({@link TransactionPool#followGroups}). */
    void reconfigure(final RadiusSettings settings) {
        final List<RadiusEndpoint> before = endpoints;
        final List<RadiusEndpoint> now = new ArrayList<>();
        final RadiusEndpoint[] authentication = new RadiusEndpoint[settings.servers().size()];
        final RadiusEndpoint[] accounting = new RadiusEndpoint[authentication.length];
        for (int i = 0; i < authentication.length; i++) {
            authentication[i] = endpoint(before, settings.servers().get(i), false);
            accounting[i] = endpoint(before, settings.servers().get(i), true);
            now.add(authentication[i]);
            now.add(accounting[i]);
        }
        for (final RadiusEndpoint endpoint : before) {
            if (!now.contains(endpoint)) {
                endpoint.retire();
                retired.add(endpoint);
            }
        }
        endpoints = Collections.unmodifiableList(now);
        authenticationGroups = groups(authenticationGroups, settings.serverGroups(), authentication);
        accountingGroups = groups(accountingGroups, settings.serverGroups(), accounting);
    }

    /** The endpoint that is there already, or a new one. */
    private RadiusEndpoint endpoint(final List<RadiusEndpoint> before, final RadiusServerSettings settings, final boolean accounting) {
        for (final RadiusEndpoint endpoint : before) {
            if (endpoint.accounting() == accounting && endpoint.isOf(settings)) {
                endpoint.settings(settings);
                return endpoint;
            }
        }
        final String prefix = RadiusEndpoint.counterPrefix(settings.name(), accounting);
        final SharedCounters shared = countersByPrefix.computeIfAbsent(prefix,
                name -> new SharedCounters(new EndpointCounters(registry, name)));
        shared.users++;
        shared.counters.alive.setRelease(1);
        return new RadiusEndpoint(accounting, settings, shared.counters);
    }

    private static RadiusServerGroup[] groups(
            final RadiusServerGroup[] before, final List<RadiusServerGroupSettings> settings, final RadiusEndpoint[] endpointOfServer) {
        // A group of a commit that was taken back stays until its place is wanted: somebody may have asked it meanwhile.
        final RadiusServerGroup[] groups = Arrays.copyOf(before, Math.max(before.length, settings.size()));
        for (int i = 0; i < settings.size(); i++) {
            if (i < before.length && before[i].name().equals(settings.get(i).name())) {
                groups[i].reconfigure(settings.get(i), endpointOfServer);
            } else {
                groups[i] = new RadiusServerGroup(settings.get(i), endpointOfServer);
            }
        }
        return groups;
    }

    /** A retired endpoint for which nothing waits is no more. */
    void dismiss(final RadiusEndpoint endpoint) {
        retired.remove(endpoint);
        final String prefix = RadiusEndpoint.counterPrefix(endpoint.settings().name(), endpoint.accounting());
        if (--countersByPrefix.get(prefix).users == 0) {
            countersByPrefix.remove(prefix);
            registry.release(prefix);
        }
    }

    /** Both sides of every server, authentication first, in the order of the configuration. */
    List<RadiusEndpoint> endpoints() {
        return endpoints;
    }

    /** Endpoints of before, for which something still waits. */
    List<RadiusEndpoint> retired() {
        return retired;
    }

    RadiusServerGroup[] groups(final boolean forAccounting) {
        return forAccounting ? accountingGroups : authenticationGroups;
    }
}
