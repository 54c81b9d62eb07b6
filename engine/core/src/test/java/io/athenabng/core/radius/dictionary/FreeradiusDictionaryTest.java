package io.athenabng.core.radius.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.athenabng.wire.radius.RadiusAttributes;
import io.athenabng.wire.radius.RadiusVendorFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The dictionaries of Debian's package freeradius-common, all of them. */
class FreeradiusDictionaryTest {
    private static final Path DIRECTORY = Path.of("/usr/share/freeradius");
    private static final String MAIN = DIRECTORY.resolve("dictionary").toString();
    private static final String TEST = "test";

    /** Files that FreeRADIUS itself does not include, since they contradict others, or themselves. */
    private static final Map<String, String> CONTRADICTIONS = Map.of(
        "dictionary.freedhcp", "there is no attribute FreeDHCP-Opcode",
        "dictionary.wimax.alvarion", "WiMAX-VLAN-ID already is 26.24757.28.11.8",
        "dictionary.openser", "Sip-Method already is 26.11862.0",
        "dictionary.rfc5090", "Digest-Response already is 206");

    private static final Set<String> FILES_READ = new HashSet<>();
    private static RadiusDictionary dictionary;

    @BeforeAll
    static void read() {
        Assumptions.assumeTrue(Files.isRegularFile(Path.of(MAIN)),
            "no " + MAIN + ": install the package freeradius-common (scripts/test does)");
        final DictionarySource machine = DictionaryFiles.machine();
        dictionary = RadiusDictionary.load(MAIN, file -> {
            FILES_READ.add(file);
            return machine.read(file);
        }, RadiusAttributes.VENDOR_ATHENA).dictionary();
    }

    @Test
    void everyAttributeAndVendorIsThere() throws IOException {
        assertTrue(FILES_READ.size() > 200, FILES_READ.size() + " files");
        final Set<String> names = new TreeSet<>();
        final Set<String> vendors = new TreeSet<>();
        for (final String file : FILES_READ) {
            for (final String line : Files.readAllLines(Path.of(file))) {
                final String[] words = line.split("\\s+");
                if (words[0].equals("ATTRIBUTE")) {
                    names.add(words[1].toLowerCase(Locale.ROOT));
                } else if (words[0].equals("VENDOR")) {
                    vendors.add(words[1].toLowerCase(Locale.ROOT));
                }
            }
        }
        assertTrue(names.size() > 7_000, names.size() + " names");
        assertEquals(names, dictionary.attributes().stream().map(attribute -> attribute.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(vendors, dictionary.vendors().stream().map(vendor -> vendor.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Files that are not included may be, unless they contradict. */
    @Test
    void theOtherFilesToo() throws IOException {
        final Set<String> refused = new TreeSet<>();
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                if (!FILES_READ.contains(file.toString())) {
                    final List<DictionaryProblem> problems = loadAfterMain(file.toString()).problems();
                    final String name = file.getFileName().toString();
                    if (!problems.isEmpty()) {
                        refused.add(name);
                        assertTrue(problems.getFirst().message().startsWith(CONTRADICTIONS.getOrDefault(name, "nothing is known of")),
                            problems.getFirst().describe());
                    }
                }
            }
        }
        assertEquals(new TreeSet<>(CONTRADICTIONS.keySet()), refused);
    }

    /** Ours after theirs: what both describe has the same number. */
    @Test
    void oursAgreeWithTheirs() {
        final RadiusDictionary both = loadAfterMain(DictionaryFiles.distribution()).dictionary();
        final RadiusDictionary ours = RadiusDictionary
            .load(DictionaryFiles.distribution(), DictionaryFiles.machine(), RadiusAttributes.VENDOR_ATHENA).dictionary();
        int shared = 0;
        for (final RadiusAttribute attribute : ours.attributes()) {
            final RadiusAttribute theirs = dictionary.attribute(attribute.key());
            assertEquals(attribute.key(), both.attribute(attribute.name()).key());
            if (theirs != null && theirs.name().equals(attribute.name())) {
                shared++;
                assertEquals(theirs.flags().encryption(), attribute.flags().encryption(), attribute.name());
                assertEquals(theirs.flags().hasTag(), attribute.flags().hasTag(), attribute.name());
                assertTrue(theirs.type() == attribute.type() || isText(theirs.type()) && isText(attribute.type()),
                    () -> attribute + " is " + attribute.type() + ", theirs " + theirs.type());
            } else if (theirs != null) {
                // The six containers of RFC 6929 have other names there; everything else must bear the same.
                assertTrue(attribute.type() == RadiusAttributeType.EXTENDED || attribute.type() == RadiusAttributeType.LONG_EXTENDED,
                    () -> attribute + " there is " + theirs);
            }
        }
        assertTrue(shared > 100, shared + " attributes");
    }

    private static boolean isText(final RadiusAttributeType type) {
        return type == RadiusAttributeType.STRING || type == RadiusAttributeType.OCTETS;
    }

    @Test
    void someOfEachKind() {
        assertAttribute("User-Password", 2, RadiusAttributeType.STRING);
        assertEquals(RadiusAttribute.ENCRYPT_USER_PASSWORD, dictionary.attribute("User-Password").flags().encryption());
        assertAttribute("Cisco-AVPair", RadiusAttributes.key(9, 1), RadiusAttributeType.STRING);
        assertAttribute("Lucent-Max-Shared-Users", RadiusAttributes.key(4846, 2), RadiusAttributeType.INTEGER);
        assertAttribute("FreeRADIUS-802.1X-Anonce", RadiusAttributes.extendedVendorKey(245, 11344, 1), RadiusAttributeType.OCTETS);
        assertAttribute("Frag-Status", RadiusAttributes.key(0, 241 << 8 | 1), RadiusAttributeType.INTEGER);
        assertEquals("241.1", dictionary.attribute("Frag-Status").number());
        assertEquals(RadiusAttribute.NO_KEY, dictionary.attribute("Auth-Type").key(), "FreeRADIUS's own");
        assertEquals(0x21, dictionary.format(4846));
        assertEquals(0x40, dictionary.format(429));
        assertEquals(0x22, dictionary.format(8164));
        assertEquals(RadiusVendorFormats.OPAQUE, dictionary.format(24757), "WiMAX goes on in other attributes");
        assertEquals(RadiusVendorFormats.STANDARD, dictionary.format(9));
        final RadiusAttribute capability = dictionary.attribute("WiMAX-Capability");
        assertEquals(RadiusAttributeType.TLV, capability.type());
        assertEquals("WiMAX-Release", capability.child(1).name());
        assertEquals("26.24757.1.1", capability.child(1).number());
        assertEquals(32L, dictionary.attribute("NAS-Port-Type").value("pppoeoe"));
        assertEquals("PPPoEoE", dictionary.attribute("NAS-Port-Type").valueName(32));
    }

    private static void assertAttribute(final String name, final long key, final RadiusAttributeType type) {
        final RadiusAttribute attribute = dictionary.attribute(name);
        assertNotNull(attribute, name);
        assertEquals(key, attribute.key(), name);
        assertEquals(type, attribute.type(), name);
        assertEquals(attribute, dictionary.attribute(key), name);
    }

    private static DictionaryResult loadAfterMain(final String file) {
        final DictionarySource machine = DictionaryFiles.machine();
        final DictionarySource.Text first = DictionarySource.Text.of("$INCLUDE " + MAIN + "\n$INCLUDE " + file + "\n");
        return RadiusDictionary.load(TEST, name -> name.equals(TEST) ? first : machine.read(name), RadiusAttributes.VENDOR_ATHENA);
    }
}
