package io.athenabng.core.port;

/**
 * What the gateway wants of the data plane: which access lines and sessions exist and how they are shaped. Nothing here names an
 * interface, an index or a queueing discipline. Each request is answered through {@link DataPlaneListener}. False: no room now, nothing
 * was asked.
 */
public interface DataPlane {
    /**
     * This access line exists.
     *
     * @param lineId     the core's number for it
     * @param trunkIndex its trunk in the running configuration
     * @param vlanStack  its tags, packed as {@code VlanStack} says
     * @param groupIndex its access group in the running configuration
     * @return whether the request was taken
     */
    boolean lineUp(int lineId, int trunkIndex, long vlanStack, int groupIndex);

    /**
     * This access line is gone. Its sessions were taken down before.
     *
     * @param lineId its number
     * @return whether the request was taken
     */
    boolean lineDown(int lineId);

    /**
     * This session is up on its line: deliver its address there, from its MAC only, at its rates. A session that is up already is changed
     * to this.
     *
     * @param session what it is
     * @return whether the request was taken
     */
    boolean sessionUp(SessionPlan session);

    /**
     * These are the session's rates from now on; no packet is lost by the change.
     *
     * @param session what it is, with its new rates
     * @return whether the request was taken
     */
    boolean sessionChange(SessionPlan session);

    /**
     * This session is gone.
     *
     * @param sessionId its number
     * @return whether the request was taken
     */
    boolean sessionDown(long sessionId);

    /**
     * After a start: every line and session that was there before has been asked for again. What else the data plane finds of an earlier
     * run is stale and is removed.
     *
     * @return whether the request was taken
     */
    boolean restoreComplete();

    /**
     * Read the counters of all sessions.
     *
     * @return whether the request was taken
     */
    boolean readCounters();
}
