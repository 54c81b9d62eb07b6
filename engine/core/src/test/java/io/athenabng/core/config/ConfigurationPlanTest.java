package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigurationProblemTest.assertProblem;
import static io.athenabng.core.config.ConfigurationProblemTest.with;
import static io.athenabng.core.config.TestConfigurations.MINIMAL;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong between keys: references, overlaps, addresses outside of their subnet, keys that do nothing. */
final class ConfigurationPlanTest {
    private static final String SERVER = "access-groups[0].dhcp.server.";

    private static void assertLoads(final String text) {
        assertEquals(List.of(), ConfigurationLoader.load("abng.yaml", text).problems());
    }

    private static String server(final String keys) {
        return with("pools: [residential]", "pools: [residential]\n        " + keys);
    }

    /** A second group on lines 15 to 19; its stack is on line 17. */
    private static String second(final String trunk, final String vlan) {
        return MINIMAL + """
              - name: second
                trunk: %s
                vlans: [%s]
                gateway: 10.64.0.1/24
                dhcp: { server: { pools: [residential] } }
            """.formatted(trunk, vlan).indent(2).replaceAll("(?m)^  ", "");
    }

    @Test
    void namesStandOnce() {
        assertProblem(with("name: eth1\n", "name: eth1\n  - name: eth1\n"), "trunks[1].name", 3,
                "two of trunk \"eth1\", the first in line 2", "keep one");
        assertProblem(with("name: eth1\n", "name: eth1\n  - name: eth1.5\n"), "trunks[1].name", 3,
                "lines of eth1.5 and of the trunk eth1 would have the same names", "keep one");
        assertProblem(with("access-groups:", "  - name: residential\n    ranges: [10.70.0.1]\naccess-groups:"), "pools[1].name", 6,
                "two of pool", "keep one");
        assertProblem(second("eth1", "{ stack: 501 }").replace("second", "residential"), "access-groups[1].name", 15,
                "two of access group", "keep one");
        assertProblem(MINIMAL + "users:\n  - name: Bob\n  - name: bOB\n", "users[1].name", 17, "two of user \"bOB\", the first in line 16",
                "keep one");
    }

    @Test
    void stacksOfATrunkDoNotOverlap() {
        assertProblem(second("eth1", "{ stack: 500.199-300 }"), "access-groups[1].vlans[0].stack", 17,
                "500.199-300 overlaps 500.100-199 of the group \"residential\" in line 10", "one group");
        assertProblem(second("eth1", "{ stack: 400-600.1-4094 }"), "access-groups[1].vlans[0].stack", 17, "overlaps", "one group");
        assertProblem(second("eth1", "{ stack: 7 }, { stack: 7-8 }"), "access-groups[1].vlans[1].stack", 17,
                "7-8 overlaps 7 of the same group", "one group");
        assertProblem(second("eth1", "{ stack: untagged }, { stack: \"\" }"), "access-groups[1].vlans[1].stack", 17,
                "untagged overlaps untagged", "one group");
        assertProblem(second("eth1", "{ stack: 1-9.1-9.1-9.1-9 }, { stack: 9.9.9.9 }"), "access-groups[1].vlans[1].stack", 17,
                "9.9.9.9 overlaps 1-9.1-9.1-9.1-9", "one group");
    }

    @Test
    void stacksThatOnlyLookAlikeDoNotOverlap() {
        // Each pair differs in one level, in depth, in the outer TPID, or in the trunk.
        assertLoads(second("eth1", "{ stack: 500.200-299 }"));
        assertLoads(second("eth1", "{ stack: 501.100-199 }"));
        assertLoads(second("eth1", "{ stack: 500 }, { stack: 500.100-199.7 }, { stack: untagged }"));
        assertLoads(second("eth1", "{ stack: 500.100-199, outer-tpid: 802.1ad }, { stack: 500.100-199, outer-tpid: \"0x9100\" }"));
        assertLoads(second("eth2", "{ stack: 500.100-199 }").replace("pools:\n  -", "  - name: eth2\npools:\n  -"));
    }

