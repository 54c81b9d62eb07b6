package io.athenabng.core.port;

import io.athenabng.core.config.UserSettings;
import java.util.List;

/**
 * What authentication says a subscriber gets. Values that are not set leave the access group's. Immutable.
 *
 * @param userName          the User-Name
 * @param downBitsPerSecond download rate; {@link UserSettings#UNSET} takes the group's
 * @param upBitsPerSecond   upload rate; {@link UserSettings#UNSET} takes the group's
 * @param address           a fixed IPv4 address, host order; 0 is none
 * @param pool              the pool's name; empty takes the group's
 * @param sessionTimeoutNs  how long the session may last; 0 takes the group's
 * @param extras            what only RADIUS says
 */
public record SubscriberProfile(
        String userName, long downBitsPerSecond, long upBitsPerSecond, int address, String pool, long sessionTimeoutNs, Extras extras) {
    /**
     * What only RADIUS says.
     *
     * @param netmask                the subnet mask for the client, host order; 0 takes the group's
     * @param routes                 networks behind the subscriber (Framed-Route)
     * @param idleTimeoutNs          after how long without upload traffic the session ends; {@link UserSettings#UNSET} takes the group's
     * @param interimIntervalNs      how often accounting is updated; {@link UserSettings#UNSET} takes the configuration's, 0 is never
     * @param classes                Class attributes, each to be given back in accounting
     * @param reauthenticateAtEnd    Termination-Action RADIUS-Request: at the Session-Timeout the session is authenticated anew
     * @param dns                    name servers in order, host order; empty takes the group's
     * @param qosProfile             the name of a QoS profile; empty is none
     * @param policy                 the name of a policy; empty is none
     * @param framedIpv6Prefix       Framed-IPv6-Prefix; null is none
     * @param delegatedIpv6Prefix    Delegated-IPv6-Prefix; null is none
     * @param framedIpv6Pool         Framed-IPv6-Pool; empty is none
     * @param delegatedIpv6Pool      Delegated-IPv6-Prefix-Pool; empty is none
     * @param message                Reply-Message, for the subscriber where the protocol has a place for it, and the log
     * @param msChapV2Response       the authenticator response of MS-CHAPv2 ({@code S=...}); empty is none
     */
    public record Extras(
            int netmask, List<FramedRoute> routes, long idleTimeoutNs, long interimIntervalNs, List<byte[]> classes,
            boolean reauthenticateAtEnd, List<Integer> dns, String qosProfile, String policy, Ipv6Prefix framedIpv6Prefix,
            Ipv6Prefix delegatedIpv6Prefix, String framedIpv6Pool, String delegatedIpv6Pool, String message, String msChapV2Response) {
        /** Nothing but what the access group says. */
        public static final Extras NONE = new Extras(0, List.of(), UserSettings.UNSET, UserSettings.UNSET, List.of(), false, List.of(), "",
                "", null, null, "", "", "", "");

        /** Takes copies of the lists. */
        public Extras {
            routes = List.copyOf(routes);
            classes = List.copyOf(classes);
            dns = List.copyOf(dns);
        }

        /**
         * The same, and an authenticator response.
         *
         * @param response the response
         * @return the extras
         */
        public Extras withMsChapV2Response(final String response) {
            return new Extras(netmask, routes, idleTimeoutNs, interimIntervalNs, classes, reauthenticateAtEnd, dns, qosProfile, policy,
                    framedIpv6Prefix, delegatedIpv6Prefix, framedIpv6Pool, delegatedIpv6Pool, message, response);
        }
    }

    /**
     * A network behind the subscriber.
     *
     * @param network      its address, host order
     * @param prefixLength its prefix length
     * @param gateway      the next hop, host order; 0 is the subscriber's own address
     * @param metric       the route's metric; 0 is none
     */
    public record FramedRoute(int network, int prefixLength, int gateway, int metric) {
    }

    /**
     * An IPv6 prefix.
     *
     * @param high   its first 64 bits
     * @param low    its last 64 bits
     * @param length its length, bits
     */
    public record Ipv6Prefix(long high, long low, int length) {
    }

    /** A profile of which RADIUS has not said anything. */
    public SubscriberProfile(final String userName, final long downBitsPerSecond, final long upBitsPerSecond, final int address,
            final String pool, final long sessionTimeoutNs) {
        this(userName, downBitsPerSecond, upBitsPerSecond, address, pool, sessionTimeoutNs, Extras.NONE);
    }

    /**
     * The same with other extras.
     *
     * @param with the extras
     * @return the profile
     */
    public SubscriberProfile withExtras(final Extras with) {
        return new SubscriberProfile(userName, downBitsPerSecond, upBitsPerSecond, address, pool, sessionTimeoutNs, with);
    }

    /**
     * A profile that leaves everything to the group.
     *
     * @param userName the User-Name
     * @return the profile
     */
    public static SubscriberProfile groupDefaults(final String userName) {
        return new SubscriberProfile(userName, UserSettings.UNSET, UserSettings.UNSET, 0, "", 0);
    }
}
