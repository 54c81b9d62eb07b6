package io.athenabng.daemon.edge.kernel;

/**
 * Something in the kernel that takes several requests: a line, a session, an IFB. Its requests go out one behind the other without waiting;
 * it settles when the last of them is answered. Owned by the kernel agent.
 */
abstract class KernelTask {
    private static final int NO_SLOT = -1;

    private int slot = NO_SLOT;
    private int outstanding;

    /** One request was answered: errno 0 is success. */
    abstract void onAnswer(int step, int errno, CharSequence text);

    /** No request is open any more. */
    abstract void onSettled();

    final boolean isBusy() {
        return outstanding > 0;
    }

    final boolean hasSlot() {
        return slot != NO_SLOT;
    }

    final int slot() {
        return slot;
    }

    final void slot(final int value) {
        slot = value;
    }

    final void releaseSlot() {
        slot = NO_SLOT;
    }

    /** Keeps the task from settling until {@link RequestPipeline#release}. */
    final void hold() {
        outstanding++;
    }

    final int done() {
        return --outstanding;
    }
}
