package io.athenabng.cli;

/** Guesses which of a session's keys a word is. */
final class SessionKey {
    private SessionKey() {
    }

    /** The wire name of the parameter that the word fits: id, mac, address, circuit_id or user. */
    static String parameterFor(final String word) {
        if (word.matches("[0-9]{1,18}")) {
            return "id";
        }
        if (word.matches("(?i)[0-9a-f]{2}([:-][0-9a-f]{2}){5}")) {
            return "mac";
        }
        if (word.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}")) {
            return "address";
        }
        // A line: its trunk, then up to four VLAN ids.
        return word.matches("[A-Za-z][^\\s.@]*(\\.[0-9]{1,4}){1,4}") ? "circuit_id" : "user";
    }
}
