package io.athenabng.daemon;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer;
import java.util.List;

/** The daemon's log: its level changes at once. */
final class LoggingConsumer implements ConfigurationConsumer {
    @Override
    public String name() {
        return "logging";
    }

    @Override
    public List<Effect> plan(final RunningConfiguration from, final RunningConfiguration to) {
        return from.logLevel() == to.logLevel() ? List.of() : List.of(new Effect(ChangeEffect.LIVE, "the level of the log", 0));
    }

    @Override
    public void apply(final RunningConfiguration from, final RunningConfiguration to) {
        if (from.logLevel() != to.logLevel()) {
            Logging.level(to.logLevel());
        }
    }

    @Override
    public void verify(final RunningConfiguration to) {
        if (!Logging.isLevel(to.logLevel())) {
            throw new RefusedException("the log has another level");
        }
    }

    @Override
    public void rollBack(final RunningConfiguration from, final RunningConfiguration to) {
        apply(from, to);
    }
}
