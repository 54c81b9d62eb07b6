package io.athenabng.core.radius.dictionary;

/**
 * Something in a dictionary file that keeps the dictionary from being used.
 *
 * @param file    the file's name
 * @param line    the line, from 1; 0 if the file as a whole is meant
 * @param message what is wrong
 * @param remedy  what to do
 */
public record DictionaryProblem(String file, int line, String message, String remedy) {
    /**
     * One line for people, in the form that editors jump to.
     *
     * @return {@code conf/dictionary/dictionary.acme:12: "strin" is no type: write one of ...}
     */
    public String describe() {
        return file + (line > 0 ? ":" + line : "") + ": " + message + ": " + remedy;
    }
}
