package io.athenabng.core.config;

import java.util.List;

/** Writes docs/configuration.md from the declared keys. */
final class ConfigurationReference {
    private static final String HEAD = """
            <!-- Generated from ConfigurationSchema by ConfigurationReferenceTest with -Dabng.regenerate=true -->
            # Configuration

            `abngd` reads one YAML file: `/opt/athena-bng/conf/abng.yaml`, or the one that `--config` names. It is read at start and
            checked as a whole; `abngd --check --config FILE` only checks. A file with a problem is not used, and every problem is reported
            at once with file, line, column, key and remedy:

            ```
            abng.yaml:15:22: access-groups[0].shaping.down: "100 Mb" is not a rate: write 100mbit, 640kbit, 2.5gbit or bits per second
            abng.yaml:21:5: access-groups[0].lease-time: unknown key "lease-time": it belongs to access-groups[].dhcp.server
            ```

            [abng-example.yaml](abng-example.yaml) has every key; the distribution carries it as `conf/abng-example.yaml`. This is the
            least that a gateway needs:

            ```yaml
            """;
    private static final String UNITS = """
            ```

            ## Values

            | type | how it is written |
            |---|---|
            | rate | `640kbit`, `100mbit`, `2.5gbit`, `1tbit` (decimal units), bits per second without a unit, or `unlimited` |
            | duration | `250us`, `500ms`, `30s`, `10m`, `1h`, `7d`; zero is `0s` |
            | size | `256KiB`, `4MiB`, `1GiB` (binary units), or bytes without a unit |
            | boolean | `true` or `false` |
            | VLAN stack | VIDs from the outside in, each one VID or a range: `500.100-199` is the outer tag 500 and the inner tags \
            100 to 199; `untagged` is the trunk without tags |
            | template | text with `{line}` (the trunk and the VIDs: `eth1.500.100`), `{trunk}`, `{group}`, `{mac}`, `{svlan}` (the VID \
            outside of the innermost), `{cvlan}` (the innermost VID), `{host}` (this machine's name); VIDs that a line does not have are 0 |

            Text with `:`, `{`, `#` or leading blanks, like a MAC address or a template, goes in quotes. A key that is left out takes its
            default. Keys that the rest of the file leaves without an effect, like `dhcp.relay` with `mode: server`, are refused. Anchors
            and aliases may be used; tags may not. A file has at most 16 MiB.

            ## Changes

            The file is read when `abngd` starts. While it runs, changes go by a *candidate* and a *commit*: `abng-cli` in `configure`
            mode, or the methods `config.*` of the [management socket](rpc.md); see [commit.md](commit.md). The column *change* says what
            another value does to a gateway that runs; of a list of sections, what one more or less does:

            | change | what it does |
            |---|---|
            | live | It holds at once; no session notices. |
            | new sessions | It holds for sessions that begin from now on. |
            | re-shape | Sessions that are up are shaped anew in place; no packet is lost. |
            | ends sessions | Sessions that depend on what was there end; the commit asks first. |
            | restart | It is kept in the file and holds when `abngd` is started again. Sessions stay: they are in the session store \
            and in the kernel. |

            A schema for editors and front ends is [abng.schema.json](abng.schema.json) (JSON Schema, draft 2020-12).
            """;

    private final StringBuilder out = new StringBuilder();

    private ConfigurationReference() {
    }

    static String markdown() {
        final ConfigurationReference reference = new ConfigurationReference();
        reference.out.append(HEAD).append(TestConfigurations.MINIMAL).append(UNITS);
        for (final ConfigKey key : ConfigurationSchema.Root.SECTION.keys()) {
            reference.section("", key);
        }
        return reference.out.toString();
    }

    private void section(final String prefix, final ConfigKey key) {
        switch (key) {
            case ConfigKey.Section section -> {
                title(prefix + section.name(), section);
                keys(prefix + section.name() + ".", section.keys());
            }
            case ConfigKey.SectionList list -> {
                title(prefix + list.name() + "[]", list);
                out.append("A list").append(list.min() > 0 ? " of at least " + list.min() : "").append(", at most ").append(list.max())
                        .append(".\n\n");
                keys(prefix + list.name() + "[].", list.keys());
            }
            case ConfigKey.Value<?> value -> throw new IllegalArgumentException(value.name());
            case ConfigKey.ValueList<?> list -> throw new IllegalArgumentException(list.name());
        }
    }

    private void title(final String path, final ConfigKey key) {
        out.append("\n## ").append(path).append("\n\n").append(key.description());
        out.append(switch (key.presence()) {
            case REQUIRED -> " *Required.*\n\n";
            case DEFAULTED, OPTIONAL -> "\n\n";
        });
    }

    private void keys(final String prefix, final List<ConfigKey> keys) {
        out.append("| key | type | values | default | change | what it is |\n|---|---|---|---|---|---|\n");
        for (final ConfigKey key : keys) {
            switch (key) {
                case ConfigKey.Value<?> value -> row(key, value.type().name(), value.type().range(), switch (value.presence()) {
                    case REQUIRED -> "*required*";
                    case OPTIONAL -> "*none*";
                    case DEFAULTED -> value.defaultText().isEmpty() ? "*empty*" : "`" + value.defaultText() + "`";
                }, value.example());
                case ConfigKey.ValueList<?> list -> row(key, "list of " + list.type().name(),
                        (list.min() > 0 ? list.min() : 0) + " to " + list.max() + " of: " + list.type().range(),
                        list.presence() == ConfigKey.Presence.REQUIRED ? "*required*" : "`[]`", list.example().toString());
                case ConfigKey.Section section -> row(key, "section", "below", section.presence() == ConfigKey.Presence.OPTIONAL
                        ? "*none*" : "its keys' defaults", "");
                case ConfigKey.SectionList list -> row(key, "list of sections", "below",
                        list.presence() == ConfigKey.Presence.REQUIRED ? "*required*" : "`[]`", "");
            }
        }
        for (final ConfigKey key : keys) {
            if (key instanceof ConfigKey.Section || key instanceof ConfigKey.SectionList) {
                section(prefix, key);
            }
        }
    }

    private void row(final ConfigKey key, final String type, final String range, final String defaultValue, final String example) {
        final boolean shown = !example.isEmpty() && !example.equals("[]") && !defaultValue.equals("`" + example + "`");
        out.append("| `").append(key.name()).append("` | ").append(type).append(" | ").append(cell(range)).append(" | ")
                .append(defaultValue)
                .append(" | ").append(effect(key)).append(" | ").append(cell(key.description()))
                .append(shown ? " Example: `" + example + "`" : "").append(" |\n");
    }

    private static String effect(final ConfigKey key) {
        final String less = key instanceof ConfigKey.SectionList list ? ConfigurationEffects.ofRemoval(list).text() : key.effect().text();
        return key.effect().text() + (less.equals(key.effect().text()) ? "" : "; one less: " + less);
    }

    private static String cell(final String text) {
        return text.replace("|", "\\|");
    }
}
