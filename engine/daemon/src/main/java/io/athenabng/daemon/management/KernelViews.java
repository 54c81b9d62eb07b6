package io.athenabng.daemon.management;

import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.daemon.edge.kernel.KernelCapacity;
import io.athenabng.daemon.edge.kernel.KernelDataPlane;
import io.athenabng.daemon.edge.kernel.LineLookup;
import io.athenabng.daemon.edge.kernel.SessionLookup;
import java.util.List;

/** What only the kernel agent knows; called on its thread. */
final class KernelViews {
    private KernelViews() {
    }

    /** A line's interface; null where there is none. */
    record Device(String name, Integer index) {
    }

    /** How many more sessions fit into the kernel's memory. */
    record Capacity(long availableBytes, long bytesPerSession, long room, List<String> warnings) {
    }

    static Device line(final KernelDataPlane kernel, final int lineId) {
        final LineLookup line = kernel.line(lineId);
        return line == null ? new Device(null, null) : new Device(line.kernelName(), line.ifIndex());
    }

    static SessionViews.KernelNames names(final KernelDataPlane kernel, final long sessionId) {
        final SessionLookup session = kernel.session(sessionId);
        return session == null ? new SessionViews.KernelNames(null, null, null)
                : new SessionViews.KernelNames(session.kernelName(), session.ifIndex(), session.ifbName());
    }

    /** By the access group whose sessions take the most. */
    static Capacity capacity(final KernelDataPlane kernel, final RunningConfiguration configuration) {
        KernelCapacity least = kernel.capacity(0);
        for (int group = 1; group < configuration.accessGroups().size(); group++) {
            final KernelCapacity capacity = kernel.capacity(group);
            if (capacity.moreSessions() < least.moreSessions()) {
                least = capacity;
            }
        }
        return new Capacity(least.availableBytes(), least.bytesPerSession(), least.moreSessions(), List.of());
    }
}
