package io.athenabng.benchmarks.crash;

import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.ShowErrors;
import io.athenabng.rpc.api.ShowSession;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.api.ShowSubscribers;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real {@code abngd} in a network namespace of its own, with QinQ lines at the other end of its trunk and CAKE both ways. Its process is
 * killed and started again; its store, its configuration and its kernel objects stay. Its lines and shapers are the running kernel's or a
 * fake one's; its rings, its sockets and its store are real in any case.
 */
final class GatewayUnderTest implements AutoCloseable {
    static final String ACCOUNTING_SECRET = "testing123";
    static final int ACCOUNTING_PORT = 1813;
    /** The subscribers' end of the trunk. */
    static final String SUBSCRIBERS_END = "trunk";
    static final int OUTER_VID = 500;
    static final int FIRST_INNER_VID = 100;

    private static final String TRUNK = "eth1";
    private static final String READY = "abngd: ready";
    private static final String KERNEL_IS_KNOWN = "VLAN interfaces are there already";
    private static final String ALL_IS_BACK = "all sessions of the run before are back";
    private static final Duration RPC_PATIENCE = Duration.ofSeconds(20);

    private final String namespace = "abng-crash-" + ProcessHandle.current().pid();
    private final Path directory;
    private final List<String> daemon;
    private final KernelView kernel;
    private final OutlivingKernel fakeKernel;
    private Process process;
    private int starts;

    /**
     * Makes the network.
     *
     * @param directory for the configuration, the state and what the daemon says
     * @param daemon    the command that runs abngd; before a fake kernel it takes that kernel's socket as its first argument
     * @param subscribers how many lines
     * @param fake      whether the daemon is run before a fake kernel
     */
    GatewayUnderTest(Path directory, List<String> daemon, int subscribers, boolean fake) throws IOException {
        this.directory = directory;
        this.daemon = daemon;
        run("ip", "netns", "add", namespace);
        run("ip", "netns", "add", subscribersNamespace());
        run("ip", "-n", namespace, "link", "set", "lo", "up");
        run("ip", "-n", namespace, "link", "add", TRUNK, "type", "veth", "peer", "name", SUBSCRIBERS_END, "netns", subscribersNamespace());
        run("ip", "-n", namespace, "link", "set", TRUNK, "up");
        run("ip", "-n", subscribersNamespace(), "link", "set", SUBSCRIBERS_END, "up");
        fakeKernel = fake ? new OutlivingKernel(kernelSocket(), namespace, TRUNK) : null;
        kernel = fake ? fakeKernel : new NamespaceKernel(namespace);
        Files.writeString(directory.resolve("abng.yaml"), """
            bootstrap:
              state-directory: %s
              socket: { path: %s, group: root }
              max-sessions: 4096
              receive-ring: { block-size: 64KiB, block-count: 16, block-timeout: 2ms }
              agent-ring-size: 1MiB
            trunks:
              - { name: %s, new-lines-per-second: 10000, new-lines-burst: 10000 }
            pools:
              - { name: main, ranges: [10.64.0.10-10.64.15.250] }
            access-groups:
              - name: home
                trunk: %s
                vlans: [{ stack: %d.%d-%d, outer-tpid: 802.1ad }]
                gateway: 10.64.0.1/20
                radius: { accounting: aaa }
                shaping: { down: 10mbit, up: 5mbit }
                dhcp:
                  mode: server
                  server: { pools: [main], lease-time: 1h }
            radius:
              nas-identifier: crash-test
              servers:
                - { name: sink, address: 127.0.0.1, secret: %s, timeout: 1s, max-timeout: 2s, dead-time: 1s }
              server-groups:
                - { name: aaa, members: [{ server: sink }] }
            """.formatted(directory.resolve("state"), socket(), TRUNK, TRUNK, OUTER_VID, FIRST_INNER_VID,
            FIRST_INNER_VID + subscribers - 1, ACCOUNTING_SECRET));
    }

    String namespace() {
        return namespace;
    }

    String subscribersNamespace() {
        return namespace + "-sub";
    }

    private Path socket() {
        return directory.resolve("abngd.sock");
    }

    private Path kernelSocket() {
        return directory.resolve("kernel.sock");
    }

    private Path output() {
        return directory.resolve("abngd.out");
    }

    /** Starts the daemon; does not wait. */
    void start() throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
        command.addAll(daemon);
        if (fakeKernel != null) {
            command.add(kernelSocket().toString());
        }
        command.addAll(List.of("--config", directory.resolve("abng.yaml").toString()));
        Files.writeString(output(), "");
        process = new ProcessBuilder(command).redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output().toFile())).start();
        process.getOutputStream().close();
        starts++;
    }

    /** What the kernel has of subscribers. */
    KernelView kernel() {
        return kernel;
    }

    /** The kernel, if it is a fake one; else null. */
    OutlivingKernel fakeKernel() {
        return fakeKernel;
    }

    /** Throws with what the daemon said if it ended by itself. */
    void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new Inconsistency("start " + starts + ": abngd ended with status " + process.exitValue() + ":\n" + said());
        }
    }

    /** Whether it has said that its agents run: then it listens. */
    boolean listens() throws IOException {
        return said().contains(READY);
    }

    /** Whether it has said what the kernel has: from there on it takes its sessions back. */
    boolean hasBegunToRestore() throws IOException {
        return said().contains(KERNEL_IS_KNOWN);
    }

    /** Whether it has said that every session of the run before is back. */
    boolean hasSaidAllIsBack() throws IOException {
        return said().contains(ALL_IS_BACK);
    }

    /** What it has said since it was started. */
    String said() throws IOException {
        return Files.readString(output());
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
        if (fakeKernel != null) {
            fakeKernel.goOn();
        }
    }

    /** SIGTERM; an orderly end has status 0. */
    void stop() throws InterruptedException, IOException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new Inconsistency("abngd did not stop in order:\n" + said());
        }
    }

    RpcClient connect() throws RpcException {
        return RpcClient.connect(socket(), RPC_PATIENCE);
    }

    static ShowStatus.Result status(RpcClient client) throws RpcException {
        return client.call(RpcCatalogue.SHOW_STATUS, new ShowStatus.Params());
    }

    static List<ShowErrors.DistinctError> errors(RpcClient client) throws RpcException {
        return client.call(RpcCatalogue.SHOW_ERRORS, new ShowErrors.Params()).errors();
    }

    /** Every session, in whatever state. */
    static List<ShowSubscribers.Subscriber> sessions(RpcClient client) throws RpcException {
        return client.call(RpcCatalogue.SHOW_SUBSCRIBERS,
            new ShowSubscribers.Params(null, null, null, null, null, ShowSubscribers.MAX_LIMIT, null)).subscribers();
    }

    static String acctSessionId(RpcClient client, long id) throws RpcException {
        return client.call(RpcCatalogue.SHOW_SESSION, new ShowSession.Params(id, null, null, null, null)).sessions().getFirst()
            .acctSessionId();
    }

    /** Runs a command to its end, and answers what it printed; throws with that if it failed. */
    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output.strip());
            }
            return output;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            process.destroyForcibly();
        }
        if (fakeKernel != null) {
            fakeKernel.writeJournal(directory.resolve("kernel.log"));
            fakeKernel.close();
        }
        run("ip", "netns", "del", namespace);
        run("ip", "netns", "del", subscribersNamespace());
    }
}
