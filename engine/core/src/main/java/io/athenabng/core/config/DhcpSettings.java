package io.athenabng.core.config;

import java.util.List;

/**
 * How DHCPv4 is served to a group.
 *
 * @param mode   built-in server or relay
 * @param server the server's settings; null in relay mode
 * @param relay  the relay's settings; null in server mode
 */
public record DhcpSettings(Mode mode, Server server, Relay relay) {
    /** Built-in server or relay. */
    public enum Mode { SERVER, RELAY }

    /** What becomes of Option 82 that a client already carries. */
    public enum Option82Policy {
        /** It is replaced by ours. */
        REPLACE,
        /** It is kept, ours is not added. */
        KEEP,
        /** The message is dropped. */
        DROP
    }

    /** Which of several servers get a message. */
    public enum ServerSelection {
        /** The first that answers; the next after time-outs. */
        FAILOVER,
        /** All of them. */
        ALL
    }

    /**
     * The built-in server.
     *
     * @param pools               names of the pools, in order
     * @param leaseNs             lease time
     * @param renewalNs           T1; 0 is half of the lease
     * @param rebindingNs         T2; 0 is seven eighths of the lease
     * @param offerNs             how long an offered address is kept
     * @param declineQuarantineNs how long a declined address is not given
     * @param dns                 option 6
     * @param ntp                 option 42
     * @param domainName          option 15; empty is none
     * @param domainSearch        option 119
     * @param mtu                 option 26; 0 is none
     * @param routes              option 121
     * @param authoritative       whether a Request for an unknown lease is answered by a NAK
     */
    public record Server(
            List<String> pools,
            long leaseNs,
            long renewalNs,
            long rebindingNs,
            long offerNs,
            long declineQuarantineNs,
            List<Integer> dns,
            List<Integer> ntp,
            String domainName,
            List<String> domainSearch,
            int mtu,
            List<Route> routes,
            boolean authoritative) {
        public Server {
            pools = List.copyOf(pools);
            dns = List.copyOf(dns);
            ntp = List.copyOf(ntp);
            domainSearch = List.copyOf(domainSearch);
            routes = List.copyOf(routes);
        }
    }

    /**
     * A classless static route (RFC 3442).
     *
     * @param destination  its network, host order
     * @param prefixLength its prefix length
     * @param gateway      the next hop, host order
     */
    public record Route(int destination, int prefixLength, int gateway) {
    }

    /**
     * The relay.
     *
     * @param servers          DHCP servers, in order of preference, host order
     * @param serverSelection  which of them get a message
     * @param serverTimeoutNs  a server that leaves a message unanswered for so long is passed over
     * @param serverRetryNs    after how long it is tried again
     * @param giaddr           the relay agent's address; 0 is the group's gateway
     * @param linkSelection    RFC 3527 suboption; 0 is none
     * @param serverIdOverride whether RFC 5107's suboption is sent
     * @param option82         what becomes of a client's Option 82
     * @param trustedRelays    giaddr values of downstream relays that are trusted
     * @param maxHops          messages with this many hops or more are dropped
     */
    public record Relay(
            List<Integer> servers,
            ServerSelection serverSelection,
            long serverTimeoutNs,
            long serverRetryNs,
            int giaddr,
            int linkSelection,
            boolean serverIdOverride,
            Option82Policy option82,
            List<Integer> trustedRelays,
            int maxHops) {
        public Relay {
            servers = List.copyOf(servers);
            trustedRelays = List.copyOf(trustedRelays);
        }
    }
}
