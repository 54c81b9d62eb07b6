package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.NameTemplate;
import io.athenabng.core.config.RunningConfiguration;

/** Renders the User-Name of each access group's template. */
final class UserNames {
    private final NameTemplate[] templateByGroup;
    private final RunningConfiguration configuration;
    private final StringBuilder text = new StringBuilder();

    UserNames(final RunningConfiguration configuration) {
        this.configuration = configuration;
        templateByGroup = new NameTemplate[configuration.accessGroups().size()];
        for (int i = 0; i < templateByGroup.length; i++) {
            templateByGroup[i] = NameTemplate.compile(configuration.accessGroups().get(i).userName());
        }
    }

    String render(final AccessLine line, final long mac) {
        text.setLength(0);
        templateByGroup[line.groupIndex()].render(
                text, configuration.trunks().get(line.trunkIndex()).name(), line.vlanStack(), line.group().name(), mac);
        return text.toString();
    }
}
