package io.athenabng.core.port;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.RunningConfiguration;
import java.util.List;

/**
 * A part of the gateway, or a service outside, that a new configuration is put in force at. Called by the thread that commits, one call
 * after
 * the other; the calls may wait for other threads, within bounds. Whatever a call throws fails the commit: all that was applied is then
 * rolled
 * back, the last first.
 */
public interface ConfigurationConsumer {
    /**
     * What a change would do here.
     *
     * @param effect   what becomes of sessions
     * @param what     in words, such as {@code the rates of residential}
     * @param sessions how many sessions are concerned; 0 if none is up
     */
    record Effect(ChangeEffect effect, String what, int sessions) {
    }

    /** The change cannot be put in force; the message says why, for the operator. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /**
         * A refusal.
         *
         * @param message why
         */
        public RefusedException(final String message) {
            super(message);
        }
    }

    /** @return its name in messages */
    String name();

    /**
     * A dry run: says what would happen and changes nothing.
     *
     * @param from what is in force
     * @param to   what is to come
     * @return what it would do; empty if nothing here changes
     * @throws RefusedException if it cannot be done
     */
    List<Effect> plan(RunningConfiguration from, RunningConfiguration to);

    /**
     * Puts it in force.
     *
     * @param from what was in force
     * @param to   what is to be
     * @throws RefusedException if it cannot be done; {@link #rollBack} is called all the same
     */
    void apply(RunningConfiguration from, RunningConfiguration to);

    /**
     * Looks whether it came into force.
     *
     * @param to what was applied
     * @throws RefusedException if it did not
     */
    void verify(RunningConfiguration to);

    /**
     * Puts back what was in force before, also after an {@link #apply} that got only half way.
     *
     * @param from what failed
     * @param to   what was in force before
     * @throws RefusedException if it cannot be put back
     */
    void rollBack(RunningConfiguration from, RunningConfiguration to);
}
