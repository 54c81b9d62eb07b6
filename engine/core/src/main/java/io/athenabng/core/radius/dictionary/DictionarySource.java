package io.athenabng.core.radius.dictionary;

/** Where the texts of dictionary files come from: the core opens no file itself. */
@FunctionalInterface
public interface DictionarySource {
    /**
     * What came of reading a file.
     *
     * @param content what is in it; null if it could not be read
     * @param failure why it could not be read, for people; null if it was
     */
    record Text(String content, String failure) {
        /**
         * A file that was read.
         *
         * @param content what is in it
         * @return the text
         */
        public static Text of(final String content) {
            return new Text(content, null);
        }

        /**
         * A file that could not be read.
         *
         * @param failure why, for people, as {@code no such file}
         * @return no text
         */
        public static Text failed(final String failure) {
            return new Text(null, failure);
        }
    }

    /**
     * Reads a file.
     *
     * @param file its name: the one that was asked for, or what follows {@code $INCLUDE}, with the directory of the file that says so in
     *     front unless it begins with a slash
     * @return its text, or why there is none
     */
    Text read(String file);
}
