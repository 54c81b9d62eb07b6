package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigKey.list;
import static io.athenabng.core.config.ConfigKey.optional;
import static io.athenabng.core.config.ConfigKey.required;
import static io.athenabng.core.config.ConfigKey.value;
import static io.athenabng.core.config.ValueType.bool;
import static io.athenabng.core.config.ValueType.choice;
import static io.athenabng.core.config.ValueType.duration;
import static io.athenabng.core.config.ValueType.durationOrZero;
import static io.athenabng.core.config.ValueType.hostOrZero;
import static io.athenabng.core.config.ValueType.integer;
import static io.athenabng.core.config.ValueType.ipAddress;
import static io.athenabng.core.config.ValueType.rate;
import static io.athenabng.core.config.ValueType.secret;
import static io.athenabng.core.config.ValueType.size;
import static io.athenabng.core.config.ValueType.text;
import static java.util.Map.entry;

import io.athenabng.core.config.ConfigKey.Presence;
import io.athenabng.core.config.ConfigKey.Section;
import io.athenabng.core.config.ConfigKey.SectionList;
import io.athenabng.core.config.ConfigKey.Value;
import io.athenabng.core.config.ConfigKey.ValueList;
import java.util.List;

/** The keys of RADIUS: servers and groups of them, accounting, dynamic authorisation, QoS profiles and policies, and what a group does. */
final class RadiusSchema {
    private static final String NAME_FORM = "[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final ValueType<String> NAME =
            text("name", "letters, digits, '.', '_' and '-', at most 32", AccessGroupSettings.NAME_MAX, NAME_FORM);
    private static final ValueType<String> NAME_OR_NONE =
            text("name", "a name, or nothing", AccessGroupSettings.NAME_MAX, "|" + NAME_FORM);
    private static final ValueType<String> PATH = text("path", "an absolute path", 4000, "/[ -~]*");
    private static final ValueType<String> PATH_OR_NONE = text("path", "an absolute path, or nothing", 4000, "|/[ -~]*");
    private static final ValueType<String> ENVIRONMENT =
            text("variable", "the name of an environment variable", 128, "[A-Za-z_][A-Za-z0-9_]*");
    private static final ValueType<Integer> PORT = integer(1, 65535);
    private static final ValueType<Long> RATE = rate("8kbit", "1tbit");

    private RadiusSchema() {
    }

    /** Where a secret is: one of three keys of a server or a client. */
    static final class Secrets {
        static final Value<Secret> SECRET = optional("secret", secret(), "testing123",
                "The shared secret. One of secret, secret-file and secret-env; none of them is ever shown.");
        static final Value<String> SECRET_FILE = optional("secret-file", PATH, "/etc/athena-bng/radius.secret",
                "A file with the shared secret; the end of its line does not count.");
        static final Value<String> SECRET_ENV = optional("secret-env", ENVIRONMENT, "ABNG_RADIUS_SECRET",
                "The environment variable of abngd that has the shared secret.");

        private Secrets() {
        }
    }

    /** TLS of a server. */
    static final class Tls {
        static final Value<String> TRUST_FILE = required("trust-file", PATH, "/etc/athena-bng/radsec-ca.pem",
                "Certificates (PEM) of the authorities that may sign the server's certificate.");
        static final Value<String> CERTIFICATE_FILE = value("certificate-file", PATH_OR_NONE, "", "/etc/athena-bng/radsec.pem",
                "Our certificate chain (PEM); empty is none.");
        static final Value<String> KEY_FILE = value("key-file", PATH_OR_NONE, "", "/etc/athena-bng/radsec.key",
                "Our private key (PEM, PKCS#8); with certificate-file.");
        static final Value<String> SERVER_NAME = value("server-name", text("host name", "a host name, or nothing", 253, "|[A-Za-z0-9._-]+"),
                "", "radius.example.net", "The name that the server's certificate must bear; empty is the server's address.");
        static final Section SECTION = new Section("tls", Presence.OPTIONAL, List.of(TRUST_FILE, CERTIFICATE_FILE, KEY_FILE, SERVER_NAME),
                "RADIUS over TLS (RFC 6614): everything goes to authentication-port over TCP.");

        private Tls() {
        }
    }

