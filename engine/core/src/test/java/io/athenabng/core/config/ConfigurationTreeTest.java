package io.athenabng.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Editing a configuration by words. */
final class ConfigurationTreeTest {
    private final ConfigurationTree minimal = ConfigurationTree.parse(TestConfigurations.MINIMAL).tree();

    private static List<String> words(final String text) {
        return Arrays.asList(text.split(" "));
    }

    private static String describe(final List<ConfigurationChange> changes) {
        final StringBuilder out = new StringBuilder();
        changes.forEach(change -> out.append(change.path()).append(": ").append(change.before()).append(" -> ").append(change.after())
                .append('\n'));
        return out.toString();
    }

    @Test
    void whatIsReadIsWrittenAndMeansTheSame() {
        for (final String text : List.of(TestConfigurations.MINIMAL, TestConfigurations.example(), ConfigurationLoaderTest.EVERYTHING)) {
            final ConfigurationTree tree = ConfigurationTree.parse(text).tree();
            final LoadResult direct = ConfigurationLoader.load("direct", text);
            assertEquals(direct.configuration(), ConfigurationLoader.load("tree", tree.toYaml()).configuration());
            assertEquals(tree, ConfigurationTree.parse(tree.toYaml()).tree());
            // What is written out hides secrets, has this machine's name for {host}, and the port that a server has with TLS.
            final ConfigurationTree written = ConfigurationTree.parse(ConfigurationWriter.toYaml(direct.configuration())).tree();
            assertEquals(List.of(), tree.changesTo(written.withSecretsOf(tree)).stream().filter(change ->
                    !change.before().contains("{host}") && !change.path().endsWith(" authentication-port")).toList(),
                    "defaults written out are no change");
        }
    }

    @Test
    void severalValuesFollowOneAnother() {
        final ConfigurationTree edited = minimal.set(words("access-groups residential shaping down 50mbit up 10mbit"));
        assertEquals("access-groups residential shaping down: unlimited -> 50mbit\naccess-groups residential shaping up: unlimited -> "
                + "10mbit\n", describe(minimal.changesTo(edited)));
        final RunningConfiguration loaded = ConfigurationLoader.load("t", edited.toYaml()).configuration();
        assertEquals(50_000_000, loaded.accessGroups().getFirst().shaping().downBitsPerSecond());
        assertEquals("unlimited", describe(edited.changesTo(minimal)).split("-> ")[1].split("\n")[0]);
    }

    @Test
    void sectionsOfListsAreAddedAndRemovedByName() {
        final ConfigurationTree edited = minimal.set(words("access-groups business trunk eth1 vlans 700.1-99"))
                .set(words("access-groups business gateway 10.9.0.1/24 dhcp server pools business"))
                .set(words("pools business ranges 10.9.0.10-10.9.0.99 10.9.0.200"));
        assertTrue(ConfigurationLoader.load("t", edited.toYaml()).isLoaded(), edited.toYaml());
        assertEquals("pools business: null -> present\naccess-groups business: null -> present\n",
                describe(minimal.changesTo(edited)));
        assertEquals(minimal.delete(words("pools residential ranges 10.64.0.10-10.64.0.250")).show(words("pools residential")),
                "name: residential\nranges: []\n");
        assertEquals(minimal, edited.delete(words("access-groups business")).delete(words("pools business")));
        final ConfigurationTree ranges = minimal.set(words("access-groups residential vlans 600.1-50 outer-tpid 802.1ad"));
        assertEquals("- stack: 600.1-50\n  outer-tpid: 802.1ad\n", ranges.show(words("access-groups residential vlans"))
                .lines().skip(2).map(line -> line.substring(2)).reduce("", (a, b) -> a + b + "\n").replace("    ", "  "),
                ranges.show(words("access-groups residential vlans")));
        assertEquals(minimal, ranges.delete(words("access-groups residential vlans [1]")));
    }

    @Test
    void wrongWordsSayWhatWouldBeRight() {
        final ConfigurationPathException key = assertThrows(ConfigurationPathException.class,
                () -> minimal.set(words("access-groups residential shapping down 1mbit")));
        assertEquals("did you mean shaping?", key.remedy());
        final ConfigurationPathException value = assertThrows(ConfigurationPathException.class,
                () -> minimal.set(words("access-groups residential shaping down fast")));
        assertTrue(value.getMessage().contains("access-groups residential shaping down: \"fast\""), value.getMessage());
        assertThrows(ConfigurationPathException.class, () -> minimal.set(words("access-groups residential shaping down")));
        assertThrows(ConfigurationPathException.class, () -> minimal.set(words("access-groups [7] trunk eth1")));
        assertThrows(ConfigurationPathException.class, () -> minimal.delete(words("access-groups nobody")));
        assertThrows(ConfigurationPathException.class, () -> minimal.delete(words("users")));
        assertThrows(ConfigurationPathException.class, () -> minimal.set(List.of()));
    }

    @Test
    void anEditThatFailsHasChangedNothing() {
        final String before = minimal.toYaml();
        assertThrows(ConfigurationPathException.class, () -> minimal.set(words("access-groups residential isolated true gateway x")));
        assertEquals(before, minimal.toYaml());
    }

    @Test
    void mergingKeepsWhatTheOtherDoesNotName() {
        final ConfigurationTree other = ConfigurationTree.parse("""
                access-groups:
                  - name: residential
                    shaping: {down: 5mbit}
                pools:
                  - name: residential
                    ranges: [10.64.0.252]
                """).tree();
        final ConfigurationTree merged = minimal.merge(other);
        assertTrue(ConfigurationLoader.load("t", merged.toYaml()).isLoaded());
        assertEquals("pools residential ranges: [10.64.0.10-10.64.0.250] -> [10.64.0.10-10.64.0.250, 10.64.0.252]\n"
                + "access-groups residential shaping down: unlimited -> 5mbit\n", describe(minimal.changesTo(merged)));
    }

