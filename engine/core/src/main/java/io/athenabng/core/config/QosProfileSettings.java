package io.athenabng.core.config;

/**
 * Named rates.
 *
 * @param name              its name
 * @param downBitsPerSecond download rate; {@link UserSettings#UNSET} leaves the group's, 0 is unlimited
 * @param upBitsPerSecond   upload rate; {@link UserSettings#UNSET} leaves the group's, 0 is unlimited
 */
public record QosProfileSettings(String name, long downBitsPerSecond, long upBitsPerSecond) {
}
