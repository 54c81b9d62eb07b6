package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigKey.list;
import static io.athenabng.core.config.ConfigKey.optional;
import static io.athenabng.core.config.ConfigKey.required;
import static io.athenabng.core.config.ConfigKey.requiredList;
import static io.athenabng.core.config.ConfigKey.value;
import static io.athenabng.core.config.ValueType.bool;
import static io.athenabng.core.config.ValueType.choice;
import static io.athenabng.core.config.ValueType.duration;
import static io.athenabng.core.config.ValueType.durationOrZero;
import static io.athenabng.core.config.ValueType.host;
import static io.athenabng.core.config.ValueType.hostOrZero;
import static io.athenabng.core.config.ValueType.integer;
import static io.athenabng.core.config.ValueType.rate;
import static io.athenabng.core.config.ValueType.sizePowerOfTwo;
import static io.athenabng.core.config.ValueType.text;
import static java.util.Map.entry;

import io.athenabng.core.config.ConfigKey.Presence;
import io.athenabng.core.config.ConfigKey.Section;
import io.athenabng.core.config.ConfigKey.SectionList;
import io.athenabng.core.config.ConfigKey.Value;
import io.athenabng.core.config.ConfigKey.ValueList;
import java.util.List;

/** Every key of the configuration file. The reference in docs/configuration.md is generated from here. */
final class ConfigurationSchema {
    private static final String NAME_FORM = "[A-Za-z0-9][A-Za-z0-9._-]*";
    private static final String DOMAIN_FORM =
            "(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*";
    private static final ValueType<String> NAME =
            text("name", "letters, digits, '.', '_' and '-', at most 32", AccessGroupSettings.NAME_MAX, NAME_FORM);
    private static final ValueType<String> INTERFACE =
            text("interface name", "letters, digits and '_', '.', '-', '@', at most 15", TrunkSettings.NAME_MAX,
                    "[A-Za-z0-9_][A-Za-z0-9_.@-]*");
    private static final ValueType<String> PATH =
            text("path", "an absolute path", 4000, "/[ -~]*");
    private static final ValueType<Integer> CPU = integer(0, 1023);
    private static final ValueType<Integer> CPU_OR_NONE = integer(-1, 1023);
    private static final ValueType<Long> RATE = rate("8kbit", "1tbit");
    static final ValueType<String> TEMPLATE = new ValueType<>("template",
            "text with {line} {trunk} {group} {mac} {svlan} {cvlan} {host}", text -> {
        NameTemplate.compile(NameTemplate.expandHost(text, "h"));
        return text;
    }, text -> text, ValueType.Kind.TEXT);

    static final ValueType<String> CLIENT_TEMPLATE = new ValueType<>("template",
            "text with the placeholders of circuit-id, and {mac-dashes} {mac-dots} {mac-plain} {mac-rfc} {circuit-id} {remote-id}"
            + " {hostname} {vendor-class} {client-id}", text -> {
        NameTemplate.compileForClient(NameTemplate.expandHost(text, "h"));
        return text;
    }, text -> text, ValueType.Kind.TEXT);

    private ConfigurationSchema() {
    }

