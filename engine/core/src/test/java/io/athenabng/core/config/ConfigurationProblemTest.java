package io.athenabng.core.config;

import static io.athenabng.core.config.TestConfigurations.MINIMAL;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is wrong with the file as YAML, with its keys and with single values: each problem at its key and line. */
final class ConfigurationProblemTest {
    /** Exactly one problem, as described. */
    static void assertProblem(final String text, final String path, final int line, final String message, final String remedy) {
        final List<ConfigurationProblem> problems = ConfigurationLoader.load("abng.yaml", text).problems();
        final String all = problems.stream().map(problem -> problem.describe("abng.yaml")).collect(Collectors.joining("\n"));
        assertEquals(1, problems.size(), all);
        final ConfigurationProblem problem = problems.getFirst();
        assertAll(all,
                () -> assertEquals(path, problem.path()),
                () -> assertEquals(line, problem.line()),
                () -> assertTrue(problem.column() > 0),
                () -> assertTrue(problem.message().contains(message), problem.message()),
                () -> assertTrue(problem.remedy().contains(remedy), problem.remedy()));
    }

    static String with(final String from, final String to) {
        assertTrue(MINIMAL.contains(from), from);
        return MINIMAL.replace(from, to);
    }

    /** A key with a value in the section of the only group. */
    private static void assertGroupProblem(final String yaml, final String path, final String message, final String remedy) {
        assertProblem(MINIMAL + "    " + yaml + "\n", "access-groups[0]." + path, 15, message, remedy);
    }

    @Test
    void problemNamesLineAndColumn() {
        final List<ConfigurationProblem> problems =
                ConfigurationLoader.load("abng.yaml", MINIMAL + "    shaping: { down: 100 Mb }\n").problems();
        assertEquals(List.of(new ConfigurationProblem("access-groups[0].shaping.down", 15, 22, "\"100 Mb\" is not a rate",
                "write 100mbit, 640kbit, 2.5gbit or bits per second")), problems);
        assertEquals("abng.yaml:15:22: access-groups[0].shaping.down: \"100 Mb\" is not a rate: write 100mbit, 640kbit, 2.5gbit or bits"
                + " per second", problems.getFirst().describe("abng.yaml"));
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        final String text = with("10.64.0.1/24", "10.64.0.300/24").replace("eth1\n", "this-name-is-too-long\n") + "loging: {}\n";
        final List<Integer> lines = ConfigurationLoader.load("a", text).problems().stream().map(ConfigurationProblem::line).toList();
        assertEquals(List.of(2, 8, 11, 15), lines);
    }

    @Test
    void unknownKeys() {
        assertProblem(MINIMAL + "loggin: { level: info }\n", "loggin", 15, "unknown key \"loggin\"", "did you mean logging?");
        assertProblem(MINIMAL + "access_groups: []\n", "access_groups", 15, "unknown key", "did you mean access-groups?");
        assertGroupProblem("shaping: { dwn: 1mbit }", "shaping.dwn", "unknown key \"dwn\"", "did you mean down?");
        assertGroupProblem("lease-time: 1h", "lease-time", "unknown key", "it belongs to access-groups[].dhcp.server");
        assertProblem(MINIMAL + "zzzzzz: 1\n", "zzzzzz", 15, "unknown key", "the file has the keys bootstrap, trunks");
        assertProblem(MINIMAL + "<<: { users: [] }\n", "<<", 15, "unknown key", "the file has the keys");
        assertProblem(MINIMAL + "\"a\\e[31m\\u202e\": 1\n", "a?[31m?", 15, "unknown key \"a?[31m?\"", "the file has the keys");
    }

    @Test
    void repeatedKeys() {
        assertProblem(MINIMAL + "trunks: []\n", "trunks", 15, "stands here twice, first in line 1", "keep one");
        assertProblem(with("    trunk: eth1\n", "    trunk: eth1\n    trunk: eth2\n"), "access-groups[0].trunk", 9, "first in line 8",
                "keep one");
    }

