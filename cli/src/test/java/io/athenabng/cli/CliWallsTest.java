package io.athenabng.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What keeps one-shot commands lean: JLine behind the shell, picocli behind one class, no databind. */
final class CliWallsTest {
    private static final JavaClasses CLASSES =
        new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.athenabng.cli");

    @Test
    void onlyTheShellKnowsJline() {
        noClasses().that().resideOutsideOfPackage("io.athenabng.cli.shell")
            .should().dependOnClassesThat().resideInAPackage("org.jline..").check(CLASSES);
    }

    @Test
    void onlyOneClassKnowsPicocli() {
        noClasses().that().doNotHaveSimpleName("PicocliParser").should().dependOnClassesThat().resideInAPackage("picocli..").check(CLASSES);
    }

    @Test
    void nobodyKnowsJackson() {
        noClasses().should().dependOnClassesThat().resideInAPackage("com.fasterxml..").check(CLASSES);
    }

    @Test
    void renderingKnowsOnlyValues() {
        classes().that().resideInAPackage("io.athenabng.cli.render")
            .should().onlyDependOnClassesThat().resideInAnyPackage("io.athenabng.cli.render", "java..").check(CLASSES);
    }
}