    /** Settings that are read once at start. */
    static final class Bootstrap {
        static final Value<String> STATE_DIRECTORY = value("state-directory", PATH, "/var/lib/athena-bng",
                "Directory of the session store. It must outlive a restart.");
        static final Value<String> SOCKET_PATH = value("path",
                text("path", "an absolute path of at most 107 characters", 107, "/[ -~]*"), "/opt/athena-bng/run/abngd.sock",
                "The JSON-RPC Unix socket that abng-cli connects to.");
        static final Value<String> SOCKET_GROUP = value("group",
                text("group name", "a group's name, at most 32 characters", 32, "[A-Za-z_][A-Za-z0-9_.-]*\\$?"), "abng",
                "Members of this group may use the socket. A group that the system does not have leaves it to root, with a warning.");
        static final Value<Integer> MAX_CONNECTIONS = value("max-connections", integer(1, 1024), "64",
                "Clients of the socket at once; one more is refused.");
        static final Section SOCKET = new Section("socket", Presence.DEFAULTED, List.of(SOCKET_PATH, SOCKET_GROUP, MAX_CONNECTIONS),
                "The management socket.");
        static final Value<BootstrapSettings.Threading> THREADING = value("threading", choice(List.of(
                entry("shared", BootstrapSettings.Threading.SHARED), entry("dedicated", BootstrapSettings.Threading.DEDICATED))), "shared",
                "shared: the packet path on one thread, for small machines. dedicated: a thread for each agent.");
        static final Value<Integer> MAX_SESSIONS = value("max-sessions", integer(1, 10_000_000), "100000",
                "Capacity of the session store; one session more is refused and counted.");
        static final Value<Integer> BLOCK_SIZE = value("block-size", sizePowerOfTwo("4KiB", "16MiB"), "64KiB",
                "Bytes of one block of a receive ring (TPACKET_V3).");
        static final Value<Integer> BLOCK_COUNT = value("block-count", integer(2, 65536), "256",
                "Blocks of a receive ring. Each receiver locks block-size times block-count of memory, at most 1GiB.");
        static final Value<Long> BLOCK_TIMEOUT = value("block-timeout", duration("1ms", "1s", "1ms"), "2ms",
                "A block that is not full is handed over after so long. A receiver that is kept from its turn for more than block-count"
                        + " times this loses frames.");
        static final Section RECEIVE_RING = new Section("receive-ring", Presence.DEFAULTED, List.of(BLOCK_SIZE, BLOCK_COUNT, BLOCK_TIMEOUT),
                "The kernel's receive ring of each receiver.");
        static final Value<Integer> AGENT_RING_SIZE = value("agent-ring-size", sizePowerOfTwo("64KiB", "256MiB"), "4MiB",
                "Capacity of each ring between agents.");
        static final ValueList<Integer> RECEIVER_CORES = list("receiver", CPU, 1024, List.of(),
                "CPUs of the receivers, one for each receiver in order of the trunks; [] pins none.");
        static final Value<Integer> SESSION_CORE = value("session", CPU_OR_NONE, "-1", "CPU of the session agent; -1 is not pinned.");
        static final Value<Integer> SENDER_CORE = value("sender", CPU_OR_NONE, "-1", "CPU of the sender; -1 is not pinned.");
        static final Value<Integer> KERNEL_CORE = value("kernel", CPU_OR_NONE, "-1", "CPU of the kernel agent; -1 is not pinned.");
        static final Value<Integer> UPSTREAM_CORE = value("upstream", CPU_OR_NONE, "-1", "CPU of the upstream agent; -1 is not pinned.");
        static final Section CORES = new Section("cores", Presence.DEFAULTED,
                List.of(RECEIVER_CORES, SESSION_CORE, SENDER_CORE, KERNEL_CORE, UPSTREAM_CORE),
                "CPUs that agents are pinned to; only with threading: dedicated.");
        static final Value<String> PPP_PREFIX = value("interface-prefix", text("interface name prefix",
                "letters and '_', at most 7", BootstrapSettings.Ppp.PREFIX_MAX, "[A-Za-z_]+"),
                BootstrapSettings.Ppp.DEFAULT.interfacePrefix(),
                "What the names of PPPoE sessions' interfaces begin with; a number follows, as in ppp0.");
        static final Value<String> PPP_HOLDER = value("holder-socket", PATH, BootstrapSettings.Ppp.DEFAULT.holderSocket(),
                "The socket of abng-holder, which keeps PPPoE sessions while abngd restarts. Without it they end with abngd.");
        static final Value<Boolean> PPP_CLAMP = value("clamp-mss", bool(), "true",
                "true: TCP connections of PPPoE sessions begin with segments that fit their MTU (one nftables table, inet abng).");
        static final Section PPP = new Section("ppp", Presence.DEFAULTED, List.of(PPP_PREFIX, PPP_HOLDER, PPP_CLAMP),
                "How PPPoE sessions are kept in the kernel.");
        static final Section SECTION = new Section("bootstrap", Presence.DEFAULTED,
                List.of(STATE_DIRECTORY, SOCKET, THREADING, MAX_SESSIONS, RECEIVE_RING, AGENT_RING_SIZE, CORES, PPP),
                "Threads, rings, paths and capacities.");

        private Bootstrap() {
        }
    }

