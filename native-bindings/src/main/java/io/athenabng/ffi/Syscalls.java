package io.athenabng.ffi;

import io.athenabng.ffi.generated.linux.Linux;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * System calls with the kernel's own convention: a result of zero or more, or the negated error number.
 *
 * <p>Pointers are passed as {@code long}: a pointer and a 64-bit integer travel in the same register, and no segment is made for
 * the call. The error number is captured by the linker into a segment that each thread allocates once; a call allocates nothing.
 * The caller answers for the addresses it passes.
 */
public final class Syscalls {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option CAPTURE_ERRNO = Linker.Option.captureCallState("errno");
    private static final long ERRNO_OFFSET =
        Linker.Option.captureStateLayout().byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final ThreadLocal<MemorySegment> CAPTURED =
        ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

    private static final MethodHandle SOCKET = capturing(Linux.socket$address(), Linux.socket$descriptor());
    private static final MethodHandle BIND = capturing(Linux.bind$address(), Linux.bind$descriptor());
    private static final MethodHandle CONNECT = capturing(Linux.connect$address(), Linux.connect$descriptor());
    private static final MethodHandle SETSOCKOPT = capturing(Linux.setsockopt$address(), Linux.setsockopt$descriptor());
    private static final MethodHandle GETSOCKOPT = capturing(Linux.getsockopt$address(), Linux.getsockopt$descriptor());
    private static final MethodHandle GETSOCKNAME = capturing(Linux.getsockname$address(), Linux.getsockname$descriptor());
    private static final MethodHandle CLOSE = capturing(Linux.close$address(), Linux.close$descriptor());
    private static final MethodHandle POLL = capturing(Linux.poll$address(), Linux.poll$descriptor());
    private static final MethodHandle MMAP = capturing(Linux.mmap$address(), Linux.mmap$descriptor());
    private static final MethodHandle MUNMAP = capturing(Linux.munmap$address(), Linux.munmap$descriptor());
    private static final MethodHandle READ = capturing(Linux.read$address(), Linux.read$descriptor());
    private static final MethodHandle WRITE = capturing(Linux.write$address(), Linux.write$descriptor());
    private static final MethodHandle SENDTO = capturing(Linux.sendto$address(), Linux.sendto$descriptor());
    private static final MethodHandle SENDMSG = capturing(Linux.sendmsg$address(), Linux.sendmsg$descriptor());
    private static final MethodHandle RECVMSG = capturing(Linux.recvmsg$address(), Linux.recvmsg$descriptor());
    private static final MethodHandle SENDMMSG = capturing(Linux.sendmmsg$address(), Linux.sendmmsg$descriptor());
    private static final MethodHandle RECVMMSG = capturing(Linux.recvmmsg$address(), Linux.recvmmsg$descriptor());
    private static final MethodHandle EVENTFD = capturing(Linux.eventfd$address(), Linux.eventfd$descriptor());
    private static final MethodHandle EPOLL_CREATE = capturing(Linux.epoll_create1$address(), Linux.epoll_create1$descriptor());
    private static final MethodHandle EPOLL_CTL = capturing(Linux.epoll_ctl$address(), Linux.epoll_ctl$descriptor());
    private static final MethodHandle EPOLL_WAIT = capturing(Linux.epoll_wait$address(), Linux.epoll_wait$descriptor());
    private static final MethodHandle SETNS = capturing(Linux.setns$address(), Linux.setns$descriptor());
    private static final MethodHandle UNSHARE = capturing(Linux.unshare$address(), Linux.unshare$descriptor());
    private static final MethodHandle SETAFFINITY =
        capturing(Linux.sched_setaffinity$address(), Linux.sched_setaffinity$descriptor());
    private static final MethodHandle GETAFFINITY =
        capturing(Linux.sched_getaffinity$address(), Linux.sched_getaffinity$descriptor());
    private static final MethodHandle IF_NAMETOINDEX = capturing(Linux.if_nametoindex$address(), Linux.if_nametoindex$descriptor());
    // Variadic in C; each use here has one shape.
    private static final MethodHandle OPEN = capturing(Linux.open.address(),
        FunctionDescriptor.of(Linux.C_INT, Linux.C_POINTER, Linux.C_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle IOCTL = capturing(Linux.ioctl.address(),
        FunctionDescriptor.of(Linux.C_INT, Linux.C_INT, Linux.C_LONG, Linux.C_LONG), Linker.Option.firstVariadicArg(2));

    private Syscalls() {
    }

    // A restricted method: the addresses are the C library's and the descriptors those that jextract read from its headers.
    @SuppressWarnings("restricted")
    private static MethodHandle capturing(MemorySegment address, FunctionDescriptor descriptor, Linker.Option... options) {
        MemoryLayout[] arguments = descriptor.argumentLayouts().stream().map(Syscalls::pointerAsLong).toArray(MemoryLayout[]::new);
        Linker.Option[] all = new Linker.Option[options.length + 1];
        all[0] = CAPTURE_ERRNO;
        System.arraycopy(options, 0, all, 1, options.length);
        MemoryLayout result = pointerAsLong(descriptor.returnLayout().orElseThrow());
        return LINKER.downcallHandle(address, FunctionDescriptor.of(result, arguments), all);
    }

    private static MemoryLayout pointerAsLong(MemoryLayout layout) {
        return layout instanceof AddressLayout ? ValueLayout.JAVA_LONG : layout;
    }

    private static int result(int result, MemorySegment state) {
        return result >= 0 ? result : -state.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }

    private static long result(long result, MemorySegment state) {
        return result >= 0 ? result : -state.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }

    private static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall threw", thrown);
    }

    /** {@code socket(2)}: a new descriptor. */
    public static int socket(int domain, int type, int protocol) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) SOCKET.invokeExact(state, domain, type, protocol), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code bind(2)}. */
    public static int bind(int fd, long address, int length) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) BIND.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code connect(2)}. */
    public static int connect(int fd, long address, int length) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) CONNECT.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code setsockopt(2)}. */
    public static int setsockopt(int fd, int level, int option, long value, int length) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) SETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code setsockopt(2)} of an {@code int}. */
    public static int setsockopt(int fd, int level, int option, int value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocateFrom(ValueLayout.JAVA_INT, value);
            return setsockopt(fd, level, option, memory.address(), Integer.BYTES);
        }
    }

    /** {@code getsockopt(2)}; {@code length} is the address of an {@code int} that holds the room and receives the size. */
    public static int getsockopt(int fd, int level, int option, long value, long length) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) GETSOCKOPT.invokeExact(state, fd, level, option, value, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code getsockname(2)}; {@code length} is the address of an {@code int} that holds the room and receives the size. */
    public static int getsockname(int fd, long address, long length) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) GETSOCKNAME.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code close(2)}; after EINTR the descriptor is gone on Linux, and must not be closed again. */
    public static int close(int fd) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) CLOSE.invokeExact(state, fd), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code poll(2)}: {@code Thread.interrupt()} does not end it, so the time-out must be bounded or a descriptor wake it. */
    public static int poll(long pollfds, int count, int timeoutMs) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) POLL.invokeExact(state, pollfds, (long) count, timeoutMs), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code mmap(2)}: the address, or a negated error number. */
    public static long mmap(long address, long length, int protection, int flags, int fd, long offset) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((long) MMAP.invokeExact(state, address, length, protection, flags, fd, offset), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code munmap(2)}. */
    public static int munmap(long address, long length) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) MUNMAP.invokeExact(state, address, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code read(2)}: bytes read. */
    public static long read(int fd, long address, long length) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((long) READ.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code write(2)}: bytes written. */
    public static long write(int fd, long address, long length) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((long) WRITE.invokeExact(state, fd, address, length), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code sendto(2)}: bytes sent. */
    public static long sendto(int fd, long address, long length, int flags, long name, int nameLength) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((long) SENDTO.invokeExact(state, fd, address, length, flags, name, nameLength), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code sendmsg(2)}: bytes sent. */
    public static long sendmsg(int fd, long msghdr, int flags) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((long) SENDMSG.invokeExact(state, fd, msghdr, flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code recvmsg(2)}: bytes received. */
    public static long recvmsg(int fd, long msghdr, int flags) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((long) RECVMSG.invokeExact(state, fd, msghdr, flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code sendmmsg(2)}: messages sent. */
    public static int sendmmsg(int fd, long mmsghdrs, int count, int flags) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) SENDMMSG.invokeExact(state, fd, mmsghdrs, count, flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code recvmmsg(2)} without a time-out: messages received. */
    public static int recvmmsg(int fd, long mmsghdrs, int count, int flags) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) RECVMMSG.invokeExact(state, fd, mmsghdrs, count, flags, 0L), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code eventfd(2)}: a new descriptor. */
    public static int eventfd(int initial, int flags) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) EVENTFD.invokeExact(state, initial, flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code epoll_create1(2)}: a new descriptor. */
    public static int epollCreate(int flags) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) EPOLL_CREATE.invokeExact(state, flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code epoll_ctl(2)}. */
    public static int epollCtl(int epoll, int operation, int fd, long event) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) EPOLL_CTL.invokeExact(state, epoll, operation, fd, event), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code epoll_wait(2)}: events that are ready; bound the time-out as that of {@link #poll}. */
    public static int epollWait(int epoll, long events, int count, int timeoutMs) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) EPOLL_WAIT.invokeExact(state, epoll, events, count, timeoutMs), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code setns(2)}: moves the calling thread only. */
    public static int setns(int fd, int namespaceType) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) SETNS.invokeExact(state, fd, namespaceType), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code unshare(2)}: of the calling thread only. */
    public static int unshare(int flags) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) UNSHARE.invokeExact(state, flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code sched_setaffinity(2)}; thread id 0 is the caller. */
    public static int schedSetAffinity(int threadId, long size, long mask) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) SETAFFINITY.invokeExact(state, threadId, size, mask), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code sched_getaffinity(2)}; thread id 0 is the caller. */
    public static int schedGetAffinity(int threadId, long size, long mask) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) GETAFFINITY.invokeExact(state, threadId, size, mask), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code ioctl(2)} with a pointer or integer argument. */
    public static int ioctl(int fd, long request, long argument) {
        MemorySegment state = CAPTURED.get();
        try {
            return result((int) IOCTL.invokeExact(state, fd, request, argument), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code open(2)} of an existing path: a new descriptor. */
    public static int open(String path, int flags) {
        MemorySegment state = CAPTURED.get();
        try (Arena arena = Arena.ofConfined()) {
            return result((int) OPEN.invokeExact(state, arena.allocateFrom(path).address(), flags), state);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code if_nametoindex(3)}: the index, or a negated error number (ENODEV for an unknown name). */
    public static int ifNameToIndex(String name) {
        MemorySegment state = CAPTURED.get();
        try (Arena arena = Arena.ofConfined()) {
            int index = (int) IF_NAMETOINDEX.invokeExact(state, arena.allocateFrom(name).address());
            return index != 0 ? index : -state.get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code geteuid(2)}, which cannot fail. */
    public static int geteuid() {
        return Linux.geteuid();
    }

    static String strerror(int errno) {
        return NativeMemory.getString(Linux.strerror(errno).address());
    }
}