    @Test
    void missingKeys() {
        assertProblem(with("    trunk: eth1\n", ""), "access-groups[0].trunk", 7, "the key is missing", "add trunk: The trunk that");
        assertProblem(with("    gateway: 10.64.0.1/24\n", ""), "access-groups[0].gateway", 7, "the key is missing", "add gateway");
        assertProblem(with("pools: [residential]", "mtu: 0"), "access-groups[0].dhcp.server.pools", 14, "the key is missing", "Pools,");
        assertProblem(MINIMAL + "reservations:\n  - { mac: \"02:00:00:00:00:01\" }\n", "reservations[0].address", 16, "missing", "add");
    }

    @Test
    void shapesThatAreNotTheKeys() {
        assertProblem("- a\n", "", 1, "the file is a list", "begin with trunks");
        assertProblem("hello\n", "", 1, "the file is one value", "begin with trunks");
        assertProblem(with("name: eth1", "name: [eth1]"), "trunks[0].name", 2, "here is a list and not one value", "write letters");
        assertProblem(with("name: eth1", "name: { a: b }"), "trunks[0].name", 2, "a section of keys and not one value", "write");
        assertProblem(with("[residential]", "residential"), "access-groups[0].dhcp.server.pools", 14, "here is one value and not a list",
                "in brackets");
        assertProblem(MINIMAL + "logging: info\n", "logging", 15, "one value and not a section", "write the keys level");
        assertProblem(MINIMAL + "users: { name: bob }\n", "users", 15, "a section of keys and not a list", "after dashes");
        assertProblem(MINIMAL + "users: [bob]\n", "users[0]", 15, "one value and not a section", "name, down, up");
        assertProblem(MINIMAL + "users:\n", "users", 15, "here is nothing and not a list", "none: []");
        assertGroupProblem("isolated:", "isolated", "the key has no value", "write true, false, or leave the key out");
        assertGroupProblem("isolated: ~", "isolated", "\"~\" is not a boolean", "true or false");
        assertGroupProblem("isolated: null", "isolated", "the key has no value", "write true");
        assertProblem(MINIMAL + "? [a]\n: b\n", "", 15, "a key is a list", "write a key as plain text");
    }

    @Test
    void tagsAreNotObeyed() {
        assertGroupProblem("isolated: !!java.io.File true", "isolated", "java.io.File", "without a tag");
        assertProblem(MINIMAL + "logging: !x { level: info }\n", "logging", 15, "the tag \"!x\"", "leave the tag out");
        assertProblem(MINIMAL + "users: !!set []\n", "users", 15, "the tag", "leave the tag out");
    }

    @Test
    void listsThatAreTooShortOrTooLong() {
        assertProblem(with("[10.64.0.10-10.64.0.250]", "[]"), "pools[0].ranges", 5, "the list has 0 items", "at least 1");
        assertProblem(with("    vlans:\n      - stack: 500.100-199\n", "    vlans: []\n"), "access-groups[0].vlans", 9, "no tag stacks",
                "add a stack");
        assertProblem(with("pools: [residential]", "pools: [residential]\n        dns: [" + "192.0.2.1, ".repeat(9) + "]"),
                "access-groups[0].dhcp.server.dns", 15, "the list has 9 items", "at most 8");
    }

    @Test
    void ratesDurationsAndSizes() {
        for (final String rate : List.of("100 Mb", "100Mb", "100mb", "100MBit/s", "-1mbit", "1e6", "mbit", ".5mbit", "1,5mbit", "0x10",
                "5m")) {
            assertGroupProblem("shaping: { up: \"" + rate + "\" }", "shaping.up", "\"" + rate + "\" is not a rate", "write 100mbit");
        }
        assertGroupProblem("shaping: { up: 7kbit }", "shaping.up", "\"7kbit\" is out of range", "unlimited, or 8kbit to 1tbit");
        assertGroupProblem("shaping: { up: 1.1tbit }", "shaping.up", "out of range", "8kbit to 1tbit");
        assertGroupProblem("shaping: { up: 1.00001kbit }", "shaping.up", "not a whole number of bits per second", "write 100mbit");
        assertGroupProblem("shaping: { up: 99999999999999tbit }", "shaping.up", "is too large", "write 100mbit");
        for (final String duration : List.of("30", "30 s", "1h30m", "5min", "-5s", "five", "1w")) {
            assertGroupProblem("line-idle-timeout: \"" + duration + "\"", "line-idle-timeout", "is not a duration",
                    "500ms, 30s, 10m, 1h or 7d");
        }
        assertGroupProblem("line-idle-timeout: 0s", "line-idle-timeout", "out of range", "1s to 30d");
        assertGroupProblem("line-idle-timeout: 1500ms", "line-idle-timeout", "too fine", "multiple of 1s");
        assertGroupProblem("session-timeout: 9s", "session-timeout", "out of range", "0s, or 10s to 3650d");
        for (final String size : List.of("256k", "256KB", "1 MiB", "-1", "1MB")) {
            assertProblem(MINIMAL + "bootstrap: { agent-ring-size: \"" + size + "\" }\n", "bootstrap.agent-ring-size", 15, "is not a size",
                    "256KiB, 4MiB, 1GiB");
        }
        assertProblem(MINIMAL + "bootstrap: { agent-ring-size: 3MiB }\n", "bootstrap.agent-ring-size", 15, "not a power of two",
                "write 2MiB or 4MiB");
        assertProblem(MINIMAL + "bootstrap: { agent-ring-size: 1GiB }\n", "bootstrap.agent-ring-size", 15, "out of range", "to 256MiB");
    }

