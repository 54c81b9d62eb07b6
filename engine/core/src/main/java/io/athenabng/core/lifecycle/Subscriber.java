package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.port.SubscriberProfile;

/** One client (a MAC) on one line: what authentication said of it, and its session if it has one. */
final class Subscriber {
    /** No reply is held. */
    static final int NO_SLOT = -1;

    enum Authentication { NONE, ASKING, ACCEPTED, REJECTED }

    final AccessLine line;
    final long mac;
    /** The next one on the same line. */
    Subscriber next;

    Authentication authentication = Authentication.NONE;
    SubscriberProfile profile;
    String userName = "";
    /** Names the authentication request in flight. */
    long authenticationId;
    /** The message that waits for the authentication's answer. */
    int parkedSlot = NO_SLOT;

    /** 0 is none. */
    long sessionId;
    /** Whether the data plane delivers. */
    boolean up;
    /** The reply that waits for the data plane. */
    int heldSlot = NO_SLOT;
    /** When it was last heard of, ns since the epoch. */
    long lastSeenNs;

    Subscriber(final AccessLine line, final long mac, final long nowNs) {
        this.line = line;
        this.mac = mac;
        this.lastSeenNs = nowNs;
    }
}
