package io.athenabng.daemon.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;

/** The daemon's program: the classes of every module that it is made of, read once. */
final class Program {
    static final List<String> MODULES = List.of("ffi", "netlink", "wire", "core", "rpc", "daemon");

    private Program() {
    }

    static JavaClasses classes() {
        return Holder.CLASSES;
    }

    static Path root() {
        return Path.of(System.getProperty("abng.root"));
    }

    /** Classes of a package and of those below it. */
    static DescribedPredicate<JavaClass> in(final String name) {
        final String prefix = "io.athenabng." + name;
        return describe("are in " + name, javaClass -> javaClass.getPackageName().equals(prefix)
                || javaClass.getPackageName().startsWith(prefix + "."));
    }

    /** Classes of a package, without those below it. */
    static DescribedPredicate<JavaClass> exactly(final String name) {
        return describe("are in " + name + " itself", javaClass -> javaClass.getPackageName().equals("io.athenabng." + name));
    }

    /** Classes of outside packages and of those below them. */
    static DescribedPredicate<JavaClass> of(final String... packages) {
        final List<String> names = List.of(packages);
        return describe("are of " + names, javaClass -> names.stream().anyMatch(
                name -> javaClass.getPackageName().equals(name) || javaClass.getPackageName().startsWith(name + ".")));
    }

    private static final class Holder {
        private static final JavaClasses CLASSES = read();

        private static JavaClasses read() {
            final JavaClasses classes = new ClassFileImporter()
                    .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                    .importPackages("io.athenabng");
            for (final String module : MODULES) {
                if (classes.stream().noneMatch(in(module))) {
                    throw new IllegalStateException("no class of " + module + " on the class path");
                }
            }
            return classes;
        }
    }
}
