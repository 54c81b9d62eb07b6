package io.athenabng.daemon.edge.service;

import io.athenabng.core.config.ChangeEffect;
import io.athenabng.core.config.CommitSettings;
import io.athenabng.core.config.RunningConfiguration;
import io.athenabng.core.port.ConfigurationConsumer;
import io.athenabng.daemon.edge.archive.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The services outside, one after the other. Dry run: render, and check what was rendered. Apply: replace the file and have it read, where
 * it
 * differs. Verify: look at the service's health. Roll back: the file as it was, read again. A service that is taken out of the
 * configuration
 * keeps its file. Owned by the thread that commits.
 */
public final class ServicesConsumer implements ConfigurationConsumer {
    private static final String FILE = "{file}";

    private record Replaced(CommitSettings.Service service, byte[] before) {
    }

    private final ServiceTemplates templates = new ServiceTemplates();
    private final List<Replaced> replaced = new ArrayList<>();

    @Override
    public String name() {
        return "services";
    }

    @Override
    public List<Effect> plan(final RunningConfiguration from, final RunningConfiguration to) {
        final List<Effect> effects = new ArrayList<>();
        for (final CommitSettings.Service service : to.commit().services()) {
            final byte[] wanted = render(service, to);
            if (!isCurrent(service, wanted)) {
                check(service, wanted);
                effects.add(new Effect(ChangeEffect.LIVE, "service " + service.name(), 0));
            }
        }
        return effects;
    }

    private byte[] render(final CommitSettings.Service service, final RunningConfiguration configuration) {
        return templates.render(service, configuration).getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isCurrent(final CommitSettings.Service service, final byte[] wanted) {
        final byte[] present = content(service);
        return present != null && Arrays.equals(present, wanted);
    }

    private static byte[] content(final CommitSettings.Service service) {
        try {
            return Files.readAllBytes(Path.of(service.file()));
        } catch (final NoSuchFileException e) {
            // The first commit writes it.
            return null;
        } catch (final IOException e) {
            throw new RefusedException("the file of " + service.name() + " cannot be read: " + e.getMessage());
        }
    }

    private static void check(final CommitSettings.Service service, final byte[] wanted) {
        final List<String> command = ServiceDefaults.check(service);
        if (command.isEmpty()) {
            return;
        }
        Path rendered = null;
        try {
            rendered = Files.createTempFile("abng-" + service.name(), ".conf");
            Files.write(rendered, wanted);
            ServiceCommand.run("checking " + service.name(), withFile(command, rendered.toString()), service.checkTimeoutNs());
        } catch (final IOException e) {
            throw new RefusedException("the file of " + service.name() + " cannot be written for its check: " + e.getMessage());
        } finally {
            ServiceCommand.delete(rendered);
        }
    }

    private static List<String> withFile(final List<String> command, final String file) {
        return command.stream().map(word -> word.replace(FILE, file)).toList();
    }

    @Override
    public void apply(final RunningConfiguration from, final RunningConfiguration to) {
        replaced.clear();
        for (final CommitSettings.Service service : to.commit().services()) {
            final byte[] wanted = render(service, to);
            if (!isCurrent(service, wanted)) {
                replaced.add(new Replaced(service, content(service)));
                write(service, wanted);
                reload(service);
            }
        }
    }

    private static void write(final CommitSettings.Service service, final byte[] content) {
        try {
            AtomicFile.replace(Path.of(service.file()), content);
        } catch (final IOException e) {
            throw new RefusedException("the file of " + service.name() + " cannot be written: " + e.getMessage());
        }
    }

    private static void reload(final CommitSettings.Service service) {
        ServiceCommand.run("reloading " + service.name(), withFile(ServiceDefaults.reload(service), service.file()),
                service.reloadTimeoutNs());
    }

    @Override
    public void verify(final RunningConfiguration to) {
        for (final Replaced each : replaced) {
            final List<String> command = ServiceDefaults.health(each.service);
            if (!command.isEmpty()) {
                ServiceCommand.run("the health of " + each.service.name(), withFile(command, each.service.file()),
                        each.service.healthTimeoutNs());
            }
        }
    }

    /** Goes on when one cannot be put back: the others still can. */
    @Override
    public void rollBack(final RunningConfiguration from, final RunningConfiguration to) {
        final List<String> failures = new ArrayList<>();
        for (final Replaced each : replaced.reversed()) {
            try {
                if (each.before == null) {
                    // There was none, so the service has nothing to read again.
                    AtomicFile.delete(Path.of(each.service.file()));
                } else {
                    write(each.service, each.before);
                    reload(each.service);
                }
            } catch (final IOException | RefusedException e) {
                failures.add(e.getMessage());
            }
        }
        replaced.clear();
        if (!failures.isEmpty()) {
            throw new RefusedException(String.join("; ", failures));
        }
    }
}