    @Test
    void stacksOfATrunkAreBounded() {
        final StringBuilder text = new StringBuilder(MINIMAL);
        for (int group = 0; group < 4; group++) {
            text.append("  - { name: g").append(group).append(", trunk: eth1, gateway: 10.64.0.1/24, vlans: [");
            for (int vid = 1; vid <= 1024; vid++) {
                text.append("{ stack: ").append(1 + group).append('.').append(vid).append(" }, ");
            }
            text.append("], dhcp: { server: { pools: [] } } }\n");
        }
        assertProblem(text.toString(), "access-groups[4].vlans[1023]", 18, "the trunk has more than 4096 stacks", "join neighbours");
        assertLoads(text.toString().replace("{ stack: 4.1024 }, ", ""));
    }

    @Test
    void untaggedLinesHaveNoOuterTag() {
        assertProblem(with("500.100-199", "untagged\n        outer-tpid: 802.1ad"), "access-groups[0].vlans[0].outer-tpid", 11,
                "an untagged line has no outer tag", "leave outer-tpid out");
    }

    @Test
    void namesOfOthersExist() {
        assertProblem(with("    trunk: eth1", "    trunk: eth2"), "access-groups[0].trunk", 8, "there is no trunk \"eth2\"",
                "did you mean eth1?");
        assertProblem(with("    trunk: eth1", "    trunk: wan"), "access-groups[0].trunk", 8, "there is no trunk", "name one of eth1");
        assertProblem(with("pools: [residential]", "pools: [residental]"), SERVER + "pools[0]", 14, "there is no pool \"residental\"",
                "did you mean residential?");
        assertProblem(with("pools: [residential]", "pools: [residential, residential]"), SERVER + "pools[1]", 14, "in the list twice",
                "keep one");
        assertProblem(MINIMAL + "    authentication: local\nusers: [{ name: bob, pool: other }]\n", "users[0].pool", 16,
                "there is no pool \"other\"", "add it to pools");
    }

    @Test
    void poolsDoNotOverlap() {
        assertProblem(with("[10.64.0.10-10.64.0.250]", "[10.64.0.10-10.64.0.250, 10.64.0.250-10.64.0.251]"), "pools[0].ranges[1]", 5,
                "10.64.0.250-10.64.0.251 overlaps 10.64.0.10-10.64.0.250 of pools[0].ranges[0] in line 5", "once");
        assertProblems(with("access-groups:", "  - name: b\n    ranges: [10.0.0.0-10.99.0.0]\naccess-groups:"),
                List.of("pools[1].ranges[0]", "pools[1].ranges[0]"), List.of("the gateway", "overlaps 10.64.0.10"));
        assertLoads(with("[10.64.0.10-10.64.0.250]", "[10.64.0.10-10.64.0.249, 10.64.0.250, 10.64.0.2-10.64.0.9]"));
        assertProblem(with("access-groups:", "  - name: b\n    ranges: [11.0.0.0-12.0.0.0]\naccess-groups:"), "pools", 4,
                "the pools have 16777458 addresses", "at most 16777216");
    }

    private static void assertProblems(final String text, final List<String> paths, final List<String> messages) {
        final List<ConfigurationProblem> problems = ConfigurationLoader.load("a", text).problems();
        assertEquals(paths, problems.stream().map(ConfigurationProblem::path).toList());
        for (int i = 0; i < messages.size(); i++) {
            assertTrue(problems.get(i).message().contains(messages.get(i)), problems.get(i).message());
        }
    }

    @Test
    void addressesAreInTheirSubnet() {
        assertProblem(with("10.64.0.1/24", "10.64.0.20/24"), "pools[0].ranges[0]", 5,
                "the range holds 10.64.0.20, the gateway of the group \"residential\"", "leave it out");
        assertProblem(with("10.64.0.1/24", "10.65.0.1/24"), SERVER + "pools[0]", 14,
                "has the range 10.64.0.10-10.64.0.250, which is outside of the subnet 10.65.0.0/24", "in the subnet");
        assertProblem(with("10.64.0.250", "10.64.0.255"), SERVER + "pools[0]", 14, "outside of the subnet 10.64.0.0/24", "last address");
        assertProblem(server("routes: [192.0.2.0/24 via 10.65.0.1]"), SERVER + "routes[0]", 15, "10.65.0.1 is not in the subnet",
                "like the gateway 10.64.0.1");
        assertProblem(second("eth1", "{ stack: 9 }").replace("vlans: [{ stack: 9 }]\n    gateway: 10.64.0.1/24",
                "vlans: [{ stack: 9 }]\n    gateway: 10.64.0.2/24"), "access-groups[1].gateway", 18,
                "the subnet 10.64.0.0/24 overlaps 10.64.0.0/24 of the group \"residential\"", "the same gateway for both");
    }

