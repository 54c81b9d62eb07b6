package io.athenabng.netlink.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Messages as others have sent them, kept as annotated hex (everything behind {@code #} is comment; the first lines say the origin). */
public final class GoldenMessages {
    private static final String ROOT = "/io/athenabng/netlink/golden/";

    private GoldenMessages() {
    }

    /** The bytes of one file, such as {@code request/vlan-q}. */
    public static byte[] load(final String name) {
        try (InputStream in = GoldenMessages.class.getResourceAsStream(ROOT + name + ".hex")) {
            if (in == null) {
                throw new AssertionError("no golden message " + name);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of all files of a folder, such as {@code request}. */
    public static List<String> names(final String folder) {
        try (Stream<Path> files = Files.list(Path.of(GoldenMessages.class.getResource(ROOT + folder).toURI()))) {
            return files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".hex"))
                .map(file -> folder + "/" + file.substring(0, file.length() - 4)).sorted().toList();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        } catch (final java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] parse(final String text) {
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (final String line : text.split("\n")) {
            final int comment = line.indexOf('#');
            final String hex = (comment < 0 ? line : line.substring(0, comment)).replaceAll("\\s", "");
            out.writeBytes(HexFormat.of().parseHex(hex));
        }
        return out.toByteArray();
    }

    /** Hex in words of four bytes, eight words a line, for messages of failed comparisons. */
    public static String hex(final byte[] bytes) {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            text.append(HexFormat.of().toHexDigits(bytes[i]));
            if (i % 32 == 31) {
                text.append('\n');
            } else if (i % 4 == 3) {
                text.append(' ');
            }
        }
        return text.toString();
    }
}
