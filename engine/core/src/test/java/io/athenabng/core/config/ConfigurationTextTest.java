package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.ethernet.VlanStack;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rates, durations, sizes, addresses and templates: text to value and back. */
final class ConfigurationTextTest {
    @Test
    void rates() {
        assertEquals(100_000_000, RateText.parse("100mbit"));
        assertEquals(2_500_000_000L, RateText.parse("2.5gbit"));
        assertEquals(640_000, RateText.parse("640kbit"));
        assertEquals(640_000, RateText.parse("640Kbit"));
        assertEquals(123, RateText.parse("123"));
        assertEquals(123, RateText.parse("123bit"));
        assertEquals(1_000_000_000_000L, RateText.parse("1tbit"));
        assertEquals(0, RateText.parse("unlimited"));
        assertEquals(0, RateText.parse("0"));
        assertEquals("100mbit", RateText.format(100_000_000));
        assertEquals("2.5gbit", RateText.format(2_500_000_000L));
        assertEquals("1234.567kbit", RateText.format(1_234_567));
        assertEquals("999", RateText.format(999));
        assertEquals("unlimited", RateText.format(0));
        assertEquals("\"100 Mb\" is not a rate: write 100mbit, 640kbit, 2.5gbit or bits per second",
                assertThrows(ConfigurationValueException.class, () -> RateText.parse("100 Mb")).getMessage());
    }

    @Test
    void durations() {
        assertEquals(500_000_000, DurationText.parse("500ms"));
        assertEquals(30_000_000_000L, DurationText.parse("30s"));
        assertEquals(600_000_000_000L, DurationText.parse("10m"));
        assertEquals(3_600_000_000_000L, DurationText.parse("1h"));
        assertEquals(604_800_000_000_000L, DurationText.parse("7d"));
        assertEquals(250_000, DurationText.parse("250us"));
        assertEquals(1_500_000_000, DurationText.parse("1.5s"));
        assertEquals(0, DurationText.parse("0"));
        assertEquals("90s", DurationText.format(90_000_000_000L));
        assertEquals("7d", DurationText.format(604_800_000_000_000L));
        assertEquals("0s", DurationText.format(0));
        assertEquals("1001ns", DurationText.format(1001));
    }

    @Test
    void sizes() {
        assertEquals(256 << 10, SizeText.parse("256KiB"));
        assertEquals(1 << 20, SizeText.parse("1MiB"));
        assertEquals(4096, SizeText.parse("4096"));
        assertEquals("256KiB", SizeText.format(256 << 10));
        assertEquals("1GiB", SizeText.format(1 << 30));
        assertEquals("1000", SizeText.format(1000));
        assertEquals("0", SizeText.format(0));
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        final Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            final long value = (random.nextLong() >>> 1) >>> random.nextInt(63);
            final long rounded = value - value % (long) Math.pow(10, random.nextInt(12));
            assertEquals(rounded, RateText.parse(RateText.format(rounded)));
            assertEquals(rounded, DurationText.parse(DurationText.format(rounded)));
            final long size = value & -(1L << random.nextInt(31));
            assertEquals(size, SizeText.parse(SizeText.format(size)));
        }
    }

    @Test
    void addresses() {
        assertEquals(0x0a000001, AddressText.parseIpv4("10.0.0.1"));
        final AddressText.InterfaceAddress gateway = AddressText.parseInterfaceAddress("10.64.0.1/24");
        assertEquals(new AddressText.InterfaceAddress(0x0a400001, 24), gateway);
        assertEquals("10.64.0.0/24", gateway.prefix().toString());
        assertEquals(new PoolSettings.AddressRange(0x0a000001, 0x0a000009), AddressText.parseRange("10.0.0.1 - 10.0.0.9"));
        assertEquals("10.0.0.1-10.0.0.9", AddressText.formatRange(new PoolSettings.AddressRange(0x0a000001, 0x0a000009)));
        assertEquals("10.0.0.1", AddressText.formatRange(AddressText.parseRange("10.0.0.1")));
        assertEquals(new DhcpSettings.Route(0xc0000200, 24, 0x0a400001), AddressText.parseRoute("192.0.2.0/24 via 10.64.0.1"));
        assertEquals("192.0.2.0/24 via 10.64.0.1", AddressText.formatRoute(AddressText.parseRoute("192.0.2.0/24 via 10.64.0.1")));
        assertEquals(0x0200000000ffL, AddressText.parseMac("02:00:00:00:00:FF"));
        for (final String bad : new String[] {"10.0.0.1/", "10.0.0.1/+8", "10.0.0.1/-1", "10.0.0.1/8/8", "/8", "10.0.0/8",
                "10.0.0.1/999999999999"}) {
            assertThrows(ConfigurationValueException.class, () -> AddressText.parseInterfaceAddress(bad), bad);
        }
    }

    @Test
    void quotesAreShortAndHarmless() {
        assertEquals("\"" + "x".repeat(60) + "...\"", ConfigurationValueException.quote("x".repeat(1000)));
        assertEquals("\"a?[0m?\"", ConfigurationValueException.quote("a\u001b[0m\u202e"));
    }

    @Test
    void templatesRenderEveryPlaceholder() {
        final long stack = VlanStack.of(111, 500, 100);
        assertEquals("eth1.111.500.100|eth1|gold|02:00:00:00:00:ff|500|100.",
                render("{line}|{trunk}|{group}|{mac}|{svlan}|{cvlan}.", stack));
        assertEquals("0/7", render("{svlan}/{cvlan}", VlanStack.of(7)));
        assertEquals("0/0/eth1", render("{svlan}/{cvlan}/{line}", VlanStack.UNTAGGED));
        assertEquals("plain", render("plain", stack));
        assertEquals("", render("", stack));
        assertTrue(NameTemplate.compile("").isEmpty());
        assertFalse(NameTemplate.compile("{line}").isEmpty());
        assertEquals("a-bng7-{line}", NameTemplate.expandHost("a-{host}-{line}", "bng7"));
        assertEquals("{line}", NameTemplate.compile("{line}").toString());
    }

    @Test
    void templatesKnowTheirLongestName() {
        final String all = "{line}|{trunk}|{group}|{mac}|{svlan}|{cvlan}";
        final StringBuilder out = new StringBuilder();
        NameTemplate.compile(all).render(out, "trunk", VlanStack.of(4094, 4094, 4094, 4094), "group", 0xffff_ffff_ffffL);
        assertEquals(out.length(), NameTemplate.compile(all).maxLength(5, 5, 0, 0));
    }

    private static String render(final String template, final long stack) {
        return NameTemplate.compile(template).render(new StringBuilder(), "eth1", stack, "gold", 0x0200000000ffL).toString();
    }
}