    /** A server. */
    static final class Server {
        static final Value<String> NAME = required("name", RadiusSchema.NAME, "radius1", "The server's name.");
        static final Value<IpAddress> ADDRESS = required("address", ipAddress(), "192.0.2.20", "Its IPv4 or IPv6 address.");
        static final Value<Integer> AUTHENTICATION_PORT = value("authentication-port", PORT, "1812",
                "UDP port of authentication; with tls the TCP port of everything, 2083 if it is not written.");
        static final Value<Integer> ACCOUNTING_PORT = value("accounting-port", PORT, "1813", "UDP port of accounting.");
        static final Value<IpAddress> SOURCE_ADDRESS = optional("source-address", ipAddress(), "192.0.2.1",
                "The local address that requests come from; absent lets the system choose.");
        static final Value<String> SOURCE_INTERFACE = value("source-interface",
                text("interface name", "an interface or VRF, at most 15 characters, or nothing", TrunkSettings.NAME_MAX,
                        "|[A-Za-z0-9_][A-Za-z0-9_.@-]*"), "", "The interface or VRF that its sockets are bound to; empty is none.");
        static final Value<Long> TIMEOUT = value("timeout", duration("50ms", "1m", "1ms"), "2s",
                "A request is repeated after so long; then after twice as long, and so on, with jitter (RFC 5080).");
        static final Value<Long> MAX_TIMEOUT = value("max-timeout", duration("50ms", "1m", "1ms"), "8s",
                "The longest time between two transmissions.");
        static final Value<Integer> TRIES = value("tries", integer(1, 20), "3",
                "Transmissions of one request to this server before the next server is asked.");
        static final Value<Integer> MAX_OUTSTANDING = value("max-outstanding", integer(1, 65536), "4096",
                "Requests that may wait for this server's answer; more wait in a queue.");
        static final Value<Integer> DEAD_AFTER = value("dead-after", integer(1, 10_000), "10",
                "Requests in a row without an answer after which the server counts as dead.");
        static final Value<Long> DEAD_TIME = value("dead-time", duration("1s", "1h", "1s"), "1m",
                "A dead server is left alone for so long.");
        static final Value<Boolean> STATUS_SERVER = value("status-server", bool(), "true",
                "true: a dead server is probed by Status-Server (RFC 5997) before it is used again. false: by a request.");
        static final Value<Boolean> REQUIRE_MESSAGE_AUTHENTICATOR = value("require-message-authenticator", bool(), "true",
                "true: answers without a valid Message-Authenticator are dropped (CVE-2024-3596).");
        static final SectionList LIST = new SectionList("servers", Presence.DEFAULTED, 0, 256, List.of(NAME, ADDRESS, AUTHENTICATION_PORT,
                ACCOUNTING_PORT, Secrets.SECRET, Secrets.SECRET_FILE, Secrets.SECRET_ENV, SOURCE_ADDRESS, SOURCE_INTERFACE, TIMEOUT,
                MAX_TIMEOUT, TRIES, MAX_OUTSTANDING, DEAD_AFTER, DEAD_TIME, STATUS_SERVER, REQUIRE_MESSAGE_AUTHENTICATOR, Tls.SECTION),
                "RADIUS servers.");

        private Server() {
        }
    }

    /** A group of servers. */
    static final class ServerGroup {
        static final Value<String> NAME = required("name", RadiusSchema.NAME, "aaa", "The group's name.");
        static final Value<String> SERVER = required("server", RadiusSchema.NAME, "radius1", "A server.");
        static final Value<Integer> PRIORITY = value("priority", integer(0, 255), "0",
                "Servers of a lower number are asked first; those of a higher one only when these are dead.");
        static final Value<Integer> WEIGHT = value("weight", integer(1, 1000), "1",
                "Share of the requests among servers of the same priority.");
        static final SectionList MEMBERS = new SectionList("members", Presence.REQUIRED, 1, 32, List.of(SERVER, PRIORITY, WEIGHT),
                "Its servers.");
        static final SectionList LIST = new SectionList("server-groups", Presence.DEFAULTED, 0, 256, List.of(NAME, MEMBERS),
                "Servers that stand in for one another. A group that is removed serves the sessions that it has until the next start.");

        private ServerGroup() {
        }
    }

    /** Accounting. */
    static final class Accounting {
        static final Value<Long> INTERIM_INTERVAL = value("interim-interval", durationOrZero("10s", "7d", "1s"), "10m",
                "A session is reported so often where Acct-Interim-Interval does not say; 0s is never.");
        static final Value<Long> MIN_INTERIM_INTERVAL = value("min-interim-interval", duration("1s", "1d", "1s"), "1m",
                "A shorter Acct-Interim-Interval is raised to this.");
        static final Value<Integer> JITTER = value("jitter", integer(0, 50), "10",
                "Each interval is shortened by a random share of up to so many percent, so that reports spread.");
        static final Value<Long> SPOOL_LIMIT = value("spool-limit", size("1MiB", "64GiB"), "256MiB",
                "Reports that no server took are kept on disk, up to so many bytes.");
        static final Value<Long> MAX_AGE = value("max-age", duration("1m", "365d", "1s"), "1d",
                "An interim report that was not delivered for so long is dropped; a Start or Stop never is.");
        static final Section SECTION = new Section("accounting", Presence.DEFAULTED,
                List.of(INTERIM_INTERVAL, MIN_INTERIM_INTERVAL, JITTER, SPOOL_LIMIT, MAX_AGE), "How accounting is done.");