    /** The trunks. */
    static final class Trunk {
        static final Value<String> NAME = required("name", INTERFACE, "eth1", "The Ethernet interface on which subscribers arrive.");
        static final Value<Integer> RECEIVERS = value("receivers", integer(1, 64), "1",
                "Receivers that share the trunk (packet fanout); more than one pays only on several CPUs.");
        static final Value<Integer> MAX_LINES = value("max-lines", integer(1, 1_000_000), "10000",
                "Access lines that may exist on the trunk; frames of one more are dropped and counted.");
        static final Value<Integer> NEW_LINES_PER_SECOND = value("new-lines-per-second", integer(1, 1_000_000), "500",
                "Access lines that may be made in a second: a flood of random tags must not fill the kernel.");
        static final Value<Integer> NEW_LINES_BURST = value("new-lines-burst", integer(1, 1_000_000), "1000",
                "Access lines that may be made at once after a quiet time.");
        static final SectionList LIST = new SectionList("trunks", Presence.REQUIRED, 1, 64,
                List.of(NAME, RECEIVERS, MAX_LINES, NEW_LINES_PER_SECOND, NEW_LINES_BURST), "The Ethernet trunks.");

        private Trunk() {
        }
    }

    /** Address pools. */
    static final class Pool {
        static final Value<String> NAME = required("name", ConfigurationSchema.NAME, "residential", "The pool's name.");
        static final ValueList<PoolSettings.AddressRange> RANGES = requiredList("ranges", ValueType.addressRange(), 1, 1024,
                List.of("10.64.0.10-10.64.0.250"), "Its addresses. Ranges do not overlap, in this pool or another.");
        static final SectionList LIST = new SectionList("pools", Presence.DEFAULTED, 0, 1024, List.of(NAME, RANGES),
                "Address pools of the built-in DHCP server; at most 16777216 addresses in all.");

        private Pool() {
        }
    }

    /** Access groups. */
    static final class Group {
        static final Value<String> NAME = required("name", ConfigurationSchema.NAME, "residential", "The group's name.");
        static final Value<String> TRUNK = required("trunk", INTERFACE, "eth1", "The trunk that its lines are on.");
        static final Value<List<VlanRange.Level>> STACK = required("stack", ValueType.vlanStack(), "500.100-199",
                "Tags from the outside in. Stacks of the same depth do not overlap on a trunk.");
        static final Value<Integer> OUTER_TPID = value("outer-tpid", choice(List.of(
                entry("802.1Q", 0x8100), entry("802.1ad", 0x88a8), entry("0x9100", 0x9100))), "802.1Q", "802.1ad",
                "Ethernet type of the outermost tag; the tags inside of it are 802.1Q.");
        static final SectionList VLANS = new SectionList("vlans", Presence.REQUIRED, 0, 1024, List.of(STACK, OUTER_TPID),
                "The tag stacks that belong to the group; at most 4096 on a trunk. []: none, as of a group that is only a walled garden.");
        static final Value<Integer> SUBSCRIBERS_PER_LINE = value("subscribers-per-line", integer(1, 4096), "1",
                "1: a line is one subscriber's. More: N:1 lines that so many share.");
        static final Value<AddressText.InterfaceAddress> GATEWAY = required("gateway", ValueType.interfaceAddress(8, 30), "10.64.0.1/24",
                "The gateway's address and subnet on the group's unnumbered lines. Groups with the same subnet have the same gateway.");
        static final Value<Boolean> ISOLATED = value("isolated", bool(), "false",
                "true: subscribers of the group do not reach each other.");
        static final Value<Long> LINE_IDLE_TIMEOUT = value("line-idle-timeout", duration("1s", "30d", "1s"), "5m",
                "A line without a session and traffic is removed after so long.");
        static final Value<Long> SESSION_IDLE_TIMEOUT = value("session-idle-timeout", durationOrZero("10s", "365d", "1s"), "0s",
                "A session without upload traffic ends after so long; 0s is never.");
        static final Value<Long> SESSION_TIMEOUT = value("session-timeout", durationOrZero("10s", "3650d", "1s"), "0s",
                "A session ends after so long; 0s is never.");
        static final Value<String> CIRCUIT_ID = value("circuit-id", TEMPLATE, "{line}",
                "The Circuit-ID: Option 82 of a relay, NAS-Port-Id, and what reservations name.");
        static final Value<String> REMOTE_ID = value("remote-id", TEMPLATE, "", "The Remote-ID of Option 82; empty is not sent.");
        static final Value<String> USER_NAME = value("user-name", CLIENT_TEMPLATE, "{mac}",
                "The User-Name that is authenticated. What a client says of itself anybody can say: trust it as far as the line.");
        static final Value<AccessGroupSettings.Authentication> AUTHENTICATION = value("authentication", choice(List.of(
                entry("none", AccessGroupSettings.Authentication.NONE), entry("local", AccessGroupSettings.Authentication.LOCAL),
                entry("radius", AccessGroupSettings.Authentication.RADIUS))), "none",
                "none: everyone is served with the group's defaults. local: only the users of this file. radius: who the servers of"
                + " radius.authentication accept.");
        static final Value<AccessGroupSettings.OnReject> ON_REJECT = value("on-reject", choice(List.of(
                entry("silent", AccessGroupSettings.OnReject.SILENT), entry("nak", AccessGroupSettings.OnReject.NAK))), "silent",
                "What a rejected subscriber is told: nothing, or a DHCPNAK to each Request.");
        static final SectionList LIST = new SectionList("access-groups", Presence.REQUIRED, 1, 1024, List.of(NAME, TRUNK, VLANS,
                SUBSCRIBERS_PER_LINE, GATEWAY, ISOLATED, LINE_IDLE_TIMEOUT, SESSION_IDLE_TIMEOUT, SESSION_TIMEOUT, CIRCUIT_ID, REMOTE_ID,
                USER_NAME, AUTHENTICATION, ON_REJECT, RadiusSchema.Access.SECTION, Shaping.SECTION, Dhcp.SECTION,
                PppoeSchema.SECTION),
                "What is served behind which tags, and how.");

