package io.athenabng.benchmarks.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.athenabng.benchmarks.fakekernel.FakeKernel;
import io.athenabng.benchmarks.fakekernel.FakeKernelServer;
import io.athenabng.benchmarks.fakekernel.FakeKernelTransport;
import io.athenabng.wire.ethernet.MacAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A fake kernel in this process, which outlives the daemon as the real one would. It has the trunk of a network namespace. */
final class OutlivingKernel implements KernelView, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeKernel kernel = new FakeKernel();
    private final FakeKernelServer server;
    private final Path socket;

    /**
     * Serves it.
     *
     * @param socket    where
     * @param namespace the namespace whose trunk it has
     * @param trunk     the trunk's interface
     */
    OutlivingKernel(Path socket, String namespace, String trunk) throws IOException {
        JsonNode link = JSON.readTree(GatewayUnderTest.run("ip", "-n", namespace, "-j", "link", "show", "dev", trunk)).get(0);
        kernel.plug(link.get("ifindex").asInt(), trunk, link.get("mtu").asInt(), MacAddress.parse(link.get("address").asText()));
        this.socket = socket;
        server = new FakeKernelServer(kernel, socket);
    }

    private FakeKernel kernel() {
        server.requireAlive();
        return kernel;
    }

    @Override
    public Map<String, String> routes() {
        return kernel().hostRoutes();
    }

    @Override
    public Set<String> neighbours() {
        return kernel().permanentNeighbours();
    }

    @Override
    public Set<String> admitted() {
        server.requireAlive();
        return SessionFilters.read(FakeKernelTransport.open(socket));
    }

    @Override
    public Set<String> shaped() {
        return kernel().shaped("cake");
    }

    /** Has it stop at a message within a batch, after so many others that change something. */
    void stopAfter(int messages) {
        kernel().stopAfter(messages);
    }

    /** Whether it has stopped. */
    boolean hasStopped() {
        return kernel().hasStopped();
    }

    /** The daemon is gone. */
    void goOn() {
        kernel().goOn();
    }

    /** How many messages that change something it has taken. */
    long changes() {
        return kernel().changes();
    }

    /** Writes down what the kernel was asked for last. */
    void writeJournal(Path file) throws IOException {
        Files.write(file, kernel.journal());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
