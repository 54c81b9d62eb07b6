package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigKey.list;
import static io.athenabng.core.config.ConfigKey.value;
import static io.athenabng.core.config.ConfigurationValueException.quote;
import static io.athenabng.core.config.ValueType.bool;
import static io.athenabng.core.config.ValueType.choice;
import static io.athenabng.core.config.ValueType.duration;
import static io.athenabng.core.config.ValueType.durationOrZero;
import static io.athenabng.core.config.ValueType.host;
import static io.athenabng.core.config.ValueType.integer;
import static io.athenabng.core.config.ValueType.text;
import static java.util.Map.entry;

import io.athenabng.core.config.ConfigKey.Presence;
import io.athenabng.core.config.ConfigKey.Section;
import io.athenabng.core.config.ConfigKey.Value;
import io.athenabng.core.config.ConfigKey.ValueList;
import java.util.List;

/** The keys of PPPoE, of the section {@code pppoe} of an access group, and how they become settings and are written back. */
final class PppoeSchema {
    private static final int NAME_MAX = 64;
    private static final ValueType<PppoeSettings.Method> METHOD = choice(List.of(entry("pap", PppoeSettings.Method.PAP),
            entry("chap-md5", PppoeSettings.Method.CHAP_MD5), entry("ms-chap-v2", PppoeSettings.Method.MS_CHAP_V2)));
    private static final ValueType<Long> DELAY = durationOrZero("1ms", "10s", "1ms");
    private static final ValueType<Integer> SESSIONS = integer(0, 10_000_000);

    static final Value<Boolean> ENABLED = value("enabled", bool(), "false", "true: PPPoE is served on the group's lines, beside DHCP.");
    static final Value<String> AC_NAME = value("ac-name", text("name", "printable ASCII, 1 to 64", NAME_MAX, "[ -~]+"), "AthenaBNG",
            "AC-Name of the offers.");
    static final Value<PppoeSettings.Service> SERVICE = value("service", choice(List.of(
            entry("any", PppoeSettings.Service.ANY), entry("list", PppoeSettings.Service.LIST),
            entry("exact", PppoeSettings.Service.EXACT))), "any",
            "any: every Service-Name is served. list: those of service-names, and clients that name none."
            + " exact: only those that name one.");
    static final ValueList<String> SERVICE_NAMES = list("service-names", text("name", "printable ASCII, 1 to 64", NAME_MAX, "[ -~]+"), 16,
            List.of(), "The Service-Names that are offered; with service: list or exact.");
    static final ValueList<PppoeSettings.Method> AUTHENTICATION = list("authentication", METHOD, 3, List.of("chap-md5", "pap"),
            "What clients are asked to authenticate with, in order: chap-md5, ms-chap-v2, pap. A client that wants another of them gets it."
            + " Needed unless the group has authentication: none.");
    static final Value<Integer> MTU = value("mtu", integer(576, 9_000), "1492",
            "The largest packet. More than 1492 only for clients that say PPP-Max-Payload (RFC 4638); the trunk must carry it.");
    static final ValueList<Integer> DNS = list("dns", host(), 2, List.of("192.0.2.53"),
            "Name servers (IPCP); a subscriber's own come first.");
    static final ValueList<String> POOLS = list("pools", text("name", "a pool's name", AccessGroupSettings.NAME_MAX,
            "[A-Za-z0-9][A-Za-z0-9._-]*"), 64, List.of("residential"),
            "Pools, in order; their addresses may be of any subnet. []: only addresses and pools of users or RADIUS.");
    static final Value<Boolean> IPV6CP = value("ipv6cp", bool(), "true", "true: IPV6CP is negotiated; its failure does not end a session.");
    static final Value<Long> ECHO_INTERVAL = value("echo-interval", durationOrZero("1s", "1h", "1s"), "30s",
            "A client is asked so often whether it is there (LCP Echo); 0s is never.");
    static final Value<Integer> ECHO_FAILURES = value("echo-failures", integer(1, 100), "3",
            "So many unanswered echoes in a row end the session.");
    static final Value<Boolean> ECHO_ADAPTIVE = value("echo-adaptive", bool(), "true",
            "true: a client whose data was counted since the last echo is not asked.");
    static final Value<Long> RESTART = value("restart-timer", duration("100ms", "1m", "1ms"), "3s",
            "A request that is not answered is repeated after so long (RFC 1661).");
    static final Value<Integer> MAX_CONFIGURE = value("max-configure", integer(1, 100), "10",
            "A Configure-Request or Challenge is sent so often, then the client is given up.");
    static final Value<Integer> MAX_TERMINATE = value("max-terminate", integer(1, 10), "2", "A Terminate-Request is sent so often.");
    static final Value<Integer> MAX_FAILURE = value("max-failure", integer(1, 100), "5",
            "After so many Configure-Naks what the client asks for is rejected.");
    static final Value<Long> SETUP_TIMEOUT = value("setup-timeout", duration("5s", "10m", "1s"), "1m",
            "A client that has no address after so long is given up.");
    static final Value<PppoeSettings.SingleSession> SINGLE_SESSION = value("single-session", choice(List.of(
            entry("off", PppoeSettings.SingleSession.OFF), entry("replace", PppoeSettings.SingleSession.REPLACE),
            entry("refuse", PppoeSettings.SingleSession.REFUSE))), "off",
            "A second session of a User-Name: off lets both live, replace ends the older one, refuse rejects the younger one.");
    static final Value<Integer> MAC_RATE = value("mac-rate", integer(1, 10_000), "5", "Discovery packets a second from a MAC.");
    static final Value<Integer> MAC_BURST = value("mac-burst", integer(1, 10_000), "20", "Discovery packets from a MAC at once.");
    static final Value<Integer> LINE_RATE = value("line-rate", integer(1, 100_000), "20", "Discovery packets a second on a line.");
    static final Value<Integer> LINE_BURST = value("line-burst", integer(1, 100_000), "60", "Discovery packets on a line at once.");
    static final Value<Integer> TRUNK_RATE = value("trunk-rate", integer(1, 1_000_000), "2000",
            "Discovery packets a second of all the trunk's lines.");
    static final Value<Integer> TRUNK_BURST = value("trunk-burst", integer(1, 1_000_000), "4000",
            "Discovery packets of all the trunk's lines at once.");
    static final Section LIMITS = new Section("discovery-limits", Presence.DEFAULTED,
            List.of(MAC_RATE, MAC_BURST, LINE_RATE, LINE_BURST, TRUNK_RATE, TRUNK_BURST),
            "What is beyond is dropped and counted; sessions that are up do not notice.");
    static final ValueList<PppoeSettings.PadoDelay> PADO_DELAYS = list("pado-delays", delay(), 16, List.of("0:0s", "5000:100ms"),
            "SESSIONS:DELAY in rising order: from so many PPPoE sessions on, offers are delayed, so that another gateway"
            + " may be the first.");
    static final ValueList<Long> ALLOW_MACS = list("allow-macs", ValueType.mac(), 100_000, List.of(), "The only MACs served; [] is all.");
    static final ValueList<Long> DENY_MACS = list("deny-macs", ValueType.mac(), 100_000, List.of(), "MACs that are not served.");
    static final Section SECTION = new Section("pppoe", Presence.DEFAULTED, List.of(ENABLED, AC_NAME, SERVICE, SERVICE_NAMES,
            AUTHENTICATION, MTU, DNS, POOLS, IPV6CP, ECHO_INTERVAL, ECHO_FAILURES, ECHO_ADAPTIVE, RESTART, MAX_CONFIGURE, MAX_TERMINATE,
            MAX_FAILURE, SETUP_TIMEOUT, SINGLE_SESSION, LIMITS, PADO_DELAYS, ALLOW_MACS, DENY_MACS), "PPPoE.");