        private Group() {
        }
    }

    /** Shaping of a group. */
    static final class Shaping {
        static final Value<Long> DOWN = value("down", RATE, RateText.UNLIMITED, "20mbit", "Download rate of a session.");
        static final Value<Long> UP = value("up", RATE, RateText.UNLIMITED, "10mbit", "Upload rate of a session.");
        static final Value<ShapingSettings.Queue> QUEUE = value("queue", choice(List.of(
                entry("cake", ShapingSettings.Queue.CAKE), entry("fq_codel", ShapingSettings.Queue.FQ_CODEL),
                entry("none", ShapingSettings.Queue.NONE))), "cake",
                "cake: CAKE both ways, about 2.2 MB of kernel memory a session. fq_codel: HTB and FQ-CoDel down, a policer up."
                + " none: not shaped.");
        static final Value<Integer> OVERHEAD = value("overhead", overhead(), "auto",
                "Bytes that each packet has around IP on the line. auto: 18, and 4 for each tag. ipoe_ethernet is 22, pppoe_ethernet"
                + " is 34.");
        static final Value<Integer> MPU = value("mpu", integer(0, 256), "64", "A packet counts at least so many bytes.");
        static final Value<ShapingSettings.Diffserv> DIFFSERV = value("diffserv", choice(List.of(
                entry("besteffort", ShapingSettings.Diffserv.BESTEFFORT), entry("diffserv3", ShapingSettings.Diffserv.DIFFSERV3),
                entry("diffserv4", ShapingSettings.Diffserv.DIFFSERV4), entry("diffserv8", ShapingSettings.Diffserv.DIFFSERV8),
                entry("precedence", ShapingSettings.Diffserv.PRECEDENCE))), "diffserv4", "CAKE's priority tins.");
        static final Value<ShapingSettings.FlowMode> FLOW_MODE = value("flow-mode", choice(List.of(
                entry("flowblind", ShapingSettings.FlowMode.FLOWBLIND), entry("srchost", ShapingSettings.FlowMode.SRCHOST),
                entry("dsthost", ShapingSettings.FlowMode.DSTHOST), entry("hosts", ShapingSettings.FlowMode.HOSTS),
                entry("flows", ShapingSettings.FlowMode.FLOWS), entry("dual-srchost", ShapingSettings.FlowMode.DUAL_SRCHOST),
                entry("dual-dsthost", ShapingSettings.FlowMode.DUAL_DSTHOST),
                entry("triple-isolate", ShapingSettings.FlowMode.TRIPLE_ISOLATE))), "triple-isolate",
                "How CAKE tells flows apart and treats hosts alike.");
        static final Value<Long> RTT = value("rtt", duration("100us", "10s", "1us"), "100ms",
                "Round-trip time that the queue is tuned for.");
        static final Value<ShapingSettings.AckFilter> ACK_FILTER = value("ack-filter", choice(List.of(
                entry("off", ShapingSettings.AckFilter.OFF), entry("on", ShapingSettings.AckFilter.ON),
                entry("aggressive", ShapingSettings.AckFilter.AGGRESSIVE))), "off", "Whether CAKE drops redundant TCP ACKs.");
        static final Value<Boolean> NAT = value("nat", bool(), "false", "true: CAKE looks up addresses behind NAT on this machine.");
        static final Value<Boolean> WASH = value("wash", bool(), "false", "true: CAKE clears DSCP after it was used.");
        static final Value<Boolean> SPLIT_GSO = value("split-gso", bool(), "true",
                "true: CAKE splits super-packets before it queues them.");
        static final Section SECTION = new Section("shaping", Presence.DEFAULTED,
                List.of(DOWN, UP, QUEUE, OVERHEAD, MPU, DIFFSERV, FLOW_MODE, RTT, ACK_FILTER, NAT, WASH, SPLIT_GSO),
                "Default rates, and how they are shaped. What the chosen queue does not use is refused.");