    @Test
    void problemsOfATextComeAllAtOnce() {
        final ConfigurationTree.Parsed parsed = ConfigurationTree.parse("trnks: []\naccess-groups:\n  - shaping: {down: x, up: y}\n");
        assertEquals(3, parsed.problems().size(), parsed.problems().toString());
        assertEquals(1, parsed.problems().getFirst().line());
        assertEquals(null, parsed.tree());
        assertFalse(ConfigurationTree.parse("{").problems().isEmpty());
        assertFalse(ConfigurationTree.parse("").problems().isEmpty());
    }

    @Test
    void trunksAndAccessGroupsKeepTheirPlacesAndThoseThatAreRemovedServeNothing() {
        final ConfigurationTree running = minimal.set(words("trunks eth2"))
                .set(words("access-groups second trunk eth2 gateway 10.70.0.1/24 vlans 700.1-9"))
                .set(words("access-groups second dhcp server pools two")).set(words("pools two ranges 10.70.0.10"));
        final ConfigurationTree newer = minimal.set(words("trunks eth0"))
                .set(words("access-groups alpha trunk eth0 gateway 10.71.0.1/24 vlans 700.1-9"))
                .set(words("access-groups alpha dhcp server pools residential")).delete(words("access-groups alpha dhcp server pools "
                + "residential"));
        final ConfigurationTree live = running.live(newer);
        final LoadResult loaded = ConfigurationLoader.loadActive("t", live.toYaml());
        assertTrue(loaded.isLoaded(), () -> loaded.problems().toString());
        assertEquals(List.of("eth1", "eth2", "eth0"), loaded.configuration().trunks().stream().map(TrunkSettings::name).toList());
        assertEquals(List.of("residential", "second", "alpha"),
                loaded.configuration().accessGroups().stream().map(AccessGroupSettings::name).toList());
        assertEquals(List.of(), loaded.configuration().accessGroups().get(1).vlans());
        assertEquals(List.of("trunks eth2", "access-groups second"),
                live.changesTo(newer).stream().map(ConfigurationChange::path).filter(path -> path.startsWith("trunks")
                || path.startsWith("access-groups")).distinct().toList());
        assertEquals(newer, newer.live(newer));
    }

    @Test
    void groupsOfRadiusServersKeepTheirPlacesAndThoseThatAreRemovedTheirServers() {
        final ConfigurationTree running = minimal.set(words("radius servers s1 address 192.0.2.1 secret x"))
                .set(words("radius servers s2 address 192.0.2.2 secret x")).set(words("radius servers s3 address 192.0.2.3 secret x"))
                .set(words("radius server-groups a members s1")).set(words("radius server-groups b members s2"));
        final ConfigurationTree newer = minimal.set(words("radius servers s2 address 192.0.2.22 secret x"))
                .set(words("radius server-groups c members s2")).set(words("radius server-groups b members s2 priority 7"));
        final ConfigurationTree live = running.live(newer);
        final RadiusSettings radius = ((LoadResult.Loaded) ConfigurationLoader.load("t", live.toYaml())).configuration().radius();
        assertEquals(List.of("a", "b", "c"), radius.serverGroups().stream().map(RadiusServerGroupSettings::name).toList());
        assertEquals(7, radius.serverGroups().get(1).members().getFirst().priority());
        assertEquals(List.of("s2", "s1"), radius.servers().stream().map(RadiusServerSettings::name).toList());
        assertEquals("192.0.2.22", radius.servers().getFirst().address().toString());
        assertEquals(List.of("radius servers s1", "radius server-groups a"),
                live.changesTo(newer).stream().map(ConfigurationChange::path).toList());
        // What comes after is appended as well, and nothing else moves.
        final ConfigurationTree last = live.live(minimal);
        assertEquals(List.of("a", "b", "c"), ((LoadResult.Loaded) ConfigurationLoader.load("t", last.toYaml())).configuration().radius()
                .serverGroups().stream().map(RadiusServerGroupSettings::name).toList());
        assertEquals(newer, newer.live(newer));
    }

    @Test
    void whatIsReadAtStartOnlyStays() {
        final ConfigurationTree newer = minimal.set(words("logging level debug")).set(words("bootstrap max-sessions 7"))
                .set(words("bootstrap threading dedicated")).set(words("trunks eth2 receivers 2"));
        final ConfigurationTree live = minimal.live(newer);
        assertEquals("trunks eth2: null -> present\nlogging level: info -> debug\n", describe(minimal.changesTo(live)));
        assertTrue(live.changesTo(newer).stream().allMatch(change -> change.effect() == ChangeEffect.RESTART));
        assertEquals(2, live.changesTo(newer).size());
        assertEquals(newer, newer.live(newer));
        assertEquals("logging level: debug -> info\n", describe(newer.changesTo(newer.live(minimal))));
    }

    @Test
    void completionFollowsTheSchema() {
        assertTrue(minimal.completions(List.of()).containsKey("access-groups"));
        assertEquals(List.of("residential", "<name>"), List.copyOf(minimal.completions(words("access-groups")).keySet()));
        assertTrue(minimal.completions(words("access-groups residential")).containsKey("shaping"));
        assertTrue(minimal.completions(words("access-groups new shaping queue")).containsKey("fq_codel"));
        assertEquals(List.of("<rate>"), List.copyOf(minimal.completions(words("access-groups residential shaping down")).keySet()));
        assertTrue(minimal.completions(words("access-groups residential shaping down 5mbit")).containsKey("up"));
        assertTrue(minimal.completions(words("no such words")).isEmpty());
    }
}