        private Accounting() {
        }
    }

    /** Dynamic authorisation. */
    static final class Dynamic {
        static final Value<IpAddress> ADDRESS = optional("address", ipAddress(), "192.0.2.1",
                "The local address that is listened on; absent is any.");
        static final Value<Integer> PORT = value("port", RadiusSchema.PORT, "3799", "The UDP port that is listened on.");
        static final Value<String> CLIENT_NAME = required("name", RadiusSchema.NAME, "portal", "The client's name.");
        static final Value<IpAddress> CLIENT_ADDRESS = required("address", ipAddress(), "192.0.2.30", "Its IPv4 or IPv6 address.");
        static final Value<Boolean> CLIENT_MESSAGE_AUTHENTICATOR = value("require-message-authenticator", bool(), "true",
                "true: requests without a valid Message-Authenticator are dropped.");
        static final SectionList CLIENTS = new SectionList("clients", Presence.REQUIRED, 1, 256, List.of(CLIENT_NAME, CLIENT_ADDRESS,
                Secrets.SECRET, Secrets.SECRET_FILE, Secrets.SECRET_ENV, CLIENT_MESSAGE_AUTHENTICATOR), "Who may ask.");
        static final Value<Long> WINDOW = value("event-timestamp-window", durationOrZero("1s", "1d", "1s"), "5m",
                "An Event-Timestamp may be so far from our clock; 0s does not look at it.");
        static final Value<Boolean> REQUIRE_TIMESTAMP = value("require-event-timestamp", bool(), "false",
                "true: a request without Event-Timestamp is dropped.");
        static final Value<Long> DUPLICATE_WINDOW = value("duplicate-window", duration("1s", "10m", "1s"), "30s",
                "An answer is kept for so long, and given again to a repeated request.");
        static final Value<Integer> MAX_REQUESTS = value("max-requests-per-second", integer(1, 1_000_000), "1000",
                "Requests of one client in a second; more are dropped and counted.");
        static final Section SECTION = new Section("dynamic-authorization", Presence.OPTIONAL, List.of(ADDRESS, PORT, CLIENTS, WINDOW,
                REQUIRE_TIMESTAMP, DUPLICATE_WINDOW, MAX_REQUESTS), "CoA and Disconnect (RFC 5176); absent is not listened for.");

        private Dynamic() {
        }
    }

    /** Named rates. */
    static final class QosProfile {
        static final Value<String> NAME = required("name", RadiusSchema.NAME, "gold",
                "The profile's name, as Athena-QoS-Profile, Filter-Id or a Cisco QoS policy gives it.");
        static final Value<Long> DOWN = optional("down", RATE, "100mbit", "Download rate; absent leaves the group's.");
        static final Value<Long> UP = optional("up", RATE, "40mbit", "Upload rate; absent leaves the group's.");
        static final SectionList LIST = new SectionList("qos-profiles", Presence.DEFAULTED, 0, 4096, List.of(NAME, DOWN, UP),
                "Named rates.");

        private QosProfile() {
        }
    }

    /** Named policies. */
    static final class Policy {
        static final Value<String> NAME = required("name", RadiusSchema.NAME, "evening", "The policy's name, as Athena-Policy gives it.");
        static final Value<String> QOS_PROFILE = value("qos-profile", NAME_OR_NONE, "", "gold",
                "The QoS profile of its sessions, unless the answer has rates; empty is none.");
        static final Value<Long> SESSION_TIMEOUT = value("session-timeout", durationOrZero("10s", "3650d", "1s"), "0s", "4h",
                "Its sessions end after so long, unless the answer has Session-Timeout; 0s takes the group's.");
        static final Value<Long> IDLE_TIMEOUT = value("idle-timeout", durationOrZero("10s", "365d", "1s"), "0s", "30m",
                "Its sessions end after so long without upload traffic, unless the answer has Idle-Timeout; 0s takes the group's.");
        static final Value<String> POOL = value("pool", NAME_OR_NONE, "",
                "The pool of its sessions' addresses, unless the answer has an address or pool; empty takes the group's.");
        static final SectionList LIST = new SectionList("policies", Presence.DEFAULTED, 0, 4096,
                List.of(NAME, QOS_PROFILE, SESSION_TIMEOUT, IDLE_TIMEOUT, POOL), "What a session gets that a policy was named for.");

