package io.athenabng.daemon.management;

import io.athenabng.core.lifecycle.SubscriberGateway;

/** How many sessions there are, by phase, and whether any are still being restored. */
record SessionNumbers(boolean restoring, long up, long starting, long ending, long lines) {
    static SessionNumbers of(final SubscriberGateway gateway) {
        return new SessionNumbers(gateway.isRestoring(), gateway.upCount(), gateway.sessionCount() - gateway.upCount(),
                gateway.endingCount(), gateway.lineCount());
    }
}
