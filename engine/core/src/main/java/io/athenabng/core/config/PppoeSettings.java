package io.athenabng.core.config;

import java.util.List;

/**
 * How PPPoE is served to a group.
 *
 * @param enabled         whether it is
 * @param acName          AC-Name
 * @param service         which Service-Names are served
 * @param serviceNames    the names, in the order in which they are offered
 * @param authentication  what clients are asked to authenticate with, in order; without effect if the group authenticates nobody
 * @param mtu             the largest packet, bytes; more than 1492 only for clients that say PPP-Max-Payload (RFC 4638)
 * @param dns             at most two name servers, host order; a subscriber's own come first
 * @param pools           names of the pools, in order
 * @param ipv6cp          whether IPV6CP is negotiated
 * @param echoIntervalNs  how often a client is asked whether it is there (LCP Echo); 0 is never
 * @param echoFailures    so many unanswered in a row end the session
 * @param echoAdaptive    whether a client that sends data is not asked
 * @param restartNs       the restart timer of RFC 1661
 * @param maxConfigure    how often a Configure-Request or a CHAP Challenge is sent
 * @param maxTerminate    how often a Terminate-Request is sent
 * @param maxFailure      so many Configure-Naks of a client's request, then its options are rejected
 * @param setupNs         after how long a client that has not reached the network phase is given up
 * @param singleSession   what becomes of a second session of a User-Name
 * @param limits          of discovery
 * @param padoDelays      PADO is delayed by the last one whose number of sessions is reached
 * @param allowMacs       the only MACs that are served; empty is all
 * @param denyMacs        MACs that are not served
 */
public record PppoeSettings(
        boolean enabled, String acName, Service service, List<String> serviceNames, List<Method> authentication, int mtu, List<Integer> dns,
        List<String> pools, boolean ipv6cp, long echoIntervalNs, int echoFailures, boolean echoAdaptive, long restartNs, int maxConfigure,
        int maxTerminate, int maxFailure, long setupNs, SingleSession singleSession, Limits limits, List<PadoDelay> padoDelays,
        List<Long> allowMacs, List<Long> denyMacs) {
    /** No PPPoE: what a group has that does not speak of it. */
    public static final PppoeSettings NONE = new PppoeSettings(false, "AthenaBNG", Service.ANY, List.of(), List.of(), 1492, List.of(),
            List.of(), true, 30_000_000_000L, 3, true, 3_000_000_000L, 10, 2, 5, 60_000_000_000L, SingleSession.OFF,
            new Limits(5, 20, 20, 60, 2_000, 4_000), List.of(), List.of(), List.of());
    /** The MTU that RFC 2516 leaves of an Ethernet frame. */
    public static final int STANDARD_MTU = 1492;

    /** Which Service-Names are served. */
    public enum Service {
        /** Whatever the client asks for. */
        ANY,
        /** The names, and no name. */
        LIST,
        /** The names only. */
        EXACT
    }

    /** How a client proves who it is. */
    public enum Method {
        /** RFC 1334. */
        PAP,
        /** RFC 1994. */
        CHAP_MD5,
        /** RFC 2759. */
        MS_CHAP_V2
    }

    /** What becomes of a second session of a User-Name. */
    public enum SingleSession {
        /** Both live. */
        OFF,
        /** The older one ends. */
        REPLACE,
        /** The younger one is refused. */
        REFUSE
    }

    /**
     * Discovery packets that are looked at, by buckets of their own; the rest is dropped and counted.
     *
     * @param macPerSecond   from a MAC
     * @param macBurst       from a MAC at once
     * @param linePerSecond  on an access line
     * @param lineBurst      on an access line at once
     * @param trunkPerSecond on the group's trunk, counted with those of other groups there
     * @param trunkBurst     on the group's trunk at once
     */
    public record Limits(int macPerSecond, int macBurst, int linePerSecond, int lineBurst, int trunkPerSecond, int trunkBurst) {
    }

    /**
     * From so many sessions on, PADO is delayed, so that another access concentrator may be the first.
     *
     * @param sessions PPPoE sessions of the gateway
     * @param delayNs  the delay
     */
    public record PadoDelay(int sessions, long delayNs) {
    }

    /** Takes copies of the lists. */
    public PppoeSettings {
        serviceNames = List.copyOf(serviceNames);
        authentication = List.copyOf(authentication);
        dns = List.copyOf(dns);
        pools = List.copyOf(pools);
        padoDelays = List.copyOf(padoDelays);
        allowMacs = List.copyOf(allowMacs);
        denyMacs = List.copyOf(denyMacs);
    }
}
