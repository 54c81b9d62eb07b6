package io.athenabng.core.radius.access;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.RunningConfiguration;

/** A configuration whose group asks RADIUS. */
final class AccessConfigurations {
    private static final String TEXT = """
            trunks: [{ name: eth1 }]
            pools: [{ name: main, ranges: [10.64.0.10-10.64.0.250] }]
            access-groups:
              - name: residential
                trunk: eth1
                vlans: [{ stack: 500.100-199 }]
                gateway: 10.64.0.1/24
                authentication: radius
                radius: { authentication: aaa, password: "PASSWORD" }
                dhcp: { server: { pools: [main] } }
            radius:
              nas-identifier: bng7
              nas-ip-address: 192.0.2.1
              athena-vendor: VENDOR
              rate-attributes: [RATES]
              servers: [{ name: one, address: 192.0.2.20, secret: testing123 }]
              server-groups: [{ name: aaa, members: [{ server: one }] }]
              qos-profiles: [{ name: gold, down: 100mbit, up: 40mbit }, { name: half, down: 7mbit }]
              policies: [{ name: evening, qos-profile: gold, session-timeout: 4h, idle-timeout: 30m, pool: main }]
            """;

    private AccessConfigurations() {
    }

    static RunningConfiguration of(final String rates, final int vendor, final String password) {
        return ConfigurationLoader.load("test.yaml", TEXT.replace("RATES", rates).replace("VENDOR", Integer.toString(vendor))
                .replace("PASSWORD", password)).configuration();
    }
}
