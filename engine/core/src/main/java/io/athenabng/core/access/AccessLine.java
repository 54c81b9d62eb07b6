package io.athenabng.core.access;

import io.athenabng.core.config.AccessGroupSettings;

/**
 * One subscriber line: a tag stack on a trunk. Owned by the session agent.
 */
public final class AccessLine {
    /** What the data plane has of a line. */
    public enum State {
        /** Nothing was asked for yet, or the request did not fit. */
        NEW,
        /** Asked for. */
        CREATING,
        /** It exists. */
        UP,
        /** The data plane refused it. */
        FAILED,
        /** Its removal was asked for. */
        REMOVING
    }

    private final int lineId;
    private final int trunkIndex;
    private final long vlanStack;
    private final int groupIndex;
    private AccessGroupSettings group;
    private boolean retired;
    private final String logicalName;
    private final long createdNs;
    private State state = State.NEW;
    private int sessionCount;
    private long lastActivityNs;

    AccessLine(
            final int lineId, final int trunkIndex, final long vlanStack, final int groupIndex, final AccessGroupSettings group,
            final String logicalName, final long nowNs) {
        this.lineId = lineId;
        this.trunkIndex = trunkIndex;
        this.vlanStack = vlanStack;
        this.groupIndex = groupIndex;
        this.group = group;
        this.logicalName = logicalName;
        this.createdNs = nowNs;
        this.lastActivityNs = nowNs;
    }

    /** @return the line's number; given again after the line is gone */
    public int lineId() {
        return lineId;
    }

    /** @return its trunk in the running configuration */
    public int trunkIndex() {
        return trunkIndex;
    }

    /** @return its tags, packed as {@code VlanStack} says */
    public long vlanStack() {
        return vlanStack;
    }

    /** @return its access group in the running configuration */
    public int groupIndex() {
        return groupIndex;
    }

    /** @return its access group */
    public AccessGroupSettings group() {
        return group;
    }

    /** Its group's settings are others now. */
    void group(final AccessGroupSettings settings) {
        group = settings;
    }

    /** @return whether its group serves its tags no more: its sessions end, and it goes when the last has */
    public boolean isRetired() {
        return retired;
    }

    void retired(final boolean nowRetired) {
        retired = nowRetired;
    }

    /** @return its logical name, like {@code eth1.111.500.100}: what people, RADIUS and Option 82 see */
    public String logicalName() {
        return logicalName;
    }

    /** @return when it was made, ns since the epoch */
    public long createdNs() {
        return createdNs;
    }

    /** @return what the data plane has of it */
    public State state() {
        return state;
    }

    /** @param state what the data plane has of it */
    public void state(final State state) {
        this.state = state;
    }

    /** @return how many sessions are on it */
    public int sessionCount() {
        return sessionCount;
    }

    /** A session was added. */
    public void sessionAdded() {
        sessionCount++;
    }

    /** A session was removed. */
    public void sessionRemoved() {
        sessionCount--;
    }

    /** @return when a control frame was last seen or a session last ended on it, ns since the epoch */
    public long lastActivityNs() {
        return lastActivityNs;
    }

    /** @param nowNs when a control frame was seen */
    public void touch(final long nowNs) {
        lastActivityNs = nowNs;
    }

    @Override
    public String toString() {
        return logicalName;
    }
}
