package io.athenabng.daemon.management;

import io.athenabng.core.radius.dictionary.DictionaryProblem;
import io.athenabng.core.radius.dictionary.DictionaryResult;
import io.athenabng.core.radius.dictionary.DictionarySource;
import io.athenabng.core.radius.dictionary.RadiusAttributePrinter;
import io.athenabng.core.radius.dictionary.RadiusDictionary;
import io.athenabng.rpc.api.TestRadius;
import io.athenabng.wire.radius.RadiusAttributeCursor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/**
 * RADIUS attributes for people, by the dictionary that is beside the configuration file: {@code dictionary/dictionary} in the same
 * directory.
 * Without it, and what is not in it, goes by number. Secrets are not shown.
 */
final class RadiusTexts {
    private static final System.Logger LOG = System.getLogger(RadiusTexts.class.getName());
    private static final String SEPARATOR = " = ";

    private final RadiusDictionary dictionary;
    private final int athenaVendor;

    private RadiusTexts(final RadiusDictionary dictionary, final int athenaVendor) {
        this.dictionary = dictionary;
        this.athenaVendor = athenaVendor;
    }

    /**
     * Reads the dictionary.
     *
     * @param configurationFile where the configuration came from
     * @param athenaVendor      the vendor number of the Athena attributes
     */
    static RadiusTexts load(final Path configurationFile, final int athenaVendor) {
        final Path file = configurationFile.toAbsolutePath().resolveSibling("dictionary").resolve("dictionary");
        if (!Files.exists(file)) {
            LOG.log(System.Logger.Level.INFO, "no {0}: 'test radius' shows attributes by number", file);
            return new RadiusTexts(empty(athenaVendor), athenaVendor);
        }
        final DictionaryResult result = RadiusDictionary.load(file.toString(), RadiusTexts::read, athenaVendor);
        if (!result.problems().isEmpty()) {
            for (final DictionaryProblem problem : result.problems()) {
                LOG.log(System.Logger.Level.WARNING, problem.describe());
            }
            return new RadiusTexts(empty(athenaVendor), athenaVendor);
        }
        return new RadiusTexts(result.dictionary(), athenaVendor);
    }

    /** @return the vendor number of the Athena attributes */
    int athenaVendor() {
        return athenaVendor;
    }

    private static RadiusDictionary empty(final int athenaVendor) {
        return RadiusDictionary.load("empty", name -> DictionarySource.Text.of(""), athenaVendor).dictionary();
    }

    private static DictionarySource.Text read(final String file) {
        try {
            return DictionarySource.Text.of(Files.readString(Path.of(file), StandardCharsets.UTF_8));
        } catch (final IOException exception) {
            return DictionarySource.Text.failed(exception.toString());
        }
    }

    /** A list of attributes, one after the other. */
    List<TestRadius.Attribute> attributes(final DirectBuffer buffer, final int offset, final int length) {
        final RadiusAttributeCursor cursor = new RadiusAttributeCursor().athenaVendor(athenaVendor).vendorFormats(dictionary)
                .wrap(buffer, offset, length);
        final List<TestRadius.Attribute> attributes = new ArrayList<>();
        for (final String line : new RadiusAttributePrinter(dictionary).lines(cursor)) {
            final int separator = line.indexOf(SEPARATOR);
            attributes.add(separator < 0 ? new TestRadius.Attribute(line, "")
                    : new TestRadius.Attribute(line.substring(0, separator), line.substring(separator + SEPARATOR.length())));
        }
        return attributes;
    }
}
