package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What PPPoE refuses, and what it takes. */
class PppoeConfigurationProblemTest {
    private static String file(final String pppoe, final String users) {
        return """
            trunks: [{ name: eth1 }]
            pools: [{ name: far, ranges: [100.64.0.1-100.64.0.9] }]
            access-groups:
              - name: g
                trunk: eth1
                vlans: [{ stack: 500.100-199 }]
                gateway: 10.64.0.1/24
                authentication: local
                dhcp: { server: { pools: [] } }
                pppoe: { PPPOE }
            users: USERS
            """.replace("PPPOE", pppoe).replace("USERS", users);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "enabled: true | does not say how",
        "enabled: true, authentication: [pap, pap] | stands in the list twice",
        "enabled: true, authentication: [pap], service: list | there is no Service-Name to serve",
        "enabled: true, authentication: [pap], service-names: [a] | service: any does not use service-names",
        "enabled: true, authentication: [pap], pools: [near] | there is no pool",
        "enabled: true, authentication: [pap], pado-delays: ['10:1s', '10:2s'] | do not rise",
        "enabled: true, authentication: [pap], pado-delays: ['10'] | is not SESSIONS:DELAY",
        "enabled: true, authentication: [pap], allow-macs: ['02:00:00:00:00:01'], deny-macs: ['02:00:00:00:00:01'] | in allow-macs",
        "enabled: true, authentication: [pap], dns: [192.0.2.1, 192.0.2.2, 192.0.2.3] | dns",
        "enabled: true, authentication: [chap] | chap-md5",
    })
    void isRefused(final String pppoe, final String why) {
        final LoadResult.Refused refused = assertInstanceOf(LoadResult.Refused.class, ConfigurationLoader.load("a", file(pppoe, "[]")));
        assertTrue(refused.describe().contains(why), refused::describe);
        assertEquals(1, refused.problems().size(), refused::describe);
    }

    @Test
    void addressesOfPppoeMayBeOfAnySubnet() {
        final LoadResult loaded = ConfigurationLoader.load("a", file("enabled: true, authentication: [pap], pools: [far]",
                "[{ name: u, password: p, address: 100.65.0.1 }, { name: v, password: p, pool: far }]"));
        assertInstanceOf(LoadResult.Loaded.class, loaded, loaded::toString);
        assertInstanceOf(LoadResult.Refused.class, ConfigurationLoader.load("a", file("enabled: false",
                "[{ name: u, password: p, address: 100.65.0.1 }]")));
    }

    @Test
    void aPasswordIsNeverShown() {
        final RunningConfiguration configuration = ConfigurationLoader.load("a", file("enabled: true, authentication: [pap]",
                "[{ name: u, password: opensesame }]")).configuration();
        assertTrue(!ConfigurationWriter.toYaml(configuration).contains("opensesame"));
        assertTrue(!configuration.toString().contains("opensesame"));
    }
}
