package io.athenabng.daemon.edge.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.athenabng.core.config.CommitSettings;
import io.athenabng.core.config.ConfigurationLoader;
import io.athenabng.core.config.ConfigurationTree;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.daemon.ErrorLog;
import io.athenabng.daemon.commit.ActiveConfiguration;
import io.athenabng.daemon.commit.CommitEngine;
import io.athenabng.daemon.commit.CommitException;
import io.athenabng.daemon.commit.CommitOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits that tell services outside: what is rendered, checked and read, and what a failure leaves. */
final class ServicesCommitTest {
    private static final String CONFIGURATION = """
            trunks:
              - name: eth1
            pools:
              - name: main
                ranges: [10.64.0.10-10.64.0.250]
            access-groups:
              - name: residential
                trunk: eth1
                vlans: [{ stack: 500.100-199 }]
                gateway: 10.64.0.1/24
                dhcp: { server: { pools: [main] } }
            """;

    @TempDir
    private Path directory;
    private final ErrorLog errors = new ErrorLog();
    private Path file;
    private Path template;
    private Path target;
    private Path reloads;
    private CommitEngine engine;

    @BeforeEach
    void open() throws IOException {
        file = directory.resolve("abng.yaml");
        template = directory.resolve("t.j2");
        target = directory.resolve("target.conf");
        reloads = directory.resolve("reloads");
        Files.writeString(file, CONFIGURATION);
        Files.writeString(template, "{% for group in access_groups %}{{ group.name }} {{ group.gateway }} {{ group.shaping.down }}\n"
                + "{% endfor %}networks {{ networks|join(' ') }}\n");
        Files.writeString(target, "before\n");
        Files.writeString(reloads, "");
        final ActiveConfiguration active = new ActiveConfiguration(ConfigurationLoader.load(file).configuration());
        engine = new CommitEngine(file, active, List.of(new ServicesConsumer()), System::currentTimeMillis, errors);
    }

    /** A service whose reload notes what it read. */
    private ConfigurationTree service(final String more) {
        return engine.running().merge(ConfigurationTree.parse("""
                services:
                  - name: fw
                    template: %s
                    file: %s
                    reload: [sh, -c, "cat {file} >> %s"]
                """.formatted(template, target, reloads) + more.indent(4)).tree());
    }

    private void commit(final ConfigurationTree tree) {
        engine.commit(tree, new CommitOrder("alice", "", 0, false, false));
    }

    private CommitException refused(final ConfigurationTree tree) throws IOException {
        final CommitException refused = assertThrows(CommitException.class, () -> commit(tree));
        assertEquals(CommitException.Kind.FAILED, refused.kind(), refused.getMessage());
        assertTrue(refused.getMessage().contains("fw"), refused.getMessage());
        assertEquals("before\n", Files.readString(target));
        assertEquals(CONFIGURATION, Files.readString(file));
        assertEquals(List.of(), engine.archive().entries());
        return refused;
    }

    @Test
    void aServiceReadsWhatWasRenderedAndOnlyWhenItDiffers() throws IOException {
        commit(service("check: [grep, -q, residential, \"{file}\"]\nhealth: [\"true\"]"));
        final String rendered = "residential 10.64.0.1/24 unlimited\nnetworks 10.64.0.0/24\n";
        assertEquals(rendered, Files.readString(target));
        assertEquals(rendered, Files.readString(reloads));
        commit(engine.running().set(List.of("logging", "level", "debug")));
        assertEquals(rendered, Files.readString(reloads), "nothing changed for it");
        commit(engine.running().set(List.of("access-groups", "residential", "shaping", "down", "5mbit")));
        assertEquals(rendered + rendered.replace("unlimited", "5mbit"), Files.readString(reloads));
    }

    @Test
    void aStartBringsServicesInLineThatACrashLeftBehind() throws IOException {
        commit(service(""));
        final String rendered = Files.readString(target);
        Files.writeString(target, "from before the crash\n");
        final ActiveConfiguration active = new ActiveConfiguration(ConfigurationLoader.load(file).configuration());
        new CommitEngine(file, active, List.of(new ServicesConsumer()), System::currentTimeMillis, errors).onStart();
        assertEquals(rendered, Files.readString(target));
        Files.delete(template);
        new CommitEngine(file, active, List.of(new ServicesConsumer()), System::currentTimeMillis, errors).onStart();
        assertEquals(1, errors.entries().size(), "said, and the daemon goes on");
    }

    @Test
    void aTemplateThatFailsStopsTheDryRun() throws IOException {
        Files.writeString(template, "{% for x in %}");
        assertTrue(refused(service("")).getMessage().contains("template of fw"));
        Files.writeString(template, "{{ no_such_name }}");
        assertTrue(refused(service("")).getMessage().contains("no_such_name"));
        Files.delete(template);
        assertTrue(refused(service("")).getMessage().contains("cannot be read"));
    }

