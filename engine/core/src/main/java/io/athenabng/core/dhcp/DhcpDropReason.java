package io.athenabng.core.dhcp;

/** Why a sound DHCP message led to nothing. Each reason has a counter. */
public enum DhcpDropReason {
    /** The group is not served by the built-in server. */
    SERVER_NOT_CONFIGURED("dhcp.server.dropped.not_configured", "messages to the server on groups that have none"),
    /** A relay agent that is not trusted. */
    SERVER_UNTRUSTED_RELAY("dhcp.server.dropped.untrusted_relay", "messages with giaddr from relay agents that are not trusted"),
    /** The sender's MAC is not the client's. */
    SERVER_CHADDR_MISMATCH("dhcp.server.dropped.chaddr_mismatch", "messages whose chaddr is not the sender's MAC"),
    /** A message type that a client does not send to a server, or that the server does not serve. */
    SERVER_UNEXPECTED_TYPE("dhcp.server.dropped.unexpected_type", "message types that the server does not serve"),
    /** No address is free. */
    SERVER_POOL_EXHAUSTED("dhcp.server.dropped.pool_exhausted", "messages that found no free address"),
    /** The subscriber's profile names a pool that does not exist. */
    SERVER_UNKNOWN_POOL("dhcp.server.dropped.unknown_pool", "messages of subscribers whose pool does not exist"),
    /** The subscriber's own address is in use by another client. */
    SERVER_FRAMED_ADDRESS_CONFLICT("dhcp.server.dropped.framed_address_conflict",
            "messages of subscribers whose fixed address another client holds"),
    /** A line has as many offers open as it may have. */
    SERVER_LINE_BUSY("dhcp.server.dropped.line_busy", "messages on lines with too many offers open"),
    /** The lease table cannot take another lease. */
    SERVER_TABLE_FULL("dhcp.server.dropped.table_full", "messages that found the lease table full"),
    /** The client chose another server. */
    SERVER_OTHER_SERVER("dhcp.server.dropped.other_server", "messages that name another server"),
    /** A message lacks the address that it is about. */
    SERVER_NO_ADDRESS("dhcp.server.dropped.no_address", "messages that lack the address they are about"),
    /** A client asks for a lease that is not known, and the server is not authoritative. */
    SERVER_UNKNOWN_LEASE("dhcp.server.dropped.unknown_lease", "requests, releases and declines of leases that the client does not hold"),
    /** A refused subscriber's message that gets no NAK. */
    SERVER_REFUSED("dhcp.server.dropped.refused", "messages of refused subscribers that are not answered"),
    /** The group has no relay. */
    RELAY_NOT_CONFIGURED("dhcp.relay.dropped.not_configured", "messages to the relay on groups that have none"),
    /** Too many relay agents. */
    RELAY_HOPS("dhcp.relay.dropped.hops", "messages with as many hops as are allowed or more"),
    /** The message was relayed by this relay before. */
    RELAY_LOOP("dhcp.relay.dropped.loop", "messages that carry a giaddr of this relay"),
    /** A relay agent that is not trusted. */
    RELAY_UNTRUSTED_RELAY("dhcp.relay.dropped.untrusted_relay", "messages with giaddr from relay agents that are not trusted"),
    /** The sender's MAC is not the client's. */
    RELAY_CHADDR_MISMATCH("dhcp.relay.dropped.chaddr_mismatch", "messages whose chaddr is not the sender's MAC"),
    /** The client carries Option 82, and the policy is to drop it. */
    RELAY_OPTION_82("dhcp.relay.dropped.option_82", "messages of clients that carry Option 82, by policy"),
    /** A message type that a client does not send. */
    RELAY_UNEXPECTED_TYPE("dhcp.relay.dropped.unexpected_type", "message types that a client does not send"),
    /** The message is too long to be relayed. */
    RELAY_TOO_LONG("dhcp.relay.dropped.too_long", "messages that are too long to be relayed"),
    /** A line has as many transactions open as it may have. */
    RELAY_LINE_BUSY("dhcp.relay.dropped.line_busy", "messages on lines with too many transactions open"),
    /** No room towards the servers. */
    RELAY_UPSTREAM_FULL("dhcp.relay.dropped.upstream_full", "messages that found no room towards the servers"),
    /** A server's message is malformed; {@code dhcp.malformed.*} tells how. */
    RELAY_REPLY_MALFORMED("dhcp.relay.dropped.reply_malformed", "malformed messages from servers"),
    /** A reply from an address that is no configured server. */
    RELAY_UNKNOWN_SERVER("dhcp.relay.dropped.unknown_server", "replies from addresses that are no configured server"),
    /** A reply whose giaddr is not ours. */
    RELAY_REPLY_GIADDR("dhcp.relay.dropped.reply_giaddr", "replies whose giaddr is not the address they came to"),
    /** A reply that answers nothing. */
    RELAY_NO_TRANSACTION("dhcp.relay.dropped.no_transaction", "replies that match no transaction"),
    /** A reply whose Circuit-ID is not the line's. */
    RELAY_CIRCUIT_ID_MISMATCH("dhcp.relay.dropped.circuit_id_mismatch", "replies that echo another line's Circuit-ID"),
    /** A reply that may belong to several lines. */
    RELAY_AMBIGUOUS("dhcp.relay.dropped.ambiguous", "replies without Option 82 that match transactions on several lines"),
    /** The line went away in between. */
    RELAY_LINE_GONE("dhcp.relay.dropped.line_gone", "replies for lines that are gone");

    private final String counterName;
    private final String description;

    DhcpDropReason(final String counterName, final String description) {
        this.counterName = counterName;
        this.description = description;
    }

    /** @return its counter's name */
    public String counterName() {
        return counterName;
    }

    /** @return what its counter counts, for people */
    public String description() {
        return description;
    }

    boolean isServers() {
        return ordinal() < RELAY_NOT_CONFIGURED.ordinal();
    }
}
