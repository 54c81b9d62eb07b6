package io.athenabng.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.daemon.testkit.AbngdProcess;
import io.athenabng.ffi.testkit.Command;
import io.athenabng.ffi.testkit.NetnsExtension;
import io.athenabng.rpc.api.ConfigCommit;
import io.athenabng.rpc.api.ConfigLoad;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.ShowInterfaces;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trunks and access groups that a commit adds to a daemon that runs, and takes away again: sockets, threads, addresses. */
class TrunkCommitNetnsIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();
    @TempDir
    Path directory;

    private String gateway;
    private String subscriber;
    private AbngdProcess daemon;

    @BeforeEach
    void network() {
        gateway = netns.namespace("gw");
        subscriber = netns.namespace("sub");
        netns.vethPair(gateway, "eth1", subscriber, "trunk1");
        Assumptions.assumeTrue(Command.tryRun("sh", "-c", "command -v udhcpc").status() == 0, "no udhcpc");
    }

    @AfterEach
    void stop() {
        if (daemon != null) {
            daemon.close();
        }
    }

    private static String group(final int number) {
        return """
              - name: group%d
                trunk: eth%d
                vlans: [{ stack: untagged }]
                gateway: 10.6%d.0.1/24
                shaping: { queue: none }
                dhcp: { mode: server, server: { pools: [pool%d], lease-time: 10m } }
            """.formatted(number, number, number, number);
    }

    private String configuration(final String threading, final int trunks) {
        final StringBuilder yaml = new StringBuilder("""
            bootstrap:
              state-directory: %s
              socket: { path: %s, group: root }
              threading: %s
              max-sessions: 100
              receive-ring: { block-size: 64KiB, block-count: 4, block-timeout: 2ms }
              agent-ring-size: 64KiB
            """.formatted(directory.resolve("state"), directory.resolve("s.sock"), threading));
        yaml.append("trunks:\n");
        for (int i = trunks; i >= 1; i--) {
            yaml.append("  - { name: eth").append(i).append(" }\n");
        }
        yaml.append("pools:\n");
        for (int i = 1; i <= trunks; i++) {
            yaml.append("  - { name: pool%d, ranges: [10.6%d.0.10-10.6%d.0.50] }\n".formatted(i, i, i));
        }
        yaml.append("access-groups:\n");
        for (int i = trunks; i >= 1; i--) {
            yaml.append(group(i));
        }
        return yaml.toString();
    }

    private static ConfigCommit.Result commit(final RpcClient operator, final String yaml, final boolean force) throws RpcException {
        operator.call(RpcCatalogue.CONFIG_LOAD, new ConfigLoad.Params(yaml, null, null, null, null));
        return operator.call(RpcCatalogue.CONFIG_COMMIT, new ConfigCommit.Params("a test", null, force, null, null, null));
    }

    /** What a client on a trunk is offered; it takes nothing. */
    private String offered(final int trunk) {
        return Command.tryRun("ip", "netns", "exec", subscriber, "timeout", "6", "udhcpc", "-i", "trunk" + trunk, "-q", "-n", "-t", "2",
            "-T", "1", "-s", "/bin/true").output();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "dedicated"})
    void aTrunkComesAndGoesWithItsGroup(final String threading) throws IOException, RpcException {
        final Path file = Files.writeString(directory.resolve("abng.yaml"), configuration(threading, 1));
        daemon = AbngdProcess.start(Files.createFile(directory.resolve("out")), List.of("ip", "netns", "exec", gateway), "--config",
            file.toString());
        daemon.awaitReady(LIMIT);
        try (RpcClient operator = AbngdProcess.client(directory.resolve("s.sock"))) {
            final RpcException refused = assertThrows(RpcException.class, () -> commit(operator, configuration(threading, 2), false));
            assertTrue(refused.getMessage().contains("trunk 'eth2' does not exist"), refused.getMessage());
            assertEquals(configuration(threading, 1), Files.readString(file), "the file is as it was");
            netns.vethPair(gateway, "eth2", subscriber, "trunk2");
            assertFalse(offered(2).contains("select for"));
            final ConfigCommit.Result added = commit(operator, configuration(threading, 2), false);
            assertEquals(List.of(), added.waiting());
            assertTrue(offered(2).contains("select for 10.62.0.10"), daemon::output);
            assertTrue(offered(1).contains("select for 10.61.0.1"), daemon::output);
            assertTrue(netns.exec(gateway, "ip", "-4", "addr", "show", "lo").contains("10.62.0.1/32"));
            final ShowStatus.Result status = operator.call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params());
            assertTrue(status.agents().stream().anyMatch(agent -> agent.name().equals("abng-rcv-1") && agent.running()), status::toString);
            assertEquals(List.of("eth1", "eth2"), operator.call(RpcCatalogue.SHOW_INTERFACES,
                new ShowInterfaces.Params(null, null, null, null, null))
                .trunks().stream().map(ShowInterfaces.Trunk::name).toList());
            final ConfigCommit.Result removed = commit(operator, configuration(threading, 1), true);
            assertEquals(List.of("trunks eth2", "access-groups group2"),
                removed.waiting().stream().map(change -> change.path()).toList());
            assertFalse(offered(2).contains("select for"));
            assertTrue(offered(1).contains("select for 10.61.0.1"));
            commit(operator, configuration(threading, 2), false);
            assertTrue(offered(2).contains("select for 10.62.0.10"), "it came again");
        }
        daemon.terminate();
        assertEquals(0, daemon.awaitExit(LIMIT), daemon::output);
    }
}
