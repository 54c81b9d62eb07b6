package io.athenabng.ffi.testkit;

import io.athenabng.ffi.Netns;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Network namespaces and veth pairs for one test, removed after it.
 *
 * <pre>{@code
 * @RegisterExtension
 * final NetnsExtension netns = new NetnsExtension();
 *
 * String gateway = netns.namespace("gw");
 * String client = netns.namespace("cl");
 * netns.vethPair(gateway, "eth1", client, "eth0");
 * netns.inside(gateway, () -> openASocket("eth1"));
 * }</pre>
 *
 * <p>IPv6 is off in a new namespace (its veth pairs would talk by themselves), and checksum offload on veth pairs too (user space
 * would read unfinished UDP checksums). Without the capability {@code netns} the test is skipped, or fails where CI demands it.
 */
public final class NetnsExtension implements BeforeEachCallback, AfterEachCallback {
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final List<String> namespaces = new ArrayList<>();
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    @Override
    public void beforeEach(ExtensionContext context) {
        Capabilities.require(Capabilities.NETNS);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        AssertionError failed = new AssertionError("clean-up");
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (RuntimeException e) {
                failed.addSuppressed(e);
            }
        }
        for (String namespace : namespaces) {
            Command.Result result = Command.tryRun("ip", "netns", "del", namespace);
            if (result.status() != 0) {
                failed.addSuppressed(new AssertionError(result.output()));
            }
        }
        namespaces.clear();
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }

    /**
     * Makes a namespace with {@code lo} up and IPv6 off.
     *
     * @param hint part of its name, which is unique on the machine
     * @return the name for {@code ip netns exec} and {@link #inside}
     */
    public String namespace(String hint) {
        String name = "abng-" + ProcessHandle.current().pid() + "-" + SERIAL.incrementAndGet() + "-" + hint;
        Command.run("ip", "netns", "add", name);
        namespaces.add(name);
        Command.run("ip", "-n", name, "link", "set", "lo", "up");
        exec(name, "sh", "-c", "for f in all default; do p=/proc/sys/net/ipv6/conf/$f/disable_ipv6; [ ! -e $p ] || echo 1 >$p; done");
        return name;
    }

    /** Switches IPv6 back on in a namespace, for a test that is about it; without duplicate address detection. */
    public void enableIpv6(String namespace) {
        exec(namespace, "sh", "-c", "for f in /proc/sys/net/ipv6/conf/*; do echo 0 >$f/accept_dad; echo 0 >$f/disable_ipv6; done");
    }

    /** Makes a pair of virtual Ethernet interfaces between two namespaces, both up, and waits until they carry. */
    public void vethPair(String left, String leftInterface, String right, String rightInterface) {
        Command.run("ip", "link", "add", leftInterface, "netns", left, "type", "veth",
            "peer", "name", rightInterface, "netns", right);
        for (String[] end : new String[][] {{left, leftInterface}, {right, rightInterface}}) {
            exec(end[0], "ethtool", "-K", end[1], "tx", "off");
            Command.run("ip", "-n", end[0], "link", "set", end[1], "up");
        }
    }

    /** Adds an address such as {@code 10.0.0.1/24} to an interface. */
    public void address(String namespace, String networkInterface, String prefix) {
        Command.run("ip", "-n", namespace, "addr", "add", prefix, "dev", networkInterface);
    }

    /** Runs a command inside a namespace and returns its output; a failure is an {@link AssertionError}. */
    public String exec(String namespace, String... words) {
        String[] command = new String[words.length + 4];
        System.arraycopy(new String[] {"ip", "netns", "exec", namespace}, 0, command, 0, 4);
        System.arraycopy(words, 0, command, 4, words.length);
        return Command.run(command);
    }

    /** Runs code with the calling thread inside a namespace: sockets that it opens belong there for good. */
    public <T> T inside(String namespace, Supplier<T> task) {
        try (Netns target = Netns.named(namespace)) {
            return target.call(task);
        }
    }

    /** Has something closed after the test, before its namespaces go, last registered first. */
    public <T extends AutoCloseable> T closeAfter(T resource) {
        resources.push(resource);
        return resource;
    }
}
