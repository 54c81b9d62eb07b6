package io.athenabng.daemon.edge.store;

/** The map's key: a session id that can be set again, so that no lookup boxes one. One for each thread. */
final class SessionKey {
    private long sessionId;

    long sessionId() {
        return sessionId;
    }

    SessionKey sessionId(final long id) {
        sessionId = id;
        return this;
    }
}
