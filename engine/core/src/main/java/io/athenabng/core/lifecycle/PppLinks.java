package io.athenabng.core.lifecycle;

import io.athenabng.core.session.TerminateCause;

/** What PPPoE wants to know of its sessions. */
interface PppLinks {
    /** The data plane delivers. */
    void onSessionUp(long sessionId);

    /** The session ends; its data plane still stands. */
    void onSessionEnding(long sessionId, TerminateCause cause);

    /** The subscriber sent data. */
    void onActivity(long sessionId);
}