    @Test
    void numbersBooleansChoicesAndText() {
        assertProblem(with("name: eth1\n", "name: eth1\n    receivers: two\n"), "trunks[0].receivers", 3, "\"two\" is not a whole number",
                "from 1 to 64");
        assertProblem(with("name: eth1\n", "name: eth1\n    receivers: 0\n"), "trunks[0].receivers", 3, "out of range", "from 1 to 64");
        assertProblem(with("name: eth1\n", "name: eth1\n    receivers: 1.5\n"), "trunks[0].receivers", 3, "not a whole number", "1 to 64");
        assertProblem(with("name: eth1\n", "name: eth1\n    receivers: 99999999999\n"), "trunks[0].receivers", 3, "out of range", "64");
        for (final String bool : List.of("yes", "True", "1", "on")) {
            assertGroupProblem("isolated: " + bool, "isolated", "is not a boolean", "true or false");
        }
        assertGroupProblem("on-reject: nack", "on-reject", "not one of the choices", "did you mean nak? write silent, nak");
        assertGroupProblem("shaping: { queue: fq-codel }", "shaping.queue", "not one of the choices", "did you mean fq_codel?");
        assertGroupProblem("shaping: { overhead: 257 }", "shaping.overhead", "not an overhead", "-64 to 256");
        assertProblem(MINIMAL + "logging: { level: verbose }\n", "logging.level", 15, "choices", "write debug, info, warning, error");
        assertProblem(MINIMAL + "bootstrap: { state-directory: var }\n", "bootstrap.state-directory", 15, "is not a path", "absolute");
        assertProblem(MINIMAL + "bootstrap: { socket: { path: /" + "x".repeat(107) + " } }\n", "bootstrap.socket.path", 15,
                "has 108 characters", "at most 107");
        assertProblem(MINIMAL + "bootstrap: { state-directory: /" + "x".repeat(5000) + " }\n", "bootstrap.state-directory", 15,
                "is too long", "at most");
        assertProblem(MINIMAL + "bootstrap: { socket: { group: \"a b\" } }\n", "bootstrap.socket.group", 15, "is not a group name", "name");
    }

    @Test
    void namesThatAreTooLongOrHaveOtherCharacters() {
        assertProblem(with("name: eth1", "name: abcdefghijklmnop"), "trunks[0].name", 2,
                "has 16 characters", "at most 15");
        assertProblem(with("name: eth1", "name: eth/1"), "trunks[0].name", 2, "is not an interface name", "letters");
        final String group = "access-groups:\n  - name: residential";
        assertProblem(with(group, "access-groups:\n  - name: " + "g".repeat(33)), "access-groups[0].name", 7, "33 characters",
                "at most 32");
        assertProblem(with(group, "access-groups:\n  - name: gr\u00fcn"), "access-groups[0].name", 7, "is not a name", "letters, digits");
        assertProblem(MINIMAL + "users: [{ name: " + "u".repeat(65) + " }]\n", "users[0].name", 15, "65 characters", "at most 64");
    }

