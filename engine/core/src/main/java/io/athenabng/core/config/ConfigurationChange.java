package io.athenabng.core.config;

/**
 * One key that differs between two configurations.
 *
 * @param path   the words that lead there, like {@code access-groups residential shaping down}
 * @param before the older value as text, secrets hidden; null if a section was added
 * @param after  the newer value; null if a section was removed
 * @param effect what the change does to a gateway that runs
 */
public record ConfigurationChange(String path, String before, String after, ChangeEffect effect) {
}