    private PppoeSchema() {
    }

    private static ValueType<PppoeSettings.PadoDelay> delay() {
        return new ValueType<>("delay", "SESSIONS:DELAY, like 5000:100ms", text -> {
            final int colon = text.indexOf(':');
            if (colon < 0) {
                throw new ConfigurationValueException(quote(text) + " is not SESSIONS:DELAY", "write 5000:100ms");
            }
            return new PppoeSettings.PadoDelay(SESSIONS.parse(text.substring(0, colon)), DELAY.parse(text.substring(colon + 1)));
        }, delay -> delay.sessions() + ":" + DurationText.format(delay.delayNs()), ValueType.Kind.TEXT);
    }

    static PppoeSettings assemble(final ConfigSection section) {
        final ConfigSection limits = section.get(LIMITS);
        return new PppoeSettings(section.get(ENABLED), section.get(AC_NAME), section.get(SERVICE), section.get(SERVICE_NAMES),
                section.get(AUTHENTICATION), section.get(MTU), section.get(DNS), section.get(POOLS), section.get(IPV6CP),
                section.get(ECHO_INTERVAL), section.get(ECHO_FAILURES), section.get(ECHO_ADAPTIVE), section.get(RESTART),
                section.get(MAX_CONFIGURE), section.get(MAX_TERMINATE), section.get(MAX_FAILURE), section.get(SETUP_TIMEOUT),
                section.get(SINGLE_SESSION), new PppoeSettings.Limits(limits.get(MAC_RATE), limits.get(MAC_BURST), limits.get(LINE_RATE),
                limits.get(LINE_BURST), limits.get(TRUNK_RATE), limits.get(TRUNK_BURST)), section.get(PADO_DELAYS),
                section.get(ALLOW_MACS), section.get(DENY_MACS));
    }

    static ConfigurationWriter.Section write(final PppoeSettings pppoe) {
        final PppoeSettings.Limits limits = pppoe.limits();
        return new ConfigurationWriter.Section().put(ENABLED, pppoe.enabled()).put(AC_NAME, pppoe.acName()).put(SERVICE, pppoe.service())
                .put(SERVICE_NAMES, pppoe.serviceNames()).put(AUTHENTICATION, pppoe.authentication()).put(MTU, pppoe.mtu())
                .put(DNS, pppoe.dns()).put(POOLS, pppoe.pools()).put(IPV6CP, pppoe.ipv6cp()).put(ECHO_INTERVAL, pppoe.echoIntervalNs())
                .put(ECHO_FAILURES, pppoe.echoFailures()).put(ECHO_ADAPTIVE, pppoe.echoAdaptive()).put(RESTART, pppoe.restartNs())
                .put(MAX_CONFIGURE, pppoe.maxConfigure()).put(MAX_TERMINATE, pppoe.maxTerminate()).put(MAX_FAILURE, pppoe.maxFailure())
                .put(SETUP_TIMEOUT, pppoe.setupNs()).put(SINGLE_SESSION, pppoe.singleSession())
                .put(LIMITS, new ConfigurationWriter.Section().put(MAC_RATE, limits.macPerSecond()).put(MAC_BURST, limits.macBurst())
                        .put(LINE_RATE, limits.linePerSecond()).put(LINE_BURST, limits.lineBurst())
                        .put(TRUNK_RATE, limits.trunkPerSecond()).put(TRUNK_BURST, limits.trunkBurst()))
                .put(PADO_DELAYS, pppoe.padoDelays()).put(ALLOW_MACS, pppoe.allowMacs()).put(DENY_MACS, pppoe.denyMacs());
    }
}
