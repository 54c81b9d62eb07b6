package io.athenabng.core.lifecycle;

/**
 * Authenticates a subscriber anew; the answer comes to {@link SessionLifecycle#authorise}, {@link SessionLifecycle#unauthorise} or
 * {@link SessionLifecycle#onNobodySays}.
 */
@FunctionalInterface
interface Reauthentication {
    /** Whether the question was asked. */
    boolean askAgain(Subscriber subscriber);
}
