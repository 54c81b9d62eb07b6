package io.athenabng.rpc.api;

import java.util.List;

/** {@code config.complete}: what may come next while words of a path are typed. */
public final class ConfigComplete {
    private ConfigComplete() {
    }

    /** The words. */
    public record Params(
        @Describe(value = "The words so far", required = true) List<String> path,
        @Describe("Your private candidate instead of the shared one") Boolean own,
        @Describe("Tells your sessions apart where the lock is concerned, for example the terminal") String session) {
    }

    /** What may follow. */
    public record Result(
        @Describe("What may come next") List<Word> words) {
    }

    /** One word. */
    public record Word(
        @Describe("The word; in angle brackets if it stands for a value") String word,
        @Describe("What it means; may be empty") String meaning) {
    }
}
