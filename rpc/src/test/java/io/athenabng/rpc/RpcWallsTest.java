package io.athenabng.rpc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Which room may see which: the catalogue knows no JSON library and no socket, the codec no socket. */
final class RpcWallsTest {
    private static final JavaClasses CLASSES =
        new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.athenabng.rpc");

    @Test
    void catalogueUsesOnlyTheJdk() {
        classes().that().resideInAPackage("io.athenabng.rpc.api")
            .should().onlyDependOnClassesThat().resideInAnyPackage("io.athenabng.rpc.api", "java..").check(CLASSES);
    }

    @Test
    void codecKnowsNoSocket() {
        classes().that().resideInAPackage("io.athenabng.rpc.jsonrpc")
            .should().onlyDependOnClassesThat().resideInAnyPackage("io.athenabng.rpc.api", "io.athenabng.rpc.jsonrpc", "java..",
                "com.fasterxml.jackson..").check(CLASSES);
    }

    @Test
    void plainTreesLoadNoDatabind() {
        noClasses().that().haveSimpleName("JsonTree").or().haveSimpleName("JsonFramer")
            .should().dependOnClassesThat().resideInAPackage("com.fasterxml.jackson.databind..").check(CLASSES);
    }

    @Test
    void serverAndClientSeeNoDocumentation() {
        noClasses().that().resideInAnyPackage("io.athenabng.rpc.api", "io.athenabng.rpc.jsonrpc", "io.athenabng.rpc.socket")
            .should().dependOnClassesThat().resideInAPackage("io.athenabng.rpc.docs").check(CLASSES);
    }
}
