package io.athenabng.daemon.commit;

import io.athenabng.core.config.ConfigurationChange;
import io.athenabng.core.config.ConfigurationProblem;
import io.athenabng.core.config.ConfigurationTree;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer;
import java.util.List;

/**
 * What a commit would do.
 *
 * @param problems      everything that is wrong with the candidate; if there is anything, the rest is empty
 * @param changes       what differs from the running configuration
 * @param effects       what each part of the gateway would do
 * @param waiting       the changes that wait for the next start
 * @param live          what the gateway would work with; null if there are problems
 * @param configuration the same, read; null if there are problems
 */
public record CommitCheck(
        List<ConfigurationProblem> problems, List<ConfigurationChange> changes, List<ConfigurationConsumer.Effect> effects,
        List<ConfigurationChange> waiting, ConfigurationTree live, RunningConfiguration configuration) {
    public CommitCheck {
        problems = List.copyOf(problems);
        changes = List.copyOf(changes);
        effects = List.copyOf(effects);
        waiting = List.copyOf(waiting);
    }

    static CommitCheck invalid(final List<ConfigurationProblem> problems) {
        return new CommitCheck(problems, List.of(), List.of(), List.of(), null, null);
    }
}
