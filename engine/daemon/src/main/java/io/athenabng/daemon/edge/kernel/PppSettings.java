package io.athenabng.daemon.edge.kernel;

/**
 * How PPPoE is done in the kernel.
 *
 * @param interfacePrefix what the names of units' interfaces begin with, before a number
 * @param keeper          keeps sessions over the end of the process
 */
public record PppSettings(String interfacePrefix, SessionKeeper keeper) {
    /** Interfaces {@code ppp0}, {@code ppp1}, ...; sessions end with the process. */
    public static final PppSettings DEFAULT = new PppSettings("ppp", SessionKeeper.NONE);
}
