package io.athenabng.daemon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static io.athenabng.daemon.architecture.Program.exactly;
import static io.athenabng.daemon.architecture.Program.in;
import static io.athenabng.daemon.architecture.Program.of;
import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.agrona.concurrent.Agent;
import org.junit.jupiter.api.Test;

/** The walls between modules, and the rules that hold everywhere. */
final class ModuleArchitectureTest {
    private static final DescribedPredicate<JavaClass> JDK = of("java", "javax");
    private static final DescribedPredicate<JavaClass> AGRONA = of("org.agrona");

    /** What each module may use beside itself and the JDK. */
    private static final Map<String, DescribedPredicate<JavaClass>> MAY_USE = Map.ofEntries(
            entry("ffi", JDK),
            entry("netlink", AGRONA.or(in("ffi"))),
            entry("wire", AGRONA),
            entry("core", AGRONA.or(in("wire")).or(of("org.snakeyaml"))),
            entry("rpc", of("com.fasterxml.jackson", "jdk.net")),
            entry("daemon", AGRONA.or(in("wire")).or(in("core")).or(in("netlink")).or(in("rpc")).or(in("ffi")).or(of("net.openhft"))
                    .or(of("com.hubspot.jinjava"))));

    /** Where classes with these suffixes live; everywhere else the suffix means something else and is not used. */
    private static final Map<String, DescribedPredicate<JavaClass>> HOME_OF_SUFFIX = Map.ofEntries(
            entry("Flyweight", in("wire").or(in("netlink")).or(exactly("core.session"))),
            entry("Cursor", in("wire").or(in("netlink"))),
            entry("Appender", in("wire").or(in("netlink"))),
            entry("Agent", exactly("daemon.agent").or(exactly("daemon.management"))),
            entry("Proxy", exactly("daemon.ring")),
            entry("Adapter", exactly("daemon.ring")),
            entry("Request", in("netlink")));

    @Test
    void modulesUseOnlyWhatTheyMay() {
        for (final Map.Entry<String, DescribedPredicate<JavaClass>> wall : MAY_USE.entrySet()) {
            classes().that(in(wall.getKey())).should().onlyDependOnClassesThat(in(wall.getKey()).or(JDK).or(wall.getValue()))
                    .check(Program.classes());
        }
    }

    @Test
    void memoryOutsideTheHeapIsMappedByNativeBindingsOnly() {
        noClasses().that(not(in("ffi"))).should().dependOnClassesThat(of("java.lang.foreign")).check(Program.classes());
        noClasses().should().dependOnClassesThat().haveFullyQualifiedName("sun.misc.Unsafe").check(Program.classes());
        noMethods().should().haveModifier(JavaModifier.NATIVE).check(Program.classes());
    }

    @Test
    void generatedBindingsAreUsedByNativeBindingsOnly() {
        noClasses().that(not(in("ffi"))).should().dependOnClassesThat(in("ffi.generated")).check(Program.classes());
        noClasses().that(in("ffi.generated")).should().dependOnClassesThat(in("ffi").and(not(in("ffi.generated"))))
                .check(Program.classes());
    }

    @Test
    void nativeBindingsLookDown() {
        noClasses().that(exactly("ffi")).should().dependOnClassesThat(
                in("ffi.packet").or(in("ffi.netlink")).or(in("ffi.ppp"))).check(Program.classes());
        noClasses().that(in("ffi.packet")).should().dependOnClassesThat(in("ffi.netlink")).check(Program.classes());
        noClasses().that(in("ffi.netlink")).should().dependOnClassesThat(in("ffi.packet")).check(Program.classes());
    }

    /** But for the services outside, which are told of a commit. */
    @Test
    void nothingElseStartsAProcess() {
        noClasses().that(not(in("daemon.edge.service"))).should().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
                .orShould().callMethod(Runtime.class, "exec", String.class)
                .orShould().callMethod(Runtime.class, "exec", String[].class)
                .orShould().callMethod(Runtime.class, "exec", String.class, String[].class)
                .orShould().callMethod(Runtime.class, "exec", String[].class, String[].class)
                .orShould().callMethod(Runtime.class, "exec", String.class, String[].class, java.io.File.class)
                .orShould().callMethod(Runtime.class, "exec", String[].class, String[].class, java.io.File.class)
                .check(Program.classes());
    }

    @Test
    void suffixesMeanOneThing() {
        HOME_OF_SUFFIX.forEach((suffix, home) -> classes().that(simpleNameEndingWith(suffix).and(not(in("ffi.generated"))))
                .and().areTopLevelClasses().should(be(home)).allowEmptyShould(true).check(Program.classes()));
        classes().that(simpleNameEndingWith("Agent")).and().areTopLevelClasses().should().beAssignableTo(Agent.class)
                .allowEmptyShould(true).check(Program.classes());
        classes().that(simpleNameEndingWith("Descriptor").and(not(in("ffi.generated")))).and().areTopLevelClasses()
                .should(be(exactly("daemon.ring"))).orShould().haveSimpleName("FileDescriptor").check(Program.classes());
    }

    /** Read from the sources: a compiled package leaves no trace of its description. */
    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        int packages = 0;
        for (final Path module : modules()) {
            try (Stream<Path> directories = Files.walk(module.resolve("src/main/java"))) {
                for (final Path directory : directories.filter(Files::isDirectory).filter(ModuleArchitectureTest::hasClasses).toList()) {
                    final Path description = directory.resolve("package-info.java");
                    assertTrue(Files.exists(description), () -> "no " + description);
                    assertTrue(Files.readString(description).contains("/**"), () -> "says nothing: " + description);
                    packages++;
                }
            }
        }
        assertTrue(packages > MAY_USE.size(), "found " + packages + " packages");
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> poms = Files.find(Program.root(), 3, (path, attributes) -> path.endsWith("pom.xml"))) {
            final List<Path> modules = poms.map(Path::getParent).filter(module -> Files.isDirectory(module.resolve("src/main/java")))
                    .toList();
            assertTrue(modules.size() >= MAY_USE.size(), () -> "modules: " + modules);
            assertEquals(List.of(), modules.stream().filter(module -> !module.startsWith(Program.root())).toList());
            return modules;
        }
    }

    private static boolean hasClasses(final Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(".java"));
        } catch (final IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }
}
