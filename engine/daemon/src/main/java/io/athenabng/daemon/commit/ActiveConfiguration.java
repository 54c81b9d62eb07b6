package io.athenabng.daemon.commit;

import io.athenabng.core.access.GroupResolver;
import io.athenabng.core.config.RunningConfiguration;

/**
 * The configuration that the gateway works with now. Keys that are read at start only are as they were then, whatever has been committed
 * since.
 * Set by the thread that commits, read by any.
 */
public final class ActiveConfiguration {
    private record Snapshot(RunningConfiguration configuration, GroupResolver resolver) {
    }

    private volatile Snapshot snapshot;

    /**
     * The first.
     *
     * @param configuration what the daemon was started with
     */
    public ActiveConfiguration(final RunningConfiguration configuration) {
        set(configuration);
    }

    void set(final RunningConfiguration configuration) {
        snapshot = new Snapshot(configuration, new GroupResolver(configuration));
    }

    /** @return the configuration */
    public RunningConfiguration get() {
        return snapshot.configuration;
    }

    /** @return finds a stack's group in it */
    public GroupResolver resolver() {
        return snapshot.resolver;
    }
}
