package io.athenabng.rpc.api;

import java.util.List;

/** {@code test.radius}: sends a real Access-Request the way sessions do, and shows the answer. */
public final class TestRadius {
    private TestRadius() {
    }

    /** Who is asked for, and where. */
    public record Params(
        @Describe(value = "User-Name", required = true) String user,
        @Describe("Password; without one the request bears none, as that of an IPoE session") String password,
        @Describe("Group of servers; may be left out if there is only one") String group,
        @Describe("Proves the password by CHAP and not by PAP") Boolean chap) {
    }

    /** What came of it. */
    public record Result(
        @Describe("Access-Accept, Access-Reject, Access-Challenge, or unanswered") String answer,
        @Describe("Group that was asked") String group,
        @Describe("Time until the answer, all retransmissions included") long elapsedUs,
        @Describe("The answer's attributes in their order") List<Attribute> attributes) {
    }

    /** One attribute. */
    public record Attribute(
        @Describe("Name in the dictionary, or number") String name,
        @Describe("Value; secrets are not shown") String value) {
    }
}
