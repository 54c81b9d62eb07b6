package io.athenabng.rpc.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.rpc.api.RpcCatalogue;
import io.athenabng.rpc.api.RpcMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The reference page is what the catalogue says; {@code -Dabng.regenerate=true} writes it again. */
final class RpcReferenceTest {
    private static final Path PAGE = Path.of(System.getProperty("abng.root", ".."), "docs", "rpc.md");

    @Test
    void pageDoesNotDriftFromTheCatalogue() throws IOException {
        if (Boolean.getBoolean("abng.regenerate")) {
            RpcReference.main(new String[] {PAGE.toString()});
        }
        assertEquals(RpcReference.text(), Files.readString(PAGE),
            "docs/rpc.md differs from the catalogue: mvn -pl rpc test -Dtest=RpcReferenceTest -Dabng.regenerate=true");
    }

    @Test
    void everyMethodIsDescribed() {
        final String page = RpcReference.text();
        for (final RpcMethod<?, ?> method : RpcCatalogue.methods()) {
            assertTrue(page.contains("### " + method.name() + "\n"), method.name());
        }
    }
}
