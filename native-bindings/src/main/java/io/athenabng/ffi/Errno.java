package io.athenabng.ffi;

import io.athenabng.ffi.generated.linux.Linux;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Error numbers of {@code errno(3)}: the ones that code decides on, and the symbolic name and text of any.
 */
public final class Errno {
    public static final int EPERM = Linux.EPERM();
    public static final int ENOENT = Linux.ENOENT();
    public static final int EINTR = Linux.EINTR();
    public static final int ENXIO = Linux.ENXIO();
    public static final int EAGAIN = Linux.EAGAIN();
    public static final int ENOMEM = Linux.ENOMEM();
    public static final int EACCES = Linux.EACCES();
    public static final int EBUSY = Linux.EBUSY();
    public static final int EEXIST = Linux.EEXIST();
    public static final int ENODEV = Linux.ENODEV();
    public static final int EINVAL = Linux.EINVAL();
    public static final int EMSGSIZE = Linux.EMSGSIZE();
    public static final int ENOPROTOOPT = Linux.ENOPROTOOPT();
    public static final int EOPNOTSUPP = Linux.EOPNOTSUPP();
    public static final int EAFNOSUPPORT = Linux.EAFNOSUPPORT();
    public static final int EADDRINUSE = Linux.EADDRINUSE();
    public static final int EADDRNOTAVAIL = Linux.EADDRNOTAVAIL();
    public static final int ENETDOWN = Linux.ENETDOWN();
    public static final int ENOBUFS = Linux.ENOBUFS();

    private static final Set<String> ALIASES = Set.of("EWOULDBLOCK", "EDEADLOCK", "ENOTSUP");

    private Errno() {
    }

    /** The symbolic name, such as {@code ENODEV}; {@code errno N} for a number that the kernel's headers do not name. */
    public static String name(int errno) {
        return Names.TABLE.getOrDefault(errno, "errno " + errno);
    }

    /** The C library's text, such as {@code No such device}. */
    public static String text(int errno) {
        return Syscalls.strerror(errno);
    }

    /** Name and text together, such as {@code ENODEV (No such device)}. */
    public static String describe(int errno) {
        return name(errno) + " (" + text(errno) + ")";
    }

    /** Filled on the first error that is put into words: from the generated constants, which are the header's own. */
    private static final class Names {
        private static final Map<Integer, String> TABLE = collect();

        private static Map<Integer, String> collect() {
            Map<Integer, String> names = new HashMap<>();
            for (Method method : Linux.class.getDeclaredMethods()) {
                if (isErrorConstant(method)) {
                    try {
                        names.put((Integer) method.invoke(null), method.getName());
                    } catch (IllegalAccessException | InvocationTargetException e) {
                        throw new AssertionError("generated constant " + method.getName(), e);
                    }
                }
            }
            return Map.copyOf(names);
        }

        private static boolean isErrorConstant(Method method) {
            String name = method.getName();
            return Modifier.isPublic(method.getModifiers()) && Modifier.isStatic(method.getModifiers())
                && method.getParameterCount() == 0 && method.getReturnType() == int.class
                && name.matches("E[A-Z0-9]+") && !name.startsWith("EPOLL") && !ALIASES.contains(name);
        }
    }
}
