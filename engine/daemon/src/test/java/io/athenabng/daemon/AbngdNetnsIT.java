package io.athenabng.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.daemon.testkit.AbngdProcess;
import io.athenabng.ffi.testkit.Command;
import io.athenabng.ffi.testkit.DatagramReceiver;
import io.athenabng.ffi.testkit.NetnsExtension;
import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.api.SystemRestart;
import io.athenabng.rpc.socket.RpcClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process: what it says when it cannot start, and how it stops. */
class AbngdNetnsIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @RegisterExtension
    final NetnsExtension netns = new NetnsExtension();
    @TempDir
    Path directory;

    private String gateway;
    private String subscriber;
    private int runs;
    private final Deque<AbngdProcess> started = new ArrayDeque<>();

    @BeforeEach
    void network() {
        gateway = netns.namespace("gw");
        subscriber = netns.namespace("sub");
        netns.vethPair(gateway, "eth1", subscriber, "trunk");
    }

    @AfterEach
    void stop() {
        started.forEach(AbngdProcess::close);
    }

    /** Untagged subscribers without shaping: what every kernel can. */
    private String plain(final String trunk, final String state, final String socket) {
        return configuration(trunk, state, socket, "vlans: [{ stack: untagged }]", "queue: none");
    }

    private String configuration(final String trunk, final String state, final String socket, final String vlans, final String queue) {
        return """
            bootstrap:
              state-directory: %s
              socket: { path: %s, group: root }
              max-sessions: 100
              receive-ring: { block-size: 64KiB, block-count: 4, block-timeout: 2ms }
              agent-ring-size: 64KiB
            trunks:
              - { name: %s }
            pools:
              - { name: main, ranges: [10.64.0.10-10.64.0.50] }
            access-groups:
              - name: home
                trunk: %s
                %s
                gateway: 10.64.0.1/24
                shaping: { down: 10mbit, up: 5mbit, %s }
                dhcp:
                  mode: server
                  server: { pools: [main], lease-time: 10m }
            """.formatted(directory.resolve(state), directory.resolve(socket), trunk, trunk, vlans, queue);
    }

    private AbngdProcess run(final String yaml, final String... prefix) {
        return run(yaml, Map.of(), prefix);
    }

    private AbngdProcess run(final String yaml, final Map<String, String> environment, final String... prefix) {
        try {
            final Path file = Files.writeString(directory.resolve("abng-" + ++runs + ".yaml"), yaml);
            final List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", gateway));
            inside.addAll(List.of(prefix));
            final AbngdProcess process = AbngdProcess.start(
                    Files.createFile(directory.resolve("out-" + runs)), inside, environment, "--config", file.toString());
            started.push(process);
            return process;
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    /** It ends with a status and one sentence that names every word; an operator sees no stack trace. */
    private static void refuses(final AbngdProcess process, final int status, final String... words) {
        assertEquals(status, process.awaitExit(LIMIT), process::output);
        final String output = process.output();
        for (final String word : words) {
            assertTrue(output.contains(word), () -> "no '" + word + "' in: " + output);
        }
        assertTrue(output.lines().anyMatch(line -> line.startsWith("abngd: ")), output);
        assertFalse(output.contains("\tat "), output);
        assertFalse(output.contains("Exception"), output);
        assertFalse(output.contains("ready"), output);
    }

    @Test
    void itServesAnswersAndEndsInOrder() throws Exception {
        final AbngdProcess process = run(plain("eth1", "state", "s.sock"));
        process.awaitReady(LIMIT);
        try (RpcClient client = AbngdProcess.client(directory.resolve("s.sock"))) {
            final ShowStatus.Result status = client.call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params());
            assertEquals("RUNNING", status.state());
            assertTrue(status.agents().stream().allMatch(ShowStatus.Agent::running), status.toString());
            assertEquals(List.of("abng-rcv-0", "abng-ses", "abng-snd", "abng-krn", "abng-ups", "abng-mgt"),
                    status.agents().stream().map(ShowStatus.Agent::name).toList());
            assertEquals(List.of(), client.call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors());
        }
        process.terminate();
        assertEquals(0, process.awaitExit(LIMIT), process::output);
        assertFalse(Files.exists(directory.resolve("s.sock")), "the socket is gone");
        assertTrue(process.output().contains("abngd: stopping"), process::output);
    }

    @Test
    void systemdHearsHowItIsAndIsAskedToStartItAgain() throws Exception {
        final Path notify = directory.resolve("notify");
        try (DatagramReceiver systemd = new DatagramReceiver(notify.toString())) {
            final AbngdProcess process = run(plain("eth1", "state", "s.sock"),
                    Map.of("NOTIFY_SOCKET", notify.toString(), "WATCHDOG_USEC", "4000000"));
            final List<String> heard = new ArrayList<>();
            await("it is ready", () -> {
                heard.addAll(systemd.received());
                return heard.contains("READY=1\nSTATUS=serving 0 sessions");
            });
            heard.clear();
            await("it is alive, again and again", () -> {
                heard.addAll(systemd.received());
                return heard.stream().filter("WATCHDOG=1"::equals).count() >= 3;
            });
            heard.clear();
            try (RpcClient client = AbngdProcess.client(directory.resolve("s.sock"))) {
                assertEquals(0, client.call(RpcCatalogue.SYSTEM_RESTART, new SystemRestart.Params()).sessions());
            }
            assertEquals(75, process.awaitExit(LIMIT), process::output);
            heard.addAll(systemd.received());
            assertTrue(heard.contains("STOPPING=1\nSTATUS=stopping; sessions stay"), heard.toString());
        }
    }

    private static void await(final String what, final BooleanSupplier condition) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadlineNs, what);
            Thread.sleep(50);
        }
    }

    @Test
    void everyAgentHasItsThreadAndItsProcessor() throws Exception {
        final AbngdProcess process = run(plain("eth1", "state", "s.sock")
                .replace("max-sessions: 100",
                        "max-sessions: 100\n  threading: dedicated\n  cores: { receiver: [0, 0], session: 0, kernel: 0 }")
                .replace("name: eth1 }", "name: eth1, receivers: 2 }"));
        process.awaitReady(LIMIT);
        try (RpcClient client = AbngdProcess.client(directory.resolve("s.sock"))) {
            final ShowStatus.Result status = client.call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params());
            assertEquals(List.of("abng-rcv-0", "abng-rcv-1", "abng-ses", "abng-snd", "abng-krn", "abng-ups", "abng-mgt"),
                    status.agents().stream().map(ShowStatus.Agent::thread).toList());
            assertTrue(status.agents().stream().allMatch(ShowStatus.Agent::running), status.toString());
        }
        for (final String thread : List.of("abng-rcv-0", "abng-rcv-1", "abng-ses", "abng-krn")) {
            assertEquals("0", allowedProcessors(process, thread), thread);
        }
        process.terminate();
        assertEquals(0, process.awaitExit(LIMIT), process::output);
    }

    /** What the kernel says of a thread of the process. */
    private static String allowedProcessors(final AbngdProcess process, final String thread) {
        return Command.run("sh", "-c", "for t in /proc/" + process.processId() + "/task/*; do [ \"$(cat $t/comm)\" = " + thread
                + " ] && sed -n 's/Cpus_allowed_list:[[:space:]]*//p' $t/status; done; true").strip();
    }

    @Test
    void aKernelWithoutFilterActionsGivesNoLeaseAndNamesTheModules() throws Exception {
        final boolean capable = Command.tryRun("sh", "-c", "tc -n " + subscriber + " qdisc add dev trunk ingress && tc -n " + subscriber
                + " filter add dev trunk ingress protocol ip u32 match u32 0 0 action drop; s=$?; tc -n " + subscriber
                + " qdisc del dev trunk ingress; exit $s").status() == 0;
        Assumptions.assumeFalse(capable, "this kernel has act_gact");
        Assumptions.assumeTrue(Command.tryRun("sh", "-c", "command -v udhcpc").status() == 0, "no udhcpc");
        final AbngdProcess process = run(
                plain("eth1", "state", "s.sock").replace("down: 10mbit, up: 5mbit", "down: unlimited, up: unlimited"));
        process.awaitReady(LIMIT);
        final Command.Result client = Command.tryRun("ip", "netns", "exec", subscriber, "udhcpc", "-i", "trunk", "-q", "-n", "-t", "2",
                "-T", "1", "-s", "/bin/true");
        assertNotEquals(0, client.status(), client.output());
        assertTrue(client.output().contains("select for 10.64.0.10"), "an Offer came: " + client.output());
        try (RpcClient operator = AbngdProcess.client(directory.resolve("s.sock"))) {
            final List<ShowErrors.DistinctError> errors = operator.call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors();
            assertEquals(1, errors.size(), "each kind once: " + errors);
            assertTrue(errors.getFirst().error().contains("modprobe cls_u32 act_mirred act_gact"), errors.toString());
            assertEquals(0, operator.call(RpcCatalogue.SHOW_SUBSCRIBERS,
                    new ShowSubscribers.Params(null, null, null, null, null, null, null)).total());
        }
        assertEquals("", netns.exec(gateway, "ip", "route", "show", "10.64.0.10"));
        process.terminate();
        assertEquals(0, process.awaitExit(LIMIT), process::output);
    }

    @Test
    void configurationErrorsNamePathAndLine() {
        refuses(run(plain("eth1", "state", "s.sock").replace("lease-time: 10m", "lease-time: 10m, leese: 1")
                .replace("max-sessions: 100", "max-sessions: 100\n  max-sesions: 5")), 2,
                "2 problems", "bootstrap.max-sesions", ":5", "max-sessions", "access-groups[0].dhcp.server.leese");
        refuses(run("trunks: [\n"), 2, "problem");
    }

    @Test
    void aTrunkThatDoesNotExist() {
        refuses(run(plain("eth7", "state", "s.sock")), 1, "trunk 'eth7' does not exist", "trunks[].name");
    }

    @Test
    void withoutCapabilities() {
        refuses(run(plain("eth1", "state", "s.sock"), "setpriv", "--inh-caps=-all", "--bounding-set=-all"), 1,
                "CAP_NET_ADMIN", "CAP_NET_RAW", "run it as root");
    }

    @Test
    void aKernelWithoutVlans() {
        final Command.Result vlan = Command.tryRun(
                "ip", "-n", gateway, "link", "add", "link", "eth1", "name", "v1", "type", "vlan", "id", "5");
        Assumptions.assumeTrue(vlan.status() != 0, "this kernel has 802.1Q");
        refuses(run(configuration("eth1", "state", "s.sock", "vlans: [{ stack: 500.100-199 }]", "queue: cake")), 1, "modprobe 8021q");
        assertEquals("", Command.run("sh", "-c", "ip -n " + gateway + " -o link | grep abngprobe || true"), "the probe is gone");
    }

    @Test
    void aSocketThatALiveDaemonHas() throws Exception {
        final AbngdProcess first = run(plain("eth1", "state", "s.sock"));
        first.awaitReady(LIMIT);
        refuses(run(plain("eth1", "other-state", "s.sock")), 1, "s.sock", "management socket");
        refuses(run(plain("eth1", "state", "other.sock")), 1, directory.resolve("state").toString());
        assertFalse(Files.exists(directory.resolve("other.sock")));
        try (RpcClient client = AbngdProcess.client(directory.resolve("s.sock"))) {
            assertEquals("RUNNING", client.call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params()).state(), "the first one goes on");
            assertEquals(List.of(), client.call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors());
        }
        first.kill();
        final AbngdProcess next = run(plain("eth1", "state", "s.sock"));
        next.awaitReady(LIMIT);
        next.terminate();
        assertEquals(0, next.awaitExit(LIMIT), next::output);
    }
}
