package io.athenabng.core.config;

/**
 * Something in a configuration file that keeps it from being used.
 *
 * @param path    the key, like {@code access-groups[0].shaping.down}; empty if the file as a whole is meant
 * @param line    the line, from 1; 0 if the file as a whole is meant
 * @param column  the column, from 1; 0 if the file as a whole is meant
 * @param message what is wrong
 * @param remedy  what to do
 */
public record ConfigurationProblem(String path, int line, int column, String message, String remedy) {
    /**
     * One line for people, in the form that editors jump to.
     *
     * @param source the file's name
     * @return {@code abng.yaml:12:13: access-groups[0].shaping.down: "100 Mb" is not a rate: write 100mbit, ...}
     */
    public String describe(final String source) {
        final StringBuilder out = new StringBuilder(source);
        if (line > 0) {
            out.append(':').append(line).append(':').append(column);
        }
        out.append(": ");
        if (!path.isEmpty()) {
            out.append(path).append(": ");
        }
        return out.append(message).append(": ").append(remedy).toString();
    }
}
