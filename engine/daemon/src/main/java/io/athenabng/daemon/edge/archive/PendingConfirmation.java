package io.athenabng.daemon.edge.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A commit that returns by itself unless it is confirmed. It is a file in the archive's folder, so that it is kept by a daemon that starts
 * again. It is written before the configuration is replaced and names the new one by its digest: if a crash came in between, the digest
 * does
 * not fit and nothing returns.
 *
 * @param deadlineEpochMs when it returns
 * @param entry           number of the archived configuration that it returns to
 * @param digest          SHA-256 of the configuration that is to be confirmed
 * @param by              who committed it
 */
public record PendingConfirmation(long deadlineEpochMs, long entry, String digest, String by) {
    private static final String FILE = "confirm.pending";
    private static final int FIELDS = 4;

    /**
     * The digest of a configuration.
     *
     * @param text the file
     * @return SHA-256 in hexadecimal
     */
    public static String digest(final String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (final NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The confirmation that is awaited.
     *
     * @param archive the archive's folder
     * @return it, or null if none is
     * @throws IOException if it cannot be read
     */
    public static PendingConfirmation read(final Path archive) throws IOException {
        final String[] fields;
        try {
            fields = Files.readString(archive.resolve(FILE)).strip().split(" ", FIELDS);
        } catch (final NoSuchFileException e) {
            // The usual case: nothing is awaited.
            return null;
        }
        if (fields.length < FIELDS || !fields[0].matches("[0-9]{1,18}") || !fields[1].matches("[0-9]{1,18}")) {
            throw new IOException(archive.resolve(FILE) + " is damaged: delete it to keep the configuration as it is");
        }
        return new PendingConfirmation(Long.parseLong(fields[0]), Long.parseLong(fields[1]), fields[2], fields[3]);
    }

    /**
     * Writes it down.
     *
     * @param archive the archive's folder
     * @throws IOException if it cannot be written
     */
    public void write(final Path archive) throws IOException {
        AtomicFile.replace(archive.resolve(FILE),
                (deadlineEpochMs + " " + entry + " " + digest + " " + by + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Forgets it: confirmed, or returned.
     *
     * @param archive the archive's folder
     * @throws IOException if it cannot be deleted
     */
    public static void clear(final Path archive) throws IOException {
        AtomicFile.delete(archive.resolve(FILE));
    }

    /**
     * What a daemon does before it reads its configuration: an unconfirmed one whose time has passed gives way to the one before.
     *
     * @param file    the configuration file
     * @param archive the archive's folder
     * @param nowMs   now
     * @return whether the file was replaced by the one before
     * @throws IOException if that is not possible; the file is then as it was
     */
    public static boolean returnIfOverdue(final Path file, final Path archive, final long nowMs) throws IOException {
        final PendingConfirmation pending = read(archive);
        if (pending == null || !Files.exists(file)) {
            return false;
        }
        if (!digest(Files.readString(file)).equals(pending.digest)) {
            // The crash came before the file was replaced, or somebody has edited it since: it is not the one that was to be confirmed.
            clear(archive);
            return false;
        }
        if (nowMs < pending.deadlineEpochMs) {
            return false;
        }
        AtomicFile.replace(file, new ConfigurationArchive(archive).read(pending.entry).getBytes(StandardCharsets.UTF_8));
        clear(archive);
        return true;
    }
}
