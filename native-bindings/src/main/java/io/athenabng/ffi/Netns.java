package io.athenabng.ffi;

import io.athenabng.ffi.generated.linux.Linux;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * A network namespace, held open by a descriptor.
 *
 * <p>A namespace belongs to a thread, and a socket to the namespace that its thread was in when it was opened. So sockets are opened
 * inside {@link #call}, and used from anywhere afterwards. Needs CAP_SYS_ADMIN. Never used on a virtual thread: its carrier would move.
 */
public final class Netns implements AutoCloseable {
    private static final Path NAMED = Path.of("/run/netns");
    private static final String OF_THIS_THREAD = "/proc/thread-self/ns/net";

    private final FileDescriptor descriptor;
    private final String name;

    private Netns(FileDescriptor descriptor, String name) {
        this.descriptor = descriptor;
        this.name = name;
    }

    /** Opens a namespace that {@code ip netns add} made. */
    public static Netns named(String name) {
        if (name.isEmpty() || name.contains("/") || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("not a namespace name: " + name);
        }
        return open(NAMED.resolve(name).toString(), name);
    }

    /** Opens the calling thread's namespace. */
    public static Netns current() {
        return open(OF_THIS_THREAD, "current");
    }

    /** Makes a new namespace that lives as long as something holds it; the calling thread stays where it is. */
    public static Netns create() {
        try (Netns before = current()) {
            NativeException.check("unshare(CLONE_NEWNET)", Syscalls.unshare(Linux.FFI_CLONE_NEWNET()));
            try {
                return open(OF_THIS_THREAD, "anonymous");
            } finally {
                before.enter();
            }
        }
    }

    private static Netns open(String path, String name) {
        String call = "open(" + path + ")";
        return new Netns(FileDescriptor.own(call, Syscalls.open(path, Linux.O_RDONLY() | Linux.O_CLOEXEC())), name);
    }

    /** Moves the calling thread into this namespace for good. */
    public void enter() {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException("a virtual thread has no namespace of its own");
        }
        NativeException.check("setns(" + name + ")", Syscalls.setns(descriptor.value(), Linux.FFI_CLONE_NEWNET()));
    }

    /** Runs something inside this namespace and moves the calling thread back. */
    public <T> T call(Supplier<T> task) {
        try (Netns before = current()) {
            enter();
            try {
                return task.get();
            } finally {
                before.enter();
            }
        }
    }

    /** Runs something inside this namespace and moves the calling thread back. */
    public void run(Runnable task) {
        call(() -> {
            task.run();
            return null;
        });
    }

    public int fd() {
        return descriptor.value();
    }

    @Override
    public void close() {
        descriptor.close();
    }

    @Override
    public String toString() {
        return "netns " + name;
    }
}
