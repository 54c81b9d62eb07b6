package io.athenabng.core.architecture;

import io.athenabng.core.port.CounterRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/** Remembers every counter that is made, and writes the page that lists them. What differs between installations is a placeholder. */
public final class CounterReference implements CounterRegistry {
    private static final String HEAD = """
            # Counters

            Every named counter of the daemon, as `abng-cli show counters` and the method `show.counters` give it. Counters start at 0
            with the daemon and only grow; `session.active` also falls. What is dropped or refused is counted by reason.
            `TRUNK` stands for a trunk's name, `N` for a receiver's number on its trunk, `GIADDR` for a relay agent's address, `SERVER`
            for a RADIUS server's name in lower case, of whose two sides `auth` is authentication and `acct` is accounting. What is said
            to be so now rises and falls.

            This page is generated from the objects that own the counters; a test fails when it is out of date. Write it again with
            `mvn -pl MODULE -am test -Dtest=CounterReferenceTest -Dabng.regenerate=true`.
            """;

    private final StackWalker walker = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
    private final Map<String, String> placeholders = new LinkedHashMap<>();
    private final Map<String, String> descriptions = new TreeMap<>();
    private final Set<String> makers = new TreeSet<>();

    /**
     * Writes a placeholder for what an installation chooses; longer values are said first.
     *
     * @param value       a part of counters' names, as {@code eth1}
     * @param placeholder what the page shows for it, as {@code TRUNK}
     * @return this
     */
    public CounterReference placeholder(final String value, final String placeholder) {
        placeholders.put("." + value + ".", "." + placeholder + ".");
        return this;
    }

    @Override
    public AtomicCounter counter(final String name, final String description) {
        makers.add(walker.getCallerClass().getName());
        String shown = name;
        for (final Map.Entry<String, String> placeholder : placeholders.entrySet()) {
            shown = shown.replace(placeholder.getKey(), placeholder.getValue());
        }
        if (description.isBlank() || description.contains("|")) {
            throw new IllegalArgumentException(name + " has no description that fits a table: " + description);
        }
        if (descriptions.put(shown, description) != null) {
            throw new IllegalStateException("counter made twice: " + name);
        }
        return new AtomicCounter(new UnsafeBuffer(ByteBuffer.allocateDirect(CountersReader.COUNTER_LENGTH)), 0);
    }

    /** @return the classes that have made counters */
    public Set<String> makers() {
        return Set.copyOf(makers);
    }

    @Override
    public void release(final String prefix) {
        // The page lists what there may be.
    }

    /**
     * The page.
     *
     * @param module the Maven module whose test writes it
     * @return its text
     */
    public String page(final String module) {
        final Map<String, List<String>> rowsByPart = new TreeMap<>();
        descriptions.forEach((name, description) -> rowsByPart
                .computeIfAbsent(name.substring(0, name.indexOf('.')), part -> new ArrayList<>())
                .add("| `" + name + "` | " + Character.toUpperCase(description.charAt(0)) + description.substring(1) + " |"));
        final StringBuilder page = new StringBuilder(HEAD.replace("MODULE", module));
        rowsByPart.forEach((part, rows) -> page.append("\n## ").append(part).append("\n\n| counter | counts |\n|---|---|\n")
                .append(String.join("\n", rows)).append('\n'));
        return page.toString();
    }

    /**
     * Compares the page with the file, or writes the file if the system property {@code abng.regenerate} is true.
     *
     * @param file   the page's file
     * @param module the Maven module whose test writes it
     * @return what differs, for people; empty if the file is up to date
     * @throws IOException if the file cannot be read or written
     */
    public String drift(final Path file, final String module) throws IOException {
        final String expected = page(module);
        if (Boolean.getBoolean("abng.regenerate")) {
            Files.writeString(file, expected);
            return "";
        }
        final Set<String> missing = new TreeSet<>(expected.lines().toList());
        final String actual = Files.exists(file) ? Files.readString(file) : "";
        actual.lines().forEach(missing::remove);
        final Set<String> surplus = new TreeSet<>(actual.lines().toList());
        expected.lines().forEach(surplus::remove);
        return expected.equals(actual) ? "" : file.getFileName() + " is out of date: it lacks " + missing + " and has " + surplus
                + ", or its order differs. Run this test with -Dabng.regenerate=true";
    }
}
