package io.athenabng.rpc.socket;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.ArrayList;
import java.util.List;

/**
 * The socket in the file system. A lock file beside it ({@code PATH.lock}, it stays) decides between two daemons that start at
 * once; with the lock in hand a socket that nobody answers is a leftover and is replaced. The socket is bound under
 * another name, given its mode and group, and only then moved to its place: it is never open to more people than meant.
 */
final class SocketFile implements AutoCloseable {
    private static final int MAX_PATH_BYTES = 100;

    private final Path path;
    private final FileChannel lockChannel;
    private final ServerSocketChannel channel;
    private final List<String> warnings;

    private SocketFile(final Path path, final FileChannel lockChannel, final ServerSocketChannel channel, final List<String> warnings) {
        this.path = path;
        this.lockChannel = lockChannel;
        this.channel = channel;
        this.warnings = warnings;
    }

    static SocketFile open(final RpcServerOptions options) throws IOException {
        final Path path = options.socket().toAbsolutePath();
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw new IOException("the socket path " + path + " is longer than " + MAX_PATH_BYTES + " bytes: choose a shorter one");
        }
        final List<String> warnings = new ArrayList<>();
        final GroupPrincipal group = group(path, options.group(), warnings);
        createDirectory(path.getParent(), options, group, warnings);
        final FileChannel lockChannel = lock(path);
        try {
            removeLeftover(path);
            return new SocketFile(path, lockChannel, bind(path, options, group, warnings), warnings);
        } catch (final IOException | RuntimeException e) {
            lockChannel.close();
            throw e;
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() throws IOException {
        try (lockChannel) {
            Files.deleteIfExists(path);
            channel.close();
        }
    }

    private static GroupPrincipal group(final Path path, final String name, final List<String> warnings) throws IOException {
        if (name == null) {
            return null;
        }
        try {
            return path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        } catch (final UserPrincipalNotFoundException e) {
            warnings.add("group " + name + " does not exist: only the daemon's own user and root can use " + path
                + " (groupadd " + name + ", then restart)");
            return null;
        }
    }

    private static void createDirectory(final Path directory, final RpcServerOptions options, final GroupPrincipal group,
                                        final List<String> warnings) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (directory.getParent() != null) {
            Files.createDirectories(directory.getParent());
        }
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(options.directoryMode())));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(options.directoryMode()));
        setGroup(directory, group, warnings);
    }

    private static FileChannel lock(final Path path) throws IOException {
        final Path lockPath = path.resolveSibling(path.getFileName() + ".lock");
        final FileChannel lockChannel = FileChannel.open(lockPath, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = lockChannel.tryLock();
        } catch (final OverlappingFileLockException e) {
            // Held by this very process: the same answer as if another held it.
            lock = null;
        } finally {
            if (lock == null) {
                lockChannel.close();
            }
        }
        if (lock == null) {
            throw inUse(path);
        }
        return lockChannel;
    }

    private static IOException inUse(final Path path) {
        return new IOException("the socket " + path + " is in use: another abngd is running; stop it, or give this one another path");
    }

    private static void removeLeftover(final Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        final BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isOther()) {
            throw new IOException(path + " exists and is no socket: remove it, or give another path");
        }
        try {
            SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
        } catch (final ConnectException e) {
            // Refused: the socket's owner is gone.
            Files.delete(path);
            return;
        }
        throw inUse(path);
    }

    private static ServerSocketChannel bind(final Path path, final RpcServerOptions options, final GroupPrincipal group,
                                            final List<String> warnings) throws IOException {
        final Path unfinished = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        final ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(unfinished), options.maxConnections());
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString(options.socketMode()));
            setGroup(unfinished, group, warnings);
            Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
            return channel;
        } catch (final IOException | RuntimeException e) {
            channel.close();
            Files.deleteIfExists(unfinished);
            throw e;
        }
    }

    private static void setGroup(final Path path, final GroupPrincipal group, final List<String> warnings) {
        if (group == null) {
            return;
        }
        try {
            Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).setGroup(group);
        } catch (final IOException e) {
            warnings.add("cannot give " + path + " to the group " + group.getName() + ": " + e.getMessage());
        }
    }
}