    @Test
    void addressesThatAreNone() {
        assertProblem(with("10.64.0.1/24", "10.64.0.1"), "access-groups[0].gateway", 11, "is not an address with a prefix length", "/24");
        assertProblem(with("10.64.0.1/24", "10.64.0.1/33"), "access-groups[0].gateway", 11, "is not an address with", "/24");
        assertProblem(with("10.64.0.1/24", "10.64.0.1/31"), "access-groups[0].gateway", 11, "out of range", "from 8 to 30");
        assertProblem(with("10.64.0.1/24", "10.64.0.0/24"), "access-groups[0].gateway", 11, "the network's own", "like 10.64.0.1/24");
        assertProblem(with("10.64.0.1/24", "10.64.0.255/24"), "access-groups[0].gateway", 11, "broadcast address", "like 10.64.0.1/24");
        assertProblem(with("10.64.0.1/24", "127.0.0.1/24"), "access-groups[0].gateway", 11, "no host on a line", "unicast");
        assertProblem(with("10.64.0.10-10.64.0.250", "10.64.0.250-10.64.0.10"), "pools[0].ranges[0]", 5, "ends below its start",
                "write 10.64.0.10-10.64.0.250");
        assertProblem(with("10.64.0.10-10.64.0.250", "10.64.0.0/24"), "pools[0].ranges[0]", 5, "is not a range", "10.64.0.250");
        assertProblem(with("10.64.0.10-10.64.0.250", "224.0.0.1-224.0.0.9"), "pools[0].ranges[0]", 5, "no host on a line", "unicast");
        assertProblem(with("10.64.0.10-10.64.0.250", "126.255.255.0-128.0.0.9"), "pools[0].ranges[0]", 5, "includes 127.0.0.0/8", "out");
        final String server = "pools: [residential]\n        ";
        assertProblem(with("pools: [residential]", server + "dns: [\"::1\"]"), "access-groups[0].dhcp.server.dns[0]", 15,
                "is not an IPv4 address", "four decimal octets");
        assertProblem(with("pools: [residential]", server + "routes: [10.0.0.0/8]"), "access-groups[0].dhcp.server.routes[0]", 15,
                "is not a route", "via 10.64.0.1");
        assertProblem(with("pools: [residential]", server + "routes: [10.0.0.1/8 via 10.64.0.1]"),
                "access-groups[0].dhcp.server.routes[0]", 15, "host bits", "via 10.64.0.1");
        assertProblem(MINIMAL + "reservations: [{ mac: 2, address: 10.64.0.9 }]\n", "reservations[0].mac", 15, "is not a MAC address",
                "quotes");
        assertProblem(MINIMAL + "reservations: [{ mac: \"00:00:00:00:00:00\", address: 10.64.0.9 }]\n", "reservations[0].mac", 15,
                "is no station's address", "own");
        assertProblem(MINIMAL + "reservations: [{ mac: \"01:00:5e:00:00:01\", address: 10.64.0.9 }]\n", "reservations[0].mac", 15,
                "is no station's address", "own");
    }

    @Test
    void vlanStacksThatAreNone() {
        for (final String stack : List.of("a", "1..2", "1.", ".1", "1-", "-1", "1-2-3", "1 .2", "1.2x", "0x10", "1,2")) {
            assertProblem(with("500.100-199", "\"" + stack + "\""), "access-groups[0].vlans[0].stack", 10, "is not a stack of VLAN tags",
                    "write VIDs from 1 to 4094");
        }
        assertProblem(with("500.100-199", "4095"), "access-groups[0].vlans[0].stack", 10, "outside of 1 to 4094", "write VIDs");
        assertProblem(with("500.100-199", "0.5"), "access-groups[0].vlans[0].stack", 10, "outside of 1 to 4094", "write VIDs");
        assertProblem(with("500.100-199", "1.2.3.4.5"), "access-groups[0].vlans[0].stack", 10, "more than 4 levels", "write VIDs");
        assertProblem(with("500.100-199", "500.199-100"), "access-groups[0].vlans[0].stack", 10, "ends below its start", "write 100-199");
    }

