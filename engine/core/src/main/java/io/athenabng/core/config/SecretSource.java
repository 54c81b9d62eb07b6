package io.athenabng.core.config;

/** Where secrets are that a configuration only names. */
interface SecretSource {
    /** Longest secret, octets. */
    int MAX_LENGTH = 128;

    /** Reads nothing: a text is checked as such, on a machine that need not have the files. Each secret is the same empty one. */
    SecretSource UNREAD = new SecretSource() {
        @Override
        public String file(final String path) {
            return "";
        }

        @Override
        public String environment(final String name) {
            return "";
        }
    };

    /**
     * A file's content, without the end of its line.
     *
     * @param path the file
     * @return its text
     * @throws ConfigurationValueException if it cannot be read
     */
    String file(String path);

    /**
     * A variable of the environment.
     *
     * @param name its name
     * @return its value; null if there is none
     */
    String environment(String name);
}