        private Shaping() {
        }

        private static ValueType<Integer> overhead() {
            final ValueType<Integer> number = integer(-64, 256);
            return new ValueType<>("overhead", "auto, ipoe_ethernet, pppoe_ethernet, or -64 to 256", text -> switch (text) {
                case "auto" -> ShapingSettings.OVERHEAD_AUTO;
                case "ipoe_ethernet" -> ShapingSettings.OVERHEAD_IPOE_ETHERNET;
                case "pppoe_ethernet" -> ShapingSettings.OVERHEAD_PPPOE_ETHERNET;
                default -> {
                    try {
                        yield number.parse(text);
                    } catch (final ConfigurationValueException e) {
                        throw new ConfigurationValueException(ConfigurationValueException.quote(text) + " is not an overhead",
                                "write auto, ipoe_ethernet, pppoe_ethernet, or bytes from -64 to 256");
                    }
                }
            }, bytes -> bytes == ShapingSettings.OVERHEAD_AUTO ? "auto" : Integer.toString(bytes), ValueType.Kind.TEXT);
        }
    }

    /** DHCP of a group. */
    static final class Dhcp {
        static final Value<DhcpSettings.Mode> MODE = value("mode", choice(List.of(
                entry("server", DhcpSettings.Mode.SERVER), entry("relay", DhcpSettings.Mode.RELAY))), "server",
                "server: the built-in server answers; needs the section server. relay: outside servers answer; needs the section relay.");
        static final Section SECTION = new Section("dhcp", Presence.DEFAULTED, List.of(MODE, Server.SECTION, Relay.SECTION),
                "How addresses are given.");

        private Dhcp() {
        }
    }

