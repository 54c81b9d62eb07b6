package io.athenabng.daemon;

import java.util.concurrent.CountDownLatch;

/** What the daemon's main thread waits for: an order to stop, and whether to be started again. Any thread. */
public final class StopSignal {
    private final CountDownLatch given = new CountDownLatch(1);
    private final boolean restartable;
    private volatile boolean restart;

    /**
     * A signal that was not given yet.
     *
     * @param restartable whether somebody would start the daemon again
     */
    public StopSignal(final boolean restartable) {
        this.restartable = restartable;
    }

    /** Whether {@link #restart} leads to a new start. */
    public boolean isRestartable() {
        return restartable;
    }

    /** Stop. */
    public void stop() {
        given.countDown();
    }

    /** Stop, and ask the service manager for a new start. */
    public void restart() {
        restart = true;
        given.countDown();
    }

    /** Waits for one of the two. */
    public void await() throws InterruptedException {
        given.await();
    }

    /** Whether the last order was to start again. */
    public boolean isRestart() {
        return restart;
    }
}
