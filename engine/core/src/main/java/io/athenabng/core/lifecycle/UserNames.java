package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.ClientWords;
import io.athenabng.core.config.NameTemplate;
import io.athenabng.core.config.RunningConfiguration;

/** Renders each access group's names: Circuit-ID, Remote-ID and User-Name. */
final class UserNames {
    /** A RADIUS attribute's value. */
    private static final int USER_NAME_MAX = 253;

    private NameTemplate[] userNames;
    private NameTemplate[] circuitIds;
    private NameTemplate[] remoteIds;
    private final StringBuilder text = new StringBuilder();

    UserNames(final RunningConfiguration configuration) {
        reconfigure(configuration);
    }

    /** Gives names by another configuration's templates from now on. */
    void reconfigure(final RunningConfiguration to) {
        userNames = to.accessGroups().stream().map(group -> NameTemplate.compileForClient(group.userName()))
                .toArray(NameTemplate[]::new);
        circuitIds = to.accessGroups().stream().map(group -> NameTemplate.compile(group.circuitId()))
                .toArray(NameTemplate[]::new);
        remoteIds = to.accessGroups().stream().map(group -> NameTemplate.compile(group.remoteId()))
                .toArray(NameTemplate[]::new);
    }

    String userName(final AccessLine line, final long mac, final ClientWords client) {
        final String name = render(userNames, line, mac, client);
        return name.length() > USER_NAME_MAX ? name.substring(0, USER_NAME_MAX) : name;
    }

    /** Whether the User-Name has what only a client's message tells. */
    boolean asksClient(final AccessLine line) {
        return userNames[line.groupIndex()].asksClient();
    }

    String circuitId(final AccessLine line, final long mac) {
        return render(circuitIds, line, mac, ClientWords.NONE);
    }

    String remoteId(final AccessLine line, final long mac) {
        return render(remoteIds, line, mac, ClientWords.NONE);
    }

    private String render(final NameTemplate[] templates, final AccessLine line, final long mac, final ClientWords client) {
        text.setLength(0);
        templates[line.groupIndex()].render(text, line.group().trunk(), line.vlanStack(), line.group().name(), mac, client);
        return text.toString();
    }
}