        private Policy() {
        }
    }

    /** RADIUS of an access group. */
    static final class Access {
        static final Value<String> AUTHENTICATION = value("authentication", NAME_OR_NONE, "",
                "The server group that is asked; needed with authentication: radius.");
        static final Value<String> ACCOUNTING = value("accounting", NAME_OR_NONE, "", "aaa",
                "The server group that sessions are reported to; empty is none.");
        static final Value<RadiusAccessSettings.OnUnavailable> ON_UNAVAILABLE = value("on-unavailable", choice(List.of(
                entry("deny", RadiusAccessSettings.OnUnavailable.DENY), entry("admit", RadiusAccessSettings.OnUnavailable.ADMIT))), "deny",
                "When no server answers. deny: the subscriber asks again. admit: the group's defaults, and RADIUS is asked again later.");
        static final Value<Long> REAUTHENTICATE_AFTER = value("reauthenticate-after", duration("10s", "7d", "1s"), "5m",
                "A subscriber that was admitted without an answer, or is in the walled garden, is asked for again after so long.");
        static final Value<String> WALLED_GARDEN = value("walled-garden", NAME_OR_NONE, "",
                "The access group whose pools, rates and timeouts a rejected subscriber gets on its own line; empty is none.");
        static final Value<Integer> SESSIONS_PER_USER = value("sessions-per-user", integer(0, 10_000), "0",
                "Sessions that one User-Name may have; 0 is no limit.");
        static final Value<Integer> SESSIONS_PER_MAC = value("sessions-per-mac", integer(0, 10_000), "0",
                "Sessions that one MAC may have: 1 refuses a MAC that appears on another line, 0 moves its session there. At the built-in"
                + " DHCP server a client has one lease; several are for a relay's clients.");
        static final Value<String> PASSWORD = value("password", ConfigurationSchema.CLIENT_TEMPLATE, "",
                "The User-Password that is sent for a DHCP client; empty sends none.");
        static final Value<RadiusAccessSettings.Mismatch> MISMATCH = value("framed-address-mismatch", choice(List.of(
                entry("log", RadiusAccessSettings.Mismatch.LOG), entry("refuse", RadiusAccessSettings.Mismatch.REFUSE))), "log",
                "With a relay: what becomes of a lease that is not the Framed-IP-Address.");
        static final Section SECTION = new Section("radius", Presence.DEFAULTED, List.of(AUTHENTICATION, ACCOUNTING, ON_UNAVAILABLE,
                REAUTHENTICATE_AFTER, WALLED_GARDEN, SESSIONS_PER_USER, SESSIONS_PER_MAC, PASSWORD, MISMATCH),
                "How the group uses RADIUS.");

        private Access() {
        }
    }

    /** The section at the root of the file. */
    static final class Root {
        static final Value<String> NAS_IDENTIFIER = value("nas-identifier",
                text("name", "printable ASCII, at most 64; {host} is this machine's name", 64, "[ -~]*"), "{host}",
                "NAS-Identifier, in every request; empty is this machine's name.");
        static final Value<Integer> NAS_ADDRESS = value("nas-ip-address", hostOrZero(), "0.0.0.0", "192.0.2.1",
                "NAS-IP-Address, in every request; 0.0.0.0 is not sent.");
        static final Value<Integer> ATHENA_VENDOR = value("athena-vendor", integer(1, 0xff_ffff), "32473",
                "The vendor number of the Athena attributes.");
        static final ValueList<RadiusSettings.RateAttribute> RATE_ATTRIBUTES = list("rate-attributes", choice(List.of(
                entry("wispr", RadiusSettings.RateAttribute.WISPR), entry("mikrotik", RadiusSettings.RateAttribute.MIKROTIK),
                entry("cisco", RadiusSettings.RateAttribute.CISCO), entry("filter-id", RadiusSettings.RateAttribute.FILTER_ID))), 4,
                List.of("wispr", "mikrotik", "cisco", "filter-id"),
                "Attributes of others that rates are taken from, the first that is there, after Athena-Rate-Down and -Up.");
        static final Section SECTION = new Section("radius", Presence.DEFAULTED, List.of(NAS_IDENTIFIER, NAS_ADDRESS, ATHENA_VENDOR,
                RATE_ATTRIBUTES, Server.LIST, ServerGroup.LIST, Accounting.SECTION, Dynamic.SECTION, QosProfile.LIST, Policy.LIST),
                "RADIUS: authentication, accounting and dynamic authorisation.");

        private Root() {
        }
    }
}