    @Test
    void templates() {
        assertGroupProblem("circuit-id: \"{lin}\"", "circuit-id", "the unknown placeholder {lin}", "use {line}, {trunk}");
        assertGroupProblem("circuit-id: \"{line\"", "circuit-id", "an empty or open placeholder", "use {line}");
        assertGroupProblem("circuit-id: \"line}\"", "circuit-id", "a brace that was not opened", "use {line}");
        assertGroupProblem("circuit-id: \"\"", "circuit-id", "the template is empty", "the default is {line}");
        assertGroupProblem("user-name: \"\"", "user-name", "the template is empty", "the default is {mac}");
        assertGroupProblem("remote-id: \"\u00e9\"", "remote-id", "not printable ASCII", "leave it out");
        assertGroupProblem("user-name: \"" + "{line}".repeat(11) + "\"", "user-name", "can become 264 characters long", "at most 253");
        assertGroupProblem("circuit-id: \"{hostname}\"", "circuit-id",
                "a placeholder that only a user-name or password may have", "use {line}");
    }

    @Test
    void yamlThatIsNone() {
        assertProblem("", "", 1, "the file is empty", "write at least trunks:");
        assertProblem("# nothing\n", "", 1, "the file is empty", "write at least trunks:");
        assertProblem(MINIMAL + "logging: [\n", "", 16, "this is not YAML", "mind indentation");
        assertProblem(MINIMAL + "\tlogging: 1\n", "", 15, "this is not YAML", "mind indentation");
        assertProblem(MINIMAL + " logging: 1\n", "", 15, "this is not YAML", "mind indentation");
        assertProblem(MINIMAL + "---\na: b\n", "", 15, "this is not YAML", "");
        assertProblem(MINIMAL + "users: *nobody\n", "", 15, "this is not YAML", "");
        assertProblem(MINIMAL + "# \u0007\n", "", 15, "a character that YAML does not allow (code point 7)", "take it out");
    }

    @Test
    void yamlThatIsHostile() {
        assertProblem(MINIMAL + "users: " + "[".repeat(200_000) + "\n", "", 15, "the nesting is deeper than 32 levels", "no key needs");
        assertProblem(MINIMAL + "users: " + "{a: ".repeat(200_000) + "\n", "", 15, "the nesting is deeper than 32 levels", "no key needs");
        final StringBuilder block = new StringBuilder("users:\n");
        for (int i = 0; i < 100; i++) {
            block.append(" ".repeat(i + 1)).append("a:\n");
        }
        assertProblem(MINIMAL + block, "", 47, "the nesting is deeper than 32 levels", "no key needs");
        final StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 20; i++) {
            bomb.append("a").append(i).append(": &a").append(i).append(" [").append(("*a" + (i - 1) + ", ").repeat(10)).append("]\n");
        }
        assertProblem(MINIMAL + bomb, "", 26, "more than 100 aliases", "write the values out");
        assertProblem("&a [*a]\n", "", 1, "the file is a list", "begin with trunks:");
        assertProblem(MINIMAL + "users: &u [*u]\n", "users[0]", 15, "here is a list and not a section", "name");
        assertOnlyProblem("x".repeat(ConfigurationLoader.MAX_BYTES + 1), 0, "larger than 16MiB");
    }

    private static void assertOnlyProblem(final String text, final int line, final String message) {
        final List<ConfigurationProblem> problems = ConfigurationLoader.load("a", text).problems();
        assertEquals(1, problems.size());
        assertEquals(line, problems.getFirst().line());
        assertTrue(problems.getFirst().message().contains(message));
    }

    @Test
    void textThatIsNotUtf8() {
        final byte[] bytes = (MINIMAL + "# gr\u00fcn\n").getBytes(StandardCharsets.ISO_8859_1);
        final LoadResult result = ConfigurationLoader.load("abng.yaml", bytes, "h");
        assertEquals(List.of(new ConfigurationProblem("", 15, 5, "the byte 0xfc here is not UTF-8", "store the file in UTF-8")),
                result.problems());
        assertEquals(1, ConfigurationLoader.load("a", MINIMAL.getBytes(StandardCharsets.UTF_16), "h").problems().size());
    }

    @Test
    void countOfProblemsIsBounded() {
        final String text = MINIMAL + "reservations:\n" + "  - {}\n".repeat(5000);
        final List<ConfigurationProblem> problems = ConfigurationLoader.load("a", text).problems();
        assertEquals(1001, problems.size());
        assertEquals("9000 more problems are not listed", problems.getLast().message());
    }
}
