package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.radius}: the RADIUS servers, each with its two sides, and the groups of servers. */
public final class ShowRadius {
    private ShowRadius() {
    }

    /** Filters. */
    public record Params(
        @Describe("Only this server") String server) {
    }

    /** Servers and groups. */
    public record Result(
        @Describe("The servers in the configured order, authentication and accounting apart") List<Server> servers,
        @Describe("The groups of servers in the configured order") List<Group> groups,
        @Describe("CoA and Disconnect; absent if nobody may ask") DynamicAuthorization dynamicAuthorization) {
    }

    /** One side of one server. */
    public record Server(
        @Describe("Name of the server") String name,
        @Describe("authentication or accounting") String side,
        @Describe("Address of the server") String address,
        @Describe("Port of this side") int port,
        @Describe("udp or tls") String transport,
        @Describe("alive; dead; probed while a Status-Server is on its way; on_trial while one request is let through") String state,
        @Describe("Requests that wait for an answer") int outstanding,
        @Describe("Open sockets or connections, 256 identifiers each") int sources,
        @Describe("Requests sent, retransmissions not counted") long sent,
        @Describe("Packets sent again") long retransmits,
        @Describe("Requests left unanswered after all tries") long timeouts,
        @Describe("Access-Accepts") long accepts,
        @Describe("Access-Rejects") long rejects,
        @Describe("Access-Challenges") long challenges,
        @Describe("Accounting-Responses") long accountingResponses,
        @Describe("Answers dropped because an authenticator is wrong or missing") long badAuthenticators,
        @Describe("Answers dropped because they are malformed") long malformed,
        @Describe("Answers dropped because nobody waits for them: late, repeated, of another kind or identifier") long strays,
        @Describe("Half of the latest answers took no longer; absent before the first") Long rttP50Us,
        @Describe("95 of 100 of the latest answers took no longer; absent before the first") Long rttP95Us,
        @Describe("99 of 100 of the latest answers took no longer; absent before the first") Long rttP99Us,
        @Describe("Latest answer; absent before the first") Long lastAnswerEpochMs) {
    }

    /** One group of servers. */
    public record Group(
        @Describe("Name of the group") String name,
        @Describe("Its servers in the order of priority") List<String> servers,
        @Describe("Access-Requests for which no server has room") int queuedAuthentication,
        @Describe("Accounting-Requests for which no server has room") int queuedAccounting,
        @Describe("Accounting reports that no server took and that wait on disk") int spooledReports,
        @Describe("Bytes that they take there") long spooledBytes) {
    }

    /** What dynamic authorisation clients asked (RFC 5176). */
    public record DynamicAuthorization(
        @Describe("Datagrams that came") long received,
        @Describe("CoA-ACKs") long coaAcks,
        @Describe("CoA-NAKs") long coaNaks,
        @Describe("Disconnect-ACKs") long disconnectAcks,
        @Describe("Disconnect-NAKs") long disconnectNaks,
        @Describe("Repeated requests") long duplicates,
        @Describe("Datagrams dropped in silence: unknown client, wrong secret, too old, too many") long dropped,
        @Describe("Requests that are worked on, or whose answers are kept for repetitions") int transactions) {
    }
}
