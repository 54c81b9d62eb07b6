package io.athenabng.cli.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.File;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The client knows the daemon by its socket only. */
final class CliArchitectureTest {
    private static final int CLASSES_AT_LEAST = 20;
    private static JavaClasses cli;

    @BeforeAll
    static void readClasses() {
        cli = new ClassFileImporter()
                .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                .importPackages("io.athenabng.cli");
        assertTrue(cli.size() >= CLASSES_AT_LEAST, () -> "read only " + cli.size() + " classes");
    }

    @Test
    void knowsTheDaemonByItsSocketOnly() {
        classes().should().onlyDependOnClassesThat(resideInAnyPackage(
                "io.athenabng.cli..", "io.athenabng.rpc..", "picocli..", "org.jline..", "com.fasterxml.jackson..", "java..")).check(cli);
    }

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("io.athenabng.(**)").should().beFreeOfCycles().check(cli);
    }

    @Test
    void nothingStartsAProcess() {
        noClasses().should().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
                .orShould().callMethod(Runtime.class, "exec", String.class)
                .orShould().callMethod(Runtime.class, "exec", String[].class)
                .orShould().callMethod(Runtime.class, "exec", String[].class, String[].class)
                .orShould().callMethod(Runtime.class, "exec", String[].class, String[].class, File.class)
                .orShould().dependOnClassesThat(resideInAnyPackage("java.lang.foreign..")).check(cli);
    }
}
