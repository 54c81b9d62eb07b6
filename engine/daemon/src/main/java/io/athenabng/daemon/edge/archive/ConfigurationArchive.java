package io.athenabng.daemon.edge.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Earlier configurations, one file each. A file holds the configuration that a commit replaced, byte for byte, below four lines that say
 * which
 * commit that was:
 *
 * <pre>
 * #abng-archive 12
 * #at 1767268800000
 * #by alice
 * #comment faster residential lines
 * (the replaced file)
 * </pre>
 *
 * <p>Files are named {@code 00000012.yaml}; numbers rise and are never given again while a later one exists. Owned by the thread that
 * commits.
 */
public final class ConfigurationArchive {
    private static final String MAGIC = "#abng-archive ";
    private static final String AT = "#at ";
    private static final String BY = "#by ";
    private static final String COMMENT = "#comment ";
    private static final int HEADER_LINES = 4;
    private static final int COMMENT_MAX = 500;
    private static final long NS_PER_MS = 1_000_000L;
    private static final Pattern NAME = Pattern.compile("([0-9]{8,18})\\.yaml");

    private final Path directory;

    /**
     * An archive; its folder is made when it is first written to.
     *
     * @param directory its folder
     */
    public ConfigurationArchive(final Path directory) {
        this.directory = directory;
    }

    /**
     * What a commit replaced.
     *
     * @param number   its number
     * @param epochMs  when it was replaced
     * @param by       who committed what replaced it
     * @param comment  that commit's comment; empty if there is none
     */
    public record Entry(long number, long epochMs, String by, String comment) {
    }

    /** @return the folder */
    public Path directory() {
        return directory;
    }

    /**
     * What is there. A file that is no entry is passed over.
     *
     * @return the entries, the latest first
     * @throws IOException if the folder cannot be read
     */
    public List<Entry> entries() throws IOException {
        final List<Entry> entries = new ArrayList<>();
        for (final long number : numbers()) {
            try (BufferedReader reader = Files.newBufferedReader(path(number), StandardCharsets.UTF_8)) {
                final Entry entry = header(number, reader);
                if (entry != null) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    private List<Long> numbers() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> NAME.matcher(file.getFileName().toString())).filter(Matcher::matches)
                    .map(name -> Long.parseLong(name.group(1))).sorted(Comparator.reverseOrder()).toList();
        }
    }

    private static Entry header(final long number, final BufferedReader reader) throws IOException {
        final String[] lines = new String[HEADER_LINES];
        final String[] prefixes = {MAGIC, AT, BY, COMMENT};
        for (int i = 0; i < HEADER_LINES; i++) {
            lines[i] = reader.readLine();
            if (lines[i] == null || !lines[i].startsWith(prefixes[i])) {
                return null;
            }
            lines[i] = lines[i].substring(prefixes[i].length());
        }
        return lines[1].matches("[0-9]{1,18}") ? new Entry(number, Long.parseLong(lines[1]), lines[2], lines[3]) : null;
    }

    /**
     * An earlier configuration.
     *
     * @param number its number
     * @return the file as it was
     * @throws IOException if there is none or it cannot be read
     */
    public String read(final long number) throws IOException {
        final String text = Files.readString(path(number));
        int start = 0;
        for (int i = 0; i < HEADER_LINES; i++) {
            start = text.indexOf('\n', start) + 1;
            if (start == 0) {
                throw new IOException(path(number) + " is no archived configuration");
            }
        }
        return text.substring(start);
    }

    /**
     * Keeps a configuration that is about to be replaced.
     *
     * @param text    the file as it is
     * @param epochMs now
     * @param by      who commits
     * @param comment why
     * @return the entry
     * @throws IOException if it cannot be kept
     */
    public Entry add(final String text, final long epochMs, final String by, final String comment) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        final List<Long> numbers = numbers();
        final Entry entry = new Entry(numbers.isEmpty() ? 1 : numbers.getFirst() + 1, epochMs, oneLine(by), oneLine(comment));
        final String header = MAGIC + entry.number() + '\n' + AT + entry.epochMs() + '\n' + BY + entry.by() + '\n' + COMMENT
                + entry.comment() + '\n';
        AtomicFile.replace(path(entry.number()), (header + text).getBytes(StandardCharsets.UTF_8));
        return entry;
    }

    /**
     * Takes an entry back.
     *
     * @param number its number
     * @throws IOException if it cannot be deleted
     */
    public void remove(final long number) throws IOException {
        AtomicFile.delete(path(number));
    }

    /**
     * Deletes what is too old or too much; the latest stays.
     *
     * @param keep     how many may stay
     * @param maxAgeNs how old they may be, ns
     * @param nowMs    now
     * @return how many were deleted
     * @throws IOException if one cannot be deleted
     */
    public int prune(final int keep, final long maxAgeNs, final long nowMs) throws IOException {
        final List<Entry> entries = entries();
        int pruned = 0;
        for (int i = 1; i < entries.size(); i++) {
            if (i >= keep || nowMs - entries.get(i).epochMs() > maxAgeNs / NS_PER_MS) {
                remove(entries.get(i).number());
                pruned++;
            }
        }
        return pruned;
    }

    private Path path(final long number) {
        return directory.resolve(String.format("%08d.yaml", number));
    }

    private static String oneLine(final String text) {
        final String line = text == null ? "" : text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > COMMENT_MAX ? line.substring(0, COMMENT_MAX) : line;
    }
}
