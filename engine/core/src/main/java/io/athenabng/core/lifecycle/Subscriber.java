package io.athenabng.core.lifecycle;

import io.athenabng.core.access.AccessLine;
import io.athenabng.core.config.AccessGroupSettings;
import io.athenabng.core.port.SubscriberProfile;

/** One client (a MAC) on one line: what authentication said of it, and its session if it has one. */
final class Subscriber {
    /** No reply is held. */
    static final int NO_SLOT = -1;
    /** No State is to be sent. */
    static final byte[] NO_STATE = {};

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
    /** Whether its session, or its place in the walled garden, goes on while it is authenticated anew. */
    boolean askedAgain;
    /** Whether it was rejected and lives in the walled garden of its group. */
    boolean garden;
    /** Whether it was admitted because nobody could say. */
    boolean provisional;
    /** When it is authenticated anew, ns since the epoch; 0 is never. */
    long reauthenticateAtNs;
    /** When a rejected one may be asked for again, ns since the epoch. */
    long rejectedUntilNs;
    /** The User-Name that was asked with; the answer may have given another. */
    String askedName = "";
    /** The access group that serves it: the line's, or its walled garden. */
    int serviceIndex;
    AccessGroupSettings service;
    /** The State that goes into the next authentication request: a dynamic authorisation client's; empty is none. */
    byte[] radiusState = NO_STATE;
    /** The message that waits for the authentication's answer. */
    int parkedSlot = NO_SLOT;

    /** 0 is none. */
    long sessionId;
    /** Whether its session is a PPP session, ours or an outside server's. */
    boolean pppoe;
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
        service = line.group();
        serviceIndex = line.groupIndex();
    }

    /** From now on it is served by the line's own group. */
    void leaveGarden() {
        garden = false;
        service = line.group();
        serviceIndex = line.groupIndex();
    }

    /** From now on it is served by another group. */
    void enterGarden(final int groupIndex, final AccessGroupSettings group) {
        garden = true;
        service = group;
        serviceIndex = groupIndex;
    }
}