    @Test
    void reservations() {
        final String two = MINIMAL + "reservations:\n  - { mac: \"02:00:00:00:00:01\", address: 10.64.0.5 }\n";
        assertLoads(two);
        assertProblem(MINIMAL + "reservations:\n  - { mac: \"02:00:00:00:00:01\", address: 10.65.0.5 }\n", "reservations[0].address", 16,
                "10.65.0.5 is not a host's address in the subnet of a group with the built-in DHCP server", "10.64.0.0/24");
        assertProblem(MINIMAL + "reservations:\n  - { mac: \"02:00:00:00:00:01\", address: 10.64.0.255 }\n", "reservations[0].address", 16,
                "is not a host's address", "10.64.0.0/24");
        assertProblem(MINIMAL + "reservations:\n  - { mac: \"02:00:00:00:00:01\", address: 10.64.0.1 }\n", "reservations[0].address", 16,
                "is the gateway of the group", "another address");
        assertProblem(two + "  - { circuit-id: a, address: 10.64.0.5 }\n", "reservations[1].address", 17,
                "10.64.0.5 is given twice, first in line 16", "keep one");
        assertProblem(two + "  - { mac: 02-00-00-00-00-01, address: 10.64.0.6 }\n", "reservations[1].mac", 17,
                "two of reservation of mac \"02:00:00:00:00:01\", the first in line 16", "keep one");
        assertProblem(two + "  - { circuit-id: a, address: 10.64.0.6 }\n  - { circuit-id: a, address: 10.64.0.7 }\n",
                "reservations[2].circuit-id", 18, "two of reservation of circuit-id \"a\"", "keep one");
        assertProblem(two + "  - { address: 10.64.0.6 }\n", "reservations[1]", 17, "does not say whom it is for", "either mac or");
        assertProblem(two + "  - { mac: \"02:00:00:00:00:02\", circuit-id: a, address: 10.64.0.6 }\n", "reservations[1]", 17,
                "not for both", "either mac or");
    }

    @Test
    void users() {
        final String local = MINIMAL + "    authentication: local\nusers:\n";
        assertLoads(local + "  - { name: bob, address: 10.64.0.5 }\n  - { name: eve, pool: residential }\n");
        assertProblem(local + "  - { name: bob, address: 10.64.0.5, pool: residential }\n", "users[0].pool", 17,
                "does not use a pool", "either address or pool");
        assertProblem(local + "  - { name: bob, address: 10.64.0.1 }\n", "users[0].address", 17, "is the gateway", "another");
        assertProblem(local + "  - { name: bob, address: 10.64.0.5 }\n  - { name: eve, address: 10.64.0.5 }\n", "users[1].address", 18,
                "is given twice, first in line 17", "keep one");
        assertProblem(MINIMAL + "users:\n  - { name: bob, address: 10.64.0.5 }\n", "users[0].address", 16,
                "a group with authentication: local", "there is no such group");
        assertProblem(MINIMAL + "users:\n  - { name: bob, pool: residential }\n", "users[0].pool", 16,
                "outside of every subnet that it could be used in", "name a pool");
    }

    @Test
    void modesHaveTheirSection() {
        assertProblem(with("    dhcp:\n      server:\n        pools: [residential]\n", ""), "access-groups[0].dhcp.server", 7,
                "dhcp mode server needs the section server", "add dhcp");
        assertProblem(with("      server:\n        pools: [residential]\n", "      mode: relay\n"), "access-groups[0].dhcp.relay", 13,
                "dhcp mode relay needs the section relay", "add relay: { servers");
        assertProblem(MINIMAL + "      relay: { servers: [192.0.2.1] }\n", "access-groups[0].dhcp.relay", 15,
                "the section relay is not used with mode: server", "write mode: relay");
        assertProblem(with("      server:\n", "      mode: relay\n      relay: { servers: [192.0.2.1] }\n      server:\n"),
                "access-groups[0].dhcp.server", 16, "the section server is not used with mode: relay", "write mode: server");
    }

