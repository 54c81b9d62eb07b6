package io.athenabng.cli.render;

/**
 * What the output device can do.
 *
 * @param width    columns; {@link Integer#MAX_VALUE} where nothing is to be cut
 * @param colour   whether escape sequences are understood
 * @param ellipsis what stands for text that was cut
 */
public record Style(int width, boolean colour, String ellipsis) {
    /** For files and pipes: nothing is cut, nothing is coloured. */
    public static final Style PLAIN = new Style(Integer.MAX_VALUE, false, "...");

    /** Bold, where possible. */
    public String bold(final String text) {
        return colour ? "\033[1m" + text + "\033[0m" : text;
    }

    /** Red, where possible. */
    public String red(final String text) {
        return colour ? "\033[31m" + text + "\033[0m" : text;
    }

    String cut(final String text, final int length) {
        if (text.length() <= length) {
            return text;
        }
        return length <= ellipsis.length() ? text.substring(0, length) : text.substring(0, length - ellipsis.length()) + ellipsis;
    }
}
