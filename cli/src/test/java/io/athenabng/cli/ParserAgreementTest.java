package io.athenabng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayInputStream;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The quick parser and picocli mean the same, and the quick one leaves to picocli whatever is not plain. */
final class ParserAgreementTest {
    private final CliEnvironment environment =
        new CliEnvironment(new ByteArrayInputStream(new byte[0]), System.out, System.err, false, 80, Map.of());
    private final CommandLines commandLines = new CommandLines(CliCommands.all());

    @ParameterizedTest
    @ValueSource(strings = {
        "show subscribers", "--json show subscribers", "show --json subscribers", "show subscribers --json --no-color",
        "--socket /x/y show status", "show status --socket=/x/y", "show status --timeout 5",
        "show subscribers --group residential --limit=5 --offset 10", "show session 5", "show session --id 5",
        "show session 02:00:00:00:00:01 --json", "clear session --all --confirm",
        "test radius alice --password=x --chap", "test radius --user alice",
        "set rate --id 1 --down 0 --up=5mbit", "monitor events --types error,session.dhcp_up",
        "monitor events --types=error", "configure validate -", "configure validate a.yaml", "rpc show.status",
        "rpc show.session {\"id\":1}",
        "completion bash", "show counters --non-zero --prefix rpc.", "show qos --circuit-id eth1.5"})
    void agree(final String line) throws UsageProblem {
        final String[] args = line.split(" ");
        final Invocation quick = commandLines.quick(environment, args);
        assertNotNull(quick);
        assertEquals(new PicocliParser(commandLines).parse(environment, args), new CommandLines.Parsed(quick, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "show", "shwo status", "show subscriber", "show status now", "show status --help", "-h", "--version",
        "show subscribers --limit",
        "show subscribers --limit many", "show subscribers --limit 99999999999", "show subscribers --limit -5",
        "show subscribers --grp x",
        "show subscribers --group a --group b", "clear session --all=true", "configure validate", "show session 5 6", "rpc",
        "--timeout show status", "show subscribers --group --json"})
    void quickParserLeavesTheRestToPicocli(final String line) {
        assertNull(commandLines.quick(environment, line.isEmpty() ? new String[0] : line.split(" ")));
    }
}
