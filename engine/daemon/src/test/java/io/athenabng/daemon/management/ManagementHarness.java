package io.athenabng.daemon.management;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.ConfigurationWriter;
import io.athenabng.core.config.LoadResult;
import io.athenabng.core.config.RadiusSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.lifecycle.SubscriberGateway;
import io.athenabng.core.port.AccountingSpool;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.core.testkit.FakeAccountingSpool;
import io.athenabng.core.testkit.FakeSessionStore;
import io.athenabng.daemon.DaemonContext;
import io.athenabng.daemon.GatewayPipeline;
import io.athenabng.daemon.agent.Mailbox;
import io.athenabng.daemon.agent.RadiusServices;
import io.athenabng.daemon.agent.SteadyTime;
import io.athenabng.daemon.commit.ActiveConfiguration;
import io.athenabng.daemon.commit.CommitThread;
import io.athenabng.daemon.commit.KernelConsumer;
import io.athenabng.daemon.commit.SessionsConsumer;
import io.athenabng.daemon.edge.kernel.KernelDataPlane;
import io.athenabng.daemon.edge.kernel.ScriptedKernel;
import io.athenabng.daemon.ring.RadiusServerEventProxy;
import io.athenabng.rpc.api.RpcErrorCode;
import io.athenabng.rpc.api.RpcMethod;
import io.athenabng.rpc.api.ShowStatus;
import io.athenabng.rpc.socket.RpcClient;
import io.athenabng.rpc.socket.RpcException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.SystemNanoClock;

/** A gateway, a scripted kernel and management, stepped by one thread, and a client of the management socket. */
final class ManagementHarness {
    static final long FIRST_MAC = 0x0200_0000_0001L;
    private static final long PATIENCE_NS = 10_000_000_000L;

    final FakeSessionStore store = new FakeSessionStore();
    /** Held for each turn of the agents, and by a test that touches what they own. */
    final Object engine = new Object();
    final RunningConfiguration configuration;
    final GatewayPipeline pipeline;
    final ScriptedKernel kernel;
    final RpcClient client;
    /** What the kernel's mailbox is served with. */
    KernelDataPlane dataPlane;
    private final Mailbox<KernelDataPlane> kernelMailbox = new Mailbox<>();
    final Mailbox<RadiusServices> radiusMailbox = new Mailbox<>();
    final RadiusServices radius;
    private final SteadyTime radiusTime = new SteadyTime(new SystemEpochNanoClock(), SystemNanoClock.INSTANCE);
    private final Management management;
    private final Thread stepper;
    private volatile boolean running = true;
    /** The configuration file; edited by tests. */
    final Path file;
    final CommitThread commits;
    private final ActiveConfiguration active;

    ManagementHarness(final Path socket) throws RpcException, IOException {
        this(socket, List.of());
    }

    ManagementHarness(final Path socket, final List<ConfigurationConsumer> more) throws RpcException, IOException {
        this(socket, RadiusSettings.NONE, () -> { }, more);
    }

    ManagementHarness(final Path socket, final RadiusSettings radiusSettings, final Runnable beforeEngine)
            throws RpcException, IOException {
        this(socket, radiusSettings, beforeEngine, List.of());
    }

