package io.athenabng.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.session.SessionRecordFlyweight;
import io.athenabng.core.session.SessionState;
import io.athenabng.core.session.TerminateCause;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.EpochMicroClock;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.NanoClock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The core decides: it knows no thread, no kernel, no file and no clock but the one handed to it, and its rooms keep their doors shut. */
final class CoreArchitectureTest {
    private static final String CORE = "io.athenabng.core.";
    private static final int CLASSES_AT_LEAST = 80;

    /** What each room may know beside itself, the wire module and the JDK. A new package needs a line here. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            entry("config", List.of()),
            entry("port", List.of("config")),
            entry("session", List.of("port")),
            entry("timer", List.of()),
            entry("access", List.of("config", "session", "port")),
            entry("auth", List.of("config", "port")),
            entry("dhcp", List.of("access", "config", "session", "port")),
            entry("ppp", List.of("auth", "config", "port", "timer")),
            entry("pppoe", List.of("access", "auth", "config", "port")),
            entry("radius.client", List.of("config", "port")),
            entry("qos", List.of("access", "config", "session", "port")),
            entry("radius.dictionary", List.of()),
            entry("radius.access", List.of("config", "session", "port")),
            entry("radius.accounting", List.of("config", "session", "port", "timer")),
            entry("radius.dynamic", List.of("config", "session", "port", "radius.access")),
            entry("lifecycle", List.of("access", "auth", "config", "dhcp", "port", "ppp", "pppoe", "qos", "radius.access",
                    "radius.accounting", "radius.dynamic", "session", "timer")));

    /** The off-heap record and its values: the one part of {@code session} that ports carry, so it stands below them. */
    private static final DescribedPredicate<JavaClass> SESSION_RECORD =
            belongToAnyOf(SessionRecordFlyweight.class, SessionState.class, TerminateCause.class);

    private static JavaClasses core;

    @BeforeAll
    static void readClasses() {
        core = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                .importPackages("io.athenabng.core");
        assertTrue(core.size() >= CLASSES_AT_LEAST, () -> "read only " + core.size() + " classes");
    }

    private static DescribedPredicate<JavaClass> room(final String name) {
        return resideInAPackage(CORE + name + "..");
    }

    @Test
    void everyRoomHasItsWalls() {
        assertEquals(new TreeSet<>(MAY_USE.keySet()),
                core.stream().map(javaClass -> javaClass.getPackageName().substring(CORE.length()))
                        .collect(Collectors.toCollection(TreeSet::new)),
                "packages of the core and packages that have a wall");
    }

    @Test
    void roomsUseOnlyWhatTheyMay() {
        for (final Map.Entry<String, List<String>> wall : MAY_USE.entrySet()) {
            DescribedPredicate<JavaClass> allowed = room(wall.getKey()).or(SESSION_RECORD);
            for (final String other : wall.getValue()) {
                allowed = allowed.or(room(other));
            }
            noClasses().that(room(wall.getKey())).should().dependOnClassesThat(resideInAPackage("io.athenabng.core..").and(not(allowed)))
                    .because("core." + wall.getKey() + " may use " + wall.getValue()).check(core);
        }
    }

    @Test
    void onlyLifecycleJoinsTheProtocols() {
        final List<String> apart = List.of("auth", "dhcp", "qos", "ppp", "pppoe", "radius");
        for (final String one : List.of("auth", "dhcp", "qos", "ppp", "pppoe", "radius")) {
            for (final String other : apart) {
                // Keyed hashes are at home in auth.
                if (!one.equals(other) && !(one.startsWith("ppp") && other.equals("auth"))) {
                    noClasses().that(room(one)).should().dependOnClassesThat(room(other)).check(core);
                }
            }
        }
        noClasses().that(not(room("lifecycle"))).should().dependOnClassesThat(room("lifecycle")).check(core);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(final JavaClass javaClass) {
                return SESSION_RECORD.test(javaClass)
                        ? SliceIdentifier.of("session record") : SliceIdentifier.of(javaClass.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages, the session record apart";
            }
        }).should().beFreeOfCycles().check(core);
    }

    @Test
    void knowsOnlyItsLibraries() {
        classes().that(not(room("config"))).should().onlyDependOnClassesThat(
                resideInAnyPackage("io.athenabng.core..", "io.athenabng.wire..", "org.agrona..", "java..", "javax.crypto..")).check(core);
        classes().that(room("config")).should().onlyDependOnClassesThat(
                resideInAnyPackage("io.athenabng.core..", "io.athenabng.wire..", "org.agrona..", "org.snakeyaml..", "java..")).check(core);
    }

    @Test
    void doesNoInputOrOutput() {
        noClasses().that().doNotBelongToAnyOf(ConfigurationLoader.class).should().dependOnClassesThat(
                        resideInAPackage("java.io..").and(not(type(ByteArrayOutputStream.class).or(type(Serializable.class)))))
                .orShould().dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.nio.channels.."))
                .check(core);
        noClasses().should().dependOnClassesThat(resideInAnyPackage("java.net..", "java.lang.foreign.."))
                .orShould().accessField(System.class, "out")
                .orShould().accessField(System.class, "err")
                .orShould().accessField(System.class, "in")
                .check(core);
    }

    @Test
    void runsNoThread() {
        noClasses().should().dependOnClassesThat(
                        resideInAPackage("java.util.concurrent..").and(not(type(TimeUnit.class))))
                .orShould().dependOnClassesThat(belongToAnyOf(
                        Thread.class, ThreadLocal.class, Runtime.class, java.util.Timer.class))
                .orShould().dependOnClassesThat(resideInAPackage("org.agrona.concurrent.ringbuffer.."))
                .orShould().callMethod(Object.class, "wait")
                .orShould().callMethod(Object.class, "notify")
                .orShould().callMethod(Object.class, "notifyAll")
                .check(core);
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(core);
    }

    @Test
    void readsNoClockButItsOwn() {
        noClasses().should().callMethod(System.class, "nanoTime")
                .orShould().callMethod(System.class, "currentTimeMillis")
                .orShould().dependOnClassesThat(resideInAPackage("java.time.."))
                .orShould().dependOnClassesThat(type(java.util.Date.class))
                .orShould().dependOnClassesThat().areAssignableTo(EpochClock.class)
                .orShould().dependOnClassesThat().areAssignableTo(EpochMicroClock.class)
                .orShould().dependOnClassesThat().areAssignableTo(EpochNanoClock.class)
                .orShould().dependOnClassesThat().areAssignableTo(NanoClock.class)
                .check(core);
    }

    @Test
    void portsAreInterfacesAndValues() {
        classes().that(room("port")).and().areNotInterfaces().should().haveModifier(JavaModifier.FINAL).check(core);
        noClasses().that(room("port")).and().areNotInterfaces().should().dependOnClassesThat(
                resideInAPackage("io.athenabng.core.port..").and(DescribedPredicate.describe("are ports", JavaClass::isInterface)))
                .because("a value that crosses a port does nothing by itself").check(core);
    }

    @Test
    void namesSayWhatAClassIs() {
        for (final String suffix : new String[] {"Agent", "Proxy", "Adapter", "Request", "Descriptor", "Cursor", "Appender"}) {
            noClasses().should().haveSimpleNameEndingWith(suffix).check(core);
        }
        classes().that().haveSimpleNameEndingWith("Flyweight").should().resideInAPackage("..core.session..").check(core);
    }
}
