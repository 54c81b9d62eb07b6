package io.athenabng.daemon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.athenabng.daemon.architecture.Program.exactly;
import static io.athenabng.daemon.architecture.Program.in;
import static io.athenabng.daemon.architecture.Program.of;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.athenabng.core.qos.ShapingPlanner;
import io.athenabng.daemon.DaemonContext;
import io.athenabng.daemon.DaemonCounters;
import io.athenabng.daemon.ErrorLog;
import io.athenabng.daemon.StartException;
import io.athenabng.daemon.StopSignal;
import io.athenabng.daemon.Version;
import io.athenabng.netlink.tc.CakeStatistics;
import io.athenabng.netlink.tc.CakeTinStatistics;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Inside the daemon: edges that know ports, agents that own edges, management that asks, and one place that wires. */
final class DaemonArchitectureTest {
    /** What the daemon's rooms share: what it was started with, what it counts and what went wrong. It knows none of them. */
    private static final DescribedPredicate<JavaClass> SHARED = JavaClass.Predicates.belongToAnyOf(
            DaemonContext.class, DaemonCounters.class, ErrorLog.class, StartException.class, StopSignal.class, Version.class);

    private static final DescribedPredicate<JavaClass> BASE =
            of("java", "org.agrona").or(in("core.port")).or(in("core.config")).or(in("wire"));
    private static final DescribedPredicate<JavaClass> START_EXCEPTION = JavaClass.Predicates.type(StartException.class);
    private static final DescribedPredicate<JavaClass> RECORD = exactly("core.session");

    /** Overhead from tags: a line is shaped at its group's rate before there is a session whose plan would say it. */
    private static final DescribedPredicate<JavaClass> SHAPING_ARITHMETIC = JavaClass.Predicates.type(ShapingPlanner.class);
    /** Values that the kernel's edge hands out as netlink has read them. */
    private static final DescribedPredicate<JavaClass> CAKE_FIGURES =
            JavaClass.Predicates.belongToAnyOf(CakeStatistics.class, CakeTinStatistics.class);

    /** Each edge implements ports with one library of its own. A new edge needs a line here. */
    private static final Map<String, DescribedPredicate<JavaClass>> EDGE_MAY_USE = Map.of(
            "packet", in("ffi").and(not(in("ffi.netlink"))).or(in("daemon.ring")).or(START_EXCEPTION),
            "upstream", in("ffi").and(not(in("ffi.netlink"))).or(of("javax.net.ssl", "javax.crypto")).or(in("daemon.ring"))
                    .or(in("core.radius.dynamic")).or(START_EXCEPTION),
            "archive", of("java"),
            "system", exactly("ffi"),
            "service", of("com.hubspot.jinjava").or(in("daemon.edge.archive")),
            "kernel", in("netlink").or(in("ffi.ppp")).or(exactly("ffi")).or(SHAPING_ARITHMETIC).or(RECORD),
            "store", of("net.openhft").or(RECORD));

    @Test
    void edgesKnowPortsAndTheirLibrary() {
        assertEquals(new TreeSet<>(EDGE_MAY_USE.keySet()), Program.classes().stream().filter(in("daemon.edge"))
                .map(javaClass -> javaClass.getPackageName().substring("io.athenabng.daemon.edge.".length()).split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new)), "edges and edges that have a wall");
        EDGE_MAY_USE.forEach((edge, library) -> classes().that(in("daemon.edge." + edge)).should().onlyDependOnClassesThat(
                in("daemon.edge." + edge).or(BASE).or(library)).check(Program.classes()));
    }

    @Test
    void ringsKnowPortsAndTheGateway() {
        classes().that(in("daemon.ring")).should().onlyDependOnClassesThat(
                in("daemon.ring").or(BASE).or(RECORD).or(exactly("core.lifecycle"))).check(Program.classes());
    }

    @Test
    void agentsKnowRingsAndEdges() {
        classes().that(in("daemon.agent")).should().onlyDependOnClassesThat(
                in("daemon.agent").or(in("daemon.ring")).or(in("daemon.edge")).or(BASE).or(exactly("core.lifecycle"))
                        .or(in("core.radius"))).check(Program.classes());
    }

    @Test
    void managementProgramsNoKernel() {
        noClasses().that(in("daemon.management")).should().dependOnClassesThat(
                in("netlink").and(not(CAKE_FIGURES)).or(in("ffi.packet")).or(in("ffi.netlink")).or(in("daemon.edge.packet"))
                        .or(in("daemon.edge.upstream")).or(of("net.openhft"))).check(Program.classes());
    }

    @Test
    void onlyManagementAndTheWiringSpeakRpc() {
        noClasses().that(in("daemon").and(not(in("daemon.management"))).and(not(exactly("daemon")))).should()
                .dependOnClassesThat(in("rpc")).check(Program.classes());
    }

    @Test
    void librariesStayInTheirEdge() {
        noClasses().that(not(in("daemon.edge.service"))).should().dependOnClassesThat(of("com.hubspot.jinjava")).check(Program.classes());
        noClasses().that(not(in("daemon.edge.store"))).should().dependOnClassesThat(of("net.openhft")).check(Program.classes());
        noClasses().that(in("daemon").and(not(in("daemon.edge.kernel")))).should()
                .dependOnClassesThat(in("netlink").and(not(CAKE_FIGURES))).check(Program.classes());
    }

    @Test
    void whatIsSharedKnowsNoRoom() {
        noClasses().that(SHARED).should().dependOnClassesThat(
                in("daemon.agent").or(in("daemon.ring")).or(in("daemon.edge")).or(in("daemon.management"))).check(Program.classes());
    }

    /** The whole program; what the daemon shares, the frame classifier and the session record stand apart, see the modules' own tests. */
    @Test
    void packagesAreFreeOfCycles() {
        final Map<String, String> apart = Map.ofEntries(
                entry("io.athenabng.wire.ethernet.FrameParser", "frame classifier"),
                entry("io.athenabng.wire.ethernet.FrameClass", "frame classifier"),
                entry("io.athenabng.wire.ethernet.MalformedReason", "frame classifier"),
                entry("io.athenabng.core.session.SessionRecordFlyweight", "session record"),
                entry("io.athenabng.core.session.SessionState", "session record"),
                entry("io.athenabng.core.session.TerminateCause", "session record"));
        slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(final JavaClass javaClass) {
                if (in("ffi.generated").test(javaClass)) {
                    return SliceIdentifier.ignore();
                }
                if (SHARED.test(javaClass)) {
                    return SliceIdentifier.of("shared by the daemon");
                }
                final String outermost = javaClass.getName().split("\\$")[0];
                return SliceIdentifier.of(apart.getOrDefault(outermost, javaClass.getPackageName()));
            }

            @Override
            public String getDescription() {
                return "packages";
            }
        }).should().beFreeOfCycles().check(Program.classes());
    }
}
