package io.athenabng.core.port;

/**
 * What the data plane has done or seen. Called on the session agent's thread. An {@code error} is 0 or the kernel's errno; its text has
 * been logged where it happened.
 */
public interface DataPlaneListener {
    /**
     * A line was asked for and exists, or cannot.
     *
     * @param lineId the line
     * @param error  0, or why it does not exist
     */
    void onLineUp(int lineId, int error);

    /**
     * A line is gone: as asked, or because somebody else deleted it.
     *
     * @param lineId  the line
     * @param byOther whether nobody asked for it
     */
    void onLineGone(int lineId, boolean byOther);

    /**
     * A session was asked for and is up, or cannot be.
     *
     * @param sessionId the session
     * @param error     0, or why it is not up
     */
    void onSessionUp(long sessionId, int error);

    /**
     * A session's rates were changed, or could not be.
     *
     * @param sessionId the session
     * @param error     0, or why they are as before
     */
    void onSessionChanged(long sessionId, int error);

    /**
     * A session is down; these are its last counters.
     *
     * @param sessionId the session
     * @param upOctets    octets from the subscriber since the session began
     * @param upPackets   packets from the subscriber
     * @param downOctets  octets to the subscriber
     * @param downPackets packets to the subscriber
     */
    void onSessionDown(long sessionId, long upOctets, long upPackets, long downOctets, long downPackets);

    /**
     * A session's counters, as asked for.
     *
     * @param sessionId the session
     * @param upOctets    octets from the subscriber since the session began
     * @param upPackets   packets from the subscriber
     * @param downOctets  octets to the subscriber
     * @param downPackets packets to the subscriber
     */
    void onCounters(long sessionId, long upOctets, long upPackets, long downOctets, long downPackets);

    /**
     * A trunk went up or down.
     *
     * @param trunkIndex the trunk
     * @param up         whether it has carrier and is up
     */
    void onTrunk(int trunkIndex, boolean up);
}
