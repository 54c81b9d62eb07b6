package io.athenabng.daemon.edge.kernel;

/**
 * How PPPoE is done in the kernel.
 *
 * @param interfacePrefix what the names of units' interfaces begin with, before a number
 * @param clampMss        whether TCP connections through them begin with segments that fit
 * @param keeper          keeps sessions over the end of the process
 */
public record PppSettings(String interfacePrefix, boolean clampMss, SessionKeeper keeper) {
    /** Interfaces {@code ppp0}, {@code ppp1}, ...; sessions end with the process. */
    public static final PppSettings DEFAULT = new PppSettings("ppp", true, SessionKeeper.NONE);
}