    private ManagementHarness(final Path socket, final RadiusSettings radiusSettings, final Runnable beforeEngine,
            final List<ConfigurationConsumer> more) throws RpcException, IOException {
        stepper = new Thread(() -> {
            beforeEngine.run();
            stepAll();
        }, "engine");
        final String yaml = ConfigurationWriter.toYaml(GatewayPipeline.server())
                .replace("/opt/athena-bng/run/abngd.sock", socket.toString()).replace("/var/lib/athena-bng", socket.getParent().toString());
        configuration = withRadius(((LoadResult.Loaded) ConfigurationLoader.load("test.yaml", yaml)).configuration(), radiusSettings);
        pipeline = new GatewayPipeline(configuration, store);
        kernel = new ScriptedKernel(configuration);
        dataPlane = kernel.dataPlane();
        radius = new RadiusServices(radiusSettings, radiusTime, radiusTime,
                radiusSettings.serverGroups().stream().<AccountingSpool>map(group -> new FakeAccountingSpool()).toList(),
                pipeline.radiusRequests(), pipeline.radiusAnswers(),
                new RadiusServerEventProxy(pipeline.radiusEvents(), pipeline.counters), pipeline.counters);
        file = socket.resolveSibling("abng.yaml");
        Files.writeString(file, yaml);
        active = new ActiveConfiguration(configuration);
        final List<ConfigurationConsumer> consumers = new ArrayList<>(List.of(
                new KernelConsumer(kernelMailbox), new SessionsConsumer(pipeline.mailbox)));
        consumers.addAll(more);
        commits = CommitThread.start(file, active, consumers, SystemEpochClock.INSTANCE, pipeline.errorLog);
        management = management(pipeline.mailbox);
        management.listen();
        stepper.start();
        client = RpcClient.connect(Path.of(configuration.bootstrap().socketPath()), Duration.ofSeconds(20));
    }

    /** The same configuration with other RADIUS settings, whatever else is in it. */
    private static RunningConfiguration withRadius(final RunningConfiguration plain, final RadiusSettings radius) {
        try {
            final RecordComponent[] components = RunningConfiguration.class.getRecordComponents();
            final Class<?>[] types = new Class<?>[components.length];
            final Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = types[i] == RadiusSettings.class ? radius : components[i].getAccessor().invoke(plain);
            }
            return RunningConfiguration.class.getDeclaredConstructor(types).newInstance(values);
        } catch (final ReflectiveOperationException exception) {
            throw new IllegalStateException(exception);
        }
    }

    Management management(final Mailbox<SubscriberGateway> sessions) {
        final DaemonContext context = new DaemonContext().configuration(configuration)
                .configurationFile(file).errorLog(pipeline.errorLog).conclude();
        return new Management(context, pipeline.counters, store, sessions, kernelMailbox, radiusMailbox,
                new ManagementRings(pipeline.events(), pipeline.radiusEvents(), pipeline.tapped()), pipeline.tap, () -> List.of(
                new ShowStatus.Agent("abng-ses", "abng-pkt", true, 0), new ShowStatus.Agent("abng-krn", "abng-krn", false, 3)),
                active, commits);
    }

    private void stepAll() {
        while (running) {
            synchronized (engine) {
                try {
                    pipeline.step();
                    kernelMailbox.poll(dataPlane);
                    radiusTime.update();
                    radiusMailbox.poll(radius);
                    radius.onDutyCycle();
                    management.doWork();
                } catch (final RuntimeException exception) {
                    pipeline.errorLog.onError(exception);
                }
            }
            Thread.onSpinWait();
        }
    }

    int bringUp(final int number) {
        synchronized (engine) {
            final int address = pipeline.bringUp(100 + number, FIRST_MAC + number);
            assertTrue(address != 0, "session " + number);
            return address;
        }
    }

    <P extends Record, R extends Record> R call(final RpcMethod<P, R> method, final P params) {
        try {
            return client.call(method, params);
        } catch (final RpcException e) {
            throw new AssertionError(method.name() + ": " + e.errorCode() + " " + e.getMessage(), e);
        }
    }

    <P extends Record, R extends Record> RpcException refused(final RpcErrorCode code, final RpcMethod<P, R> method, final P params) {
        final RpcException refused = assertThrows(RpcException.class, () -> client.call(method, params));
        assertEquals(code, refused.errorCode(), refused.getMessage());
        assertFalse(refused.getMessage().contains("Exception"), refused.getMessage());
        return refused;
    }

    void eventually(final String what, final Supplier<Boolean> condition) {
        final long deadlineNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.get()) {
            assertTrue(System.nanoTime() < deadlineNs, () -> "not seen: " + what);
            Thread.onSpinWait();
        }
    }

    void close() throws IOException, InterruptedException {
        client.close();
        running = false;
        stepper.join();
        management.onClose();
        radius.close();
        commits.close();
    }
}
