package io.athenabng.core.config;

import io.athenabng.core.config.ConfigurationProblems.Place;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads the operator's configuration file (YAML): typed, with defaults, checked as a whole. Every problem is reported with its key, line
 * and remedy, and not one exception comes out for whatever the file holds. Docs: docs/configuration.md.
 *
 * <p>What needs the machine, such as whether a trunk's interface exists, is not checked here.
 */
public final class ConfigurationLoader {
    /** No file is larger, bytes. */
    public static final int MAX_BYTES = 16 << 20;

    private static final String NO_HOST = "localhost";
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Pattern HOST_FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final SecretSource SECRETS = new SecretSource() {
        @Override
        public String file(final String path) {
            final Path file = Path.of(path);
            if (!Files.isRegularFile(file)) {
                throw new ConfigurationValueException("the secret cannot be read: there is no file " + path, "write the file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                final String text = new String(in.readNBytes(MAX_LENGTH + 3), StandardCharsets.UTF_8);
                return text.endsWith("\r\n") ? text.substring(0, text.length() - 2)
                        : text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
            } catch (final IOException e) {
                throw new ConfigurationValueException("the secret cannot be read from " + path + " (" + e.getMessage() + ")",
                        "make the file readable by the daemon");
            }
        }

        @Override
        public String environment(final String name) {
            return System.getenv(name);
        }
    };

    private ConfigurationLoader() {
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the configuration, or everything that is wrong
     */
    public static LoadResult load(final Path file) {
        final ConfigurationProblems problems = new ConfigurationProblems();
        final byte[] bytes = read(file, problems);
        return bytes == null ? new LoadResult.Refused(file.toString(), problems.sorted()) : load(file.toString(), bytes, hostName());
    }

    /**
     * Reads a text. {@code {host}} in templates becomes {@code localhost}, and secrets that are elsewhere are not read: nothing depends on
     * this machine.
     *
     * @param source the name that problems are reported under
     * @param text   the text
     * @return the configuration, or everything that is wrong
     */
    public static LoadResult load(final String source, final String text) {
        return load(source, text, NO_HOST, SecretSource.UNREAD);
    }

    /**
     * Reads the bytes of a file.
     *
     * @param source   the name that problems are reported under
     * @param bytes    UTF-8 text
     * @param hostName the machine's name, for {@code {host}} in templates
     * @return the configuration, or everything that is wrong
     */
    public static LoadResult load(final String source, final byte[] bytes, final String hostName) {
        final ConfigurationProblems problems = new ConfigurationProblems();
        final String text = decode(bytes, problems);
        return text == null ? new LoadResult.Refused(source, problems.sorted()) : load(source, text, hostName, SECRETS);
    }

    static LoadResult load(final String source, final String text, final String hostName, final SecretSource secretSource) {
        return load(source, text, hostName, secretSource, false);
    }

    private static LoadResult load(
            final String source, final String text, final String hostName, final SecretSource secretSource, final boolean active) {
        final ConfigurationProblems problems = new ConfigurationProblems();
        if (text.length() > MAX_BYTES) {
            problems.add(new Place("", 0, 0), "the file is larger than " + SizeText.format(MAX_BYTES), "is this the right file?");
            return new LoadResult.Refused(source, problems.sorted());
        }
        final Node node = YamlDocument.compose(text, problems);
        final ConfigSection root = node == null ? null : new ConfigurationReader(problems).read(node);
        final RadiusValidator.Secrets secrets = new RadiusValidator.Secrets(secretSource, problems);
        if (root != null) {
            new ConfigurationValidator(root, hostName, problems).validate();
            final RadiusValidator radius = new RadiusValidator(root, hostName, problems);
            radius.validate(secrets);
            if (!active) {
                radius.checkStacks();
            }
        }
        return problems.isEmpty() ? new LoadResult.Loaded(source, new ConfigurationAssembler(hostName, secrets).assemble(root))
                : new LoadResult.Refused(source, problems.sorted());
    }

    private static byte[] read(final Path file, final ConfigurationProblems problems) {
        final Place place = new Place("", 0, 0);
        if (Files.isDirectory(file)) {
            problems.add(place, "this is a directory", "name the file in it");
            return null;
        }
        // A pipe would be waited for without an end.
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            problems.add(place, "this is not a regular file", "name a file");
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            final byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length <= MAX_BYTES) {
                return bytes;
            }
            problems.add(place, "the file is larger than " + SizeText.format(MAX_BYTES), "is this the right file?");
        } catch (final NoSuchFileException e) {
            problems.add(place, "there is no such file", "copy conf/abng-example.yaml and adapt it, or name another with --config");
        } catch (final AccessDeniedException e) {
            problems.add(place, "the file may not be read", "run as its owner or as root, or change its mode");
        } catch (final IOException e) {
            problems.add(place, "the file cannot be read (" + e.getMessage() + ")", "check the file system");
        }
        return null;
    }

    private static String decode(final byte[] bytes, final ConfigurationProblems problems) {
        final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT).onUnmappableCharacter(CodingErrorAction.REPORT);
        final ByteBuffer in = ByteBuffer.wrap(bytes);
        final CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        final CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            int line = 1;
            int column = 1;
            for (int i = 0; i < in.position(); i++) {
                column = bytes[i] == '\n' ? 1 : column + 1;
                line += bytes[i] == '\n' ? 1 : 0;
            }
            problems.add(new Place("", line, column), "the byte 0x" + Integer.toHexString(bytes[in.position()] & 0xff)
                    + " here is not UTF-8", "store the file in UTF-8");
            return null;
        }
        final String text = out.flip().toString();
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /**
     * Reads a text of this machine: {@code {host}} in templates becomes its name.
     *
     * @param source the name that problems are reported under
     * @param text   the text
     * @return the configuration, or everything that is wrong
     */
    public static LoadResult loadHere(final String source, final String text) {
        return load(source, text, hostName(), SECRETS);
    }

    /**
     * Reads what a gateway that runs works with after a commit, on this machine. Access groups that were removed are still in it, without
     * a tag stack.
     *
     * @param source the name that problems are reported under
     * @param text   the text
     * @return the configuration, or everything that is wrong
     */
    public static LoadResult loadActive(final String source, final String text) {
        return load(source, text, hostName(), SECRETS, true);
    }

    private static String hostName() {
        try (InputStream in = Files.newInputStream(HOST_NAME)) {
            final String name = new String(in.readNBytes(256), StandardCharsets.US_ASCII).strip();
            return HOST_FORM.matcher(name).matches() ? name : NO_HOST;
        } catch (final IOException e) {
            // Not on Linux, or without /proc: a name is still needed.
            return NO_HOST;
        }
    }
}
