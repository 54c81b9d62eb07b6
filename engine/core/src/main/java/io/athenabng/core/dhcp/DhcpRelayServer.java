package io.athenabng.core.dhcp;

/** A DHCP server as one access group's relay sees it. Owned by the session agent. */
public final class DhcpRelayServer {
    /** Whether the server answers. */
    public enum State {
        /** It answers, or was not asked yet. */
        UP,
        /** It left a message unanswered; it is passed over until it is tried again. */
        DOWN
    }

    private final int groupIndex;
    private final int address;
    private State state = State.UP;
    private long sent;
    private long received;
    private long timeouts;
    private boolean awaiting;
    private long awaitingSinceNs;
    private long retryAtNs;

    DhcpRelayServer(final int groupIndex, final int address) {
        this.groupIndex = groupIndex;
        this.address = address;
    }

    /** @return the access group that it serves, as an index into the running configuration */
    public int groupIndex() {
        return groupIndex;
    }

    /** @return its address, host order */
    public int address() {
        return address;
    }

    /** @return whether it answers */
    public State state() {
        return state;
    }

    /** @return how many messages were sent to it */
    public long sent() {
        return sent;
    }

    /** @return how many messages came from it */
    public long received() {
        return received;
    }

    /** @return how often it left a message unanswered */
    public long timeouts() {
        return timeouts;
    }

    /** @return when it is tried again, ns since the epoch, if it is {@link State#DOWN} */
    public long retryAtNs() {
        return retryAtNs;
    }

    void onSent(final boolean answerExpected, final long nowNs) {
        sent++;
        if (answerExpected && !awaiting) {
            awaiting = true;
            awaitingSinceNs = nowNs;
        }
    }

    /** Any answer shows that it is alive, whichever message it answers. */
    void onReceived() {
        received++;
        awaiting = false;
        state = State.UP;
    }

    /** Whether it left a message unanswered for too long just now. */
    boolean onTick(final long nowNs, final long timeoutNs, final long retryNs) {
        if (!awaiting || nowNs - awaitingSinceNs < timeoutNs) {
            return false;
        }
        awaiting = false;
        timeouts++;
        state = State.DOWN;
        retryAtNs = nowNs + retryNs;
        return true;
    }

    boolean isRetryDue(final long nowNs) {
        return state == State.DOWN && nowNs >= retryAtNs;
    }

    void onRetry(final long nowNs, final long retryNs) {
        retryAtNs = nowNs + retryNs;
    }
}
