package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is refused of the RADIUS configuration, and with which words. */
final class RadiusConfigurationProblemTest {
    private static final String SERVER = "{ name: a, address: 192.0.2.1, secret: s }";

    private static List<String> problems(final String text) {
        return ConfigurationLoader.load("a", text).problems().stream().map(problem -> problem.path() + ": " + problem.message()).toList();
    }

    private static void assertRadius(final String wanted, final String radius) {
        final List<String> found = problems(TestConfigurations.MINIMAL + "radius: { " + radius + " }\n");
        assertEquals(1, found.size(), found.toString());
        assertTrue(found.getFirst().contains(wanted), found.toString());
    }

    private static void assertGroup(final String wanted, final String keys) {
        final List<String> found = problems(TestConfigurations.MINIMAL + keys.indent(4) + """
                  - { name: relayed, trunk: eth1, vlans: [], gateway: 10.9.0.1/24, dhcp: { mode: relay, relay: { servers: [192.0.2.1] } } }
                  - { name: plain, trunk: eth1, vlans: [], gateway: 10.8.0.1/24, shaping: { queue: none }, dhcp: { server: { pools: [] } } }
                radius:
                  servers: [{ name: a, address: 192.0.2.1, secret: s }]
                  server-groups: [{ name: main, members: [{ server: a }] }]
                """);
        assertEquals(1, found.size(), found.toString());
        assertTrue(found.getFirst().contains(wanted), found.toString());
    }

    @Test
    void secretsAreGivenOnce() {
        assertRadius("the secret is missing", "servers: [{ name: a, address: 192.0.2.1 }]");
        assertRadius("given more than once", "servers: [{ name: a, address: 192.0.2.1, secret: s, secret-env: S }]");
        assertRadius("given more than once", "servers: [{ name: a, address: 192.0.2.1, secret-file: /s, secret-env: S }]");
        assertEquals(List.of(), problems(TestConfigurations.MINIMAL
                + "radius: { servers: [{ name: a, address: 192.0.2.1, tls: { trust-file: /ca } }] }\n"));
        assertRadius("the secret is missing", "dynamic-authorization: { clients: [{ name: a, address: 192.0.2.1 }] }");
    }

    @Test
    void namesAreKnownAndOnce() {
        assertRadius("two of server \"a\"", "servers: [" + SERVER + ", " + SERVER + "]");
        assertRadius("no RADIUS server \"b\"", "servers: [" + SERVER + "], server-groups: [{ name: g, members: [{ server: b }] }]");
        assertRadius("a member twice", "servers: [" + SERVER + "], server-groups: [{ name: g, members: [{ server: a }, { server: a }] }]");
        assertRadius("no QoS profile \"x\"", "policies: [{ name: p, qos-profile: x }]");
        assertRadius("no pool \"x\"", "policies: [{ name: p, pool: x }]");
        assertRadius("two of QoS profile", "qos-profiles: [{ name: x }, { name: x }]");
        assertRadius("stands in the list twice", "rate-attributes: [wispr, wispr]");
        assertRadius("two of client address", "dynamic-authorization: { clients: [{ name: a, address: 192.0.2.1, secret: s },"
                + " { name: b, address: 192.0.2.1, secret: t }] }");
    }

    @Test
    void addressesPortsAndTimesFit() {
        assertRadius("cannot send to", "servers: [{ name: a, address: 192.0.2.1, secret: s, source-address: \"2001:db8::1\" }]");
        assertRadius("cannot send to",
                "dynamic-authorization: { address: \"2001:db8::1\", clients: [{ name: a, address: 192.0.2.1, secret: s }] }");
        assertRadius("is below timeout", "servers: [{ name: a, address: 192.0.2.1, secret: s, timeout: 4s, max-timeout: 3s }]");
        assertRadius("cannot share the port", "servers: [{ name: a, address: 192.0.2.1, secret: s, accounting-port: 1812 }]");
        assertRadius("belong together", "servers: [{ name: a, address: 192.0.2.1, tls: { trust-file: /ca, key-file: /k } }]");
        assertRadius("is not an IPv6 address", "servers: [{ name: a, address: \"fe80::1%eth0\", secret: s }]");
        assertRadius("not the address of one host", "servers: [{ name: a, address: \"ff02::1\", secret: s }]");
        assertRadius("not the address of one host", "servers: [{ name: a, address: 0.0.0.0, secret: s }]");
    }

    @Test
    void aGroupUsesWhatItConfigures() {
        assertGroup("needs a server group", "authentication: radius");
        assertGroup("no server group \"mian\"", "authentication: radius\nradius: { authentication: mian }");
        assertGroup("only asked with authentication: radius", "radius: { authentication: main }");
        assertGroup("does not use on-unavailable", "radius: { on-unavailable: admit }");
        assertGroup("rejects nobody", "shaping: { queue: none }\nradius: { walled-garden: plain }");
    }

    @Test
    void aWalledGardenCanServe() {
        final String asked = "authentication: radius\nradius: { authentication: main, walled-garden: ";
        assertGroup("no access group", asked + "nobody }");
        assertGroup("has a relay", asked + "relayed }");
        assertGroup("has another shaping.queue", asked + "plain }");
        assertGroup("not its own", asked + "residential }");
    }
}
