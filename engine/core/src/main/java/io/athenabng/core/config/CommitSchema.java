package io.athenabng.core.config;

import static io.athenabng.core.config.ConfigKey.list;
import static io.athenabng.core.config.ConfigKey.required;
import static io.athenabng.core.config.ConfigKey.value;
import static io.athenabng.core.config.ValueType.choice;
import static io.athenabng.core.config.ValueType.duration;
import static io.athenabng.core.config.ValueType.integer;
import static io.athenabng.core.config.ValueType.text;
import static java.util.Map.entry;

import io.athenabng.core.config.ConfigKey.Presence;
import io.athenabng.core.config.ConfigKey.Section;
import io.athenabng.core.config.ConfigKey.SectionList;
import io.athenabng.core.config.ConfigKey.Value;
import io.athenabng.core.config.ConfigKey.ValueList;
import java.util.List;

/** The keys that say how a new configuration is put in force. */
final class CommitSchema {
    private static final int ARGUMENTS_MAX = 64;
    private static final ValueType<String> PATH = text("path", "an absolute path", 4000, "/[ -~]*");
    private static final ValueType<String> PATH_OR_NONE = text("path", "an absolute path, or nothing", 4000, "|/[ -~]*");
    private static final ValueType<String> ARGUMENT = text("word", "printable ASCII, at most 1000", 1000, "[ -~]*");

    private CommitSchema() {
    }

    /** The archive. */
    static final class Archive {
        static final Value<String> DIRECTORY = value("directory", PATH_OR_NONE, "", "/var/lib/athena-bng/archive",
                "Folder of earlier configurations; empty is the folder archive beside the configuration file.");
        static final Value<Integer> KEEP = value("keep", integer(1, 10_000), "100", "So many earlier configurations are kept.");
        static final Value<Long> MAX_AGE = value("max-age", duration("1h", "3650d", "1s"), "365d",
                "Earlier configurations that were archived longer ago are deleted; the latest stays.");
        static final Section SECTION = new Section("archive", Presence.DEFAULTED, List.of(DIRECTORY, KEEP, MAX_AGE),
                "The archive of earlier configurations, which rollback goes back to.");

        private Archive() {
        }

        static CommitSettings settings(final ConfigSection root) {
            final ConfigSection archive = root.get(SECTION);
            return new CommitSettings(archive.get(DIRECTORY), archive.get(KEEP), archive.get(MAX_AGE),
                    root.get(Service.LIST).stream().map(Service::settings).toList());
        }
    }

    /** Services outside. */
    static final class Service {
        static final Value<String> NAME = required("name", text("name", "letters, digits, '.', '_' and '-', at most 32", 32,
                "[A-Za-z0-9][A-Za-z0-9._-]*"), "routing", "The service's name in messages.");
        static final Value<CommitSettings.Kind> KIND = value("kind", choice(List.of(
                entry("frr", CommitSettings.Kind.FRR), entry("nftables", CommitSettings.Kind.NFTABLES),
                entry("accel-ppp", CommitSettings.Kind.ACCEL_PPP), entry("other", CommitSettings.Kind.OTHER))), "other", "frr",
                "What it is. frr, nftables and accel-ppp bring a template and commands; with other all are given here.");
        static final Value<String> TEMPLATE = value("template", PATH_OR_NONE, "",
                "File with a Jinja2 template; empty is the kind's own.");
        static final Value<String> FILE = required("file", PATH, "/etc/frr/frr.conf", "The file that is written.");
        static final ValueList<String> CHECK = list("check", ARGUMENT, ARGUMENTS_MAX, List.of("vtysh", "-C", "-f", "{file}"),
                "Command that checks a rendered file, {file} in it, before anything is changed; [] is the kind's.");
        static final ValueList<String> RELOAD = list("reload", ARGUMENT, ARGUMENTS_MAX, List.of("systemctl", "reload", "frr"),
                "Command that makes the service read its file; [] is the kind's.");
        static final ValueList<String> HEALTH = list("health", ARGUMENT, ARGUMENTS_MAX, List.of("systemctl", "is-active", "frr"),
                "Command that tells whether the service is well after that; [] is the kind's.");
        static final Value<Long> CHECK_TIMEOUT = value("check-timeout", duration("100ms", "5m", "1ms"), "5s",
                "A check that takes longer has failed.");
        static final Value<Long> RELOAD_TIMEOUT = value("reload-timeout", duration("100ms", "5m", "1ms"), "10s",
                "A reload that takes longer has failed.");
        static final Value<Long> HEALTH_TIMEOUT = value("health-timeout", duration("100ms", "5m", "1ms"), "5s",
                "A look at the service's health that takes longer has failed.");
        static final SectionList LIST = new SectionList("services", Presence.DEFAULTED, 0, 16, List.of(NAME, KIND, TEMPLATE, FILE, CHECK,
                RELOAD, HEALTH, CHECK_TIMEOUT, RELOAD_TIMEOUT, HEALTH_TIMEOUT),
                "Services outside whose files are written at each commit, in this order.");

        private Service() {
        }

        private static CommitSettings.Service settings(final ConfigSection section) {
            return new CommitSettings.Service(section.get(NAME), section.get(KIND), section.get(TEMPLATE), section.get(FILE),
                    section.get(CHECK), section.get(RELOAD), section.get(HEALTH), section.get(CHECK_TIMEOUT),
                    section.get(RELOAD_TIMEOUT), section.get(HEALTH_TIMEOUT));
        }

        /** What is not known of a kind must be given. */
        static void check(final ConfigSection service, final ConfigurationProblems problems) {
            if (service.get(KIND) != CommitSettings.Kind.OTHER) {
                return;
            }
            if (service.get(TEMPLATE) != null && service.get(TEMPLATE).isEmpty()) {
                problems.add(service.place(TEMPLATE), "there is no built-in template for kind: other", "name a template's file");
            }
            if (service.get(RELOAD) != null && service.get(RELOAD).isEmpty()) {
                problems.add(service.place(RELOAD), "there is no built-in command for kind: other", "add reload: [COMMAND, ARGUMENT]");
            }
        }
    }
}
