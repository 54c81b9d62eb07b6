package io.athenabng.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UnitsTest {
    @ParameterizedTest
    @CsvSource({"0,0bit", "999,999bit", "640000,640kbit", "100000000,100mbit", "2500000000,2.5gbit", "1234567,1.235mbit",
        "1000000000000,1tbit"})
    void ratesAreInTheNotationOfTheConfiguration(final long rate, final String text) {
        assertEquals(text, Units.rate(rate));
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1024,1 KiB", "1536,1.5 KiB", "98765432,94.2 MiB", "9223372036854775807,8 EiB"})
    void bytes(final long bytes, final String text) {
        assertEquals(text, Units.bytes(bytes));
    }

    @ParameterizedTest
    @CsvSource({"0,0s", "59,59s", "60,1m00s", "3725,1h02m", "90000,1d01h", "-5,-5s", "-9223372036854775808,-106751991167300d15h"})
    void durations(final long seconds, final String text) {
        assertEquals(text, Units.duration(seconds));
    }

    @ParameterizedTest
    @CsvSource({"830,830us", "5000,5ms", "1250000,1.3s"})
    void microseconds(final long value, final String text) {
        assertEquals(text, Units.microseconds(value));
    }

    @Test
    void yamlQuotesWhatWouldBeReadAsSomethingElse() {
        final Map<String, Object> map = new LinkedHashMap<>();
        map.put("plain", "eth1");
        map.put("number", "100");
        map.put("truth", "yes");
        map.put("colon", "a: b");
        map.put("empty", "");
        map.put("none", null);
        map.put("int", 5L);
        map.put("list", List.of("a", Map.of("k", List.of(1L)), List.of()));
        map.put("nothing", Map.of());
        final StringBuilder out = new StringBuilder();
        Yaml.write(out, map);
        assertEquals("""
            plain: eth1
            number: "100"
            truth: "yes"
            colon: "a: b"
            empty: ""
            none: null
            int: 5
            list:
              - a
              - k:
                  - 1
              - []
            nothing: {}
            """, out.toString());
    }

    @Test
    void tablesAlignNumbersToTheRight() {
        final Table table = new Table().column("NAME", false).column("N", true);
        table.row("a", "1000");
        table.row("long name", "5");
        final StringBuilder out = new StringBuilder();
        table.write(out, Style.PLAIN);
        assertEquals("NAME          N\na          1000\nlong name     5\n", out.toString());
    }

    @Test
    void tablesShareTheLossAmongTheWidestTexts() {
        final Table table = new Table().column("A", false).column("B", false).column("N", true);
        table.row("x".repeat(40), "y".repeat(30), "123456");
        final StringBuilder out = new StringBuilder();
        table.write(out, new Style(40, false, "…"));
        final String row = out.toString().lines().toList().get(1);
        assertEquals(40, row.length());
        assertEquals("x".repeat(14) + "…  " + "y".repeat(14) + "…  123456", row);
    }
}