    @Test
    void relay() {
        final String relay = with("      server:\n        pools: [residential]\n", "      mode: relay\n      relay:\n        servers: ");
        assertLoads(relay + "[192.0.2.1]\n        link-selection: 10.64.0.0\n");
        assertProblem(relay + "[]\n", "access-groups[0].dhcp.relay.servers", 15, "the list has 0 items", "at least 1");
        assertProblem(relay + "[192.0.2.1, 192.0.2.1]\n", "access-groups[0].dhcp.relay.servers[1]", 15, "twice", "keep one");
        assertProblem(relay + "[192.0.2.1]\n        link-selection: 10.65.0.0\n", "access-groups[0].dhcp.relay.link-selection", 16,
                "10.65.0.0 is not in the subnet 10.64.0.0/24", "of the subnet");
        assertProblem(relay + "[192.0.2.1]\n        max-hops: 17\n", "access-groups[0].dhcp.relay.max-hops", 16, "out of range", "1 to 16");
        assertProblem(relay + "[192.0.2.1]\n        giaddr: 224.0.0.1\n", "access-groups[0].dhcp.relay.giaddr", 16, "no host", "unicast");
        assertProblem(relay + "[192.0.2.1]\nreservations: [{ circuit-id: a, address: 10.64.0.6 }]\n", "reservations[0].address", 16,
                "built-in DHCP server", "there is no such group");
    }

    @Test
    void leaseTimesAreInOrder() {
        assertLoads(server("renewal-time: 20m\n        rebinding-time: 50m"));
        assertProblem(server("rebinding-time: 1h"), SERVER + "rebinding-time", 15, "T2 of 1h is not below the lease time of 1h", "shorter");
        assertProblem(server("renewal-time: 55m"), SERVER + "renewal-time", 15, "T1 of 55m is not below T2 of 3150s", "renewal-time <");
        assertProblem(server("rebinding-time: 30m"), SERVER + "rebinding-time", 15, "T1 of 30m is not below T2 of 30m", "renewal-time <");
        assertProblem(server("renewal-time: 40m\n        rebinding-time: 40m"), SERVER + "renewal-time", 15, "T1 of 40m", "renewal-time <");
    }

    @Test
    void optionsThatDoNotFit() {
        final String label = "a".repeat(60);
        assertProblem(server("domain-search: [" + "%1$s.%1$s.%1$s.x, %1$sb.%1$sb.%1$sb.y".formatted(label) + "]"),
                SERVER + "domain-search", 15,
                "longer than 255 bytes", "shorten");
        assertProblem(server("domain-search: [-a.example]"), SERVER + "domain-search[0]", 15, "is not a domain name", "a domain name");
        assertProblem(server("domain-name: a..b"), SERVER + "domain-name", 15, "is not a domain name", "or nothing");
        assertProblem(server("mtu: 575"), SERVER + "mtu", 15, "out of range", "0, or 576 to 65535");
        assertProblem(server("mtu: 65536"), SERVER + "mtu", 15, "out of range", "65535");
    }

    @Test
    void keysThatTheQueueDoesNotUse() {
        assertLoads(MINIMAL + "    shaping: { queue: fq_codel, down: 1mbit, overhead: 30, mpu: 70, rtt: 50ms }\n");
        assertLoads(MINIMAL + "    shaping: { queue: none, down: 1mbit }\n");
        assertProblem(MINIMAL + "    shaping: { queue: fq_codel, diffserv: diffserv3 }\n", "access-groups[0].shaping.diffserv", 15,
                "queue: fq_codel does not use diffserv", "write queue: cake");
        assertProblem(MINIMAL + "    shaping: { queue: none, rtt: 50ms }\n", "access-groups[0].shaping.rtt", 15,
                "queue: none does not use rtt", "write queue: cake");
    }

    @Test
    void ringsAndCores() {
        assertProblem(MINIMAL + "bootstrap: { receive-ring: { block-size: 16MiB, block-count: 65 } }\n",
                "bootstrap.receive-ring.block-count", 15, "a receive ring of 1040MiB is too large", "at most 1GiB");
        assertProblem(MINIMAL + "bootstrap: { cores: { session: 0 } }\n", "bootstrap.cores", 15, "only with threading: dedicated", "leave");
        assertProblem(MINIMAL + "bootstrap: { cores: { receiver: [0] } }\n", "bootstrap.cores", 15, "threading: dedicated", "leave");
        assertLoads(MINIMAL + "bootstrap: { threading: dedicated, cores: { receiver: [0], kernel: 1 } }\n");
        assertProblem(MINIMAL + "bootstrap: { threading: dedicated, cores: { receiver: [0, 1] } }\n", "bootstrap.cores.receiver", 15,
                "2 CPUs for 1 receivers", "one CPU for each");
    }
}
