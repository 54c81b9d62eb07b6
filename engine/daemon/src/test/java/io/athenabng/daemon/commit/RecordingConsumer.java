package io.athenabng.daemon.commit;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer;
import java.util.List;

/** A consumer that remembers what is in force at it, and fails where a test says. */
final class RecordingConsumer implements ConfigurationConsumer {
    private final String name;
    private final List<String> log;
    RunningConfiguration inForce;
    String failsAt = "";
    ChangeEffect effect = ChangeEffect.LIVE;
    int sessions;

    RecordingConsumer(final String name, final RunningConfiguration inForce, final List<String> log) {
        this.name = name;
        this.inForce = inForce;
        this.log = log;
    }

    private void step(final String step) {
        log.add(name + " " + step);
        if (failsAt.equals(step)) {
            throw new RefusedException("told to fail");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Effect> plan(final RunningConfiguration from, final RunningConfiguration to) {
        step("plan");
        return from.equals(to) ? List.of() : List.of(new Effect(effect, "what " + name + " has", sessions));
    }

    @Override
    public void apply(final RunningConfiguration from, final RunningConfiguration to) {
        // Half done when it fails.
        inForce = to;
        step("apply");
    }

    @Override
    public void verify(final RunningConfiguration to) {
        step("verify");
    }

    @Override
    public void rollBack(final RunningConfiguration from, final RunningConfiguration to) {
        inForce = to;
        step("rollBack");
    }
}
