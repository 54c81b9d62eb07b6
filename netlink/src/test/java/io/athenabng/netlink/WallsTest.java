package io.athenabng.netlink;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may use whom inside the module. */
final class WallsTest {
    private static final String BASE = "io.athenabng.netlink";

    private final JavaClasses all = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(BASE);

    @Test
    void oneClassAloneUsesNativeBindings() {
        noClasses().that().doNotHaveFullyQualifiedName(BASE + ".NetlinkSocketTransport")
            .should().dependOnClassesThat().resideInAPackage("io.athenabng.ffi..").check(all);
        noClasses().should().dependOnClassesThat().resideInAPackage("java.lang.foreign..").check(all);
    }

    @Test
    void messagesUseNothingButAgrona() {
        classes().that().resideInAPackage(BASE + ".message")
            .should().onlyDependOnClassesThat().resideInAnyPackage(BASE + ".message", "org.agrona..", "java..").check(all);
    }

    @Test
    void requestsUseMessagesAlone() {
        for (final String room : new String[] {"link", "tc", "address", "route"}) {
            classes().that().resideInAPackage(BASE + "." + room).should().onlyDependOnClassesThat()
                .resideInAnyPackage(BASE + "." + room, BASE + ".message", "org.agrona..", "java..").check(all);
        }
    }
}
