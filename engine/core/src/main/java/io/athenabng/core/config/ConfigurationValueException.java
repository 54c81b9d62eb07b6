package io.athenabng.core.config;

/** Text that is not the value it should be. Its message says what is wrong and what to write instead. */
public final class ConfigurationValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;
    private static final int QUOTE_MAX = 60;

    private final String problem;
    private final String remedy;

    /**
     * A value that cannot be used.
     *
     * @param problem what is wrong, like {@code "100 Mb" is not a rate}
     * @param remedy  what to write instead
     */
    public ConfigurationValueException(final String problem, final String remedy) {
        super(problem + ": " + remedy);
        this.problem = problem;
        this.remedy = remedy;
    }

    /** @return what is wrong */
    public String problem() {
        return problem;
    }

    /** @return what to write instead */
    public String remedy() {
        return remedy;
    }

    /** The text in quotes, shortened, and without characters that a terminal would obey. */
    static String quote(final CharSequence text) {
        final StringBuilder out = new StringBuilder(Math.min(text.length(), QUOTE_MAX) + 5).append('"');
        for (int i = 0; i < text.length(); i++) {
            if (i == QUOTE_MAX) {
                out.append("...");
                break;
            }
            final char c = text.charAt(i);
            out.append(Character.isISOControl(c) || Character.isSurrogate(c) || Character.getType(c) == Character.FORMAT ? '?' : c);
        }
        return out.append('"').toString();
    }
}
