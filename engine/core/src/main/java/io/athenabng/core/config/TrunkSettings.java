package io.athenabng.core.config;

/**
 * An Ethernet trunk on which subscribers arrive.
 *
 * @param name              the interface's name
 * @param receivers         how many fanout members read it
 * @param maxLines          how many access lines may exist on it
 * @param newLinesPerSecond how many access lines may be made in a second
 * @param newLinesBurst     how many may be made at once after a quiet time
 */
public record TrunkSettings(String name, int receivers, int maxLines, int newLinesPerSecond, int newLinesBurst) {
    /** Longest name of an interface, characters. */
    public static final int NAME_MAX = 15;
}
