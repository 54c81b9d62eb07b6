package io.athenabng.rpc.api;

import java.util.List;

/** {@code show.relay}: the DHCP servers that requests are relayed to. */
public final class ShowRelay {
    private ShowRelay() {
    }

    /** Filters. */
    public record Params(
        @Describe(value = "Only servers of this access group", completes = ValueSource.GROUP) String group) {
    }

    /** The servers. */
    public record Result(@Describe("The servers, by group in the configured order") List<Server> servers) {
    }

    /** One DHCP server of one group. */
    public record Server(
        @Describe("Access group") String group,
        @Describe("Address of the server") String address,
        @Describe("UDP port of the server") int port,
        @Describe("unknown before the first answer, then up or down") String state,
        @Describe("Whether requests go to it now") boolean active,
        @Describe("Requests sent") long sent,
        @Describe("Replies received") long received,
        @Describe("Requests that were not answered in time") long timeouts,
        @Describe("Latest reply; absent if none") Long lastReplyEpochMs) {
    }
}
