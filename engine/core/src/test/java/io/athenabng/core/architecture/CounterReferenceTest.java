package io.athenabng.core.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.athenabng.core.port.CounterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/counters.md} lists every counter. */
final class CounterReferenceTest {
    @Test
    void listsEveryCounter() throws IOException {
        final CounterReference reference = new CounterReference();
        CoreCounters.make(reference);
        assertEquals("", reference.drift(Path.of(System.getProperty("abng.root"), "docs", "counters.md"), "engine/core"));
    }

    @Test
    void everyClassThatMakesCountersIsAsked() {
        final CounterReference reference = new CounterReference();
        CoreCounters.make(reference);
        assertEquals(
                new ClassFileImporter()
                        .withImportOption(location -> !location.contains("/test-classes/") && !location.contains("-tests.jar"))
                        .importPackages("io.athenabng.core").stream()
                        .flatMap(javaClass -> javaClass.getMethodCallsFromSelf().stream())
                        .filter(call -> call.getTargetOwner().isEquivalentTo(CounterRegistry.class))
                        .map(JavaMethodCall::getOriginOwner).map(owner -> owner.getName())
                        .collect(Collectors.toCollection(TreeSet::new)),
                new TreeSet<>(reference.makers()));
    }
}
