package io.athenabng.daemon.commit;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.RadiusServerSettings;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.AccountingSpool;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.daemon.StartException;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.daemon.agent.RadiusServices;
import io.athenabng.daemon.edge.archive.AccountingSpools;
import io.athenabng.daemon.edge.upstream.RadiusTlsContexts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * RADIUS servers, accounting and dynamic authorisation: the upstream agent is handed the new settings, whole, between two pieces of its
 * work. Before sessions, so that whoever is asked for is there; files of TLS are read here, where waiting is allowed.
 */
public final class RadiusConsumer implements ConfigurationConsumer {
    private final Mailbox<RadiusServices> upstream;
    private final AccountingSpools spools;
    /** What was in force before {@link #apply}: to go back must not depend on files that somebody may have touched. */
    private RadiusTlsContexts before;

    /**
     * A consumer.
     *
     * @param upstream the mailbox of the upstream agent's RADIUS services
     * @param spools   opens spools of new groups of servers
     */
    public RadiusConsumer(final Mailbox<RadiusServices> upstream, final AccountingSpools spools) {
        this.upstream = upstream;
        this.spools = spools;
    }

    @Override
    public String name() {
        return "RADIUS";
    }

    @Override
    public List<Effect> plan(final RunningConfiguration from, final RunningConfiguration to) {
        final RadiusSettings old = from.radius();
        final RadiusSettings now = to.radius();
        final List<Effect> effects = new ArrayList<>();
        if (!old.servers().equals(now.servers())) {
            load(now.servers());
            effects.add(new Effect(ChangeEffect.LIVE, "RADIUS servers", 0));
        }
        if (!old.serverGroups().equals(now.serverGroups())) {
            ask(services -> services.newGroups(now));
            effects.add(new Effect(ChangeEffect.LIVE, "groups of RADIUS servers", 0));
        }
        if (!old.accounting().equals(now.accounting())) {
            effects.add(new Effect(ChangeEffect.LIVE, "RADIUS accounting", 0));
        }
        if (old.dynamicAuthorization() == null ? now.dynamicAuthorization() != null
                : !old.dynamicAuthorization().equals(now.dynamicAuthorization())) {
            effects.add(new Effect(ChangeEffect.LIVE, "dynamic authorisation", 0));
        }
        return effects;
    }

    @Override
    public void apply(final RunningConfiguration from, final RunningConfiguration to) {
        if (!from.radius().equals(to.radius())) {
            final RadiusTlsContexts tls = load(to.radius().servers());
            before = ask(RadiusServices::tls);
            put(to.radius(), tls, open(to.radius()));
        }
    }

    private Map<String, AccountingSpool> open(final RadiusSettings to) {
        final Map<String, AccountingSpool> fresh = new HashMap<>();
        for (final String group : ask(services -> services.newGroups(to))) {
            try {
                fresh.put(group, spools.open(group, to.accounting().spoolLimitBytes()));
            } catch (final IOException exception) {
                throw new RefusedException("the accounting spool of " + group + " cannot be used: " + exception.getMessage());
            }
        }
        return fresh;
    }

    private void put(final RadiusSettings settings, final RadiusTlsContexts tls, final Map<String, AccountingSpool> fresh) {
        ask(services -> {
            services.reconfigure(settings, tls, fresh);
            return true;
        });
    }

    @Override
    public void verify(final RunningConfiguration to) {
        if (!ask(services -> services.settings().equals(to.radius()))) {
            throw new RefusedException("the upstream agent works with other RADIUS settings");
        }
    }

    @Override
    public void rollBack(final RunningConfiguration from, final RunningConfiguration to) {
        if (before != null && !ask(services -> services.settings().equals(to.radius()))) {
            put(to.radius(), before, Map.of());
        }
    }

    private static RadiusTlsContexts load(final List<RadiusServerSettings> servers) {
        try {
            return RadiusTlsContexts.load(servers);
        } catch (final StartException exception) {
            throw new RefusedException(exception.getMessage());
        }
    }

    private <R> R ask(final Function<RadiusServices, R> task) {
        return AgentCalls.ask(upstream, "the upstream agent", task);
    }
}