    @Test
    void rubbishIsFoundByTheCheckerAndSaid() throws IOException {
        Files.writeString(template, "rubbish\n");
        final CommitException refused = refused(service("check: [sh, -c, \"echo line 1 is rubbish; false\"]"));
        assertTrue(refused.getMessage().contains("line 1 is rubbish"), refused.getMessage());
        assertTrue(refused(service("check: [no-such-program]")).getMessage().contains("cannot be run"));
        assertEquals("", Files.readString(reloads));
    }

    @Test
    void aReloadThatHangsIsKilledAndEverythingTakenBack() throws IOException {
        final Path first = directory.resolve("first");
        final ConfigurationTree tree = service("").set(List.of("services", "fw", "reload-timeout", "4s"))
                .delete(List.of("services", "fw", "reload"))
                // Hangs, with a grandchild that holds the output, for what is new; what is put back is read at once.
                .set(List.of("services", "fw", "reload", "sh", "-c",
                        "grep -q before " + target + " || { touch " + first + "; sleep 600 & sleep 600; }"));
        final long startNs = System.nanoTime();
        final CommitException refused = refused(tree);
        assertTrue(refused.getMessage().contains("took longer than 4000 ms"), refused.getMessage());
        assertTrue(refused.getMessage().contains("as it was before"), refused.getMessage());
        assertTrue(Files.exists(first));
        assertTrue(System.nanoTime() - startNs < 60_000_000_000L);
        assertFalse(ProcessHandle.current().descendants().anyMatch(process -> process.info().arguments()
                .map(arguments -> List.of(arguments).contains("600")).orElse(false)), "nothing is left running");
    }

    @Test
    void aServiceThatIsNotWellAfterwardsGetsItsFileBack() throws IOException {
        refused(service("health: [\"false\"]"));
        assertTrue(Files.readString(reloads).endsWith("before\n"), "and has read it");
    }

    @Test
    void whatCannotBePutBackIsNamed() throws IOException {
        final CommitException refused = assertThrows(CommitException.class, () -> commit(service("")
                .delete(List.of("services", "fw", "reload")).set(List.of("services", "fw", "reload", "false"))));
        assertTrue(refused.getMessage().contains("could not be rolled back: services"), refused.getMessage());
        assertEquals("before\n", Files.readString(target));
        assertEquals(1, errors.entries().size());
    }

    @Test
    void builtInTemplatesAreWhatTheirToolsTake() throws IOException {
        final RunningConfiguration configuration = ConfigurationLoader.load(file).configuration();
        final ServiceTemplates templates = new ServiceTemplates();
        for (final CommitSettings.Kind kind : CommitSettings.Kind.values()) {
            if (kind != CommitSettings.Kind.OTHER) {
                final String text = templates.render(builtIn(kind), configuration);
                assertTrue(text.contains("10.64.0."), text);
                assertFalse(text.contains("{{") || text.contains("{%"), text);
            }
        }
        final String frr = templates.render(builtIn(CommitSettings.Kind.FRR), configuration);
        assertTrue(frr.contains("ip prefix-list ABNG-SUBSCRIBERS seq 5 permit 10.64.0.0/24\n"), frr);
        final String accel = templates.render(builtIn(CommitSettings.Kind.ACCEL_PPP), configuration);
        assertTrue(accel.contains("interface=re:^eth1\\..+$\n") && accel.contains("10.64.0.10-10.64.0.250,name=main\n"), accel);
    }

    @Test
    void nftChecksTheBuiltInRuleset() throws IOException {
        final Path nft = Path.of("/usr/sbin/nft");
        assumeTrue(Files.isExecutable(nft), "nft is not installed");
        final RunningConfiguration configuration = ConfigurationLoader.load(file).configuration();
        final Path rules = directory.resolve("rules.nft");
        Files.writeString(rules, new ServiceTemplates().render(builtIn(CommitSettings.Kind.NFTABLES), configuration));
        try {
            ServiceCommand.run("nft", List.of(nft.toString(), "-c", "-f", rules.toString()), 20_000_000_000L);
        } catch (final ConfigurationConsumer.RefusedException e) {
            assumeTrue(!e.getMessage().contains("Operation not permitted"), "nft needs CAP_NET_ADMIN");
            throw e;
        }
    }

    private static CommitSettings.Service builtIn(final CommitSettings.Kind kind) {
        return new CommitSettings.Service("s", kind, "", "/nowhere", List.of(), List.of(), List.of(), 1, 1, 1);
    }
}
