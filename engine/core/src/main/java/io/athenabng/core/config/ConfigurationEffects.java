package io.athenabng.core.config;

import io.athenabng.core.config.CommitSchema.Archive;
import io.athenabng.core.config.CommitSchema.Service;
import io.athenabng.core.config.ConfigurationSchema.Root;
import java.util.Map;

/** What changing each key does to a gateway that runs. A key that is not listed is read at start only. */
final class ConfigurationEffects {
    private static final Map<ConfigKey, ChangeEffect> EFFECTS = Map.ofEntries(
            Map.entry(Root.COUNTERS_INTERVAL, ChangeEffect.LIVE),
            Map.entry(Root.LOG_LEVEL, ChangeEffect.LIVE),
            Map.entry(Archive.KEEP, ChangeEffect.LIVE),
            Map.entry(Archive.MAX_AGE, ChangeEffect.LIVE),
            Map.entry(Service.LIST, ChangeEffect.LIVE),
            Map.entry(Service.NAME, ChangeEffect.LIVE),
            Map.entry(Service.KIND, ChangeEffect.LIVE),
            Map.entry(Service.TEMPLATE, ChangeEffect.LIVE),
            Map.entry(Service.FILE, ChangeEffect.LIVE),
            Map.entry(Service.CHECK, ChangeEffect.LIVE),
            Map.entry(Service.RELOAD, ChangeEffect.LIVE),
            Map.entry(Service.HEALTH, ChangeEffect.LIVE),
            Map.entry(Service.CHECK_TIMEOUT, ChangeEffect.LIVE),
            Map.entry(Service.RELOAD_TIMEOUT, ChangeEffect.LIVE),
            Map.entry(Service.HEALTH_TIMEOUT, ChangeEffect.LIVE));

    private ConfigurationEffects() {
    }

    /** What another value of the key does; of a list of sections, what one section more or less does. */
    static ChangeEffect of(final ConfigKey key) {
        return EFFECTS.getOrDefault(key, ChangeEffect.RESTART);
    }
}
