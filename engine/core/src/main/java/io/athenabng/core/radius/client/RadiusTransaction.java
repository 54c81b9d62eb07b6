package io.athenabng.core.radius.client;

import org.agrona.concurrent.UnsafeBuffer;

/** One request that is under way: a slot that is used again and again. Owned by the upstream agent. */
final class RadiusTransaction {
    /** What the transaction's timer is for. */
    enum Phase {
        /** The slot is free. */
        FREE,
        /** No server has room; the timer is its patience. */
        QUEUED,
        /** Sent; the timer is the retransmission's. */
        WAITING,
        /** The transport had no room; the timer tries again. */
        UNSENT,
        /** It lost its source, or was taken from a dead server; the timer finds it a server. */
        HOMELESS,
        /** Nobody can answer; the timer says so. */
        HOPELESS
    }

    Phase phase = Phase.FREE;
    RadiusClient.Handler handler;
    long correlationId;
    int code;
    /** Null for a probe. */
    RadiusServerGroup group;
    /** Members of the group that were asked and did not answer. */
    long triedMembers;
    /** The member that it is with; -1 if that has left the group. */
    int member;
    RadiusEndpoint endpoint;
    RadiusSource source;
    int identifier;
    int tries;
    /** How often the source that it was sent from was lost. */
    int losses;
    long retransmissionNs;
    long firstSentNs;
    /** Whether its server is judged by what becomes of it: probes and trials. */
    boolean trial;

    /** 16 octets of authenticator, then the attributes. */
    UnsafeBuffer buffer;
    int offset;
    int block;
    boolean largeBlock;
    int attributesLength;

    /** The wheel's and the queue's links. */
    RadiusTransaction timerPrevious;
    RadiusTransaction timerNext;
    int timerSlot = RadiusTimerWheel.NOT_SCHEDULED;
    long deadlineTick;
    RadiusTransaction queueNext;
    RadiusTransaction queuePrevious;

    /** Its server is not to be asked for it again; one that is not of the group any more cannot be. */
    void tried() {
        if (member >= 0) {
            triedMembers |= 1L << member;
        }
    }

    boolean isProbe() {
        return group == null;
    }
}
