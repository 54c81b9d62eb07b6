package io.athenabng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StartupTrainingTest {
    @Test
    void everyCommandOfTheTrainingSucceeds() throws IOException {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        final PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        final CliEnvironment environment = new CliEnvironment(InputStream.nullInputStream(), print, print, false, 80, Map.of());
        assertEquals(List.of(), StartupTraining.run(environment));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("eth1.111.500.100"), "the examples' line is listed");
    }
}