    /** The built-in server. */
    static final class Server {
        static final ValueList<String> POOLS = requiredList("pools", ConfigurationSchema.NAME, 0, 64, List.of("residential"),
                "Pools, in order; their addresses are in the group's subnet. []: only reservations and addresses of users.");
        static final Value<Long> LEASE_TIME = value("lease-time", duration("5s", "3650d", "1s"), "1h", "Lease time (option 51).");
        static final Value<Long> RENEWAL_TIME = value("renewal-time", durationOrZero("1s", "3650d", "1s"), "0s",
                "T1 (option 58), below T2; 0s is half of the lease time.");
        static final Value<Long> REBINDING_TIME = value("rebinding-time", durationOrZero("1s", "3650d", "1s"), "0s",
                "T2 (option 59), below the lease time; 0s is seven eighths of it.");
        static final Value<Long> OFFER_TIME = value("offer-time", duration("1s", "10m", "1s"), "15s",
                "An address that was offered is kept for so long.");
        static final Value<Long> DECLINE_QUARANTINE = value("decline-quarantine", durationOrZero("1s", "30d", "1s"), "10m",
                "An address that a client declined, because another host has it, is not given for so long.");
        static final ValueList<Integer> DNS = list("dns", host(), 8, List.of("192.0.2.53"), "Name servers (option 6).");
        static final ValueList<Integer> NTP = list("ntp", host(), 8, List.of(), "Time servers (option 42).");
        static final Value<String> DOMAIN_NAME = value("domain-name",
                text("domain name", "a domain name, or nothing", 253, "|" + DOMAIN_FORM), "",
                "Domain name (option 15); empty is not sent.");
        static final ValueList<String> DOMAIN_SEARCH = list("domain-search", text("domain name", "a domain name", 253, DOMAIN_FORM), 32,
                List.of(), "Search list (option 119), at most 255 bytes when encoded.");
        static final Value<Integer> MTU = value("mtu", new ValueType<>("number", "0, or 576 to 65535", text -> {
            final int mtu = integer(0, 65535).parse(text);
            if (mtu != 0 && mtu < 576) {
                throw new ConfigurationValueException(ConfigurationValueException.quote(text) + " is out of range",
                        "write 0, or 576 to 65535");
            }
            return mtu;
        }, mtu -> Integer.toString(mtu), ValueType.Kind.INTEGER), "0", "Interface MTU (option 26); 0 is not sent.");
        static final ValueList<DhcpSettings.Route> ROUTES = list("routes", ValueType.route(), 25, List.of(),
                "Classless routes (option 121), via an address of the subnet or 0.0.0.0 (on the link). A client that uses them ignores"
                + " option 3: list 0.0.0.0/0 as well.");
        static final Value<Boolean> AUTHORITATIVE = value("authoritative", bool(), "true",
                "true: a Request for a lease that nobody knows is answered by a DHCPNAK. false: it is left unanswered.");
        static final Section SECTION = new Section("server", Presence.OPTIONAL, List.of(POOLS, LEASE_TIME, RENEWAL_TIME, REBINDING_TIME,
                OFFER_TIME, DECLINE_QUARANTINE, DNS, NTP, DOMAIN_NAME, DOMAIN_SEARCH, MTU, ROUTES, AUTHORITATIVE),
                "The built-in server; only with mode: server.");

        private Server() {
        }
    }

    /** The relay. */
    static final class Relay {
        static final ValueList<Integer> SERVERS = requiredList("servers", host(), 1, 16, List.of("192.0.2.10"),
                "DHCP servers, in order of preference.");
        static final Value<DhcpSettings.ServerSelection> SERVER_SELECTION = value("server-selection", choice(List.of(
                entry("failover", DhcpSettings.ServerSelection.FAILOVER), entry("all", DhcpSettings.ServerSelection.ALL))), "failover",
                "failover: the first that answers. all: each message goes to all of them.");
        static final Value<Long> SERVER_TIMEOUT = value("server-timeout", duration("100ms", "1m", "1ms"), "2s",
                "A server that leaves a message unanswered for so long is passed over.");
        static final Value<Long> SERVER_RETRY = value("server-retry", duration("1s", "1h", "1s"), "30s",
                "A server that was passed over is tried again after so long.");
        static final Value<Integer> GIADDR = value("giaddr", hostOrZero(), "0.0.0.0",
                "The relay's address, which servers answer to; 0.0.0.0 is the group's gateway.");
        static final Value<Integer> LINK_SELECTION = value("link-selection", hostOrZero(), "0.0.0.0",
                "Link selection (RFC 3527), an address of the group's subnet; 0.0.0.0 is not sent.");
        static final Value<Boolean> SERVER_ID_OVERRIDE = value("server-id-override", bool(), "false",
                "true: renewals come through the relay, too (RFC 5107).");
        static final Value<DhcpSettings.Option82Policy> OPTION_82 = value("option-82", choice(List.of(
                entry("replace", DhcpSettings.Option82Policy.REPLACE), entry("keep", DhcpSettings.Option82Policy.KEEP),
                entry("drop", DhcpSettings.Option82Policy.DROP))), "replace",
                "What becomes of Option 82 that a client already carries: ours instead, left alone, or the message is dropped.");
        static final ValueList<Integer> TRUSTED_RELAYS = list("trusted-relays", host(), 64, List.of(),
                "giaddr of downstream relays; messages of other relays are dropped and counted.");
        static final Value<Integer> MAX_HOPS = value("max-hops", integer(1, 16), "16",
                "Messages that passed so many relays are dropped and counted (RFC 1542).");
        static final Section SECTION = new Section("relay", Presence.OPTIONAL, List.of(SERVERS, SERVER_SELECTION, SERVER_TIMEOUT,
                SERVER_RETRY, GIADDR, LINK_SELECTION, SERVER_ID_OVERRIDE, OPTION_82, TRUSTED_RELAYS, MAX_HOPS),
                "The relay; only with mode: relay.");

