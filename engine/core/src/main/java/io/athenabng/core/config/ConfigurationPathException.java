package io.athenabng.core.config;

/** Words that name no place of the configuration, or a value that does not belong there. Says what is wrong and what to write instead. */
public final class ConfigurationPathException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    ConfigurationPathException(final String problem, final String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    /** @return what to write instead */
    public String remedy() {
        return remedy;
    }
}
