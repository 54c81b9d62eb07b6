package io.athenabng.daemon.edge.archive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces a file's content in one step: the new content goes into a file beside it, is forced to the disk, takes the old one's name, and
 * the
 * folder is forced to the disk. Whoever reads, and whatever is left by a crash or power cut, sees the old content or the new, whole.
 */
public final class AtomicFile {
    private static final String SUFFIX = ".new";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private AtomicFile() {
    }

    /**
     * Replaces a file, which need not exist. It keeps its owner and mode; a new one is its owner's alone. A symbolic link stays, what it
     * points
     * to is replaced.
     *
     * @param file    the file
     * @param content its new content
     * @throws IOException if it cannot be written; the old content is then still there
     */
    public static void replace(final Path file, final byte[] content) throws IOException {
        final Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        final Path fresh = target.resolveSibling("." + target.getFileName() + SUFFIX);
        try {
            // What an earlier crash left under this name is nobody's.
            Files.deleteIfExists(fresh);
            try (FileChannel channel = FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
                final ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                adopt(target, fresh);
                channel.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (final IOException | RuntimeException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        forceFolder(target);
    }

    /**
     * Deletes a file, lastingly. One that is not there is none the worse.
     *
     * @param file the file
     * @throws IOException if it cannot be deleted
     */
    public static void delete(final Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            forceFolder(file.toAbsolutePath());
        }
    }

    /** Owner, group and mode of the file that is replaced. */
    private static void adopt(final Path target, final Path fresh) throws IOException {
        try {
            final PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
            final PosixFileAttributeView view = Files.getFileAttributeView(fresh, PosixFileAttributeView.class);
            final PosixFileAttributes now = view.readAttributes();
            if (!now.owner().equals(old.owner())) {
                view.setOwner(old.owner());
            }
            if (!now.group().equals(old.group())) {
                view.setGroup(old.group());
            }
            view.setPermissions(old.permissions());
        } catch (final NoSuchFileException e) {
            // The first of its name: its owner's alone, since a configuration has secrets.
            Files.setPosixFilePermissions(fresh, OWNER_ONLY);
        }
    }

    private static void forceFolder(final Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
