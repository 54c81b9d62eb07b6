package io.athenabng.wire.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.athenabng.wire.ethernet.FrameClass;
import io.athenabng.wire.ethernet.FrameParser;
import io.athenabng.wire.ethernet.MalformedReason;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Wire turns bytes into fields and back: it knows no session, no thread, no clock, no input or output. */
final class WireArchitectureTest {
    private static final int CLASSES_AT_LEAST = 25;
    private static final DescribedPredicate<JavaClass> FRAME_CLASSIFIER =
            belongToAnyOf(FrameParser.class, FrameClass.class, MalformedReason.class);
    private static JavaClasses wire;

    @BeforeAll
    static void readClasses() {
        wire = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                .importPackages("io.athenabng.wire");
        assertTrue(wire.size() >= CLASSES_AT_LEAST, () -> "read only " + wire.size() + " classes");
    }

    @Test
    void knowsOnlyTheJdkAndAgrona() {
        classes().should().onlyDependOnClassesThat(resideInAnyPackage("io.athenabng.wire..", "org.agrona..", "java..")).check(wire);
    }

    @Test
    void readsNoClockRunsNoThreadDoesNoInputOrOutput() {
        noClasses().should().dependOnClassesThat(resideInAnyPackage(
                        "java.util.concurrent..", "java.net..", "java.nio.file..", "java.nio.channels..", "java.time..",
                        "org.agrona.concurrent.ringbuffer..", "org.agrona.concurrent.status..", "java.lang.foreign.."))
                .orShould().dependOnClassesThat(belongToAnyOf(System.class, Thread.class, ThreadLocal.class, Runtime.class))
                .orShould().dependOnClassesThat(
                        resideInAPackage("java.io..").and(not(type(ByteArrayOutputStream.class).or(type(Serializable.class)))))
                .check(wire);
    }

    @Test
    void protocolsDoNotKnowOneAnother() {
        final String[] protocols = {"dhcp", "pppoe", "radius"};
        for (final String one : protocols) {
            for (final String other : protocols) {
                if (!one.equals(other)) {
                    noClasses().that().resideInAPackage("..wire." + one + "..")
                            .should().dependOnClassesThat().resideInAPackage("..wire." + other + "..").check(wire);
                }
            }
        }
    }

    /** The frame classifier sees every layer up to the transport's; apart from it, layers only look down. */
    @Test
    void layersOnlyLookDown() {
        slices().assignedFrom(new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(final JavaClass javaClass) {
                return FRAME_CLASSIFIER.test(javaClass)
                        ? SliceIdentifier.of("frame classifier") : SliceIdentifier.of(javaClass.getPackageName());
            }

            @Override
            public String getDescription() {
                return "packages, the frame classifier apart";
            }
        }).should().beFreeOfCycles().check(wire);
    }

    @Test
    void namesSayWhatAClassIs() {
        for (final String suffix : new String[] {"Agent", "Proxy", "Adapter", "Request", "Descriptor"}) {
            noClasses().should().haveSimpleNameEndingWith(suffix).check(wire);
        }
    }

    /** A flyweight composes its buffer: it inherits from nothing, and nothing from it. */
    @Test
    void flyweightsInheritNothing() {
        classes().that().haveSimpleNameEndingWith("Flyweight")
                .should().haveModifier(JavaModifier.FINAL)
                .andShould(new ArchCondition<>("extend nothing") {
                    @Override
                    public void check(final JavaClass flyweight, final ConditionEvents events) {
                        final String parent = flyweight.getRawSuperclass().map(JavaClass::getName).orElse("");
                        events.add(new SimpleConditionEvent(flyweight, parent.equals(Object.class.getName()),
                                flyweight.getName() + " extends " + parent));
                    }
                }).check(wire);
    }
}