        private Relay() {
        }
    }

    /** Fixed addresses. */
    static final class Reservation {
        static final Value<Long> MAC = optional("mac", ValueType.mac(), "02:00:00:00:00:01",
                "The subscriber's MAC. Either this or circuit-id.");
        static final Value<String> CIRCUIT_ID = optional("circuit-id",
                text("Circuit-ID", "printable ASCII, 1 to 128", 128, "[ -~]+"), "eth1.500.101",
                "The line's Circuit-ID, as the group's template gives it. Either this or mac.");
        static final Value<Integer> ADDRESS = required("address", host(), "10.64.0.50",
                "The address, in the subnet of a group that has the built-in server; in a pool or not.");
        static final SectionList LIST = new SectionList("reservations", Presence.DEFAULTED, 0, 1_000_000, List.of(MAC, CIRCUIT_ID, ADDRESS),
                "Fixed addresses of the built-in server.");

        private Reservation() {
        }
    }

    /** Local users. */
    static final class User {
        static final Value<String> NAME = required("name", text("User-Name", "printable ASCII, 1 to 64", UserSettings.NAME_MAX, "[ -~]+"),
                "02:00:00:00:00:02", "The User-Name, as the group's template gives it; upper and lower case are the same.");
        static final Value<Long> DOWN = optional("down", RATE, "100mbit", "Download rate; absent takes the group's.");
        static final Value<Long> UP = optional("up", RATE, "20mbit", "Upload rate; absent takes the group's.");
        static final Value<Integer> ADDRESS = optional("address", host(), "10.64.0.52",
                "A fixed address, in the subnet of a group that authenticates locally and has the built-in server.");
        static final Value<String> POOL = value("pool",
                text("name", "a pool's name, or nothing", AccessGroupSettings.NAME_MAX, "|" + NAME_FORM), "",
                "A pool; empty takes the group's. Not together with address.");
        static final Value<Long> SESSION_TIMEOUT = value("session-timeout", durationOrZero("10s", "3650d", "1s"), "0s",
                "A session ends after so long; 0s takes the group's.");
        static final Value<Secret> PASSWORD = optional("password", ValueType.secret(), "testing123",
                "What PAP, CHAP and MS-CHAPv2 of PPPoE are verified with; a user without one cannot use PPPoE.");
        static final SectionList LIST = new SectionList("users", Presence.DEFAULTED, 0, 1_000_000,
                List.of(NAME, DOWN, UP, ADDRESS, POOL, SESSION_TIMEOUT, PASSWORD),
                "The local users, for groups with authentication: local.");

        private User() {
        }
    }

    /** The root of the file. */
    static final class Root {
        static final Value<Long> COUNTERS_INTERVAL = value("interval", duration("1s", "1h", "1s"), "30s",
                "The data plane's counters are read so often.");
        static final Section COUNTERS = new Section("counters", Presence.DEFAULTED, List.of(COUNTERS_INTERVAL), "Traffic counters.");
        static final Value<LogLevel> LOG_LEVEL = value("level", choice(List.of(entry("debug", LogLevel.DEBUG), entry("info", LogLevel.INFO),
                entry("warning", LogLevel.WARNING), entry("error", LogLevel.ERROR))), "info", "The least severe level that is logged.");
        static final Section LOGGING = new Section("logging", Presence.DEFAULTED, List.of(LOG_LEVEL), "The daemon's log.");
        static final Section SECTION = new Section("", Presence.REQUIRED, List.of(Bootstrap.SECTION, Trunk.LIST, Pool.LIST, Group.LIST,
                Reservation.LIST, User.LIST, RadiusSchema.Root.SECTION, COUNTERS, LOGGING, CommitSchema.Archive.SECTION,
                CommitSchema.Service.LIST), "The configuration file.");

        private Root() {
        }
    }
}
